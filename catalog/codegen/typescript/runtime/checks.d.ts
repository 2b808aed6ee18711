import type { CatalogDefinitions, Checks, Json, Problem } from "./types.js";

/** Checks calls by the definitions of a catalog, and throws. */
export function strictBy(catalog: CatalogDefinitions): Checks;
/** Gives all that is wrong with the properties of an event, a context, a person or a group. */
export function judgeBy(
  catalog: CatalogDefinitions,
): (kind: "event" | "context" | "person" | "group", name: string, values: { readonly [name: string]: Json }) => Problem[];
