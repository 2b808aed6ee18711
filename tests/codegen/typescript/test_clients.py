"""Generated trackers on the clients of vendors as they are, which send to a server of the test."""

import json
from pathlib import Path
from typing import Any

import pytest

from catalog.codegen.output import write
from catalog.codegen.plan.tracker import plan
from catalog.codegen.typescript.render import render
from catalog.loading import load
from catalog.validation import Validator
from catalog.validation.protocols import LOG
from tests.codegen.typescript.engine import TESTS, run

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
        ("$flush", "TimeoutError"),
    ]
    assert found["counts"]["timer.stopped"]["posthog"]["sent"] == 1
    assert found["waited"] < 5_000


def test_lines_of_a_log_are_those_that_the_library_reads(node: str, tracker: Path) -> None:
    found = ran(
        node,
        tracker,
        f"""
close();
const lines = [];
const keys = {{ digester: () => (text) => text.length + "" }};
configure({{ ...common, keys, destinations: {{ log: jsonLines((line) => lines.push(line)) }} }});
tracker.of({BOUND}).timer.stopped({STOPPED});
console.log(JSON.stringify(lines));
""",
    )
    [line] = found
    assert line.endswith("}\n")
    snapshot = load(TESTS.parent / "events").snapshot
    verdict = Validator(snapshot).validate(line.encode(), destination="log", protocol=LOG)
    assert verdict.outcome == "accepted", verdict.problems
