"""What has been seen of a property, in payloads and in source code: types, bounds and forms, never values."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from catalog.model.values import Json
from catalog.privacy.detectors import detect_value
from catalog.privacy.naming import said_of
from catalog.privacy.words import told_name
from catalog.schema.formats import FORMATS
from catalog.validation.supplied import is_showable

MAX_DEPTH: Final = 6
"""Objects in objects: what is nested deeper is not described."""
MAX_MEMBERS: Final = 60
"""An object with more names than so has data for keys: it is a map."""
_ANY: Final = ""
"""Stands for every name of a map."""
MAX_LITERALS: Final = 24
"""More texts than so in source code are no enum that somebody meant."""


@dataclass(slots=True, kw_only=True)
class Seen:
    """One property, or what arrays and objects hold, as far as it has been seen.

    No value is kept but texts that stand in source code: what a payload brought leaves only its type, its
    length and the data category that a detector saw in it.
    """

    times: int = 0
    """How often it was there, null included."""
    nulls: int = 0
    kinds: Counter[str] = field(default_factory=Counter)
    """Type of the format → how often; `unknown` is an expression that source code does not tell."""
    low: float | None = None
    high: float | None = None
    longest: int = 0
    """The most characters of a text, or the most items of a list."""
    formats: set[str] = field(default_factory=lambda: {*FORMATS})
    """The text types that every text was of."""
    literals: set[str] | None = field(default_factory=set)
    """The texts that source code can send; None when it can send others."""
    categories: Counter[str] = field(default_factory=Counter)
    """Data category that a detector saw in a value → how often."""
    items: "Seen | None" = None
    members: dict[str, "Seen"] = field(default_factory=dict)
    longest_key: int = 0
    is_map: bool = False
    """Whether its names are data: too many to be anybody's choice, or such as nobody would choose."""

    def take(self, value: Json, name: str, around: tuple[str, ...] = ()) -> None:
        """Note one value that a payload brought under a name; `around` are the objects that hold it."""
        self.times += 1
        self.literals = None
        if value is None:
            self.nulls += 1
            return
        kind = kind_of(value)
        self.kinds[kind] += 1
        if isinstance(value, bool):
            return
        if isinstance(value, int | float | str):
            self._scalar(value, told_name(name, around))
        elif isinstance(value, list):
            self.longest = max(self.longest, len(value))
            if len(around) < MAX_DEPTH:
                self.items = self.items or Seen()
                for item in value:
                    self.items.take(item, name, around)
        elif len(around) < MAX_DEPTH:
            for key, member in value.items():
                self.member(key).take(member, key, (*around, name))

    def _scalar(self, value: float | str, name: str) -> None:
        if isinstance(value, str):
            self.longest = max(self.longest, len(value))
            self.formats = {one for one in self.formats if FORMATS[one].matches(value)}
        else:
            self.low = value if self.low is None else min(self.low, value)
            self.high = value if self.high is None else max(self.high, value)
        said = said_of(name, value)
        if said is not None:
            self.categories[said] += 1
        for hit in detect_value(value, name):
            self.categories[hit.category] += 1

    def member(self, name: str) -> "Seen":
        """What has been seen of one member of it, made when it is first met; of a map, of all of them."""
        if self.is_map:
            self.longest_key = max(self.longest_key, len(name))
            return self.members[_ANY]
        if name not in self.members and (len(self.members) >= MAX_MEMBERS or not is_showable(name)):
            self._become_map()
            return self.member(name)
        return self.members.setdefault(name, Seen())

    def _become_map(self) -> None:
        together = Seen()
        for name, member in self.members.items():
            self.longest_key = max(self.longest_key, len(name))
            together.merge(member)
        self.members = {_ANY: together}
        self.is_map = True

    def may_be(self, kind: str, literal: str | None = None) -> None:
        """Note that source code sends it with this type, and with which text, where it says so."""
        self.times += 1
        if kind == "null":
            self.nulls += 1
            return
        self.kinds[kind] += 1
        self.formats.clear()
        if literal is None:
            if kind != "boolean":
                self.literals = None
        elif self.literals is not None:
            self.literals.add(literal)
            self.longest = max(self.longest, len(literal))
            if len(self.literals) > MAX_LITERALS:
                self.literals = None

    def merge(self, other: "Seen") -> None:
        """Add what was seen elsewhere."""
        self.times += other.times
        self.nulls += other.nulls
        self.kinds += other.kinds
        self.categories += other.categories
        self.longest = max(self.longest, other.longest)
        self.formats &= other.formats
        for bound in (other.low, other.high):
            if bound is not None:
                self.low = bound if self.low is None else min(self.low, bound)
                self.high = bound if self.high is None else max(self.high, bound)
        self.literals = (
            None if self.literals is None or other.literals is None else self.literals | other.literals
        )
        if other.items is not None:
            self.items = self.items or Seen()
            self.items.merge(other.items)
        if other.is_map and not self.is_map:
            self._become_map()
        self.longest_key = max(self.longest_key, other.longest_key)
        for name, member in other.members.items():
            self.member(name).merge(member)


def kind_of(value: Json) -> str:
    """The type of the format that a value other than null has."""
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int):
        return "integer"
    if isinstance(value, float):
        return "integer" if value.is_integer() and abs(value) < 2**53 else "number"
    if isinstance(value, str):
        return "string"
    return "array" if isinstance(value, list) else "object"


@dataclass(slots=True, kw_only=True)
class SeenEvent:
    """Everything that has been seen of one name."""

    wire: str
    payloads: int = 0
    sites: list[tuple[str, int]] = field(default_factory=list)
    """Where source code sends it: file and line."""
    destinations: set[str] = field(default_factory=set)
    properties: dict[str, Seen] = field(default_factory=dict)
    closed_sites: int = 0
    """Call sites whose properties are all written out."""

    def take(self, properties: Mapping[str, Json]) -> None:
        """Note one payload of it."""
        self.payloads += 1
        for name, value in properties.items():
            self.properties.setdefault(name, Seen()).take(value, name)

    @property
    def times(self) -> int:
        """Out of how many a property that is always there has been seen."""
        return self.payloads + self.closed_sites
