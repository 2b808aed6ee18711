"""Generated trackers in TypeScript: compiled by two compilers, executed, and misused on purpose."""

import json
from pathlib import Path
from typing import Any

import pytest

from catalog.codegen.output import write
from catalog.codegen.plan.tracker import plan
from catalog.codegen.shape import NoSuchShape, Shape
from catalog.codegen.typescript.render import SHARD, render
from catalog.loading import load
from tests.codegen.typescript.engine import COMPILERS, TESTS, compiled, run
from tests.validation.worlds import world

ADVERSARIAL = TESTS / "cases" / "codegen" / "adversarial"
EXAMPLE = TESTS.parent / "events"


def generated(source: Path, folder: Path, *, shape: Shape | None = None) -> Path:
    """The tracker of a catalog, drafts included, in a folder of its own."""
    made = plan(load(source).snapshot, generator="rollcall test", release=3, drafts=True)
    write(folder / "tracking", render(made) if shape is None else render(made, shape))
    (folder / "node_modules").symlink_to(TESTS / "node_modules")
    return folder


@pytest.fixture(scope="module")
def adversarial(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tracker of the catalog that is hard on generators."""
    return generated(ADVERSARIAL, tmp_path_factory.mktemp("adversarial"))


@pytest.fixture(scope="module")
def timetracker(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tracker of the worked example."""
    return generated(EXAMPLE, tmp_path_factory.mktemp("timetracker"))


def test_the_same_plan_gives_the_same_bytes() -> None:
    made = plan(load(ADVERSARIAL).snapshot, generator="rollcall test")
    again = plan(load(ADVERSARIAL).snapshot, generator="rollcall test")
    assert render(made) == render(again)


EVERY = """
  a_string: "x", a_choice: "red", an_integer: 1, a_number: 0.5, a_boolean: true,
  a_timestamp: new Date(0), nullable_required: null,"""

RIGHT = f"""
import {{ configure, tracker, type Email, type Content }} from "./tracking/index.js";
import * as type from "./tracking/type.js";
import * as class_ from "./tracking/class_.js";
import * as deep from "./tracking/deep.js";
import {{ consoleLog, http, jsonLines, memory }} from "./tracking/destinations.js";
import {{ keyring }} from "./tracking/keys.js";
import {{ recorded, recording }} from "./tracking/testing.js";
import {{ strict }} from "./tracking/strict.js";

configure({{
  destinations: {{ log: memory(), posthog: http("http://localhost"), counting: jsonLines(() => undefined) }},
  mode: strict,
  identity: () => ({{ userId: "42", anonymousId: null }}),
  consent: () => new Set(["analytics"]),
  context: () => ({{ locale: "de" }}),
  keys: keyring({{ active: "a", keys: {{}} }}),
}});
configure({{ destinations: {{ log: consoleLog() }}, mode: "off" }});
const email: Email = "ada@example.com";
type.every({{{EVERY}
  email, a_flag: "variant", nullable_optional: null, some_texts: ["a"], a_map: {{ a: 1 }},
  note: undefined, a_choice_of_numbers: type.Every_a_choice_of_numbers["30"],
}});
const choice: type.Every_a_choice = type.Every_a_choice["blue-green"];
const value = tracker.type.every.of({{{EVERY} a_flag: choice }});
tracker.track(value);
tracker.of({{ userId: 42, groups: {{ company: "7" }}, consent: ["analytics"] }}).type.every({{{EVERY} }});
class_.import_({{ self: 1, "größe": true, "__proto__": true, constructor: true, "with space": false }});
class_.constructor();
tracker.delete_.return_({{ count: 3 }});
tracker.words.broke_out({{ content: "*/" }});
tracker.text.broken({{ text: "*/" }});
deep.nested({{ order: {{ id: 1, lines: [{{ sku: "a", tags: {{ x: ["y"] }}, note: null }}] }} }});
tracker.identify({{ set: {{ email, plan: "team" }}, setOnce: {{ first_seen: new Date(0) }} }});
tracker.group("company", "7", {{ set: {{ seats: 3 }} }});
const answer: number = tracker.context({{ request_id: "0193a5d0-ac96-474b-bcce-b302099a8057" }}, () => 42);
const seen = recording();
seen.assertTracked(type.every, {{ a_string: "x" }});
const first: number | null | undefined = seen.tracked(type.every)[0]?.nullable_required;
export const used = [answer, first, recorded(async (more) => more.assertNotTracked(deep.nested))];
export const content: Content = "free";
"""

# What must not compile, by what is wrong with it; each stands below the imports of RIGHT.
WRONG = {
    "an event that is not on the roll": 'type.evry({ a_string: "x" });',
    "a resource that is not on the roll": "tracker.tipe;",
    "a property that is missing": "deep.nested({});",
    "no properties where some are required": "deep.nested();",
    "a property that nobody declared": "class_.constructor({ more: 1 });",
    "a text for a number": 'tracker.delete_.return_({ count: "3" });',
    "null where it is none": "tracker.delete_.return_({ count: null });",
    "undefined where a value is required": "tracker.delete_.return_({ count: undefined });",
    "a value that is not listed": f'type.every({{{EVERY} a_choice: "green" }});',
    "a constant": f'type.every({{{EVERY} a_constant: "fixed" }});',
    "a number that is not listed": f"type.every({{{EVERY} a_choice_of_numbers: 3 }});",
    "a wrong value in a list": f"type.every({{{EVERY} some_texts: [1] }});",
    "a wrong value in a map": f'type.every({{{EVERY} a_map: {{ a: "1" }} }});',
    "a wrong member deep inside": 'deep.nested({ order: { id: 1, lines: [{ sku: "a", price: 3 }] } });',
    "an e-mail address where text about nobody belongs": (
        'const email = "a@b.c" as Email; deep.nested({ order: { id: 1, lines: [{ sku: email }] } });'
    ),
    "an e-mail address where what somebody typed belongs": (
        'const email = "a@b.c" as Email; const content: Content = email; void content;'
    ),
    "a retired event": "tracker.words.retired();",
    "the present name of a property under a former name": 'tracker.words.broke_out({ text: "*/" });',
    "a destination that the catalog lacks": "configure({ destinations: { nowhere: memory() } });",
    "a mode that is none": 'configure({ mode: "strict" });',
    "a property of a person that nobody declared": "tracker.identify({ set: { name: 1 } });",
    "a group that nobody declared": 'tracker.group("team", "7");',
    "a property of a group that nobody declared": 'tracker.group("company", "7", { set: { plan: 1 } });',
    "context that nobody declared": "tracker.context({ tenant: 1 }, () => 1);",
    "an expectation of the wrong type": (
        "recording().assertTracked(tracker.delete_.return_, { count: true });"
    ),
    "an event of another shape as value": 'tracker.track({ name: "type.every" });',
}


@pytest.mark.parametrize("compiler", COMPILERS)
def test_right_calls_compile(node: str, adversarial: Path, compiler: str) -> None:
    (adversarial / "right.ts").write_text(RIGHT, encoding="utf-8")
    assert compiled(node, adversarial, ["right.ts"], compiler) == ""


@pytest.mark.parametrize("compiler", COMPILERS)
def test_wrong_calls_do_not_compile(node: str, adversarial: Path, compiler: str) -> None:
    imports = RIGHT.partition("\nconfigure(")[0]
    files = []
    for number, statement in enumerate(WRONG.values()):
        files.append(f"wrong{number}.ts")
        (adversarial / files[-1]).write_text(f"{imports}\n// statement\n{statement}\n", encoding="utf-8")
    said = compiled(node, adversarial, files, compiler, noUnusedLocals=False)
    passed = [what for number, what in enumerate(WRONG) if f"wrong{number}.ts(" not in said]
    assert passed == []


@pytest.mark.parametrize("compiler", COMPILERS)
def test_every_module_of_the_worked_example_compiles(node: str, timetracker: Path, compiler: str) -> None:
    files = [
        str(path.relative_to(timetracker)) for path in sorted((timetracker / "tracking").rglob("*.d.ts"))
    ]
    assert compiled(node, timetracker, files, compiler) == ""


def test_text_that_ends_things_ends_nothing(node: str, adversarial: Path) -> None:
    found = run(
        node,
        adversarial,
        """
import { readFileSync } from "node:fs";
import ts from "./node_modules/typescript-5/lib/typescript.js";
import * as words from "./tracking/words.js";
const text = readFileSync("tracking/words.d.ts", "utf8");
const file = ts.createSourceFile("words.d.ts", text, ts.ScriptTarget.ES2020, true);
const tags = [];
const visit = (node) => {
  tags.push(...ts.getJSDocTags(node).map((tag) => tag.tagName.text));
  node.forEachChild(visit);
};
visit(file);
console.log(JSON.stringify({
  names: Object.keys(words), values: Object.values(words.BreakingOut_text), tags,
  errors: file.parseDiagnostics.length,
}));
""",
    )
    assert found["names"] == ["BreakingOut_text", "BrokeOut_content", "breaking_out", "broke_out", "drafted"]
    assert set(found["values"]) == {
        "*/",
        '"""',
        "'''",
        "`${x}`",
        "\\",
        "\u2028",
        "a\nb",
        "</script>",
        "{x}",
        "%s",
    }
    assert {*found["tags"]} == {"deprecated"}  # the former name's own
    assert found["errors"] == 0


def test_a_former_name_sends_the_event(node: str, adversarial: Path) -> None:
    found = run(
        node,
        adversarial,
        """
import { configure, tracker } from "./tracking/index.js";
import { strict } from "./tracking/strict.js";
const kept = [];
const keys = { digester: () => () => "h" };
const failures = [];
const log = { send: ({ event, properties }) => void kept.push([event, properties.text]) };
configure({ destinations: { log }, mode: strict, keys });
tracker.words.broke_out({ content: "*/" });
tracker.of({ userId: "42" }).words.broke_out({ content: "%s" });
tracker.track(tracker.words.broke_out.of({ content: "{x}" }));
tracker.text.broken({ text: "a\\nb" });
const onFailure = ({ reason }) => failures.push(reason);
configure({ destinations: { log }, mode: "production", keys, onFailure });
const proxy = new Proxy({}, { ownKeys() { throw new Error("SENTINEL"); } });
for (const nonsense of [5, [1], proxy]) tracker.words.broke_out(nonsense);
console.log(JSON.stringify({ kept, failures }));
""",
    )
    assert found["kept"] == [["words.breaking_out", text] for text in ("*/", "%s", "{x}", "a\nb")]
    assert found["failures"] == ["misused", "misused", "misused"]


def test_output_is_ascii_but_for_names_and_words(adversarial: Path) -> None:
    for path in (adversarial / "tracking").rglob("*.*s"):
        text = path.read_text(encoding="utf-8")
        assert not {"\u2028", "\u202e", "\u202c", "\r"} & {*text}, path


def test_a_deprecated_event_says_what_to_call_instead(adversarial: Path) -> None:
    text = (adversarial / "tracking" / "delete_.d.ts").read_text(encoding="utf-8")
    assert " * @deprecated delete.return is deprecated; use tracker.class_.import_" in text


def test_words_of_javascript_are_properties_like_others(node: str, adversarial: Path) -> None:
    found = run(
        node,
        adversarial,
        """
import { configure, tracker } from "./tracking/index.js";
import { memory } from "./tracking/destinations.js";
import { strict } from "./tracking/strict.js";
const kept = memory();
configure({ destinations: { posthog: kept }, mode: strict, consent: () => ["analytics"] });
tracker.class_.import_(JSON.parse('{"self": 1, "__proto__": true, "constructor": false, "toString": true}'));
tracker.class_.import_({ self: 2 });
let raised = null;
try {
  tracker.class_.import_(JSON.parse('{"self": 1, "__proto__": 3}'));
} catch (error) {
  raised = error.message;
}
const left = kept.deliveries.map((one) => JSON.stringify(one.properties));
console.log(JSON.stringify({ left, raised, polluted: {}.self ?? null }));
""",
    )
    assert found["left"] == [
        '{"self":1,"__proto__":true,"constructor":false,"toString":true}',
        '{"self":2}',
    ]
    assert found["raised"] == "class.import is wrong at /__proto__ (wrong-type)"
    assert found["polluted"] is None


HARMLESS = """
import { configure, tracker } from "./tracking/index.js";
import { memory } from "./tracking/destinations.js";
import { keyring } from "./tracking/keys.js";
const failures = [];
const kept = memory();
const broken = { send: () => { throw new TypeError("ada@example.com"); } };
const late = { send: () => Promise.reject(new RangeError("ada@example.com")) };
const keys = keyring({ active: "a", keys: { a: btoa("k".repeat(32)) } });
const configured = (log) => configure({
  destinations: { log }, keys, onFailure: (one) => { failures.push(one); throw new Error("the hook too"); },
});
const call = (more = {}) => tracker.type.every({
  a_string: "x", a_choice: "red", an_integer: 1, a_number: 0.5, a_boolean: true, a_timestamp: new Date(0),
  nullable_required: null, ...more,
});
configured(broken);
call();
configured(late);
call();
await null; await null;
configured(kept);
call({ an_integer: 10n });
call({ a_number: NaN });
const cycle = {}; cycle.cycle = cycle;
call({ a_map: cycle });
call({
  name_hash: "Ada", note: "0123456789", email: "Ada@x.org", actor_ip: "192.0.2.7", a_date: undefined, more: 1,
});
tracker.of({ userId: "42" }).type.every.of(3);
tracker.track({ data: tracker.type.every.data, values: null });
configured(undefined);
call();
const left = kept.deliveries.map((one) => one.properties);
console.log(JSON.stringify({ failures, left, counts: tracker.counts() }));
"""


def test_outside_strict_mode_nothing_is_thrown_and_all_is_counted(node: str, adversarial: Path) -> None:
    found = run(node, adversarial, HARMLESS)
    assert [(one["reason"], one["error"]) for one in found["failures"]] == [
        ("raised", "TypeError"),
        ("raised", "RangeError"),
        *[("not-json", None)] * 3,
        ("raised", "TypeError"),
    ]
    assert "example.com" not in json.dumps(found["failures"])
    first = found["left"][0]
    assert first["who"].startswith("a:")
    assert first["note"] == "0123"
    assert first["email"] == "Xxx@x.xxx"
    assert first["actor_ip"] == "192.0.2.0"
    assert first["a_timestamp"] == "1970-01-01T00:00:00.000Z"
    assert first["a_constant"] == "fixed"
    assert "more" not in first
    assert "name_hash" not in first
    counts = found["counts"]["type.every"]["log"]
    assert counts == {"sent": 2, "dropped": 0, "refused": 3, "failed": 3, "hashed": 1}


def test_a_recording_says_what_was_tracked_and_what_not(node: str, adversarial: Path) -> None:
    found = run(
        node,
        adversarial,
        """
import { tracker, configure } from "./tracking/index.js";
import { memory } from "./tracking/destinations.js";
import { recorded, recording } from "./tracking/testing.js";
const kept = memory();
configure({ destinations: { counting: kept } });
const said = (act) => { try { act(); return null; } catch (error) { return error.message; } };
const { return_ } = tracker.delete_;
const seen = recording();
return_({ count: 3 });
return_({ count: 4 });
const results = {
  right: said(() => seen.assertTracked(return_, { count: 4 })),
  wrong: said(() => seen.assertTracked(return_, { count: 5 })),
  other: said(() => seen.assertTracked(tracker.class_.import_)),
  none: said(() => seen.assertNotTracked(tracker.class_.import_)),
  some: said(() => seen.assertNotTracked(return_)),
  invalid: said(() => return_({ count: "x" })),
  tracked: seen.tracked(return_),
  destinations: seen.deliveries("counting").length,
  left: kept.deliveries.length,
};
seen.stop();
return_({ count: 1 });
results.after = kept.deliveries.length;
await recorded(async (inner) => { return_({ count: 2 }); inner.assertTracked(return_, { count: 2 }); })();
results.end = kept.deliveries.length;
console.log(JSON.stringify(results));
""",
    )
    assert found["right"] is None
    assert found["wrong"].splitlines() == [
        "delete.return was tracked, but not so (- expected, + tracked):",
        "call 1 of 2:",
        "  - count: 5",
        "  + count: 3",
        "call 2 of 2:",
        "  - count: 5",
        "  + count: 4",
    ]
    assert found["other"].startswith(
        'class.import was not tracked; tracked were:\n  delete.return {"count":3}'
    )
    assert found["none"] is None
    assert found["some"].startswith("delete.return was tracked 2 times")
    assert found["invalid"] == "delete.return is wrong at /count (wrong-type)"
    assert found["tracked"] == [{"count": 3}, {"count": 4}]
    assert (found["destinations"], found["left"], found["after"], found["end"]) == (2, 0, 1, 1)


def test_context_follows_what_is_awaited(node: str, adversarial: Path) -> None:
    found = run(
        node,
        adversarial,
        """
import { AsyncLocalStorage } from "node:async_hooks";
import { configure, tracker } from "./tracking/index.js";
import { memory } from "./tracking/destinations.js";
import { keyring } from "./tracking/keys.js";
const kept = memory();
const keys = keyring({ active: "a", keys: { a: btoa("k".repeat(32)) } });
configure({ destinations: { log: kept }, storage: new AsyncLocalStorage(), keys });
const one = (locale) => tracker.context({ locale }, async () => {
  await new Promise((resolve) => setTimeout(resolve, 5));
  tracker.class_.constructor();
});
await Promise.all([one("de"), one("fr")]);
tracker.class_.constructor();
configure({ destinations: { log: kept }, keys });
tracker.context({ locale: "en" }, () => tracker.class_.constructor());
console.log(JSON.stringify(kept.deliveries.map((one) => one.context)));
""",
    )
    assert found == [{"locale": "de"}, {"locale": "fr"}, None, {"locale": "en"}]


def test_a_browser_hashes_nothing_and_takes_no_keys(node: str, adversarial: Path) -> None:
    found = run(
        node,
        adversarial,
        """
globalThis.document = {};
const { configure, tracker } = await import("./tracking/index.js");
const { memory } = await import("./tracking/destinations.js");
const { keyring } = await import("./tracking/keys.js");
const kept = memory();
let raised = null;
try {
  configure({ keys: keyring({ active: "a", keys: { a: btoa("k".repeat(32)) } }) });
} catch (error) {
  raised = error.message;
}
const failures = [];
configure({ destinations: { log: kept }, onFailure: (one) => failures.push(one) });
tracker.of({ userId: "42" }).type.every({
  a_string: "x", a_choice: "red", an_integer: 1, a_number: 0.5, a_boolean: true, a_timestamp: new Date(0),
  nullable_required: null, name_hash: "Ada",
});
const left = kept.deliveries.map((one) => [one.distinctId, Object.keys(one.properties)]);
console.log(JSON.stringify({ raised, failures, left }));
""",
    )
    assert found["raised"] == "keys never ship to a browser or an app"
    assert found["failures"] == []
    [(user, names)] = found["left"]
    assert user is None
    assert "who" not in names
    assert "a_string" in names


def test_an_anonymous_destination_never_sees_a_user_id(node: str, adversarial: Path) -> None:
    found = run(
        node,
        adversarial,
        """
import { configure, tracker } from "./tracking/index.js";
import { memory } from "./tracking/destinations.js";
const kept = memory();
configure({ destinations: { counting: kept }, identity: () => ({ userId: "42" }) });
tracker.delete_.return_({ count: 1 });
tracker.of({ userId: "42", anonymousId: "a".repeat(64) }).delete_.return_({ count: 2 });
tracker.of({ userId: "42", anonymousId: "42" }).delete_.return_({ count: 3 });
tracker.of({ anonymousId: "b".repeat(64) }).of({ userId: "7" }).delete_.return_({ count: 4 });
tracker.identify({ set: { email: "ada@example.com" } });
const left = kept.deliveries.map((one) => [one.distinctId, one.properties.count]);
console.log(JSON.stringify({ left, counts: tracker.counts() }));
""",
    )
    assert found["left"] == [[None, 1], ["a" * 64, 2], [None, 4]]
    assert found["counts"]["delete.return"]["counting"]["refused"] == 1


def test_a_large_resource_is_spread_over_modules(node: str, tmp_path: Path) -> None:
    events: dict[str, Any] = {f"big.event_{number}": {"destinations": ["log"]} for number in range(SHARD + 5)}
    files = render(plan(world(events), generator="rollcall test"))
    assert {"big.js", "big/1.js", "big/2.js", "big/1.d.ts", "big/2.d.ts"} <= files.keys()
    write(tmp_path / "tracking", files)
    found = run(
        node,
        tmp_path,
        """
import { configure, tracker } from "./tracking/index.js";
import { memory } from "./tracking/destinations.js";
const kept = memory();
configure({ destinations: { log: kept } });
tracker.big.event_104();
tracker.of({}).big.event_0();
console.log(JSON.stringify([Object.keys(tracker.big).length, kept.deliveries.map((one) => one.event)]));
""",
    )
    assert found == [SHARD + 5, ["big.event_104", "big.event_0"]]


def test_a_resource_may_be_called_like_a_module_of_every_tracker(node: str, tmp_path: Path) -> None:
    files = render(plan(world({"core.a": {}, "index.b": {}, "testing.c": {}}), generator="rollcall test"))
    write(tmp_path / "tracking", files)
    program = """
import { tracker } from "./tracking/index.js";
console.log(JSON.stringify([tracker.core, tracker.index, tracker.testing].map((one) => Object.keys(one))));
"""
    assert run(node, tmp_path, program) == [["a"], ["b"], ["c"]]


def test_a_package_is_imported_by_its_name(node: str, tmp_path: Path) -> None:
    home = tmp_path / "node_modules" / "@acme"
    made = plan(load(ADVERSARIAL).snapshot, generator="rollcall test", release=7)
    write(home / "tracking", render(made, Shape(package="@acme/tracking")))
    described = json.loads((home / "tracking" / "package.json").read_text())
    assert (described["name"], described["version"]) == ("@acme/tracking", "7.0.0")
    program = """
import { tracker } from "@acme/tracking";
import * as deep from "@acme/tracking/deep";
import { memory } from "@acme/tracking/destinations.js";
console.log(JSON.stringify([tracker.deep === deep, typeof memory, typeof deep.nested]));
"""
    assert run(node, tmp_path, program) == [True, "function", "function"]
    (tmp_path / "use.ts").write_text(
        program.replace("console.log(JSON.stringify(", "export const x = ((").strip()
    )
    assert compiled(node, tmp_path, ["use.ts"], "7") == ""


@pytest.mark.parametrize("name", ["", "Acme", "a b", "@acme/", "../x", "a" * 215])
def test_an_impossible_name_of_a_package_is_refused(name: str) -> None:
    with pytest.raises(NoSuchShape, match="is no name for an npm package"):
        render(plan(world({}), generator="rollcall test"), Shape(package=name))


MAX_BUNDLE_BYTES = 4_000


def test_the_bundle_of_one_event_with_posthog_is_small(node: str, timetracker: Path) -> None:
    (timetracker / "entry.js").write_text("""
import { configure } from "./tracking/index.js";
import { posthog } from "./tracking/destinations.js";
import * as timer from "./tracking/timer.js";
configure({ destinations: { posthog: posthog(() => window.posthog) } });
timer.stopped({ duration_seconds: 1800 });
""")
    found = run(
        node,
        timetracker,
        f"""
import {{ gzipSync }} from "node:zlib";
import {{ buildSync }} from "{(TESTS / "node_modules" / "esbuild" / "lib" / "main.js").as_uri()}";
const options = {{ bundle: true, minify: true, format: "esm", target: "es2020", write: false }};
const [file] = buildSync({{ entryPoints: ["entry.js"], ...options }}).outputFiles;
console.log(JSON.stringify({{ text: file.text, bytes: gzipSync(file.contents, {{ level: 9 }}).length }}));
""",
    )
    assert found["bytes"] < MAX_BUNDLE_BYTES
    assert "timer.started" not in found["text"]
    assert "undeclared-property" not in found["text"]
