import type { Core, EventData, PeopleData } from "./types.js";

/** The function that sends one event. */
export function action(core: Core, data: EventData): any;
/** A tracker with these resources; `index.d.ts` says which they are. */
export function trackerOf(core: Core, people: PeopleData, resources: { readonly [name: string]: object }): any;
