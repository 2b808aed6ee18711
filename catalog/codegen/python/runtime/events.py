"""Events as values: what `tracker.track` takes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from .data import EventData
from .unset import UNSET
from .values import plain_members


class Event:  # noqa: PLW1641  # its values may be lists
    """One occurrence of an event as a value, for `tracker.track`; `repr` shows no value."""

    __slots__ = ("_values",)

    DATA: ClassVar[EventData]

    def __init__(self, values: Mapping[str, object]) -> None:
        self._values = {name: value for name, value in values.items() if value is not UNSET}

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Event) or type(other) is not type(self):
            return NotImplemented
        return plain_members(self._values) == plain_members(other._values)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(f'{name}=…' for name in self._values)})"
