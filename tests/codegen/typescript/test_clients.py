"""Generated trackers on the clients of vendors as they are, which send to a server of the test."""

import io
import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from catalog.codegen.output import write
from catalog.codegen.plan.tracker import plan
from catalog.codegen.python.runtime.hashing import Keyring
from catalog.codegen.python.runtime.json_log import JsonLog
from catalog.codegen.python.runtime.who import who_of
from catalog.codegen.typescript.render import render
from catalog.loading import load
from catalog.validation import Validator
from catalog.validation.protocols import LOG
from tests.codegen.python.trackers import Tracker
from tests.codegen.typescript.engine import KEYS, TESTS, run

SERVER = """
import { createServer } from "node:http";
import { gunzipSync } from "node:zlib";
export const received = [];
let failing = 0;
export const fail = (times) => { failing = times; };
const server = createServer((request, response) => {
  const chunks = [];
  request.on("data", (chunk) => chunks.push(chunk));
  request.on("end", () => {
    const body = Buffer.concat(chunks);
    const isOut = failing-- > 0;
    const text = (body[0] === 0x1f && body[1] === 0x8b ? gunzipSync(body) : body).toString("utf8");
    const type = request.headers["content-type"];
    if (!isOut) received.push({ path: request.url, type, body: JSON.parse(text) });
    response.writeHead(isOut ? 503 : 200, { "content-type": "application/json" });
    response.end('{"status": 1, "success": true}');
  });
});
await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
export const url = `http://127.0.0.1:${server.address().port}`;
export const close = () => { server.closeAllConnections(); server.close(); };
"""

UUID = "0193a5d0-ac96-474b-bcce-b302099a8057"
MOMENT = "2026-11-30T09:30:00.123Z"
BOUND = f'{{ userId: "42", groups: {{ version: "5.1" }}, uuid: "{UUID}", timestamp: new Date("{MOMENT}") }}'
STOPPED = "{ time_entry_id: 12, project_id: null, task_id: 3, duration_seconds: 1800 }"


@pytest.fixture(scope="module")
def tracker(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tracker of the worked example beside the clients and the server."""
    folder = tmp_path_factory.mktemp("clients")
    made = plan(load(TESTS.parent / "events").snapshot, generator="rollcall test", release=3, drafts=True)
    write(folder / "tracking", render(made))
    (folder / "node_modules").symlink_to(TESTS / "node_modules")
    (folder / "server.mjs").write_text(SERVER)
    return folder


def ran(node: str, folder: Path, program: str) -> Any:
    """What a program saw, which has the tracker and the server at hand."""
    imports = """
import { configure, tracker } from "./tracking/index.js";
import { http, jsonLines, posthogNode, segmentNode } from "./tracking/destinations.js";
import { strict } from "./tracking/strict.js";
import { close, fail, received, url } from "./server.mjs";
const failures = [];
const common = {
  mode: strict, source: "web", environment: "test", consent: () => ["analytics"],
  onFailure: (one) => failures.push(one), context: () => ({ request_id: "r-1" }),
};
"""
    return run(node, folder, imports + program)


def test_posthog_node_sends_what_leaves(node: str, tracker: Path) -> None:
    found = ran(
        node,
        tracker,
        f"""
import {{ PostHog }} from "posthog-node";
const client = new PostHog("phc_test", {{ host: url, flushAt: 20, flushInterval: 10000 }});
configure({{ ...common, destinations: {{ posthog: posthogNode(() => client) }} }});
const view = tracker.of({BOUND});
view.timer.stopped({STOPPED});
view.identify({{ set: {{ role: "admin" }} }});
view.group("version", "5.1", {{ set: {{ version_number: "5.1" }} }});
tracker.timer.stopped({STOPPED});
await tracker.flush();
await client.shutdown();
close();
console.log(JSON.stringify({{ received, failures, counts: tracker.counts() }}));
""",
    )
    sent = [one for batch in found["received"] for one in batch["body"]["batch"]]
    first, person, group, nobody = sent
    assert first["event"] == "timer.stopped"
    assert (first["distinct_id"], first["uuid"], first["timestamp"]) == ("42", UUID, MOMENT)
    expected = {
        "time_entry_id": 12,
        "project_id": None,
        "task_id": 3,
        "duration_seconds": 1800,
        "request_id": "r-1",
        "$groups": {"version": "5.1"},
        "$tracker": {"source": "web", "environment": "test", "release": "3"},
    }
    assert expected.items() <= first["properties"].items()
    ours = {name for name in first["properties"] if not name.startswith("$")}
    assert ours == {name for name in expected if not name.startswith("$")}
    assert (person["event"], person["properties"]["$set"]) == ("$set", {"role": "admin"})
    assert group["event"] == "$groupidentify"
    assert group["properties"]["$group_set"] == {"version_number": "5.1"}
    assert nobody["properties"]["$process_person_profile"] is False
    assert found["failures"] == []
    assert found["counts"]["timer.stopped"]["posthog"]["sent"] == 2


def test_segment_node_sends_what_leaves(node: str, tracker: Path) -> None:
    found = ran(
        node,
        tracker,
        f"""
import {{ Analytics }} from "@segment/analytics-node";
const client = new Analytics({{ writeKey: "w", host: url, maxEventsInBatch: 20, flushInterval: 10000 }});
configure({{ ...common, destinations: {{ posthog: segmentNode(client) }} }});
const view = tracker.of({BOUND});
view.timer.stopped({STOPPED});
view.identify({{ set: {{ role: "admin" }} }});
tracker.timer.stopped({STOPPED});
await tracker.flush();
await client.closeAndFlush();
close();
console.log(JSON.stringify({{ received, failures }}));
""",
    )
    first, person, nobody = [one for batch in found["received"] for one in batch["body"]["batch"]]
    assert (first["type"], first["event"], first["userId"]) == ("track", "timer.stopped", "42")
    assert (first["messageId"], first["timestamp"]) == (UUID, MOMENT)
    assert first["properties"] == {
        "time_entry_id": 12,
        "project_id": None,
        "task_id": 3,
        "duration_seconds": 1800,
    }
    assert first["context"]["request_id"] == "r-1"
    assert first["context"]["$tracker"]["release"] == "3"
    assert (person["type"], person["traits"]) == ("identify", {"role": "admin"})
    assert "userId" not in nobody
    assert nobody["anonymousId"] == nobody["messageId"]
    assert found["failures"] == []


def test_what_http_posts_validates_and_survives_a_bad_moment(node: str, tracker: Path) -> None:
    found = ran(
        node,
        tracker,
        f"""
fail(1);
configure({{ ...common, mode: "production", destinations: {{ posthog: http(url, {{ intervalMs: 20 }}) }} }});
const view = tracker.of({BOUND});
view.timer.stopped({STOPPED});
view.timer.stopped({STOPPED});
await tracker.flush(10_000);
close();
console.log(JSON.stringify({{ received, failures, counts: tracker.counts() }}));
""",
    )
    [batch] = found["received"]
    assert batch["type"] == "application/json"
    first, _ = batch["body"]
    assert first["redacted_for"] == ["posthog"]
    assert (first["uuid"], first["timestamp"], first["release"]) == (UUID, MOMENT, "3")
    verdict = Validator(load(TESTS.parent / "events").snapshot).validate(
        json.dumps(first).encode(), destination="posthog"
    )
    assert verdict.outcome == "accepted", verdict.problems
    assert found["failures"] == []
    assert found["counts"]["timer.stopped"]["posthog"] == {
        "sent": 2,
        "dropped": 0,
        "refused": 0,
        "failed": 0,
        "hashed": 0,
    }


def test_what_http_loses_is_counted_and_named(node: str, tracker: Path) -> None:
    found = ran(
        node,
        tracker,
        f"""
close();
const lost = http(url, {{ retries: 0, limit: 2, intervalMs: 5 }});
configure({{ ...common, mode: "production", destinations: {{ posthog: lost }} }});
for (let n = 0; n < 3; n++) tracker.timer.stopped({STOPPED});
await tracker.flush();
console.log(JSON.stringify({{ failures, counts: tracker.counts() }}));
""",
    )
    assert [one["error"] for one in found["failures"]] == ["QueueFull", "TypeError", "TypeError"]
    assert found["counts"]["timer.stopped"]["posthog"]["failed"] == 3
    assert found["counts"]["timer.stopped"]["posthog"]["sent"] == 0


def test_a_missing_or_a_hanging_client_does_not_stop_the_application(node: str, tracker: Path) -> None:
    found = ran(
        node,
        tracker,
        f"""
close();
let client;
configure({{ ...common, mode: "production", destinations: {{ posthog: posthogNode(() => client) }} }});
tracker.timer.stopped({STOPPED});
client = {{ capture: () => undefined, flush: () => new Promise(() => undefined) }};
tracker.timer.stopped({STOPPED});
const before = Date.now();
await tracker.flush(50);
console.log(JSON.stringify({{ failures, counts: tracker.counts(), waited: Date.now() - before }}));
""",
    )
    assert [(one["event"], one["error"]) for one in found["failures"]] == [
        ("timer.stopped", "NoClient"),
        ("$flush", None),
    ]
    assert found["counts"]["timer.stopped"]["posthog"]["sent"] == 1
    assert found["waited"] < 5_000


def test_a_flush_waits_for_what_destinations_promised(node: str, tracker: Path) -> None:
    found = ran(
        node,
        tracker,
        f"""
close();
const seen = [];
const later = (act) => new Promise((resolve, reject) => setTimeout(() => act(resolve, reject), 30));
const log = {{ send: () => later((resolve) => (seen.push("sent"), resolve())) }};
const posthog = {{ send: () => later((_, reject) => reject(new RangeError("SENTINEL"))) }};
const counted = [];
const keys = {{ digester: () => () => "h" }};
const onCounts = (counts) => counted.push(counts["timer.stopped"]);
configure({{ ...common, keys, onCounts, mode: "production", destinations: {{ log, posthog }} }});
tracker.timer.stopped({STOPPED});
await tracker.flush();
const told = failures.splice(0);
const hanging = {{ send: () => new Promise(() => undefined) }};
configure({{ ...common, mode: "production", destinations: {{ posthog: hanging }} }});
tracker.timer.stopped({STOPPED});
const before = Date.now();
await tracker.shutdown(50);
const waited = Date.now() - before;
const lost = tracker.counts()["timer.stopped"].posthog;
console.log(JSON.stringify({{ seen, told, counted: counted[0], late: failures, waited, lost }}));
""",
    )
    assert found["seen"] == ["sent"]
    assert found["told"] == [
        {"event": "timer.stopped", "destination": "posthog", "reason": "raised", "error": "RangeError"}
    ]
    assert found["counted"]["posthog"] == {"sent": 0, "dropped": 0, "refused": 0, "failed": 1, "hashed": 0}
    assert found["lost"] == {"sent": 0, "dropped": 0, "refused": 0, "failed": 2, "hashed": 0}
    assert found["late"] == [
        {"event": "$shutdown", "destination": "posthog", "reason": "late", "error": None}
    ]
    assert found["waited"] < 5_000


NONSENSE = """
const thrower = { get duration_seconds() { throw new Error("SENTINEL"); } };
const circle = {};
circle.self = circle;
const proxy = new Proxy({}, { ownKeys() { throw new Error("SENTINEL"); } });
const values = [5, "SENTINEL", [1], true, 5n, Symbol("SENTINEL"), thrower, circle, proxy, NaN, () => 1,
  ...[NaN, 5n, Infinity, new Date(NaN)].map((duration_seconds) => ({ duration_seconds }))];
"""


def test_nothing_is_thrown_in_production(node: str, tracker: Path) -> None:
    found = ran(
        node,
        tracker,
        f"""
close();
{NONSENSE}
const kept = [];
const posthog = {{ send: (delivery) => void kept.push(delivery) }};
const hooks = {{ onFailure: (one) => {{ failures.push(one); throw new Error("SENTINEL"); }} }};
configure({{ ...common, ...hooks, mode: "production", destinations: {{ posthog }} }});
const counts = () => tracker.counts()["timer.stopped"].posthog;
for (const value of values) tracker.timer.stopped(value);
const refused = counts().refused;
for (const event of [undefined, null, 5, {{}}, "timer.stopped", {{ data: 5 }}]) tracker.track(event);
for (const bound of [undefined, null, 5, "x"]) tracker.of(bound).timer.stopped({STOPPED});
const anonymous = kept.splice(0).map((one) => one.distinctId);
const traits = [{{ set: 5 }}, {{ set: {{ plan: 5n }} }}, {{ setOnce: "x" }}];
for (const value of [null, undefined, ...values, ...traits]) tracker.identify(value);
for (const key of [undefined, null, "", {{}}, NaN && 0]) tracker.group("version", key, {{ set: 5 }});
tracker.group("no such type", "1", null);
kept.splice(0);
for (const value of [null, undefined, 5, "x", [1], {{ request_id: NaN }}, {{ request_id: 5n }}, thrower])
  tracker.context(value, () => tracker.timer.stopped({STOPPED}));
const inContext = kept.splice(0).length;
const failing = () => {{ throw new RangeError("SENTINEL"); }};
const production = {{ ...common, ...hooks, mode: "production", destinations: {{ posthog }} }};
configure({{ ...production, identity: failing, context: failing }});
tracker.timer.stopped({STOPPED});
const asked = kept.splice(0).length;
configure({{ ...production, consent: failing }});
tracker.timer.stopped({STOPPED});
const counted = {{ refused, values: values.length, anonymous, inContext, asked, unasked: kept.length }};
console.log(JSON.stringify({{ ...counted, failures }}));
""",
    )
    assert found["refused"] == found["values"]
    assert found["anonymous"] == []
    assert found["inContext"] == 8
    assert (found["asked"], found["unasked"]) == (1, 0)
    assert "SENTINEL" not in json.dumps(found["failures"])
    assert {one["reason"] for one in found["failures"]} == {"raised", "misused", "not-json"}


def test_strict_mode_throws_for_nonsense(node: str, tracker: Path) -> None:
    found = ran(
        node,
        tracker,
        f"""
close();
{NONSENSE}
configure({{ ...common, destinations: {{ posthog: {{ send: () => undefined }} }} }});
const silent = [];
const thrown = (act) => {{ try {{ act(); silent.push(String(act)); }} catch {{ }} }};
for (const value of values) thrown(() => tracker.timer.stopped(value));
thrown(() => tracker.track({{}}));
thrown(() => tracker.identify({{ set: 5 }}));
thrown(() => tracker.group("version", ""));
thrown(() => tracker.context({{ request_id: NaN }}, () => undefined));
for (const mode of ["strict", "Production", 5, () => 1]) thrown(() => configure({{ mode }}));
console.log(JSON.stringify({{ silent }}));
""",
    )
    assert found["silent"] == []


def test_what_is_said_of_a_person_goes_where_the_catalog_sends_it(node: str, tracker: Path) -> None:
    found = ran(
        node,
        tracker,
        """
close();
const to = { log: [], posthog: [] };
const keys = { digester: () => () => "h" };
const taking = (name) => ({ send: (one) => void to[name].push(one.kind) });
const destinations = { log: taking("log"), posthog: taking("posthog") };
configure({ ...common, keys, mode: "production", destinations });
tracker.of({ userId: "42" }).identify({ set: {} });
console.log(JSON.stringify({ to, failures }));
""",
    )
    assert found == {"to": {"log": [], "posthog": ["identify"]}, "failures": []}


def test_context_goes_through_what_is_awaited_without_ceremony(node: str, tracker: Path) -> None:
    found = ran(
        node,
        tracker,
        f"""
close();
const kept = [];
const {{ context, ...rest }} = common;
configure({{ ...rest, destinations: {{ posthog: {{ send: (one) => void kept.push(one.context) }} }} }});
const one = (id, ms) => tracker.context({{ request_id: id }}, async () => {{
  await new Promise((resolve) => setTimeout(resolve, ms));
  tracker.timer.stopped({STOPPED});
}});
await Promise.all([one("a", 20), one("b", 5)]);
tracker.timer.stopped({STOPPED});
console.log(JSON.stringify(kept));
""",
    )
    assert found == [{"request_id": "b"}, {"request_id": "a"}, None]


def test_lines_of_a_log_are_those_of_the_library_and_of_the_tracker_in_python(
    node: str, tracker: Path
) -> None:
    found = ran(
        node,
        tracker,
        f"""
import {{ keyring }} from "./tracking/keys.js";
close();
const lines = [];
const keys = keyring({json.dumps(KEYS)});
configure({{ ...common, keys, destinations: {{ log: jsonLines((line) => lines.push(line)) }} }});
tracker.of({BOUND}).timer.stopped({STOPPED});
console.log(JSON.stringify(lines));
""",
    )
    [line] = found
    assert line.endswith("}}\n")
    snapshot = load(TESTS.parent / "events").snapshot
    verdict = Validator(snapshot).validate(line.encode(), destination="log", protocol=LOG)
    assert verdict.outcome == "accepted", verdict.problems

    stream = io.StringIO()
    other = Tracker(snapshot)
    other.configure(
        destinations={"log": JsonLog(stream)},
        source="web",
        environment="test",
        keys=Keyring("now", {"now": b"n" * 32}),
        consent=lambda: ["analytics"],
    )
    values = {"time_entry_id": 12, "project_id": None, "task_id": 3, "duration_seconds": 1800}
    who = who_of(user_id="42", groups={"version": "5.1"}, timestamp=datetime.fromisoformat(MOMENT), uuid=UUID)
    with other._context({"request_id": "r-1"}):
        other.send("timer.stopped", values, who)
    assert json.loads(line) == json.loads(stream.getvalue())
