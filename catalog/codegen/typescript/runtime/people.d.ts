import type { Bound, Core, PeopleData, Traits } from "./types.js";

export function identify(core: Core, people: PeopleData, traits: Traits<object>, bound?: Bound): void;
export function group(
  core: Core,
  people: PeopleData,
  type: string,
  key: string,
  traits?: { readonly set?: object },
  bound?: Bound,
): void;
