import type { Core, Counts, Options, Recorder } from "./types.js";

/** Give every call of `run` some context; with `storage`, what it awaits as well. */
export function withContext<R>(core: Core, values: object, run: () => R): R;
/** Everything since the program began. */
export function countsOf(core: Core): Counts;
/** Wait until destinations have sent what they hold, at most so long; what is late or fails goes to `onFailure`. */
export function flush(core: Core, timeoutMs?: number): Promise<void>;
/** The same, after which nothing is sent. */
export function shutdown(core: Core, timeoutMs?: number): Promise<void>;
/** Record from now on, by `options`; what it gives ends that. */
export function record(core: Core, recorder: Recorder, options: Options): () => void;
