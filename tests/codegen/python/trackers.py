"""Trackers on the runtime, without generated source: the plan's data handed to it as it is."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any, Final

from catalog.codegen.plan.data import catalog_data, event_data
from catalog.codegen.plan.tracker import plan
from catalog.codegen.python.runtime.core import Core
from catalog.codegen.python.runtime.destinations import Memory
from catalog.codegen.python.runtime.failures import Failure
from catalog.codegen.python.runtime.hashing import Keyring
from catalog.codegen.python.runtime.who import NOBODY, Who
from catalog.model.snapshot import Snapshot
from catalog.schema.patterns import Pattern
from tests.validation.worlds import world

Plain = dict[str, Any]

NOW: Final = datetime(2026, 11, 30, 9, 30, 0, 123_000, tzinfo=UTC)
UUID: Final = "0193a5d0-ac96-474b-bcce-b302099a8057"
KEYS: Final = Keyring("now", {"now": b"n" * 32})


class Tracker(Core):
    """A tracker whose events are called by name."""

    def __init__(self, snapshot: Snapshot, *, fixed: bool = True) -> None:
        made = plan(snapshot, generator="rollcall-catalog test", release=3)
        parts: Plain = {"clock": lambda: NOW, "new_uuid": lambda: UUID} if fixed else {}
        super().__init__(catalog_data(made, Pattern.python), **parts)
        self.events: dict[str, Plain] = {
            function.event.name: event_data(function, made, Pattern.python)
            for resource in made.resources
            for function in resource.functions
        }
        self.failures: list[Failure] = []

    def send(self, name: str, values: Mapping[str, object], who: Who = NOBODY) -> None:
        """Send one event, as generated code does."""
        self._engine.track(self.events[name], values, who.over(self._who))


def tracker_of(events: Mapping[str, Plain], *, fixed: bool = True, **about: Any) -> Tracker:
    """A tracker of a small catalog, whose destination is `log` unless others are stated."""
    return Tracker(world(events, **about), fixed=fixed)


def remembering(tracker: Tracker, names: Iterable[str] = ("log",), **settings: Any) -> dict[str, Memory]:
    """Configure a tracker so that each destination keeps what it gets, and failures are noted."""
    kept = {name: Memory() for name in names}
    given: Plain = {"keys": KEYS, "on_failure": tracker.failures.append, **settings}
    tracker.configure(destinations=kept, **given)
    return kept
