"""Two catalogs → their changes: events pairwise, then what stands around them."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace

from catalog.diff.change import Change, Reach, Verb, plain_change, sorted_reaches
from catalog.diff.events import Home, are_alike, event_changes, whole_event
from catalog.diff.pairs import paired
from catalog.diff.settings import settings_changes
from catalog.diff.surroundings import surrounding_changes
from catalog.findings import Spot
from catalog.model.names import EventName
from catalog.model.snapshot import Definitions, Snapshot


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One of the two catalogs that are compared."""

    snapshot: Snapshot
    definitions: Definitions
    release: int | None = None
    """The number of the release that it is, where it is one that was read for its number."""

    def home(self, name: EventName) -> Home:
        """One of its events."""
        return Home(event=self.snapshot.events[name], definitions=self.definitions)


def diff(old: Side, new: Side, pairs: tuple[Reach, ...] | None = None) -> tuple[Change, ...]:
    """Every change from one catalog to another, sorted; the same change of several events is one.

    Where a file moved or a property went into a group that its event includes, nothing changed. Renames are
    paired by shared wire names and by the aliases of both sides; `pairs` are those, where they are known.
    """
    pairs = paired(old.snapshot, new.snapshot) if pairs is None else pairs
    found = list(_of_events(old, new, pairs))
    found += surrounding_changes(old.snapshot, new.snapshot, pairs)
    found += settings_changes(old.snapshot, new.snapshot, pairs)
    return tuple(sorted(_merged(found), key=_order))


def _of_events(old: Side, new: Side, pairs: Iterable[Reach]) -> Iterable[Change]:
    same_groups = frozenset(
        name for name, group in old.definitions.groups.items() if group == new.definitions.groups.get(name)
    )
    for reach in pairs:
        before, after = reach
        if before is None:
            assert after is not None
            yield whole_event(new.home(after), Verb.ADDED)
        elif after is None:
            yield whole_event(old.home(before), Verb.REMOVED)
        elif not are_alike(old.snapshot.events[before], new.snapshot.events[after], same_groups):
            for change in event_changes(old.home(before), new.home(after)):
                yield replace(change, reaches=(reach,))


def _merged(changes: Iterable[Change]) -> Iterable[Change]:
    """The changes of properties that several events have from one group, each once."""
    known: dict[str, Change] = {}
    for change in changes:
        key = json.dumps([plain_change(replace(change, reaches=())), _shown(change.was), _shown(change.now)])
        same = known.get(key)
        known[key] = (
            change
            if same is None
            else replace(same, reaches=sorted_reaches({*same.reaches, *change.reaches}))
        )
    return known.values()


def _shown(spot: Spot | None) -> list[object] | None:
    return None if spot is None else [spot.kind, spot.name, *spot.pointer]


def _order(change: Change) -> tuple[str, ...]:
    """By part, event, place and kind; nothing depends on the order of files."""
    first = change.reaches[0].name if change.part.value == "event" and change.reaches else ""
    return (
        change.part.value,
        first,
        change.name or "",
        change.place,
        change.kind,
        change.key or "",
        change.destination or "",
        json.dumps([change.old, change.new], sort_keys=True),
    )
