/** Properties of persons and of groups. */

import { guarded, handled, plain, send, Stop, strictOf } from "./core.js";
import { has, picker, refusesMembers } from "./treatments.js";

/** @type {typeof import("./people.js").identify} */
export const identify = (core, traits, bound = {}) => {
  const names = Object.keys(core.catalog.destinations);
  guarded(core, "$identify", names, () => {
    const { set = {}, setOnce = {} } = plain(traits);
    const checks = strictOf(core);
    if (checks) checks.part("person", { ...setOnce, ...set });
    send(core, "$identify", names, bound, null, (_, { data, tools }) => ({
      consent: data.consent,
      make: () => {
        if (data.identity !== "user_id") return null;
        if (refusesMembers(data.person, set) || refusesMembers(data.person, setOnce)) throw new Stop("refused", "a property of the person");
        const pick = picker(data.person, tools);
        return { kind: "identify", event: "$identify", properties: {}, set: pick(set), setOnce: pick(setOnce) };
      },
    }));
  });
};

/** @type {typeof import("./people.js").group} */
export const group = (core, type, key, traits = {}, bound = {}) => {
  const names = Object.keys(core.catalog.destinations);
  guarded(core, "$groupidentify", names, () => {
    const { set = {} } = plain(traits);
    const checks = strictOf(core);
    if (checks) checks.part("group", set, type);
    send(core, "$groupidentify", names, bound, null, (_, here) => ({
      consent: here.data.consent,
      make: () => {
        const known = has(here.data.groups, type) && here.data.groups[type];
        const $group_key = known ? handled(here, known.key, String(key)) : undefined;
        if (!known || $group_key === undefined) return null;
        if (refusesMembers(known.properties, set)) throw new Stop("refused", "a property of the group");
        return {
          kind: "group",
          event: "$groupidentify",
          properties: { $group_type: type, $group_key, $group_set: picker(known.properties, here.tools)(set) },
        };
      },
    }));
  });
};
