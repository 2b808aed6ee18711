/** The full check of a call, for strict mode: codes and paths, never values. */

import { has, isObject } from "./treatments.js";

/** @typedef {import("./types.js").Definition} Definition */
/** @typedef {import("./types.js").Json} Json */

/** Code points of a text. @type {(text: string) => number} */
const lengthOf = (text) => {
  let count = 0;
  for (const _ of text) count++;
  return count;
};

/** A step of a JSON Pointer (RFC 6901 §3). @type {(step: string | number) => string} */
const step = (name) => `/${String(name).replace(/~/g, "~0").replace(/\//g, "~1")}`;

const MOST_TOLD = 10;

/** @type {typeof import("./checks.js").judgeBy} */
export const judgeBy = (catalog) => {
  /** @type {Map<string, RegExp>} */
  const patterns = new Map();
  /** @type {(source: string) => RegExp} */
  const pattern = (source) => {
    let found = patterns.get(source);
    if (found === undefined) patterns.set(source, (found = new RegExp(source, "u")));
    return found;
  };

  /** @type {(definition: Definition, value: Json, add: (code: string, below?: string) => void) => void} */
  const scalar = (one, value, add) => {
    if (one.enum && !one.enum.includes(value)) add("not-in-enum");
    if (one.const !== undefined && value !== one.const) add("not-const");
    if (typeof value === "number") {
      if (one.minimum !== undefined && value < one.minimum) add("too-small");
      if (one.maximum !== undefined && value > one.maximum) add("too-big");
      if (one.exclusiveMinimum !== undefined && value <= one.exclusiveMinimum) add("not-above");
      if (one.exclusiveMaximum !== undefined && value >= one.exclusiveMaximum) add("not-below");
      if (one.multipleOf !== undefined && value % one.multipleOf !== 0) add("not-multiple");
    }
    if (typeof value === "string") {
      if (/\p{Cs}/u.test(value)) add("lone-surrogate");
      if (one.minLength !== undefined && lengthOf(value) < one.minLength) add("too-short");
      if (one.maxLength !== undefined && lengthOf(value) > one.maxLength) add("too-long");
      if (one.pattern !== undefined && !pattern(one.pattern).test(value)) add("pattern-mismatch");
    }
  };

  /** @type {(one: Definition, value: Json, path: string, found: import("./types.js").Problem[]) => void} */
  const judge = (one, value, path, found) => {
    /** @type {(code: string, below?: string) => void} */
    const add = (code, below = "") => void found.push({ code, path: path + below });
    if (value === null) {
      if (!one.nullable) add("wrong-type");
      return;
    }
    switch (one.type) {
      case "string":
        return typeof value === "string" ? scalar(one, value, add) : add("wrong-type");
      case "boolean":
        return typeof value === "boolean" ? scalar(one, value, add) : add("wrong-type");
      case "number":
        return typeof value === "number" && Number.isFinite(value) ? scalar(one, value, add) : add("wrong-type");
      case "integer":
        if (typeof value !== "number" || !Number.isInteger(value)) return add("wrong-type");
        return Number.isSafeInteger(value) ? scalar(one, value, add) : add(value > 0 ? "too-big" : "too-small");
      case "flag":
        if (typeof value !== "boolean" && typeof value !== "string") return add("wrong-type");
        if (value === "") add("too-short");
        return scalar(one, value, add);
      case "timestamp":
      case "date":
      case "uuid":
      case "uri":
        if (typeof value !== "string") return add("wrong-type");
        if (!pattern(/** @type {string} */ (catalog.formats[one.type])).test(value)) add(`not-a-${one.type}`);
        return scalar(one, value, add);
      case "array":
        return Array.isArray(value) ? array(one, value, path, found, add) : add("wrong-type");
      case "object":
        return isObject(value) ? members(one.properties || {}, value, path, found) : add("wrong-type");
      case "map":
        return isObject(value) ? map(one, value, path, found, add) : add("wrong-type");
      default:
        return add("unknown-type");
    }
  };

  /** @type {(one: Definition, value: readonly Json[], path: string, found: import("./types.js").Problem[], add: (code: string, below?: string) => void) => void} */
  const array = (one, value, path, found, add) => {
    if (one.minItems !== undefined && value.length < one.minItems) add("too-few-items");
    if (one.maxItems !== undefined && value.length > one.maxItems) add("too-many-items");
    const seen = new Set();
    value.forEach((item, index) => {
      judge(/** @type {Definition} */ (one.items), item, path + step(index), found);
      if (!one.uniqueItems || (typeof item === "object" && item !== null)) return;
      if (seen.has(item)) add("duplicate-item", step(index));
      seen.add(item);
    });
  };

  /** @type {(one: Definition, value: { readonly [name: string]: Json }, path: string, found: import("./types.js").Problem[], add: (code: string, below?: string) => void) => void} */
  const map = (one, value, path, found, add) => {
    const names = Object.keys(value);
    const keys = one.keys || {};
    if (one.maxProperties !== undefined && names.length > one.maxProperties) add("too-many-keys");
    names.forEach((name, index) => {
      // a key may be about somebody: its number is told
      const below = step(`<key ${index + 1}>`);
      if (/\p{Cs}/u.test(name)) add("lone-surrogate", below);
      if (keys.maxLength !== undefined && lengthOf(name) > keys.maxLength) add("key-too-long", below);
      if (keys.pattern !== undefined && !pattern(keys.pattern).test(name)) add("key-pattern", below);
      judge(/** @type {Definition} */ (one.values), /** @type {Json} */ (value[name]), path + below, found);
    });
  };

  /** @type {(definitions: import("./types.js").Definitions, value: { readonly [name: string]: Json }, path: string, found: import("./types.js").Problem[]) => void} */
  const members = (definitions, value, path, found) => {
    for (const [name, one] of Object.entries(definitions)) {
      if (has(value, name)) judge(one, /** @type {Json} */ (value[name]), path + step(name), found);
      else if (one.required) found.push({ code: "missing-property", path: path + step(name) });
    }
    Object.keys(value).forEach((name, index) => {
      if (has(definitions, name)) return;
      found.push({ code: "undeclared-property", path: path + step(/^[A-Za-z_$][\w$]{0,63}$/.test(name) ? name : `<key ${index + 1}>`) });
    });
  };

  return (kind, name, values) => {
    /** @type {import("./types.js").Problem[]} */
    const found = [];
    /** @type {any} */
    const known = kind === "event" ? catalog.events : kind === "group" ? catalog.groups : { [name]: catalog[kind] };
    if (has(known, name)) members(known[name], values, "", found);
    else found.push({ code: `unknown-${kind}`, path: "" });
    return kind === "event" ? found : found.filter(({ code }) => code !== "missing-property");
  };
};

/** @type {typeof import("./checks.js").strictBy} */
export const strictBy = (catalog) => {
  const judge = judgeBy(catalog);
  /** @type {(kind: "event" | "context" | "person" | "group", name: string, values: { readonly [name: string]: Json }) => void} */
  const demand = (kind, name, values) => {
    const problems = judge(kind, name, values);
    if (!problems.length) return;
    const told = problems.slice(0, MOST_TOLD).map(({ code, path }) => `${path || "the call"} (${code})`);
    const error = Object.assign(new Error(`${name} is wrong at ${told.join(", ")}`), { problems });
    error.name = "TrackingError";
    throw error;
  };
  return {
    name: "strict",
    event: (name, values) => demand("event", name, values),
    part: (kind, values, group) => demand(kind, group ?? kind, values),
  };
};
