"""What nothing can be judged by although every file is well formed: rules report it, payloads meet it."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from catalog.model.event import ContextDefinition, EntityDefinition, EventDefinition, GroupDefinition
from catalog.model.settings import Anonymous
from catalog.model.snapshot import Definitions, Snapshot
from catalog.model.types import ArrayType, MapType, ObjectType, Property, StringType
from catalog.schema.patterns import PatternError, parse

Holder = EventDefinition | GroupDefinition | ContextDefinition | EntityDefinition

_OUTSIDE: Final = "is outside the subset that every engine reads alike"


def unjudged(definitions: Definitions, snapshot: Snapshot, patterned: Mapping[str, Holder]) -> Iterator[str]:
    """A sentence for each such thing; `patterned` are the definitions with patterns, by their paths."""
    for event, definition in definitions.events.items():
        for group in definition.include:
            if group not in definitions.groups and group not in snapshot.gaps.groups:
                yield f"{event} includes the group '{group}', which does not exist"
    for name, destination in definitions.settings.destinations.items():
        for context in destination.contexts:
            if context not in snapshot.contexts:
                yield f"{name} lists the context '{context}', which does not exist"
        if isinstance(destination.identity, Anonymous) and _is_outside(destination.identity.anonymous):
            yield f"{name}: the pattern of its identities {_OUTSIDE}"
    for path, holder in patterned.items():
        for named in _outside(holder.properties.items()):
            yield f"{path}: the pattern of {named} {_OUTSIDE}"


def _outside(properties: Iterable[tuple[str, Property]]) -> Iterator[str]:
    for name, definition in properties:
        match definition:
            case StringType() if definition.pattern is not None:
                if _is_outside(definition.pattern):
                    yield f"'{name}'"
            case ObjectType():
                yield from _outside(definition.properties.items())
            case ArrayType():
                yield from _outside([(name, definition.items)])
            case MapType():
                if definition.keys.pattern is not None and _is_outside(definition.keys.pattern):
                    yield f"the keys of '{name}'"
                yield from _outside([(name, definition.values)])
            case _:
                pass


def _is_outside(pattern: str) -> bool:
    try:
        parse(pattern)
    except PatternError:
        return True
    return False
