import type { Keyring } from "./types.js";

/** What a key file holds: ids of keys, and their bytes in base64. */
export interface KeyFile {
  readonly active: string;
  readonly keys: { readonly [id: string]: string };
}

/** The keys of a key file, or of its text. A server has them: in a browser `configure` refuses them. */
export function keyring(file: string | KeyFile): Keyring;
/** HMAC-SHA-256 in hex. */
export function hmac(key: Uint8Array, message: Uint8Array): string;
