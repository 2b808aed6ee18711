/** What is done to values before they leave: a treatment, compiled once, to a function. */

/** Stands for a treatment of which nothing leaves. @type {false} */
export const GONE = false;

/** Scalars as text: themselves, or what JSON writes; 1.0 is 1. @type {typeof import("./treatments.js").textOf} */
export const textOf = (value) => {
  if (typeof value === "object") return "";
  if (typeof value !== "number") return String(value);
  const size = Math.abs(value);
  if (Number.isInteger(value)) return size < 1e21 ? String(value) : BigInt(value).toString();
  return size < 1e-4 ? value.toExponential().replace(/e-(\d)$/, "e-0$1") : String(value);
};

/** @typedef {import("./types.js").Json} Json */
/** @typedef {import("./treatments.js").Act} Act */

/** @type {(act: (text: string) => string) => Act} */
const ofText = (act) => (value) => (value === null ? null : act(textOf(value)));

/** @type {typeof import("./treatments.js").compile} */
export const compile = (treatment, tools) => {
  if (treatment === null) return null;
  if ("gone" in treatment && treatment.gone) return GONE;
  if ("do" in treatment) {
    switch (treatment.do) {
      case "hash":
        return tools.digest === null ? GONE : ofText(tools.digest);
      case "mask":
      case "truncate": {
        const { hide, cut } = /** @type {any} */ (treatment);
        const act = tools.cuts[/** @type {"mask"} */ (hide ? "hide" : cut || "mask")];
        // a cut that is not at hand leaves nothing
        return act ? (value) => (value === null ? null : act(treatment, tools, textOf(value), value)) : GONE;
      }
      default:
        return GONE; // dropped or refused
    }
  }
  if ("items" in treatment) {
    const act = compile(treatment.items, tools);
    if (act === GONE || act === null) return act;
    return (value) => (Array.isArray(value) ? value.map((item) => act(item)) : null);
  }
  if ("fields" in treatment) {
    const pick = picker(treatment.fields, tools);
    return (value) => (isObject(value) ? pick(value) : value === null ? null : {});
  }
  const ofKey = compile(treatment.keys, tools);
  const ofValue = compile(treatment.values, tools);
  if (ofKey === GONE || ofValue === GONE) return GONE;
  if (ofKey === null && ofValue === null) return null;
  const { entries } = tools.cuts;
  return entries ? (value) => entries(ofKey, ofValue, value) : GONE;
};

/** @type {typeof import("./treatments.js").isObject} */
export const isObject = /** @type {any} */ ((/** @type {unknown} */ value) => typeof value === "object" && value !== null && !Array.isArray(value));

/** @type {typeof import("./treatments.js").has} */
export const has = (object, name) => Object.prototype.hasOwnProperty.call(object, name);

/** @type {typeof import("./treatments.js").own} */
export const own = (object, name) => (object && has(object, name) ? object[name] : undefined);

/** @type {typeof import("./treatments.js").put} */
export const put = (object, name, value) => {
  if (name !== "__proto__") object[name] = value;
  else Object.defineProperty(object, name, { value, enumerable: true, configurable: true, writable: true });
};

/** @type {typeof import("./treatments.js").entryOf} */
export const entryOf = (members, name) => {
  const found = /** @type {import("./types.js").Member | 1} */ (members[name]);
  return found === 1 ? [name, null] : found;
};

/** @type {typeof import("./treatments.js").picker} */
export const picker = (members, tools) => {
  /** @type {Map<string, [import("./types.js").Member, Act | null | false]>} */
  const steps = new Map();
  for (const name of Object.keys(members)) {
    const entry = entryOf(members, name);
    steps.set(name, [entry, compile(entry[1], tools)]);
  }
  return (value, isHeld) => {
    /** @type {Record<string, Json>} */
    const left = {};
    for (const name of Object.keys(value)) {
      const step = steps.get(name);
      if (!step) continue;
      const [entry, act] = step;
      const member = /** @type {Json} */ (value[name]);
      if ((isHeld && isHeld(name, entry, member)) || act === GONE) continue;
      put(left, entry[0], act ? act(member) : member);
    }
    return left;
  };
};

/** @type {typeof import("./treatments.js").refuses} */
export const refuses = (treatment, value) => {
  if (treatment === null || value === null || value === undefined) return false;
  if ("do" in treatment) {
    if (treatment.do !== "refuse") return false;
    if (Array.isArray(value)) return value.some((item) => refuses(treatment, item));
    return isObject(value) ? Object.keys(value).some((name) => refuses(treatment, value[name])) : true;
  }
  if ("items" in treatment) return Array.isArray(value) && value.some((item) => refuses(treatment.items, item));
  if (!isObject(value)) return false;
  if ("fields" in treatment) return refusesMembers(treatment.fields, value);
  return Object.keys(value).some((key) => refuses(treatment.keys, key) || refuses(treatment.values, value[key]));
};

/** @type {typeof import("./treatments.js").refusesMembers} */
export const refusesMembers = (members, value) =>
  Object.keys(members).some((name) => has(value, name) && refuses(entryOf(members, name)[1], value[name]));
