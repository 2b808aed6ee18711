"""Where every value of a catalog stands: file, line and column, found when somebody asks."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
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


Locator = Callable[[str], Mapping[Pointer, Marks]]
"""Reads one file again and gives the position of every value in it."""


@dataclass(frozen=True, slots=True)
class SourceMap:
    """The positions of a catalog's values; a clean catalog never pays for them."""

    locate: Locator
    _known: dict[str, Mapping[Pointer, Marks]] = field(default_factory=dict)

    def place(self, path: str, pointer: Pointer = (), *, of_value: bool = False) -> Place:
        """The position of a value's key, or of what is nearest around it when it is not there itself.

        `of_value`: of the value itself, where that is what is wrong.
        """
        if path not in self._known:
            self._known[path] = self.locate(path)
        positions = self._known[path]
        for length in range(len(pointer), -1, -1):
            found = positions.get(pointer[:length])
            if found is not None:
                line, column = found.value if of_value and length == len(pointer) else found.key
                return Place(path=path, line=line, column=column)
        return Place(path=path, line=1, column=1)
