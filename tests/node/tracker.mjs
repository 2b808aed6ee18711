// The runtime of trackers in TypeScript as an engine: one line in, one line out.
//   {"act": "treat", "treatment", "formats", "destination", "keys", "values"} -> what leaves of each; a gone one is "gone"
//   {"act": "judge", "definition", "formats", "values"} -> the codes of what is wrong with each
//   {"act": "send", "catalog", "people", "event", "calls": [{"values", "bound", "context"}], "keys", "source"}
//       -> {"payloads": {destination: [payload, ...]}, "counts", "failures"}
//   {"act": "mask", "codes"} -> the mask of each code point
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

const at = (name) => import(pathToFileURL(`${process.argv[2]}/${name}.js`).href);
const { compile, refuses } = await at("treatments");
const cuts = await at("cuts");
const { judgeBy } = await at("checks");
const { keyring } = await at("keys");
const { configure, createCore, track } = await at("core");
const { withContext } = await at("lifecycle");
const { group, identify } = await at("people");
const { memory } = await at("destinations");
const { payloadOf } = await at("payloads");

const acts = {
  treat({ treatment, formats, destination, keys, values }) {
    const digest = keys ? keyring(keys).digester(destination) : null;
    const act = compile(treatment, { formats, cuts, digest });
    return values.map((value) =>
      refuses(treatment, value) ? { refused: true } : act === false ? { gone: true } : { left: act ? act(value) : value },
    );
  },
  judge({ definition, formats, values }) {
    const judge = judgeBy({ formats, events: { "a.b": { value: definition } }, context: {}, person: {}, groups: {} });
    return values.map((value) => judge("event", "a.b", { value }).map(({ code }) => code));
  },
  send({ catalog, people, event, calls, keys, source }) {
    const core = createCore(catalog, cuts);
    const kept = {};
    const failures = [];
    for (const name of Object.keys(catalog.destinations)) kept[name] = memory();
    configure(core, { destinations: kept, keys: keys && keyring(keys), source, mode: "production", onFailure: (one) => failures.push(one) });
    for (const { act, values, bound, context, type, key } of calls) {
      withContext(core, context ?? {}, () => {
        if (act === "identify") identify(core, people, values, bound);
        else if (act === "group") group(core, people, type, key, values, bound);
        else track(core, event, values, { ...bound, timestamp: bound.timestamp && new Date(bound.timestamp) });
      });
    }
    const payloads = {};
    for (const name of Object.keys(kept)) payloads[name] = kept[name].deliveries.map(payloadOf);
    return { payloads, counts: core.counted, failures };
  },
  mask({ codes }) {
    return codes.map((code) => cuts.mask({}, {}, String.fromCodePoint(code), null));
  },
};

for await (const line of createInterface({ input: process.stdin })) {
  const asked = JSON.parse(line);
  process.stdout.write(`${JSON.stringify(acts[asked.act](asked))}\n`);
}
