"""Where every value of a catalog stands: file, line and column, found when somebody asks."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import NamedTuple

Pointer = tuple[str | int, ...]
"""Keys and indices from the top of a file down to a value."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A position in a file: relative path with `/`, line and column from 1, columns in code points."""

    path: str
    line: int
    column: int


class Marks(NamedTuple):
    """Line and column of a value and of the key that it stands under; what has no key is its own."""

    key: tuple[int, int]
    value: tuple[int, int]
    is_text: bool = False
    """Whether the value is one word or text under a key of the format, and not under a name of somebody's."""


class Part(Enum):
    """What of a key and its value is meant by a place."""

    KEY = "key"
    VALUE = "value"
    STATED = "stated"
    """The value where it is one word or text under a key of the format, else the key."""


Locator = Callable[[str], Mapping[Pointer, Marks]]
"""Reads one file again and gives the position of every value in it."""


@dataclass(frozen=True, slots=True)
class SourceMap:
    """The positions of a catalog's values; a clean catalog never pays for them."""

    locate: Locator
    _known: dict[str, Mapping[Pointer, Marks]] = field(default_factory=dict)

    def place(self, path: str, pointer: Pointer = (), part: Part = Part.KEY) -> Place:
        """The position of a key or its value, or of the nearest key around it when it is not there itself."""
        if path not in self._known:
            self._known[path] = self.locate(path)
        positions = self._known[path]
        for length in range(len(pointer), -1, -1):
            found = positions.get(pointer[:length])
            if found is not None:
                is_value = part is Part.VALUE or (part is Part.STATED and found.is_text)
                line, column = found.value if is_value and length == len(pointer) else found.key
                return Place(path=path, line=line, column=column)
        return Place(path=path, line=1, column=1)
