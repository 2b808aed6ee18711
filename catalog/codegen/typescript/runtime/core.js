/** Takes calls to destinations: consent, identity, treatments, then `send`; nothing is kept of what was sent. */

import { compile, GONE, has, isObject, own, picker, put, refuses } from "./treatments.js";

/** @typedef {import("./types.js").Json} Json */
/** @typedef {{ [name: string]: Json }} JsonObject */
/** @typedef {import("./types.js").Core} Core */
/** @typedef {import("./core.js").Here} Here */
/** @typedef {import("./types.js").Failure["reason"]} Reason */

const MINUTE = 60_000;
const DEEPEST = 64;

/** Why a call or a delivery goes no further: at first what is refused, then a sentence; never a value. */
export class Stop extends Error {
  /** @param {Reason} reason @param {string} message */
  constructor(reason, message) {
    super(message);
    this.name = "TrackingError";
    this.reason = reason;
  }
}

/** @type {typeof import("./core.js").createCore} */
export const createCore = (catalog, cuts) => ({
  catalog,
  cuts,
  options: { mode: "off" },
  recorder: null,
  isConfigured: false,
  contexts: [],
  counted: {},
  handed: Date.now(),
  here: new Map(),
  steps: new Map(),
  pending: new Map(),
  storage: null,
});

/** @type {typeof import("./core.js").plain} */
export const plain = (value, depth = 0) => {
  if (value === null || typeof value === "string" || typeof value === "boolean") return value;
  if (typeof value === "number" && Number.isFinite(value)) return value;
  if (typeof value === "object" && depth < DEEPEST) {
    if (Array.isArray(value)) return value.map((item) => plain(item === undefined ? null : item, depth + 1));
    // a Date has it too; that of no moment gives null, which is no JSON for it
    if (typeof value.toJSON === "function") return plain(value.toJSON() ?? undefined, depth + 1);
    /** @type {JsonObject} */
    const made = {};
    for (const name of Object.keys(value)) if (value[name] !== undefined) put(made, name, plain(value[name], depth + 1));
    return made;
  }
  throw new Stop("not-json", "a value that is no JSON");
};

/** @type {typeof import("./core.js").isPublic} */
export const isPublic = () => {
  const { document, importScripts, navigator } = /** @type {any} */ (globalThis);
  return Boolean(document || importScripts || (navigator && navigator.product === "ReactNative"));
};

/** A random UUID (RFC 9562 §5.4), for telling events apart; not every page and not Node 18 has randomUUID. */
const uuid = () => {
  const { crypto } = /** @type {any} */ (globalThis);
  if (crypto && crypto.randomUUID) return crypto.randomUUID();
  return "xxxxxxxx-xxxx-4xxx-8xxx-xxxxxxxxxxxx".replace(/x/g, () => Math.floor(Math.random() * 16).toString(16));
};

/** @type {typeof import("./core.js").strictOf} */
export const strictOf = ({ options: { mode } }) => (typeof mode === "object" ? mode : null);

/** Ask the application for something; where that throws, it is as if it did not say. @type {(core: Core, event: string, what: "identity" | "consent" | "context") => any} */
const asked = (core, event, what) => {
  const ask = core.options[what];
  try {
    return ask && ask();
  } catch (error) {
    if (strictOf(core)) throw error;
    fail(core, event, null, "raised", error);
    return undefined;
  }
};

/** Call a hook; one that throws is no reason to break the application. @type {(act: () => void) => void} */
const quietly = (act) => {
  try {
    act();
  } catch {
    // see above
  }
};

/** @type {typeof import("./core.js").fail} */
export const fail = ({ options }, event, destination, reason, thrown) => {
  const error = thrown instanceof Error && !(thrown instanceof Stop) ? thrown.name : null;
  quietly(() => options.onFailure && options.onFailure({ event, destination, reason, error }));
};

/** @type {typeof import("./core.js").count} */
export const count = ({ counted }, event, destination, what, by = 1) => {
  const of = (counted[event] = counted[event] || {});
  const one = (of[destination] = of[destination] || { sent: 0, dropped: 0, refused: 0, failed: 0, hashed: 0 });
  one[what] += by;
};

/** @type {typeof import("./core.js").hand} */
export const hand = (core) => {
  core.handed = Date.now();
  quietly(() => core.options.onCounts && core.options.onCounts(JSON.parse(JSON.stringify(core.counted))));
};

/** What is known of a destination of the catalog, laid out once. @type {(core: Core, name: string) => Here} */
const hereOf = (core, name) => {
  const found = core.here.get(name);
  if (found) return found;
  const { catalog, cuts, options } = core;
  const data = /** @type {import("./types.js").DestinationData} */ (catalog.destinations[name]);
  const hash = options.keys ? options.keys.digester(name) : null;
  /** @type {Here} */
  const made = {
    data,
    tools: { formats: catalog.formats, cuts, digest: hash && ((text) => ((made.hashed = true), hash(text))) },
    hashed: false,
    anonymous: typeof data.identity === "object" ? new RegExp(data.identity.anonymous, "u") : null,
    context: (value) => value,
  };
  made.context = picker(data.context || {}, made.tools);
  core.here.set(name, made);
  return made;
};

/** @type {typeof import("./core.js").handled} */
export const handled = (here, treatment, value) => {
  if (treatment === undefined) return undefined;
  if (refuses(treatment, value)) throw new Stop("refused", "an id");
  const act = compile(treatment, here.tools);
  return act === GONE ? undefined : act === null ? value : act(value);
};

/** @type {typeof import("./core.js").held} */
export const held = (granted) => (member, [, treatment, purposes, isRequired], value) => {
  const lacks = Boolean(purposes) && !(/** @type {readonly string[]} */ (purposes).every((one) => granted.has(one)));
  if (refuses(treatment, value) || (lacks && isRequired)) throw new Stop("refused", member);
  return lacks;
};

/** What leaves of the properties of an event. @type {(core: Core, here: Here, part: import("./types.js").Part, values: JsonObject, granted: ReadonlySet<string>) => JsonObject} */
const left = (core, here, part, values, granted) => {
  const pick = core.steps.get(part) || picker(part.properties, here.tools);
  core.steps.set(part, pick);
  return pick(values, held(granted));
};

/** The id that a destination gets; null: none. @type {(here: Here, identity: import("./types.js").Identity) => { distinctId: string | null, isAnonymous: boolean }} */
const idOf = (here, { userId, anonymousId }) => {
  const { anonymous, data } = here;
  const isAnonymous = anonymous !== null || (userId ?? "") === "";
  const id = String((isAnonymous ? anonymousId : userId) ?? "");
  if (data.identity === "none" || id === "") return { distinctId: null, isAnonymous: true };
  if (anonymous && !anonymous.test(id)) throw new Stop("refused", "the id");
  return { distinctId: anonymous ? id : /** @type {string | undefined} */ (handled(here, data.key ?? null, id)) ?? null, isAnonymous };
};

/** @type {(here: Here, bound: import("./types.js").Bound) => JsonObject | null} */
const groupsOf = (here, { groups }) => {
  if (!groups || here.data.identity !== "user_id") return null;
  /** @type {JsonObject} */
  const made = {};
  for (const group of Object.keys(groups)) {
    const key = handled(here, own(here.data.groups, group), String(groups[group]));
    if (key !== undefined) put(made, group, key);
  }
  return made;
};

/** @type {(core: Core, name: string) => boolean} */
const isSentTo = ({ catalog, options, recorder }, name) =>
  has(catalog.destinations, name) && Boolean(recorder || (options.destinations && has(options.destinations, name)));

/** @type {(core: Core, event: string, here: Here, delivery: import("./types.js").Delivery) => void} */
const dispatch = (core, event, here, delivery) => {
  const name = delivery.destination;
  /** @type {(error: unknown) => void} */
  const failed = (error) => {
    count(core, event, name, "failed");
    fail(core, event, name, "raised", error);
  };
  try {
    if (core.recorder) core.recorder.delivery(delivery);
    else {
      const sending = /** @type {any} */ (core.options.destinations)[name].send(delivery);
      if (sending && sending.then) {
        /** @type {Promise<unknown>} */
        const ended = Promise.resolve(sending).then(
          () => core.pending.delete(ended),
          (error) => core.pending.delete(ended) && (count(core, event, name, "sent", -1), failed(error)),
        );
        core.pending.set(ended, [event, name]);
      }
    }
  } catch (error) {
    failed(error);
    if (strictOf(core)) throw error;
    return;
  }
  count(core, event, name, "sent");
  if (here.hashed) count(core, event, name, "hashed");
};

/** @type {typeof import("./core.js").send} */
export const send = (core, event, names, bound, version, partOf) => {
  const { catalog, options, contexts, storage } = core;
  const said = bound.consent || asked(core, event, "consent");
  const granted = new Set(said || []);
  const context = plain(Object.assign({}, asked(core, event, "context"), ...contexts, storage && storage.getStore()));
  const identity = "userId" in bound || "anonymousId" in bound ? bound : asked(core, event, "identity") || {};
  const checks = strictOf(core);
  if (checks) checks.part("context", context);
  const { source, environment } = options;
  const id = bound.uuid || uuid();
  const timestamp = bound.timestamp || new Date();
  const consent = said ? [...granted].filter((one) => catalog.purposes.includes(one)) : null;
  const release = catalog.release === null ? undefined : String(catalog.release);
  const stamps = plain({ source, environment, release, version: version || undefined });
  let raised = null;
  for (const name of names) {
    if (!isSentTo(core, name)) continue;
    const here = hereOf(core, name);
    here.hashed = false;
    try {
      const { consent: asked, make } = partOf(name, here, granted);
      if (asked && !asked.some((one) => granted.has(one))) {
        count(core, event, name, "dropped");
        continue;
      }
      const who = idOf(here, identity);
      const made = make();
      const around = Object.keys(context).length ? here.context(context, held(granted)) : null;
      if (made) {
        dispatch(core, event, here, {
          set: null,
          setOnce: null,
          ...made,
          ...who,
          destination: name,
          groups: groupsOf(here, bound),
          context: around,
          uuid: id,
          timestamp,
          consent,
          stamps,
        });
      }
    } catch (error) {
      if (error instanceof Stop) {
        error.message = `${name} refuses ${error.message} of ${event}`;
        count(core, event, name, "refused");
        fail(core, event, name, error.reason);
      }
      raised = raised || error;
    }
  }
  if (raised) throw raised;
};

/** @type {typeof import("./core.js").guarded} */
export const guarded = (core, event, names, act) => {
  if (!core.isConfigured) {
    console.warn("tracker: configure() was not called");
    core.isConfigured = true; // it is said once
  }
  if (core.options.mode === "off") return;
  try {
    act();
    if (Date.now() - core.handed >= MINUTE) hand(core);
  } catch (error) {
    if (strictOf(core)) throw error;
    if (error instanceof Stop && error.reason === "refused") return; // told for its destination
    for (const name of names) if (isSentTo(core, name)) count(core, event, name, "refused");
    fail(core, event, null, error instanceof Stop ? error.reason : "raised", error);
  }
};

/** @type {typeof import("./core.js").apply} */
export const apply = (core, options, recorder) => {
  Object.assign(core, { options, recorder, isConfigured: true, here: new Map(), steps: new Map() });
};

/** @type {typeof import("./core.js").configure} */
export const configure = (core, options) => {
  const { catalog } = core;
  const { mode = "production" } = options;
  if (options.keys && isPublic()) throw new Error("keys never ship to a browser or an app");
  if (mode !== "production" && mode !== "off" && typeof mode !== "object") throw new TypeError("mode is production, off or strict");
  apply(core, { ...options }, null);
  for (const name of Object.keys(options.destinations || {})) {
    const data = own(catalog.destinations, name);
    if (data && (options.keys || !data.hashes || isPublic())) continue;
    if (strictOf(core)) throw new Error(data ? `${name} hashes: give keys` : `no event goes to '${name}'`);
    fail(core, "", name, data ? "keys" : "unknown");
  }
};

/** @type {typeof import("./core.js").members} */
export const members = (value) => {
  const made = plain(value ?? {});
  if (isObject(made)) return made;
  throw new Stop("misused", "what is no object");
};

/** @type {typeof import("./core.js").track} */
export const track = (core, data, values, bound = {}) => {
  const { name: event = "", destinations = {}, constants, version } = data || {};
  const names = Object.keys(destinations);
  guarded(core, event, names, () => {
    if (!event) throw new Stop("misused", "what is no event");
    const given = members(values);
    const whole = { ...given, ...constants };
    const checks = strictOf(core);
    if (checks) checks.event(event, whole);
    if (core.recorder) core.recorder.call(event, given);
    send(core, event, names, bound || {}, version, (name, here, granted) => {
      const part = /** @type {import("./types.js").Part} */ (destinations[name]);
      return { consent: part.consent, make: () => ({ kind: "event", event: part.event, properties: left(core, here, part, whole, granted) }) };
    });
  });
};
