"""Which event of the newer catalog is which event of the older one, and which property is which."""

from collections.abc import Mapping
from typing import Final

from catalog.diff.change import Reach, sorted_reaches
from catalog.model.event import Alias
from catalog.model.names import EventName
from catalog.model.snapshot import Event, Snapshot

_BY_WIRE_NAME: Final = 0
_BY_ALIAS: Final = 1


def paired(old: Snapshot, new: Snapshot) -> tuple[Reach, ...]:
    """Every event of both catalogs once, in the order of names.

    An identity that both have is one event. One that only the older has is paired with one that only the
    newer has when they share a wire name, or when the aliases of either side name the other.
    """
    gone = [event for name, event in old.events.items() if name not in new.events]
    come = [event for name, event in new.events.items() if name not in old.events]
    renamed = _renamed(gone, come) if gone and come else {}
    reached = set(renamed.values())
    found = [Reach(name, renamed.get(name, name if name in new.events else None)) for name in old.events]
    found += [Reach(None, event.name) for event in come if event.name not in reached]
    return sorted_reaches(found)


def _renamed(gone: list[Event], come: list[Event]) -> dict[EventName, EventName]:
    """Older identity → newer identity; the same pairs whichever side is called the older one."""
    claims: list[tuple[int, tuple[str, ...], Event, Event]] = []
    by_name: dict[str, list[Event]] = {}
    for event in come:
        for name in {event.name, event.wire, *(alias.name for alias in event.aliases)}:
            by_name.setdefault(name, []).append(event)
    for before in gone:
        names = {before.name, before.wire, *(alias.name for alias in before.aliases)}
        for after in {event.name: event for name in names for event in by_name.get(name, ())}.values():
            strength = _BY_WIRE_NAME if before.wire == after.wire else _BY_ALIAS
            if strength == _BY_WIRE_NAME or _names(before, after) or _names(after, before):
                claims.append((strength, tuple(sorted((before.name, after.name))), before, after))
    pairs: dict[EventName, EventName] = {}
    taken: set[EventName] = set()
    for _, _, before, after in sorted(claims, key=lambda claim: claim[:2]):
        if before.name not in pairs and after.name not in taken:
            pairs[before.name] = after.name
            taken.add(after.name)
    return pairs


def _names(one: Event, other: Event) -> bool:
    """Whether an alias of one event names the other."""
    return any(alias.name in (other.name, other.wire) for alias in one.aliases)


def renamed_properties(old: Event, new: Event) -> Mapping[str, str]:
    """Older name → newer name of the properties that an alias of either side renames."""
    found: dict[str, str] = {}
    links = {
        *((before, after) for before, after in _links(new.aliases)),
        *((before, after) for after, before in _links(old.aliases)),
    }
    taken: set[str] = set()
    for before, after in sorted(links, key=sorted):
        is_move = before in old.properties and before not in new.properties
        is_move = is_move and after in new.properties and after not in old.properties
        if is_move and before not in found and after not in taken:
            found[before] = after
            taken.add(after)
    return found


def _links(aliases: tuple[Alias, ...]) -> list[tuple[str, str]]:
    return [(arriving, name) for alias in aliases for arriving, name in alias.rename.items()]
