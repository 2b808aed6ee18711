import type { Core, EventData, PeopleData } from "./types.js";

/** The function that sends one event. */
export function action(core: Core, data: EventData): any;
/** The same under a former name, by which some properties had other names: former → present. */
export function former(core: Core, data: EventData, names: { readonly [former: string]: string }): any;
/** A tracker with these resources; `index.d.ts` says which they are. */
export function trackerOf(core: Core, people: PeopleData, resources: { readonly [name: string]: object }): any;
