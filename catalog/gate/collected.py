"""What changes collect, or collect otherwise: the rows of the data map that they are about."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from catalog.diff.change import Change, Part, Subject, Verb
from catalog.findings import Spot
from catalog.gate.risk import COLLECTION
from catalog.model.category import Sensitivity
from catalog.model.names import EventName
from catalog.privacy.datamap import data_map
from catalog.privacy.rows import Part as MapPart
from catalog.privacy.rows import Row
from catalog.rules.breaking.comparison import Comparison

_WHOLE = frozenset({Subject.EVENT, Subject.STATUS, Subject.PURPOSE, Subject.UNDECLARED, Subject.DESTINATION})
"""What of an event concerns each of its properties."""
_GONE = frozenset({Verb.REMOVED, Verb.RETIRED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Collected:
    """One property that a change is about, with what becomes of it at each destination."""

    events: tuple[str, ...]
    """The events that carry it; a context, the person or a group type under its own name."""
    path: str
    rows: tuple[Row, ...]
    """By destination; never empty."""

    @property
    def category(self) -> str | None:
        """Its data category; None is unclassified."""
        return self.rows[0].category

    @property
    def sensitivity(self) -> Sensitivity:
        """How much harm a leak of it does."""
        return self.rows[0].sensitivity

    @property
    def description(self) -> str | None:
        """What it is."""
        return self.rows[0].description

    @property
    def leaves(self) -> bool:
        """Whether any destination gets something of it."""
        return any(row.leaves for row in self.rows)


def collected(comparison: Comparison) -> tuple[Collected, ...]:
    """Every property that is collected since these changes, or otherwise; the most sensitive first."""
    found: dict[tuple[str, str, str], tuple[list[str], list[Row]]] = {}
    for name, rows in _rows(comparison):
        for row in rows:
            key = (row.spot.kind, row.spot.name, row.path)
            events, kept = found.setdefault(key, ([], []))
            if name not in events:
                events.append(name)
            if all(one.destination != row.destination for one in kept):
                kept.append(row)
    listed = (
        Collected(events=tuple(events), path=path, rows=tuple(sorted(rows, key=lambda row: row.destination)))
        for (_, _, path), (events, rows) in found.items()
    )
    return tuple(sorted(listed, key=lambda one: (-one.sensitivity.rank, one.events[0], one.path)))


def _rows(comparison: Comparison) -> Iterator[tuple[str, Iterable[Row]]]:
    """The rows that each change is about, under the name of what carries them."""
    new = comparison.new
    known: dict[str, tuple[Row, ...]] = {}

    def of(name: EventName) -> tuple[Row, ...]:
        if name not in known:
            event = new.snapshot.events[name]
            known[name] = data_map(new.snapshot, new.definitions, event).rows
        return known[name]

    for change in comparison.changes:
        if change.subject not in COLLECTION and change.subject is not Subject.STATUS:
            continue
        if change.part is Part.SETTINGS or (change.verb in _GONE and change.subject is not Subject.CATEGORY):
            continue
        for reach in change.reaches:
            if reach.after is None:
                continue
            rows = of(reach.after)
            if change.part is Part.EVENT and not change.path:
                if change.subject in _WHOLE:
                    yield reach.after, [row for row in rows if row.part is MapPart.PROPERTY]
                continue
            at = change.now or change.was
            name = reach.after if change.part is Part.EVENT else change.name or "person"
            yield name, [row for row in rows if at is not None and _is_at(row.spot, at, change)]
            if change.part is not Part.EVENT:
                break  # it is the same in all of them


def _is_at(spot: Spot, at: Spot, change: Change) -> bool:
    """Whether a row is of the property that a change stands in."""
    return (spot.kind, spot.name) == (at.kind, at.name) and spot.pointer[1:2] == change.path[:1]
