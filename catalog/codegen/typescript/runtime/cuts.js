/** What is left of scalars that are masked or truncated; a tracker takes those that its catalog asks for. */

import { isObject, put } from "./treatments.js";
import { network as networkOf, origin as originOf } from "./places.js";

/** @typedef {import("./types.js").Cut} Cut */

/** The shape of a text: letters become X and x, digits 0, other characters `*`; separators stay. @type {(text: string) => string} */
const shape = (text) =>
  text.replace(/(\p{Lu})|([\p{L}\p{M}])|(\p{N})|[^ @.\-_:/+(),]/gu, (_, upper, letter, digit) =>
    upper ? "X" : letter ? "x" : digit ? "0" : "*",
  );

/** The first characters, in code points. @type {(text: string, count: number) => string} */
const start = (text, count) => {
  if (text.length <= count) return text;
  let end = 0;
  for (let taken = 0; taken < count && end < text.length; taken++) end += /** @type {number} */ (text.codePointAt(end)) > 0xffff ? 2 : 1;
  return text.slice(0, end);
};

/** A number with its leading digits, the others 0. @type {(value: number, kept: number) => number} */
const leading = (value, kept) => {
  const [written, exponent] = value.toExponential().split("e");
  let seen = 0;
  const cut = /** @type {string} */ (written).replace(/\d/g, (digit) => (++seen > kept ? "0" : digit));
  return Number(`${cut}e${exponent}`);
};

/** How many characters of a moment stay, and what is written behind them. @type {Record<string, [number, string]>} */
const TIMES = {
  hour: [13, ":00:00Z"],
  day: [10, "T00:00:00Z"],
  month: [7, "-01T00:00:00Z"],
  year: [4, "-01-01T00:00:00Z"],
};

/** @type {Cut} */
export const mask = (_, __, text) => shape(text);

/** For values that can be counted: their shape would tell which one it is. @type {Cut} */
export const hide = () => "*";

/** @type {Cut} */
export const characters = ({ keep }, _, text) => start(text, keep);

/** @type {Cut} */
export const digits = ({ keep }, _, text, value) => (typeof value === "number" ? leading(value, keep) : shape(text));

/** @type {Cut} */
export const network = ({ ipv4, ipv6 }, _, text) => networkOf(text, ipv4, ipv6, shape);

/** @type {Cut} */
export const origin = (_, __, text) => originOf(text, shape);

/** A moment with its finer parts at their start, as it is written; other texts are masked. @type {Cut} */
export const time = ({ keep }, { formats }, text) => {
  const [length, end] = /** @type {[number, string]} */ (TIMES[keep]);
  return new RegExp(/** @type {string} */ (formats["timestamp"]), "u").test(text) ? text.slice(0, length) + end : shape(text);
};

/** @type {Cut} */
export const date = ({ keep }, { formats }, text) =>
  new RegExp(/** @type {string} */ (formats["date"]), "u").test(text) ? text.slice(0, keep === "month" ? 7 : 4) + (keep === "month" ? "-01" : "-01-01") : shape(text);

/** A map; of keys that become equal, the second has `*2` behind it. @type {NonNullable<import("./types.js").Cuts["entries"]>} */
export const entries = (ofKey, ofValue, value) => {
  if (!isObject(value)) return null;
  /** @type {Record<string, import("./types.js").Json>} */
  const left = {};
  /** @type {Map<string, number>} */
  const seen = new Map();
  for (const key of Object.keys(value)) {
    let name = key;
    if (ofKey) {
      name = String(ofKey(key));
      const times = (seen.get(name) || 0) + 1;
      seen.set(name, times);
      if (times > 1) name += `*${times}`;
    }
    const member = /** @type {import("./types.js").Json} */ (value[key]);
    put(left, name, ofValue ? ofValue(member) : member);
  }
  return left;
};
