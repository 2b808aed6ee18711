/** What is around single calls: context, counts, the end, recording. */

import { apply, count, fail, hand, plain, strictOf } from "./core.js";

/** Node's own carrier of context; browsers and workers have none. @type {() => import("./types.js").Store<object> | undefined} */
const storageOf = () => {
  const { process } = /** @type {any} */ (globalThis);
  const hooks = process && process.getBuiltinModule && process.getBuiltinModule("async_hooks");
  return hooks && new hooks.AsyncLocalStorage();
};

/** A context as JSON, without what cannot be written. @type {(core: import("./types.js").Core, values: any) => object} */
const writable = (core, values) => {
  /** @type {Record<string, unknown>} */
  const made = {};
  for (const name of Object.keys(values ?? {})) {
    try {
      made[name] = plain(values[name] ?? null);
      if (values[name] === undefined) delete made[name];
    } catch (error) {
      if (strictOf(core)) throw error;
      fail(core, "$context", null, "not-json", error);
    }
  }
  return made;
};

/** @type {typeof import("./lifecycle.js").withContext} */
export const withContext = (core, values, run) => {
  const more = writable(core, values);
  const storage = (core.storage = core.options.storage || (core.storage === null ? storageOf() : core.storage));
  if (storage) return storage.run({ ...storage.getStore(), ...more }, run);
  const before = core.contexts;
  core.contexts = [...before, more];
  try {
    return run();
  } finally {
    core.contexts = before;
  }
};

/** @type {typeof import("./lifecycle.js").countsOf} */
export const countsOf = (core) => JSON.parse(JSON.stringify(core.counted));

/** What has not ended with a destination, and is not waited for any longer. @type {(core: import("./types.js").Core, name: string) => void} */
const lose = (core, name) => {
  for (const [sending, [event, at]] of core.pending) {
    if (at === name && core.pending.delete(sending)) {
      count(core, event, name, "sent", -1);
      count(core, event, name, "failed");
    }
  }
};

/** @type {(core: import("./types.js").Core, what: "flush" | "shutdown", timeoutMs: number) => Promise<void>} */
const ending = async (core, what, timeoutMs) => {
  const all = Object.entries(core.options.destinations || {}).map(async ([name, destination]) => {
    /** @type {any} */
    let timer;
    try {
      const act = destination && (destination[what] || destination.flush);
      const late = new Promise((_, reject) => {
        timer = setTimeout(() => reject(LATE), timeoutMs);
      });
      const ended = act && act.call(destination, timeoutMs);
      const sending = [...core.pending].filter(([, [, at]]) => at === name).map(([one]) => one);
      await Promise.race([Promise.all([ended, ...sending]), late]);
    } catch (error) {
      if (what === "shutdown") lose(core, name);
      fail(core, `$${what}`, name, error === LATE ? "late" : "raised", error === LATE ? null : error);
    } finally {
      clearTimeout(timer);
    }
  });
  await Promise.all(all);
  hand(core);
};
const LATE = {};

/** @type {typeof import("./lifecycle.js").flush} */
export const flush = (core, timeoutMs = 5000) => ending(core, "flush", timeoutMs);

/** @type {typeof import("./lifecycle.js").shutdown} */
export const shutdown = async (core, timeoutMs = 5000) => {
  await ending(core, "shutdown", timeoutMs);
  core.options = { ...core.options, mode: "off" };
};

/** @type {typeof import("./lifecycle.js").record} */
export const record = (core, recorder, options) => {
  const before = { ...core };
  apply(core, options, recorder);
  return () => {
    apply(core, before.options, before.recorder);
    core.isConfigured = before.isConfigured;
  };
};
