import type { Bound, Core, Traits } from "./types.js";

export function identify(core: Core, traits: Traits<object>, bound?: Bound): void;
export function group(core: Core, type: string, key: string, traits?: { readonly set?: object }, bound?: Bound): void;
