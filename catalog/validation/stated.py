"""The names that a catalog states: whoever says them gives nothing of a payload away."""

from collections.abc import Iterable, Iterator
from typing import Final

from catalog.model.envelope import GROUP_TYPE, GROUPED, HOMES, LISTS, MOVED_OUT, STAMPS, TRANSPORT
from catalog.model.snapshot import Snapshot
from catalog.model.types import ArrayType, MapType, ObjectType, Properties, Property
from catalog.validation.protocols import OF_THE_LINE

_OURS: Final = frozenset(
    {
        "event",
        "properties",
        GROUP_TYPE,
        *GROUPED,
        *HOMES,
        *LISTS,
        *MOVED_OUT,
        *STAMPS,
        *TRANSPORT,
        *OF_THE_LINE,
    }
)


def stated_names(snapshot: Snapshot) -> frozenset[str]:
    """Every name of a property, wherever it is declared, and of a member of envelopes and log lines."""
    found = set(_OURS)
    for event in snapshot.events.values():
        found.update(_names(event.properties))
        for alias in event.aliases:
            found.update(alias.rename)
    for context in snapshot.contexts.values():
        found.update(_names(context.properties))
    for name, entity in snapshot.entities.items():
        found.update((name, *_names(entity.properties)))
    return frozenset(found)


def _names(properties: Properties) -> Iterator[str]:
    for name, definition in properties.items():
        yield name
        yield from definition.send_as.values()
        yield from _inside((definition,))


def _inside(definitions: Iterable[Property]) -> Iterator[str]:
    for definition in definitions:
        match definition:
            case ObjectType():
                yield from _names(definition.properties)
            case ArrayType():
                yield from _inside((definition.items,))
            case MapType():
                yield from _inside((definition.values,))
            case _:
                pass
