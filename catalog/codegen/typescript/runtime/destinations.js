/** Where deliveries go. A client is given as it is or as a function, and looked up at each call. */

import { payloadOf } from "./payloads.js";
import { has, put } from "./treatments.js";

/** @typedef {import("./types.js").Delivery} Delivery */

/** The client as it is now. @type {(client: any) => any} */
const found = (client) => {
  const here = typeof client === "function" ? client() : client;
  if (here) return here;
  throw Object.assign(new Error("there is no client"), { name: "NoClient" });
};

/** What a client offers for the end, if it is there. @type {(client: any, name: string, options: (timeoutMs: number) => any) => any} */
const ending = (client, name, options) => (/** @type {number} */ timeoutMs) => {
  const here = typeof client === "function" ? client() : client;
  return here && here[name] && here[name](options(timeoutMs));
};
const timeout = (/** @type {number} */ timeoutMs) => timeoutMs;

/** What says which program sent it, by which release. @type {(stamps: object) => object} */
const stamped = (stamps) => (Object.keys(stamps).length ? { $tracker: stamps } : {});

/** @type {typeof import("./destinations.js").posthog} */
export const posthog = (client) => ({
  send({ kind, event, uuid, timestamp, groups, context, properties, distinctId, set, setOnce, stamps }) {
    const here = found(client);
    const around = groups ? { $groups: groups } : {};
    if (kind === "event") here.capture(event, { ...context, ...properties, ...stamped(stamps), ...around }, { timestamp, uuid });
    else if (kind === "group") here.group(properties["$group_type"], properties["$group_key"], properties["$group_set"]);
    else if (distinctId === null) here.setPersonProperties(set, setOnce);
    else here.identify(distinctId, set, setOnce);
  },
});

/** @type {typeof import("./destinations.js").posthogNode} */
export const posthogNode = (client) => ({
  send({ kind, event, uuid, timestamp, groups, context, properties, distinctId, set, setOnce, stamps }) {
    const here = found(client);
    if (kind === "group") {
      const { $group_type: groupType, $group_key: groupKey, $group_set } = properties;
      here.groupIdentify({ groupType, groupKey, properties: $group_set, distinctId: distinctId ?? undefined });
      return;
    }
    const all = { ...context, ...properties, ...stamped(stamps), ...(set && { $set: set }), ...(setOnce && { $set_once: setOnce }) };
    here.capture({
      distinctId: distinctId ?? uuid,
      event: kind === "identify" ? "$set" : event,
      properties: distinctId === null ? { ...all, $process_person_profile: false } : all,
      groups: groups ?? undefined,
      timestamp,
      uuid,
    });
  },
  flush: ending(client, "flush", timeout),
  shutdown: ending(client, "flush", timeout),
});

/** @type {typeof import("./destinations.js").segment} */
export const segment = (client) => ({
  send({ kind, event, uuid: messageId, timestamp, groups, context: around, properties, distinctId, set, stamps }) {
    const here = found(client);
    const context = { ...around, ...(groups && { groups }), ...stamped(stamps) };
    const options = { context, timestamp, messageId };
    if (kind === "event") here.track(event, properties, options);
    else if (kind === "group") here.group(properties["$group_key"], properties["$group_set"], options);
    else if (distinctId === null) here.identify(set, options);
    else here.identify(distinctId, set, options);
  },
});

/** @type {typeof import("./destinations.js").segmentNode} */
export const segmentNode = (client) => ({
  send({ kind, event, uuid, timestamp, groups, context: around, properties, distinctId, isAnonymous, set, stamps }) {
    const here = found(client);
    // one of two ids is demanded: without identity, one that stands for this message alone
    const who = isAnonymous || distinctId === null ? { anonymousId: distinctId ?? uuid } : { userId: distinctId };
    const context = { ...around, ...(groups && { groups }), ...stamped(stamps) };
    const common = { ...who, timestamp, messageId: uuid, context };
    if (kind === "event") here.track({ ...common, event, properties });
    else if (kind === "group") here.group({ ...common, groupId: properties["$group_key"], traits: properties["$group_set"] });
    else here.identify({ ...common, traits: set });
  },
  flush: ending(client, "flush", (timeoutMs) => ({ timeout: timeoutMs })),
  shutdown: ending(client, "flush", (timeoutMs) => ({ timeout: timeoutMs })),
});

/** @type {typeof import("./destinations.js").memory} */
export const memory = () => {
  /** @type {Delivery[]} */
  const deliveries = [];
  return { deliveries, send: (delivery) => void deliveries.push(delivery) };
};

/** @type {typeof import("./destinations.js").consoleLog} */
export const consoleLog = (to = console) => ({
  send: (delivery) => to.log(`${delivery.destination}: ${delivery.event}`, payloadOf(delivery)),
});

/** Members that a line has of itself, or that those who format logs add: a property called so gets `_` behind. */
const OF_THE_LINE = /*#__PURE__*/ new Set(["$tracker", "asctime", "event", "exc_info", "levelname", "message", "name", "stack_info", "taskName", "user_id"]);

/** @type {typeof import("./destinations.js").jsonLines} */
export const jsonLines = (write, name = "tracking") => ({
  send(delivery) {
    const { $set, $set_once, groups } = payloadOf(delivery);
    /** @type {Record<string, unknown>} */
    const line = {
      asctime: delivery.timestamp.toISOString(),
      levelname: "INFO",
      name,
      message: delivery.event,
      ...(delivery.distinctId !== null && { user_id: delivery.distinctId }),
    };
    for (const members of [delivery.context, delivery.properties, { $set, $set_once, groups }]) {
      for (const [member, value] of Object.entries(members || {})) {
        let free = member;
        while (has(line, free) || OF_THE_LINE.has(free)) free += "_";
        put(line, free, value);
      }
    }
    write(`${JSON.stringify({ ...line, $tracker: { ...delivery.stamps, uuid: delivery.uuid } })}\n`);
  },
});

/** @typedef {{ body: string, sent: () => void, lost: (error: Error) => void }} Waiting */

/** @type {typeof import("./destinations.js").http} */
export const http = (url, options = {}) => {
  const { headers = {}, batch = 100, intervalMs = 1000, limit = 1000, timeoutMs = 10_000, retries = 3 } = options;
  /** @type {Waiting[]} */
  let queue = [];
  /** @type {any} */
  let timer;
  /** @type {Promise<void> | null} */
  let running = null;

  /** @type {(body: string) => Promise<void>} */
  const post = async (body) => {
    for (let times = 0; ; times++) {
      /** @type {Error} */
      let error;
      let waitMs = Math.min(30_000, 500 * 2 ** times);
      const stop = new AbortController();
      const late = setTimeout(() => stop.abort(), timeoutMs);
      try {
        const answer = await fetch(url, {
          method: "POST",
          headers: { "content-type": "application/json", ...headers },
          body,
          signal: stop.signal,
          keepalive: body.length < 60_000, // https://fetch.spec.whatwg.org/#http-network-or-cache-fetch: 64 KiB in all
        });
        if (answer.ok) return;
        error = new Error(`status ${answer.status}`);
        error.name = `Status${answer.status}`;
        if (answer.status < 500 && answer.status !== 429 && answer.status !== 408) throw error;
        const asked = Number(answer.headers.get("retry-after"));
        if (asked > 0) waitMs = Math.min(30_000, asked * 1000);
      } catch (caught) {
        error = /** @type {Error} */ (caught);
        if (/^Status4(?!08|29)/.test(error.name)) throw error;
      } finally {
        clearTimeout(late);
      }
      if (times >= retries) throw error;
      await new Promise((resolve) => resting(setTimeout(resolve, waitMs)));
    }
  };

  /** What waits does not keep a process alive. @type {(timer: any) => any} */
  const resting = (timer) => (timer && timer.unref && timer.unref(), timer);

  const drain = async () => {
    clearTimeout(timer);
    timer = undefined;
    while (queue.length) {
      const now = queue.splice(0, batch);
      try {
        await post(`[${now.map((one) => one.body).join(",")}]`);
        now.forEach((one) => one.sent());
      } catch (error) {
        now.forEach((one) => one.lost(/** @type {Error} */ (error)));
      }
    }
  };

  const run = () => {
    running = running || drain().finally(() => (running = null));
    return running;
  };

  /** What is left when a page goes, handed to the browser. */
  const leave = () => {
    const now = queue.splice(0, batch);
    if (!now.length) return;
    const isTaken = navigator.sendBeacon(url, new Blob([`[${now.map((one) => one.body).join(",")}]`], { type: "text/plain" }));
    now.forEach((one) => (isTaken ? one.sent() : one.lost(new Error("the browser took no beacon"))));
  };
  const here = /** @type {any} */ (globalThis);
  if (here.addEventListener && here.navigator && here.navigator.sendBeacon) here.addEventListener("pagehide", leave);

  return {
    send(delivery) {
      if (queue.length >= limit) {
        const full = new Error("the queue is full");
        full.name = "QueueFull";
        throw full;
      }
      const body = JSON.stringify(payloadOf(delivery));
      return new Promise((sent, lost) => {
        queue.push({ body, sent: () => sent(undefined), lost });
        if (queue.length >= batch) void run();
        else if (timer === undefined) timer = resting(setTimeout(run, intervalMs));
      });
    },
    flush: run,
    shutdown: run,
  };
};
