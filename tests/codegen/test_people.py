"""What trackers tell of people and of groups goes where the catalog lets it go, in both languages."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import catalog
from catalog.codegen.output import write
from catalog.codegen.plan.tracker import plan
from catalog.codegen.shape import PLAIN
from catalog.codegen.targets import TARGETS
from tests.codegen.typescript.engine import run

ROOT = Path(__file__).parents[2]
Ran = Callable[[str], list[dict[str, Any]]]
"""Gives, for what somebody agreed to, the payloads that leave."""

PYTHON = """
import json, sys
from tracking import configure, tracker
from tracking.destinations import Memory
kept = {name: Memory() for name in ("log", "posthog")}
configure(destinations=kept, source="web")
view = tracker.of(user_id="42", consent=[sys.argv[1]])
view.identify(set={"role": "admin"}, set_once={"signup_method": "local"})
view.group("version", "5.1", set={"version_number": "5.1"})
print(json.dumps([one.payload() for memory in kept.values() for one in memory.deliveries]))
"""

TYPESCRIPT = """
import { configure, tracker } from "./tracking/index.js";
import { memory } from "./tracking/destinations.js";
import { payloadOf } from "./tracking/runtime/payloads.js";
const kept = { log: memory(), posthog: memory() };
configure({ destinations: kept, source: "web" });
const view = tracker.of({ userId: "42", consent: [process.argv[2]] });
view.identify({ set: { role: "admin" }, setOnce: { signup_method: "local" } });
view.group("version", "5.1", { set: { version_number: "5.1" } });
console.log(JSON.stringify(Object.values(kept).flatMap((one) => one.deliveries.map(payloadOf))));
"""


@pytest.fixture(scope="module", params=TARGETS)
def told(request: pytest.FixtureRequest, node: str, tmp_path_factory: pytest.TempPathFactory) -> Ran:
    language: str = request.param
    folder = tmp_path_factory.mktemp(language)
    made = plan(catalog.load(ROOT / "events").snapshot, generator="rollcall test", release=3)
    write(folder / "tracking", TARGETS[language](made, PLAIN))

    def ran(purpose: str) -> list[dict[str, Any]]:
        if language == "typescript":
            return list(run(node, folder, TYPESCRIPT, purpose))
        ended = subprocess.run(
            [sys.executable, "-c", PYTHON, purpose], cwd=folder, capture_output=True, text=True, check=False
        )
        assert ended.returncode == 0, ended.stderr
        return list(json.loads(ended.stdout))

    return ran


def test_what_tells_of_people_goes_where_its_event_goes_and_is_accepted_there(told: Ran) -> None:
    payloads = told("analytics")
    assert [(one["event"], one["redacted_for"]) for one in payloads] == [
        ("$identify", ["posthog"]),
        ("$groupidentify", ["posthog"]),
    ]
    validator = catalog.Validator(catalog.load(ROOT / "events").snapshot)
    for payload in payloads:
        verdict = validator.validate(json.dumps(payload).encode(), destination="posthog")
        assert verdict.outcome == "accepted", verdict.problems


def test_consent_to_another_purpose_is_none(told: Ran) -> None:
    assert told("performance") == []
    assert told("essential") == []
