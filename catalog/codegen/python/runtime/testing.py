"""For tests: what was tracked within a block, and assertions that say what is different."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Callable, Final, Protocol, Union

from .data import Json
from .events import Event, arguments
from .recorder import Recorder, Tracked
from .tracking import Engine
from .values import plain, plain_members

if TYPE_CHECKING:
    from typing_extensions import Self

Expected = Union[type[Event], Event, str]
"""An event: its class, one whose properties are exactly these, or its name in the catalog."""

_ABSENT: Final = object()
_LONGEST: Final = 120
"""Characters of a value that a failed assertion shows."""


class Recording:
    """What was tracked while a `with` block lasts; nothing is sent meanwhile, from no thread."""

    def __init__(self, engine: Engine, *, strict: bool = True) -> None:
        self.is_strict = strict
        self.calls: list[Tracked] = []
        """Every call, the oldest first."""
        self._engine = engine
        self._outer: list[Recorder | None] = []

    def __enter__(self) -> Self:
        self._outer.append(self._engine.recorder)
        self._engine.recorder = self
        return self

    def __exit__(self, *_: object) -> None:
        self._engine.recorder = self._outer.pop()

    def record(self, tracked: Tracked) -> None:
        """Keep one call."""
        self.calls.append(tracked)

    def tracked(self, event: Expected, /, **properties: object) -> list[Tracked]:
        """The calls of an event that have these properties, and maybe others."""
        name, wanted, is_whole = _expected(event, properties)
        return [one for one in self._named(name) if not _differences(wanted, one.properties, is_whole)]

    def assert_tracked(self, event: Expected, /, **properties: object) -> Tracked:
        """The first such call; fails when there is none, and says how the nearest one differs."""
        __tracebackhide__ = True
        found = self.tracked(event, **properties)
        if found:
            return found[0]
        name, wanted, is_whole = _expected(event, properties)
        raise AssertionError(self._missing(name, wanted, is_whole=is_whole))

    def assert_not_tracked(self, event: Expected, /, **properties: object) -> None:
        """Fails when there is such a call."""
        __tracebackhide__ = True
        found = self.tracked(event, **properties)
        if found:
            name, _, _ = _expected(event, properties)
            times = "once" if len(found) == 1 else f"{len(found)} times"
            raise AssertionError(f"{name} was tracked {times}:\n{_told(found[0].properties)}")

    def assert_nothing_tracked(self) -> None:
        """Fails when anything was tracked."""
        __tracebackhide__ = True
        if self.calls:
            raise AssertionError(f"tracked: {self._names()}")

    @property
    def identified(self) -> list[Tracked]:
        """The calls that told something about a person."""
        return [one for one in self.calls if one.kind == "identify"]

    @property
    def grouped(self) -> list[Tracked]:
        """The calls that told something about a group."""
        return [one for one in self.calls if one.kind == "group"]

    def _named(self, name: str) -> list[Tracked]:
        return [one for one in self.calls if one.kind == "event" and one.name == name]

    def _names(self) -> str:
        counts: dict[str, int] = {}
        for one in self.calls:
            counts[one.name] = counts.get(one.name, 0) + 1
        told = (name if count == 1 else f"{name} ({count} times)" for name, count in counts.items())
        return ", ".join(told) or "nothing"

    def _missing(self, name: str, wanted: Mapping[str, Json], *, is_whole: bool) -> str:
        named = self._named(name)
        if not named:
            return f"{name} was not tracked; tracked: {self._names()}"
        nearest = min(named, key=lambda one: len(_differences(wanted, one.properties, is_whole)))
        number = "the only call" if len(named) == 1 else f"the nearest of {len(named)} calls"
        lines = [f"{name} was tracked, but not with these properties; {number} differs:"]
        for key, expected, found in _differences(wanted, nearest.properties, is_whole):
            lines += [f"  {key}:", f"    expected {_shown(expected)}", f"    tracked  {_shown(found)}"]
        return "\n".join(lines)


def _expected(event: Expected, properties: Mapping[str, object]) -> tuple[str, dict[str, Json], bool]:
    """The name of an event, the properties that are wanted by their names, and whether these are all."""
    if isinstance(event, str):
        return event, plain_members(properties), False
    if isinstance(event, Event):
        if properties:
            raise TypeError("give the class of the event with some properties, or a whole event, not both")
        return event.DATA["name"], {**plain_members(event._values), **event.DATA["constants"]}, True
    names = arguments(event.DATA)
    for given in properties:
        if given not in names and given not in event.DATA["properties"]:
            known = ", ".join(names)
            raise TypeError(f"{event.__name__} has no property '{given}'; it has {known or 'none'}")
    wanted = {names.get(given, given): value for given, value in properties.items()}
    return event.DATA["name"], plain_members(wanted), False


def _differences(
    wanted: Mapping[str, Json], found: Mapping[str, Json], is_whole: bool
) -> list[tuple[str, object, object]]:
    names = [*wanted, *(name for name in found if is_whole and name not in wanted)]
    pairs = ((name, wanted.get(name, _ABSENT), found.get(name, _ABSENT)) for name in names)
    return [pair for pair in pairs if not _is_same(pair[1], pair[2])]


def _is_same(one: object, other: object) -> bool:
    """Whether two values are the same in JSON: 1 is 1.0, and true is not 1."""
    if one is _ABSENT or other is _ABSENT:
        return one is other
    return one == other and isinstance(one, bool) == isinstance(other, bool)


def _shown(value: object) -> str:
    if value is _ABSENT:
        return "nothing"
    text = json.dumps(plain(value), ensure_ascii=False, default=str)
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def _told(properties: Mapping[str, Json]) -> str:
    return "\n".join(f"  {name}: {_shown(value)}" for name, value in properties.items()) or "  no properties"


class Recordable(Protocol):
    """A tracker, of which recordings can be made."""

    def recording(self) -> Recording:
        """What is tracked while the block lasts."""
        ...


def fixture(tracker: Recordable, name: str = "tracked") -> Callable[..., Any]:
    """A pytest fixture that gives a recording of the test: `tracked = fixture(tracker)` in a conftest.py."""
    import pytest

    @pytest.fixture(name=name)
    def recorded() -> Iterator[Recording]:
        with tracker.recording() as seen:
            yield seen

    return recorded
