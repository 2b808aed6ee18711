"""What a recording keeps of calls."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple, Protocol

from .data import Json
from .who import Who


class Tracked(NamedTuple):
    """What a recording keeps of one call, before any handling; `repr` shows no value."""

    kind: str
    """`event`, `identify` or `group`."""
    name: str
    properties: dict[str, Json]
    """An event's own properties, with those that the tracker fills in; a group's properties."""
    person: Mapping[str, dict[str, Json]]
    """`set` and `set_once` of a person."""
    who: Who
    context: dict[str, Json]
    consent: list[str] | None

    def __repr__(self) -> str:
        return f"Tracked(kind={self.kind!r}, name={self.name!r})"


class Recorder(Protocol):
    """What takes every call while a recording lasts."""

    is_strict: bool

    def record(self, tracked: Tracked) -> None:
        """Keep one call."""
