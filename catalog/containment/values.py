"""Sets of JSON values, kind by kind: the one form in which containment is decided."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import inf
from types import MappingProxyType
from typing import Final

from catalog.model.values import Json
from catalog.schema.patterns import Pattern


class Undecided(Exception):
    """What was asked is outside the family, or the budget is spent; says which."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbers:
    """Doubles from `low` to `high`, both included; only integers, or only multiples, where that is said."""

    low: float = -inf
    high: float = inf
    integral: bool = False
    step: int = 1
    """Integers are multiples of this."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """A pattern outside the subset: all that is known of it is that the same pattern finds the same texts."""

    source: str
    reason: str = field(compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Texts:
    """Texts of a length in code points in which every pattern is found."""

    patterns: tuple[Pattern, ...] = ()
    unread: frozenset[Unread] = frozenset()
    low: int = 0
    high: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrays:
    """Lists of a length whose items are all of one set; `unique` ones have none twice."""

    items: "Values"
    low: int = 0
    high: int | None = None
    unique: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Objects:
    """Objects with named members; `rest` is what members of other names are, whose names are of `keys`."""

    members: Mapping[str, "Values"] = field(default_factory=lambda: MappingProxyType({}))
    required: frozenset[str] = frozenset()
    rest: "Values | None" = None
    """None: no other name is allowed."""
    keys: Texts = Texts()
    low: int = 0
    high: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Values:
    """A set of JSON values: one part for each kind, None where the kind is not in it."""

    null: bool = False
    booleans: frozenset[bool] = frozenset()
    numbers: Numbers | None = None
    texts: Texts | None = None
    arrays: Arrays | None = None
    objects: Objects | None = None
    listed: tuple[Json, ...] | None = None
    """When given, the set has these members and no others."""


NOTHING: Final = Values()
NULL: Final = Values(null=True)
