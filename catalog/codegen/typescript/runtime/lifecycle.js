/** What is around single calls: context, counts, the end, recording. */

import { apply, fail, hand } from "./core.js";

/** @type {typeof import("./lifecycle.js").withContext} */
export const withContext = (core, values, run) => {
  const { storage } = core.options;
  if (storage) return storage.run({ ...storage.getStore(), ...values }, run);
  const before = core.contexts;
  core.contexts = [...before, values];
  try {
    return run();
  } finally {
    core.contexts = before;
  }
};

/** @type {typeof import("./lifecycle.js").countsOf} */
export const countsOf = (core) => JSON.parse(JSON.stringify(core.counted));

/** @type {(core: import("./types.js").Core, what: "flush" | "shutdown", timeoutMs: number) => Promise<void>} */
const ending = async (core, what, timeoutMs) => {
  hand(core);
  const all = Object.entries(core.options.destinations || {}).map(async ([name, destination]) => {
    /** @type {any} */
    let timer;
    try {
      const act = destination && (destination[what] || destination.flush);
      const late = new Promise((_, reject) => {
        timer = setTimeout(() => reject(Object.assign(new Error("it took too long"), { name: "TimeoutError" })), timeoutMs);
      });
      if (act) await Promise.race([act.call(destination, timeoutMs), late]);
    } catch (error) {
      fail(core, `$${what}`, name, "raised", error);
    } finally {
      clearTimeout(timer);
    }
  });
  await Promise.all(all);
};

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
