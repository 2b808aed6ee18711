import type { Delivery, Destination } from "./types.js";

export type { Delivery, Destination } from "./types.js";
/** A client, or a function that gives it; it is asked at each call, so that it may come later. */
export type Client<T> = T | (() => T | null | undefined);

/** What is used of `posthog-js`, and of the snippet that stands in its place until it is loaded. */
export interface PostHogBrowser {
  capture(event: string, properties?: any, options?: any): unknown;
  identify(id?: string, set?: any, setOnce?: any): unknown;
  group(type: string, key: string, properties?: any): unknown;
}
/** What is used of the `PostHog` of `posthog-node`. */
export interface PostHogServer {
  capture(message: { distinctId?: string; event: string; properties?: any; groups?: any; timestamp?: Date; uuid?: string }): unknown;
  groupIdentify(message: { groupType: string; groupKey: string; properties?: any; distinctId?: string }): unknown;
}
/** What is used of `analytics.js`. */
export interface SegmentBrowser {
  track(event: string, properties?: any, options?: any): unknown;
  identify(id?: any, traits?: any, options?: any): unknown;
  group(id?: any, traits?: any, options?: any): unknown;
}
/** What is used of the `Analytics` of `@segment/analytics-node`. */
export interface SegmentServer {
  track(message: any): unknown;
  identify(message: any): unknown;
  group(message: any): unknown;
  closeAndFlush(options?: any): unknown;
}

/** PostHog in a browser; which person it is, `posthog-js` knows by itself. */
export function posthog(client: Client<PostHogBrowser>): Destination;
/** PostHog on a server; the client stays the application's, `shutdown` flushes it. */
export function posthogNode(client: Client<PostHogServer>): Destination;
/** Segment in a browser; it knows no properties that are set once, so those are left out. */
export function segment(client: Client<SegmentBrowser>): Destination;
/** Segment on a server; it knows no properties that are set once, so those are left out. */
export function segmentNode(client: Client<SegmentServer>): Destination;
/** Keeps deliveries, for tests and for looking at them. */
export function memory(): Destination & { readonly deliveries: Delivery[] };
/** Shows deliveries on the console. */
export function consoleLog(to?: { log(...values: unknown[]): void }): Destination;
/**
 * Lines of a structured log, as `JsonLog` of the tracker in Python writes them: asctime, levelname, name, message, user_id,
 * the context, the properties, and under `$tracker` which program sent it. `write` gets each with its end.
 */
export function jsonLines(write: (line: string) => void, name?: string): Destination;

export interface HttpOptions {
  readonly headers?: { readonly [name: string]: string };
  /** Payloads of one request at most. */
  readonly batch?: number;
  readonly intervalMs?: number;
  /** Payloads that wait at most; what comes then is counted as failed. */
  readonly limit?: number;
  readonly timeoutMs?: number;
  readonly retries?: number;
}
/** Canonical payloads as JSON arrays, in batches: to the registry or the gateway. Calls never wait for it. */
export function http(url: string, options?: HttpOptions): Destination;
