"""A value of the catalog by what its file defines, which stays the same wherever the catalog lies."""

from dataclasses import dataclass
from typing import Literal

from catalog.findings.source_map import Pointer

Kind = Literal["settings", "group", "context", "entity", "event"]
"""What a file of a catalog defines."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """A value of the catalog: the file by what it defines, and the way down to the value."""

    kind: Kind
    name: str
    pointer: Pointer
