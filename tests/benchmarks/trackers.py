"""One tracked event in Python, against building the same dictionary and writing it as JSON.

The event has five properties, of which one is optional and absent. `plain` keeps all of them, `private` drops
one, truncates one and masks one, and each goes to one destination that keeps what it gets in memory.
"""

import gc
import json
import time
from collections.abc import Callable
from statistics import median
from typing import Final

from catalog.codegen.plan.data import catalog_data, event_data
from catalog.codegen.plan.tracker import plan
from catalog.codegen.python.runtime.calls import Call
from catalog.codegen.python.runtime.core import Core
from catalog.codegen.python.runtime.destinations import Memory
from catalog.codegen.python.runtime.hashing import Keyring
from catalog.model.event import EventDefinition
from catalog.model.names import EventName
from catalog.model.settings import Settings
from catalog.model.snapshot import Definitions, Snapshot, resolve
from catalog.schema.patterns import Pattern

ROUNDS: Final = 25
CALLS: Final = 4_000
MOST: Final = 3.0
"""How many times as long as building and writing the same dictionary a call may take."""

_PROPERTIES: Final[dict[str, dict[str, object]]] = {
    "duration_seconds": {"type": "number", "required": True, "data": "none"},
    "time_entry_id": {"type": "integer", "required": True, "data": "none"},
    "task_id": {"type": "integer", "nullable": True, "data": "none"},
    "client": {"type": "string", "maxLength": 100, "data": "none"},
    "note": {"type": "string", "maxLength": 100, "data": "none"},
}
_HANDLED: Final = {"time_entry_id": "drop", "client": "truncate", "note": "mask"}


def snapshot(handled: dict[str, str]) -> Snapshot:
    """A catalog of one event whose properties are handled as stated."""
    properties = {
        name: {**one, "handling": {"log": handled[name]}} if name in handled else one
        for name, one in _PROPERTIES.items()
    }
    event = {"destinations": ["log"], "properties": properties}
    about = {"format": 1, "product": "bench", "destinations": {"log": {}}}
    return resolve(
        Definitions(
            settings=Settings.model_validate_json(json.dumps(about)),
            groups={},
            contexts={},
            entities={},
            events={EventName("timer.stopped"): EventDefinition.model_validate_json(json.dumps(event))},
        )
    )


def _tracked(handled: dict[str, str]) -> Callable[[], object]:
    made = plan(snapshot(handled), generator="rollcall-catalog bench", release=3)
    tracker = Core(catalog_data(made, Pattern.python))
    keys = Keyring("k", {"k": b"k" * 32})
    tracker.configure(destinations={"log": Memory(1_000)}, source="web", environment="bench", keys=keys)
    view = tracker.of(user_id="42")
    data = event_data(made.resources[0].functions[0], made, Pattern.python)
    stopped = Call("timer.stopped", data, view._engine, view._who)

    def work() -> None:
        for number in range(CALLS):
            stopped(duration_seconds=1800.5, time_entry_id=number, client="Acme", note="a note of it")

    return work


def _properties() -> None:
    """The floor: the dictionary of the properties, written."""
    for number in range(CALLS):
        json.dumps(
            {"duration_seconds": 1800.5, "time_entry_id": number, "client": "Acme", "note": "a note of it"}
        )


def _payloads() -> None:
    """The same of the whole payload that the destination gets."""
    for number in range(CALLS):
        json.dumps(
            {
                "event": "timer.stopped",
                "uuid": "0193a5d0-ac96-474b-bcce-b302099a8057",
                "timestamp": "2026-11-30T09:30:00.123Z",
                "source": "web",
                "environment": "bench",
                "release": "3",
                "distinct_id": "42",
                "properties": {
                    "duration_seconds": 1800.5,
                    "time_entry_id": number,
                    "client": "Acme",
                    "note": "a note of it",
                },
                "redacted_for": ["log"],
            }
        )


def measured() -> dict[str, float]:
    """The median microseconds of one call, and of the two floors, taken in turn."""
    works: dict[str, Callable[[], object]] = {
        "properties": _properties,
        "payload": _payloads,
        "plain": _tracked({}),
        "private": _tracked(_HANDLED),
    }
    taken: dict[str, list[float]] = {name: [] for name in works}
    gc.disable()
    for _ in range(ROUNDS):
        for name, work in works.items():
            start = time.perf_counter()
            work()
            taken[name].append((time.perf_counter() - start) / CALLS * 1e6)
    gc.enable()
    return {name: median(values) for name, values in taken.items()}


def report() -> None:
    """Print every figure of trackers in Python."""
    found = measured()
    floor, whole = found["properties"], found["payload"]
    print("Tracking one event in Python, production mode, memory destination")
    print(f"  floor: building and writing the properties {floor:6.2f} µs, the whole payload {whole:6.2f} µs")
    for name in ("plain", "private"):
        took = found[name]
        ratios = f"{took / floor:4.2f} × the properties, {took / whole:4.2f} × the payload"
        print(f"  {name:8} {took:6.2f} µs: {ratios} (at most {MOST} ×)")
