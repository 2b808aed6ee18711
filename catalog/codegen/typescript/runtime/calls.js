/** What is called: functions that send one event, and trackers of all, bound to an identity or not. */

import { configure, track } from "./core.js";
import { countsOf, flush, shutdown, withContext } from "./lifecycle.js";
import { group, identify } from "./people.js";
import { isObject, own } from "./treatments.js";

/** @type {typeof import("./calls.js").action} */
export const action = (core, data) =>
  /** @type {any} */ (
    Object.assign(
      (/** @type {object} */ properties, /** @type {any} */ bound) => track(core, data, properties, bound),
      { data, of: (/** @type {object} */ values) => ({ data, values }) },
    )
  );

/** @type {typeof import("./calls.js").former} */
export const former = (core, data, names) => {
  const now = action(core, data);
  /** @type {(values: any) => any} */
  const renamed = (values) => {
    try {
      return isObject(values) ? Object.fromEntries(Object.entries(values).map(([name, value]) => [own(names, name) ?? name, value])) : values;
    } catch {
      return 0; // what cannot be read is no object
    }
  };
  return /** @type {any} */ (
    Object.assign((/** @type {object} */ properties, /** @type {any} */ bound) => /** @type {any} */ (now)(renamed(properties), bound), {
      data,
      of: (/** @type {object} */ values) => ({ data, values: renamed(values) }),
    })
  );
};

/** The same functions, bound. @type {(resource: any, bound: import("./types.js").Bound) => object} */
const boundResource = (resource, bound) => {
  /** @type {Record<string, unknown>} */
  const made = {};
  for (const name of Object.keys(resource)) {
    const one = resource[name];
    made[name] =
      typeof one === "function" && one.data
        ? Object.assign((/** @type {object} */ properties) => one(properties, bound), { data: one.data, of: one.of })
        : one;
  }
  return made;
};

/** What holds for a view of a view: the ids of two people are never mixed. @type {(bound: import("./types.js").Bound | undefined, more: import("./types.js").Bound) => import("./types.js").Bound} */
const over = (bound, more) => {
  if (typeof more !== "object" || more === null) return { consent: [] };
  const { userId, anonymousId, ...rest } = bound || {};
  const isStated = "userId" in more || "anonymousId" in more;
  const groups = { ...rest.groups, ...more.groups };
  return { ...(isStated ? rest : bound), ...more, ...(Object.keys(groups).length && { groups }) };
};

/** @type {typeof import("./calls.js").trackerOf} */
export const trackerOf = (core, people, resources) => {
  /** @type {(bound: import("./types.js").Bound | undefined) => any} */
  const view = (bound) => {
    const made = {
      of: (/** @type {object} */ more) => view(over(bound, more)),
      track: (/** @type {any} */ event) => track(core, event && event.data, event && event.values, bound),
      identify: (/** @type {any} */ traits) => identify(core, people, traits, bound),
      group: (/** @type {string} */ type, /** @type {string} */ key, /** @type {any} */ traits) => group(core, people, type, key, traits, bound),
      context: (/** @type {object} */ values, /** @type {() => any} */ run) => withContext(core, values, run),
      configure: (/** @type {any} */ options) => configure(core, options),
      counts: () => countsOf(core),
      flush: (/** @type {number | undefined} */ timeoutMs) => flush(core, timeoutMs),
      shutdown: (/** @type {number | undefined} */ timeoutMs) => shutdown(core, timeoutMs),
    };
    for (const name of Object.keys(resources)) {
      /** @type {object | undefined} */
      let found = bound ? undefined : resources[name];
      Object.defineProperty(made, name, {
        enumerable: true,
        get: () => (found = found || boundResource(resources[name], /** @type {any} */ (bound))),
      });
    }
    return made;
  };
  return view(undefined);
};
