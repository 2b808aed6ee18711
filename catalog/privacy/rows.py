"""The values of the data map: rows, the lines of the catalog that decide about them, and the map itself."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from catalog.findings import Spot
from catalog.model.category import Handling, Sensitivity
from catalog.model.event import Status
from catalog.model.policy import Policy
from catalog.model.settings import Basis, Settings, Subject
from catalog.model.snapshot import Event

EVERY_EVENT: Final = "*"
"""Stands for the event of a row that is the same in every event of its destination."""


class Part(StrEnum):
    """The part of a payload that something stands in."""

    PROPERTY = "property"
    UNDECLARED = "undeclared"
    """Properties that no definition names, where the catalog keeps them."""
    IDENTITY = "identity"
    PERSON = "person"
    GROUP = "group"
    CONTEXT = "context"
    ENVELOPE = "envelope"
    """What says which occurrence a payload is, when it was and which program sent it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """One line of the catalog that decides how something is handled, and what it says."""

    says: str
    spot: Spot


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedPurpose:
    """A purpose that a property states for itself and for all that it holds."""

    purpose: str
    of: str
    """The path of the property."""
    spot: Spot


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One part of one property at one destination: what it is, and what becomes of it there."""

    category: str | None
    """None is unclassified."""
    sensitivity: Sensitivity
    special: bool
    destination: str
    event: str
    """`*` is every event that goes there: identity, person, groups and context are the same in all."""
    status: Status | None
    part: Part
    path: str
    """`tags[]` are the items of a list, `rows{key}` and `rows{value}` the keys and values of a map."""
    handling: Handling
    form: str
    """How it leaves, in words that end a sentence: `as it is`, `to the day`, `not at all`."""
    sent_as: str | None
    """The path under the names that the destination receives; None when it does not leave."""
    arrives_as: tuple[str, ...] = ()
    """The paths under the names that aliases of the event have for it."""
    purposes: tuple[str, ...]
    """What it is for: the nearest that is stated, else that of its event."""
    stated_purposes: tuple[StatedPurpose, ...] = ()
    """What it and those around it state, the outermost first: consent is needed to each of them."""
    bases: tuple[Basis, ...]
    subjects: tuple[Subject, ...]
    description: str | None
    spot: Spot
    """Where it is defined."""
    holder: Spot
    """The nearest definition with a name, which `handling` can stand at; of a key or an id, its entity."""
    causes: tuple[Cause, ...]

    @property
    def leaves(self) -> bool:
        """Whether the destination gets anything of it."""
        return self.handling not in (Handling.DROP, Handling.REFUSE)

    @property
    def is_personal(self) -> bool:
        """Whether it is personal by itself: who somebody is, or worse when it leaks."""
        return self.sensitivity.rank >= Sensitivity.PERSONAL.rank


@dataclass(frozen=True, slots=True, kw_only=True)
class DataMap:
    """The record of processing that a catalog amounts to."""

    settings: Settings
    policy: Policy
    events: Mapping[str, tuple[Event, ...]]
    """Destination → the events that go there."""
    rows: tuple[Row, ...]
    """By sensitivity, the worst first, then category, destination, event and path."""

    def narrowed(
        self,
        *,
        destinations: Iterable[str] | None = None,
        categories: Iterable[str | None] | None = None,
        leaving: bool = False,
    ) -> "DataMap":
        """The map of some destinations or categories, or of what leaves alone."""
        chosen = None if destinations is None else frozenset(destinations)
        wanted = None if categories is None else frozenset(categories)
        rows = (
            row
            for row in self.rows
            if (chosen is None or row.destination in chosen)
            and (wanted is None or row.category in wanted)
            and (row.leaves or not leaving)
        )
        events = {name: found for name, found in self.events.items() if chosen is None or name in chosen}
        return replace(self, rows=tuple(rows), events=events)
