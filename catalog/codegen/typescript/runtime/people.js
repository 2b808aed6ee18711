/** Properties of persons and of groups. */

import { guarded, handled, held, members, send, Stop, strictOf } from "./core.js";
import { own, picker } from "./treatments.js";

/** @type {typeof import("./people.js").identify} */
export const identify = (core, people, traits, bound = {}) => {
  const names = Object.keys(core.catalog.destinations);
  guarded(core, "$identify", names, () => {
    const given = members(traits);
    const [set, setOnce] = [members(given["set"]), members(given["setOnce"])];
    const checks = strictOf(core);
    if (checks) checks.part("person", { ...setOnce, ...set });
    send(core, "$identify", names, bound || {}, null, (name, { data, tools }, granted) => ({
      consent: people[name]?.asks?.identify,
      make: () => {
        const known = people[name]?.person;
        if (!known) return null;
        const pick = picker(known, tools);
        const [left, leftOnce] = [pick(set, held(granted)), pick(setOnce, held(granted))];
        return { kind: "identify", event: "$identify", properties: {}, set: left, setOnce: leftOnce };
      },
    }));
  });
};

/** @type {typeof import("./people.js").group} */
export const group = (core, people, type, key, traits = {}, bound = {}) => {
  const names = Object.keys(core.catalog.destinations);
  guarded(core, "$groupidentify", names, () => {
    if (typeof key !== "number" && (typeof key !== "string" || key === "")) throw new Stop("misused", "a group without its key");
    const set = members(members(traits)["set"]);
    const checks = strictOf(core);
    if (checks) checks.part("group", set, type);
    send(core, "$groupidentify", names, bound || {}, null, (name, here, granted) => ({
      consent: people[name]?.asks?.group,
      make: () => {
        const id = handled(here, own(here.data.groups, type), String(key));
        if (id === undefined) return null;
        const groups = people[name]?.groups;
        if (!groups) return null;
        const known = own(groups, type) || {};
        return {
          kind: "group",
          event: "$groupidentify",
          properties: { $group_type: type, $group_key: id, $group_set: picker(known, here.tools)(set, held(granted)) },
        };
      },
    }));
  });
};
