/** Sees what a program tracks, in tests: nothing leaves, everything is checked in full. */

import { record } from "./lifecycle.js";

/** @typedef {import("./types.js").Json} Json */
/** @typedef {{ [name: string]: Json }} JsonObject */

/** A wrong call in a test; test runners show `expected` and `actual`. */
class AssertionError extends Error {
  /** @param {string} message @param {unknown} expected @param {unknown} actual */
  constructor(message, expected, actual) {
    super(message);
    this.name = "AssertionError";
    this.code = "ERR_ASSERTION";
    this.expected = expected;
    this.actual = actual;
  }
}

/** JSON with members in one order, dates as text. @type {(value: any) => any} */
const ordered = (value) => {
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map(ordered);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.keys(value).filter((name) => value[name] !== undefined).sort().map((name) => [name, ordered(value[name])]));
};
/** @type {(value: unknown) => string} */
const text = (value) => JSON.stringify(ordered(value));

/** Line by line, what was expected (-) and what was tracked (+). @type {(expected: JsonObject, actual: JsonObject) => string} */
const difference = (expected, actual) =>
  Object.keys({ ...expected, ...actual })
    .sort()
    .flatMap((name) => {
      const [wanted, had] = [name in expected, name in actual];
      if (wanted && had && text(expected[name]) === text(actual[name])) return [`    ${name}: ${text(actual[name])}`];
      return [
        ...(wanted ? [`  - ${name}: ${text(expected[name])}`] : []),
        ...(had ? [`  ${wanted ? "+" : " "} ${name}: ${text(actual[name])}`] : []),
      ];
    })
    .join("\n");

/** @type {typeof import("./testing.js").recordingOf} */
export const recordingOf = (core, checks, options = {}) => {
  /** @type {{ name: string, values: JsonObject }[]} */
  const calls = [];
  /** @type {import("./types.js").Delivery[]} */
  const deliveries = [];
  const end = record(
    core,
    { call: (name, values) => void calls.push({ name, values: /** @type {JsonObject} */ (values) }), delivery: (one) => void deliveries.push(one) },
    { mode: checks, ...options },
  );
  /** @type {(name: string) => JsonObject[]} */
  const of = (name) => calls.filter((call) => call.name === name).map((call) => call.values);
  /** @type {(expected: JsonObject) => (values: JsonObject) => boolean} */
  const fits = (expected) => (values) => Object.keys(expected).every((name) => (expected[name] === undefined ? !(name in values) : text(expected[name]) === text(values[name])));
  const tracked = () => (calls.length ? `tracked were:\n${calls.map(({ name, values }) => `  ${name} ${text(values)}`).join("\n")}` : "nothing was tracked");

  /** @type {any} */
  const recording = {
    calls,
    stop: end,
    tracked: (/** @type {any} */ event) => of(event.data.name),
    deliveries: (/** @type {string} */ destination) => deliveries.filter((one) => one.destination === destination),
    assertTracked(/** @type {any} */ event, /** @type {JsonObject} */ expected = {}) {
      const { name } = event.data;
      const found = of(name);
      if (found.some(fits(expected))) return;
      if (!found.length) throw new AssertionError(`${name} was not tracked; ${tracked()}`, expected, undefined);
      const shown = found.map((values, index) => `call ${index + 1} of ${found.length}:\n${difference(expected, values)}`).join("\n");
      throw new AssertionError(`${name} was tracked, but not so (- expected, + tracked):\n${shown}`, ordered(expected), ordered(found[found.length - 1]));
    },
    assertNotTracked(/** @type {any} */ event, /** @type {JsonObject} */ expected = {}) {
      const { name } = event.data;
      const found = of(name).filter(fits(expected));
      if (found.length) throw new AssertionError(`${name} was tracked ${found.length} ${found.length === 1 ? "time" : "times"}; ${tracked()}`, undefined, ordered(found));
    },
  };
  const dispose = /** @type {any} */ (Symbol).dispose;
  if (dispose) recording[dispose] = end;
  return recording;
};

/** @type {typeof import("./testing.js").recordedBy} */
export const recordedBy = (start) => (run, options) => async (...more) => {
  const seen = start(options);
  try {
    return await run(seen, ...more);
  } finally {
    seen.stop();
  }
};
