import type {
  Bound, CatalogData, Core, Count, Cuts, Delivery, DestinationData, EventData, Failure, Json, Options, Checks, Picker, Recorder, Tools, Treatment,
} from "./types.js";

type JsonObject = { [name: string]: Json };

/** What is known of one destination while a program runs. */
export interface Here {
  readonly data: DestinationData;
  readonly tools: Tools;
  /** Whether something was hashed for the delivery that is being made. */
  hashed: boolean;
  readonly anonymous: RegExp | null;
  context: Picker;
}
type Made = Partial<Delivery> & Pick<Delivery, "kind" | "event" | "properties">;

export class Stop extends Error {
  constructor(reason: Failure["reason"], message: string);
  readonly reason: Failure["reason"];
}
/** What sends the events of one catalog; it sends nothing until it is configured. */
export function createCore(catalog: CatalogData, cuts: Cuts): Core;
/** Raises for keys in a browser; in strict mode also for a destination that the catalog lacks, or that lacks keys. */
export function configure(core: Core, options: Options): void;
export function track(core: Core, data: EventData | undefined, values: object | undefined, bound?: Bound): void;

/** A copy as JSON would have it, dates as text; what is undefined is left out. */
export function plain(value: any, depth?: number): any;
/** An object as JSON would have it; nothing is an empty one. Stops at what is no object. */
export function members(value: unknown): JsonObject;
/** Whether code runs where everybody can read it: in a browser, one of its workers, or an app. */
export function isPublic(): boolean;
export function strictOf(core: Core): Checks | null;
export function fail(core: Core, event: string, destination: string | null, reason: Failure["reason"], thrown?: unknown): void;
/** Keeps members back whose purposes nobody agreed to; stops at what a destination refuses. */
export function held(granted: ReadonlySet<string>): NonNullable<Parameters<Picker>[1]>;
export function count(core: Core, event: string, destination: string, what: keyof Count, by?: number): void;
/** Hand over the counts. */
export function hand(core: Core): void;
/** An id or a key after handling; undefined: it does not leave. */
export function handled(here: Here, treatment: Treatment | undefined, value: string): Json | undefined;
/** Do what sends; outside strict mode nothing that it throws gets out. */
export function guarded(core: Core, event: string, names: readonly string[], act: () => void): void;
/** Send to each destination what `make` gives for it; null: nothing. */
export function send(
  core: Core,
  event: string,
  names: readonly string[],
  bound: Bound,
  version: string | null | undefined,
  partOf: (name: string, here: Here, granted: ReadonlySet<string>) => { consent: readonly string[] | undefined; make: () => Made | null },
): void;
export function apply(core: Core, options: Options, recorder: Recorder | null): void;
