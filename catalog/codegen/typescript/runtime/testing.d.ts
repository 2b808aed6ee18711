import type { Action, Checks, Core, Delivery, Json, OpenAction, Options } from "./types.js";

type Values<A> = A extends Action<infer P> ? P : A extends OpenAction<infer P> ? P : never;
type AnyAction = { readonly data: { readonly name: string } };

/** What was tracked since it began. */
export interface Recording {
  /** Every call in its order, with the properties as they were given. */
  readonly calls: readonly { readonly name: string; readonly values: { readonly [name: string]: Json } }[];
  /** The properties of each call of one event. */
  tracked<A extends AnyAction>(event: A): Values<A>[];
  /** What would have left for a destination. */
  deliveries(destination: string): Delivery[];
  /** Throws unless the event was tracked with at least these properties; one that is `undefined` must be absent. */
  assertTracked<A extends AnyAction>(event: A, expected?: Partial<Values<A>>): void;
  /** Throws if it was tracked, or tracked with these properties. */
  assertNotTracked<A extends AnyAction>(event: A, expected?: Partial<Values<A>>): void;
  /** From now on things are as they were before. */
  stop(): void;
}
/** How the tracker is while it records: consent and identity, say. */
export type RecordingOptions = Omit<Options, "destinations" | "mode">;

export function recordingOf(core: Core, checks: Checks, options?: RecordingOptions): Recording;
export function recordedBy(
  start: (options?: RecordingOptions) => Recording,
): <T extends unknown[], R>(run: (seen: Recording, ...more: T) => R | Promise<R>, options?: RecordingOptions) => (...more: T) => Promise<R>;
