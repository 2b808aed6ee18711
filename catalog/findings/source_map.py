"""Where every value of a catalog stands: file, line and column, found when somebody asks."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

Pointer = tuple[str | int, ...]
"""Keys and indices from the top of a file down to a value."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A position in a file: relative path with `/`, line and column from 1, columns in code points."""

    path: str
    line: int
    column: int


Locator = Callable[[str], Mapping[Pointer, tuple[int, int]]]
"""Reads one file again and gives the position of every value in it."""


@dataclass(frozen=True, slots=True)
class SourceMap:
    """The positions of a catalog's values; a clean catalog never pays for them."""

    locate: Locator
    _known: dict[str, Mapping[Pointer, tuple[int, int]]] = field(default_factory=dict)

    def place(self, path: str, pointer: Pointer = ()) -> Place:
        """The position of a value, or of the nearest value around it when it is not there itself."""
        if path not in self._known:
            self._known[path] = self.locate(path)
        positions = self._known[path]
        for length in range(len(pointer), -1, -1):
            found = positions.get(pointer[:length])
            if found is not None:
                return Place(path=path, line=found[0], column=found[1])
        return Place(path=path, line=1, column=1)
