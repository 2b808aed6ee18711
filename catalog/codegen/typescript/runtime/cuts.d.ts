import type { Cut, Cuts } from "./types.js";

export const mask: Cut;
export const hide: Cut;
export const characters: Cut;
export const digits: Cut;
export const network: Cut;
export const origin: Cut;
export const time: Cut;
export const date: Cut;
export const entries: NonNullable<Cuts["entries"]>;
