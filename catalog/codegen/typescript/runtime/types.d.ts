/** What generated modules and the runtime tell each other, and what an application gives and gets. */

export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

/** What is done to a value at one destination; null: nothing. */
export type Treatment =
  | null
  | { readonly do: "drop" | "refuse" | "hash" }
  | { readonly do: "mask"; readonly hide?: boolean }
  | { readonly do: "truncate"; readonly cut: "characters" | "digits"; readonly keep: number }
  | { readonly do: "truncate"; readonly cut: "time" | "date"; readonly keep: "hour" | "day" | "month" | "year" }
  | { readonly do: "truncate"; readonly cut: "network"; readonly ipv4: number; readonly ipv6: number }
  | { readonly do: "truncate"; readonly cut: "origin" }
  | { readonly items: Treatment; readonly gone?: boolean }
  | { readonly fields: Members; readonly gone?: boolean }
  | { readonly keys: Treatment; readonly values: Treatment; readonly gone?: boolean };

/** What is left of a scalar, which is given as text too. */
export type Cut = (treatment: any, tools: Tools, text: string, value: Json) => Json;
/** The cuts that a catalog asks for, by name. */
export interface Cuts {
  readonly mask?: Cut;
  readonly hide?: Cut;
  readonly characters?: Cut;
  readonly digits?: Cut;
  readonly network?: Cut;
  readonly origin?: Cut;
  readonly time?: Cut;
  readonly date?: Cut;
  /** What becomes of maps. */
  readonly entries?: (ofKey: ((value: Json) => Json) | null, ofValue: ((value: Json) => Json) | null, value: Json) => Json;
}

/** What treatments are made with for one destination. */
export interface Tools {
  readonly cuts: Cuts;
  /** The patterns of text types. */
  readonly formats: { readonly [name: string]: string };
  /** What hashes; null: what would be hashed is left out. */
  readonly digest: ((text: string) => string) | null;
}

/** The name as sent, the treatment, the purposes that the member needs besides, whether it has to be there. */
export type Member = readonly [string, Treatment, (readonly string[] | 0)?, 1?];
/** By name; 1: as it is, under its own name. */
export type Members = { readonly [name: string]: Member | 1 };

/** Gives the members of an object that leave; `isHeld` may keep any of them back. */
export type Picker = (
  value: { readonly [name: string]: Json },
  isHeld?: (name: string, member: Member, value: Json) => boolean,
) => { [name: string]: Json };

/** What one destination gets of an event. */
export interface Part {
  readonly event: string;
  readonly properties: Members;
  readonly consent?: readonly string[];
}

/** What is known of one event at run time. */
export interface EventData {
  readonly name: string;
  readonly wire?: string;
  readonly version?: string | null;
  readonly constants?: { readonly [name: string]: Json };
  readonly destinations: { readonly [name: string]: Part };
}

export interface DestinationData {
  readonly identity: "user_id" | "none" | { readonly anonymous: string };
  readonly key?: Treatment;
  /** What is done to the keys of groups. */
  readonly groups?: { readonly [name: string]: Treatment };
  readonly context?: Members;
  readonly hashes?: boolean;
}

/** What is known of a catalog at run time. */
export interface CatalogData {
  readonly release: number | null;
  readonly formats: { readonly [name: string]: string };
  readonly purposes: readonly string[];
  readonly destinations: { readonly [name: string]: DestinationData };
}

/** What destinations get of the properties of persons and groups: destination → `person`, or group → members. */
export interface PeopleData {
  /** What is said of a person or of a group; absent where that does not go to the destination. */
  readonly [destination: string]: {
    readonly person?: Members;
    readonly groups?: { readonly [name: string]: Members };
    /** The purposes of which one has to be agreed to; absent: of none. */
    readonly asks?: { readonly identify?: readonly string[]; readonly group?: readonly string[] };
  };
}

/** What a value has to be, by the catalog's keywords. */
export interface Definition {
  readonly type: string;
  readonly required?: boolean;
  readonly nullable?: boolean;
  readonly enum?: readonly Json[];
  readonly const?: Json;
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
  readonly multipleOf?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly uniqueItems?: boolean;
  readonly items?: Definition;
  readonly properties?: Definitions;
  readonly values?: Definition;
  readonly keys?: { readonly pattern?: string; readonly maxLength?: number };
  readonly maxProperties?: number;
}
export type Definitions = { readonly [name: string]: Definition };

/** What strict mode checks by. */
export interface CatalogDefinitions {
  readonly formats: { readonly [name: string]: string };
  readonly events: { readonly [name: string]: Definitions };
  readonly context: Definitions;
  readonly person: Definitions;
  readonly groups: { readonly [name: string]: Definitions };
}

/** One thing that is wrong with a call; it never holds a value. */
export interface Problem {
  readonly code: string;
  readonly path: string;
}

/** Checks calls in full, and throws a `TrackingError` that names codes and places; `strict` of a tracker is one. */
export interface Checks {
  readonly name: "strict";
  /** Check the properties of an event. */
  event(name: string, values: { readonly [name: string]: Json }): void;
  /** Check context, or the properties of a person or of a group. */
  part(kind: "context" | "person" | "group", values: { readonly [name: string]: Json }, group?: string): void;
}

/** Keys that hash; `keyring` makes one. */
export interface Keyring {
  digester(destination: string): (text: string) => string;
}

/** Who it is. A destination gets the id that it asks for: an anonymous one never sees `userId`. */
export interface Identity {
  readonly userId?: string | number | null;
  readonly anonymousId?: string | null;
}

/** What a view is bound to. */
export interface Bound extends Identity {
  readonly groups?: { readonly [type: string]: string };
  readonly consent?: readonly string[];
  readonly timestamp?: Date;
  readonly uuid?: string;
}

/** What leaves for one destination: names as sent, values as handled. */
export interface Delivery {
  readonly kind: "event" | "identify" | "group";
  readonly destination: string;
  readonly event: string;
  readonly properties: { readonly [name: string]: Json };
  readonly distinctId: string | null;
  /** Whether `distinctId` is of nobody who is known. */
  readonly isAnonymous: boolean;
  readonly set: { readonly [name: string]: Json } | null;
  readonly setOnce: { readonly [name: string]: Json } | null;
  readonly groups: { readonly [type: string]: Json } | null;
  readonly context: { readonly [name: string]: Json } | null;
  readonly uuid: string;
  readonly timestamp: Date;
  /** The source, environment, release and version that it is stamped with, as far as they are known. */
  readonly stamps: { readonly [name: string]: string };
  /** The purposes that were agreed to; null: nobody said. */
  readonly consent: readonly string[] | null;
}

/** Where deliveries go. What `send` throws, or a promise that it rejects, is counted and told to `onFailure`. */
export interface Destination {
  send(delivery: Delivery): void | Promise<unknown>;
  flush?(timeoutMs: number): void | Promise<unknown>;
  shutdown?(timeoutMs: number): void | Promise<unknown>;
}

/** What went wrong, without any value of the call. */
export interface Failure {
  readonly event: string;
  /** Null where the call itself failed. */
  readonly destination: string | null;
  /**
   * `raised`: the destination threw, or a function of the application did; `refused`: it refuses a value, an id or a
   * call as it is; `misused`: no call of this form is known; `not-json`: JSON has no word for a value; `late`: it was
   * not done when the time was over; `keys`: it hashes and there are no keys, so that hashed values are left out;
   * `not-configured`: `configure` was not called; `unknown`: the catalog has no such destination.
   */
  readonly reason: "raised" | "refused" | "misused" | "late" | "not-json" | "keys" | "not-configured" | "unknown";
  /** The class of what was thrown, never its message. */
  readonly error: string | null;
}

export interface Count {
  sent: number;
  /** Not sent for want of consent. */
  dropped: number;
  /** Not sent since the destination refuses a part of it, or since the call was wrong. */
  refused: number;
  /** Handed to the destination, which failed. */
  failed: number;
  /** Sent with a hashed value in it. */
  hashed: number;
}
/** Event → destination → counts; no value of any call. */
export type Counts = { [event: string]: { [destination: string]: Count } };

export interface Store<T> {
  run<R>(store: T, callback: () => R): R;
  getStore(): T | undefined;
}

export interface Options<Names extends string = string> {
  /** The catalog's destinations that this program sends to. */
  destinations?: { readonly [name in Names]?: Destination };
  /** What this program is called. */
  source?: string;
  environment?: string;
  /** `production` never throws, `strict` (of the generated tracker) checks and throws, `off` sends nothing. */
  mode?: "production" | "off" | Checks;
  /** Asked at each call. */
  identity?: () => Identity | null | undefined;
  /** The purposes that were agreed to, asked at each call; without it, nothing that needs consent is sent. */
  consent?: () => Iterable<string> | null | undefined;
  /** Context that every call has, asked at each call. */
  context?: () => object | null | undefined;
  /** What hashes; never in a browser. */
  keys?: Keyring;
  /**
   * What carries `tracker.context(...)` through what is awaited. Node's own, from 20.16 and 22.3 on, is found by itself;
   * elsewhere give a `new AsyncLocalStorage()`, where the platform has one.
   */
  storage?: Store<object>;
  onFailure?: (failure: Failure) => void;
  /** Gets all counts: with `flush` and `shutdown`, and about once a minute while events are sent. */
  onCounts?: (counts: Counts) => void;
}

/** Gets every call and every delivery instead of the destinations. */
export interface Recorder {
  call(name: string, values: { readonly [name: string]: Json }): void;
  delivery(delivery: Delivery): void;
}

/** Properties of a person or of a group. */
export interface Traits<P = { readonly [name: string]: unknown }> {
  readonly set?: P;
  readonly setOnce?: P;
}

/** The state of one tracker. */
export interface Core {
  readonly catalog: CatalogData;
  readonly cuts: Cuts;
  options: Options;
  recorder: Recorder | null;
  isConfigured: boolean;
  contexts: readonly object[];
  counted: Counts;
  handed: number;
  here: Map<string, any>;
  /** What was handed over and has not ended → its event and its destination. */
  readonly pending: Map<Promise<unknown>, readonly [string, string]>;
  /** What carries context through what is awaited, once it was looked for; undefined where there is none. */
  storage: Store<object> | null | undefined;
  steps: Map<object, Picker>;
}

/** An event as a value. */
export interface TrackedEvent {
  readonly data: EventData;
  readonly values: object;
}

/** The function that sends one event. */
export interface Action<P extends object> {
  (properties: P): void;
  /** The event as a value, for `tracker.track`. */
  of(properties: P): TrackedEvent;
  readonly data: EventData;
}

/** The function that sends an event without required properties. */
export interface OpenAction<P extends object> {
  (properties?: P): void;
  of(properties?: P): TrackedEvent;
  readonly data: EventData;
}

declare const flavor: unique symbol;
/** No properties at all. */
export interface Nothing {
  readonly [flavor]?: never;
}
/** A text of one data category: one of another category does not fit, a plain string does. */
export type Flavored<Category extends string> = string & { readonly [flavor]?: Category };
/** Text that is declared to say nothing about anybody. */
export type Plain = Flavored<"none">;
/** A moment, as a `Date` or as RFC 3339 writes it. */
export type Moment = Date | Plain;
/** What every object has under a name, where it has no member of its own: compilers take it for one. */
export type Inherited<Name extends keyof Object> = Object[Name];
