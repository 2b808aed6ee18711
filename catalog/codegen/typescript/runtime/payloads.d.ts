import type { Delivery, Json } from "./types.js";

/** The canonical payload of a delivery, as the registry and the gateway take it. */
export function payloadOf(delivery: Delivery): { [name: string]: Json };
