import type { Json, Member, Members, Picker, Tools, Treatment } from "./types.js";

/** Gives what leaves of a value; null stays null. */
export type Act = (value: Json) => Json;
type JsonObject = { readonly [name: string]: Json };

export const GONE: false;
export function textOf(value: Json): string;
/** What a treatment does; null: nothing, `GONE`: the value does not leave. */
export function compile(treatment: Treatment, tools: Tools): Act | null | false;
/** What is known of one of the members. */
export function entryOf(members: Members, name: string): Member;
/** What picks the members of an object that leave, under the names that they are sent under. */
export function picker(members: Members, tools: Tools): Picker;
/** Whether a destination refuses some part of a value. */
export function refuses(treatment: Treatment, value: Json | undefined): boolean;
export function refusesMembers(members: Members, value: JsonObject): boolean;
export function isObject(value: unknown): value is { readonly [name: string]: Json };
/** Whether an object has a member of its own. */
export function has(object: object, name: string): boolean;
/** A member that an object has of its own; undefined: it has none. */
export function own<T>(object: { readonly [name: string]: T } | undefined, name: string): T | undefined;
/** Give an object a member of its own, whatever its name. */
export function put(object: { [name: string]: unknown }, name: string, value: unknown): void;
