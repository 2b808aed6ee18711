/** Keys that hash: HMAC-SHA-256 (RFC 2104, FIPS 180-4), in plain JavaScript so that it is synchronous everywhere. */

/** The first bits of the fractional parts of roots of primes: FIPS 180-4 §4.2.2, §5.3.3. */
const [ROUNDS, START] = (() => {
  /** @type {number[]} */
  const primes = [];
  for (let n = 2; primes.length < 64; n++) if (primes.every((prime) => n % prime)) primes.push(n);
  /** @type {(value: number) => number} */
  const fraction = (value) => ((value - Math.floor(value)) * 2 ** 32) | 0;
  return [primes.map((prime) => fraction(Math.cbrt(prime))), primes.slice(0, 8).map((prime) => fraction(Math.sqrt(prime)))];
})();

/** @type {(word: number, by: number) => number} */
const turn = (word, by) => (word >>> by) | (word << (32 - by));

/** @type {(bytes: Uint8Array) => Uint8Array} */
const sha256 = (bytes) => {
  const size = bytes.length;
  const whole = new Uint8Array(((size + 8) >> 6 << 6) + 64);
  whole.set(bytes);
  whole[size] = 0x80;
  const view = new DataView(whole.buffer);
  view.setUint32(whole.length - 8, Math.floor(size / 2 ** 29));
  view.setUint32(whole.length - 4, (size << 3) >>> 0);
  const state = Int32Array.from(START);
  const w = new Int32Array(64);
  for (let block = 0; block < whole.length; block += 64) {
    for (let i = 0; i < 64; i++) {
      if (i < 16) w[i] = view.getInt32(block + i * 4);
      else {
        const a = /** @type {number} */ (w[i - 15]);
        const b = /** @type {number} */ (w[i - 2]);
        const before = /** @type {number} */ (w[i - 16]) + /** @type {number} */ (w[i - 7]);
        w[i] = before + (turn(a, 7) ^ turn(a, 18) ^ (a >>> 3)) + (turn(b, 17) ^ turn(b, 19) ^ (b >>> 10));
      }
    }
    let [a, b, c, d, e, f, g, h] = /** @type {[number, number, number, number, number, number, number, number]} */ ([...state]);
    for (let i = 0; i < 64; i++) {
      const one = (h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + /** @type {number} */ (ROUNDS[i]) + /** @type {number} */ (w[i])) | 0;
      const two = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      h = g;
      g = f;
      f = e;
      e = (d + one) | 0;
      d = c;
      c = b;
      b = a;
      a = (one + two) | 0;
    }
    [a, b, c, d, e, f, g, h].forEach((word, i) => {
      state[i] = (/** @type {number} */ (state[i]) + word) | 0;
    });
  }
  const made = new DataView(new ArrayBuffer(32));
  state.forEach((word, i) => made.setInt32(i * 4, word));
  return new Uint8Array(made.buffer);
};

/** @type {(...parts: Uint8Array[]) => Uint8Array} */
const joined = (...parts) => {
  const made = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  let at = 0;
  for (const part of parts) {
    made.set(part, at);
    at += part.length;
  }
  return made;
};

/** UTF-8 (RFC 3629 §3). @type {(text: string) => Uint8Array} */
const utf8 = (text) => new TextEncoder().encode(text);

/** @type {typeof import("./keys.js").hmac} */
export const hmac = (key, message) => {
  const block = new Uint8Array(64);
  block.set(key.length > 64 ? sha256(key) : key);
  const inner = sha256(joined(block.map((byte) => byte ^ 0x36), message));
  return Array.from(sha256(joined(block.map((byte) => byte ^ 0x5c), inner)), (byte) => (byte + 256).toString(16).slice(1)).join("");
};

/** @type {typeof import("./keys.js").keyring} */
export const keyring = (file) => {
  const { active, keys } = typeof file === "string" ? JSON.parse(file) : file;
  /** @type {Map<string, Uint8Array>} */
  const known = new Map();
  for (const [id, text] of Object.entries(keys)) {
    if (!/^[A-Za-z0-9_-]{1,32}$/.test(id)) throw new Error("a key's id has up to 32 letters, digits, '_' or '-'; rename it");
    /** @type {Uint8Array} */
    let bytes;
    try {
      bytes = Uint8Array.from(atob(/** @type {string} */ (text)), (character) => character.charCodeAt(0));
    } catch {
      throw new Error(`the key '${id}' is not base64; encode its bytes`);
    }
    if (bytes.length < 32) throw new Error(`the key '${id}' has fewer than 32 bytes; make a longer one`);
    known.set(id, bytes);
  }
  const key = known.get(active);
  if (key === undefined) throw new Error("the active key is none of the keys");
  return {
    digester: (destination) => {
      const begin = utf8(`${destination}\0`);
      return (text) => `${active}:${hmac(key, joined(begin, utf8(text)))}`;
    },
  };
};
