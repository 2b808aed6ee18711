/** Addresses and URIs cut to what they say of a network or of a site; what cannot be read is masked. */

/** An IPv4 address as four numbers. @type {(text: string) => number[] | null} */
const four = (text) => {
  const parts = text.split(".");
  if (parts.length !== 4 || !parts.every((part) => /^(0|[1-9][0-9]{0,2})$/.test(part) && Number(part) < 256)) return null;
  return parts.map(Number);
};

/** An IPv6 address as eight numbers (RFC 4291 §2.2), its zone left out. @type {(text: string) => number[] | null} */
const eight = (text) => {
  if (text.includes("/")) return null;
  const at = text.indexOf("%");
  if (at >= 0) {
    if (at === text.length - 1 || text.indexOf("%", at + 1) >= 0) return null;
    text = text.slice(0, at);
  }
  const last = text.lastIndexOf(":");
  if (text.includes(".", last)) {
    const tail = four(text.slice(last + 1));
    if (tail === null) return null;
    const [a, b, c, d] = /** @type {[number, number, number, number]} */ (tail);
    text = `${text.slice(0, last + 1)}${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`;
  }
  const halves = text.split("::");
  /** @type {(half: string) => number[]} */
  const read = (half) => (half === "" ? [] : half.split(":").map((part) => (/^[0-9a-fA-F]{1,4}$/.test(part) ? parseInt(part, 16) : NaN)));
  const [high, low] = [read(/** @type {string} */ (halves[0])), read(halves[1] ?? "")];
  const missing = 8 - high.length - low.length;
  if (halves.length > 2 || (halves.length === 2 ? missing < 1 : missing !== 0)) return null;
  const made = [...high, ...new Array(missing).fill(0), ...low];
  return made.some(Number.isNaN) ? null : made;
};

/** The first bits of numbers that have `width` bits each. @type {(parts: number[], width: number, bits: number) => number[]} */
const kept = (parts, width, bits) =>
  parts.map((part, index) => {
    const zeros = Math.min(width, Math.max(0, width * (index + 1) - bits));
    return (part >> zeros) << zeros;
  });

/** An IPv6 address as RFC 5952 writes it. @type {(parts: number[]) => string} */
const written = (parts) => {
  let [from, length] = [0, 0];
  for (let index = 0; index < 8; index++) {
    let end = index;
    while (end < 8 && parts[end] === 0) end++;
    if (end - index > length) [from, length] = [index, end - index];
  }
  const texts = parts.map((part) => part.toString(16));
  return length < 2 ? texts.join(":") : `${texts.slice(0, from).join(":")}::${texts.slice(from + length).join(":")}`;
};

/** @type {(text: string, ipv4: number, ipv6: number) => string | null} */
const networkOf = (text, ipv4, ipv6) => {
  if (text.length > 600 || [...text].length > 300) return null;
  let short = four(text);
  if (short === null) {
    const parts = eight(text);
    if (parts === null) return null;
    // both forms carry a whole IPv4 address: RFC 4291 §2.5.5.2, and RFC 3056 §2 within the first 48 bits
    const mapped = parts[5] === 0xffff && parts.slice(0, 5).every((part) => part === 0);
    if (!mapped && parts[0] !== 0x2002) return written(kept(parts, 16, ipv6));
    const [high, low] = /** @type {[number, number]} */ (mapped ? parts.slice(6) : parts.slice(1, 3));
    short = [high >> 8, high & 255, low >> 8, low & 255];
  }
  return kept(short, 8, ipv4).join(".");
};

/** @type {typeof import("./places.js").network} */
export const network = (text, ipv4, ipv6, mask) => {
  const masked = mask(text);
  return networkOf(text, ipv4, ipv6) ?? networkOf(masked, ipv4, ipv6) ?? masked;
};

/** @type {(text: string) => string | null} */
const originOf = (text) => {
  const found = /^([A-Za-z][A-Za-z0-9+.\-]*):(?:\/\/([^/?#]*))?/.exec(text);
  if (found === null || /[^!-~]/.test(text)) return null;
  const scheme = /** @type {string} */ (found[1]).toLowerCase();
  const place = found[2] ?? "";
  const open = place.indexOf("[");
  const close = place.indexOf("]");
  if (open < 0 !== close < 0) return null;
  if (open >= 0) {
    const end = place.indexOf("]", open + 1);
    const literal = place.slice(open + 1, end < 0 ? undefined : end);
    if (literal.startsWith("v") ? !/^v[a-fA-F0-9]+\../.test(literal) : literal.length > 600 || eight(literal) === null) return null;
  }
  const [, bracketed, plain, after] = /** @type {RegExpExecArray} */ (
    /^(?:[^[]*\[([^\]]*)\]?[^:]*|([^:]*))(?::(.*))?$/.exec(place.slice(place.lastIndexOf("@") + 1))
  );
  const host = bracketed ?? plain ?? "";
  if (after && (!/^[0-9]+$/.test(after) || Number(after) > 65535)) return null;
  if (host === "") return `${scheme}:`;
  const zone = host.indexOf("%");
  const lower = zone < 0 ? host.toLowerCase() : host.slice(0, zone).toLowerCase() + host.slice(zone);
  return `${scheme}://${lower.includes(":") ? `[${lower}]` : lower}${after ? `:${Number(after)}` : ""}`;
};

/** @type {typeof import("./places.js").origin} */
export const origin = (text, mask) => {
  const found = originOf(text);
  if (found !== null) return found;
  const masked = mask(text);
  return originOf(masked) ?? masked;
};
