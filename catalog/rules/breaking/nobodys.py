"""Proofs are about nobody: a text of a catalog that looks like somebody's data is left out of them."""

from collections.abc import Iterable, Iterator, Mapping

from catalog.model.snapshot import Snapshot
from catalog.model.types import ArrayType, MapType, ObjectType, Property
from catalog.model.values import Json
from catalog.rules.pii.shown import somebodys


def presentable(definition: Property) -> Property:
    """The definition with only those of its `enum` that are nobody's data, as long as there are any."""
    match definition:
        case ObjectType():
            members = presentable_ones(definition.properties)
            return definition if members is definition.properties else _with(definition, properties=members)
        case ArrayType():
            items = presentable(definition.items)
            return definition if items is definition.items else _with(definition, items=items)
        case MapType():
            values = presentable(definition.values)
            return definition if values is definition.values else _with(definition, values=values)
        case _:
            listed: tuple[Json, ...] = definition.enum or ()
            shown = tuple(one for one in listed if somebodys(one) is None)
            return definition if not shown or len(shown) == len(listed) else _with(definition, enum=shown)


def presentable_ones(properties: Mapping[str, Property]) -> Mapping[str, Property]:
    """The same of every one of these properties."""
    found = {name: presentable(definition) for name, definition in properties.items()}
    return properties if all(found[name] is properties[name] for name in found) else found


def _with(definition: Property, **stated: object) -> Property:
    return definition.model_copy(update=stated)


def somebodys_in(payload: Json, accepting: Snapshot) -> str | None:
    """The detector that sees somebody's data in a text of a payload that the accepting catalog states.

    What was made up to fit a pattern is nobody's, whatever it looks like.
    """
    seen = {text: found for text in _texts(payload) if (found := somebodys(text)) is not None}
    if not seen:
        return None
    stated = {*_stated(accepting)}
    return next((found for text, found in seen.items() if text in stated), None)


def _texts(value: Json) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for name, member in value.items():
            yield name
            yield from _texts(member)
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item)


def _stated(snapshot: Snapshot) -> Iterator[str]:
    """Every text that an `enum` or a `const` of a catalog has."""
    for event in snapshot.events.values():
        yield from _of_properties(event.properties.values())
    for context in snapshot.contexts.values():
        yield from _of_properties(context.properties.values())
    for entity in snapshot.entities.values():
        yield from _of_properties(entity.properties.values())


def _of_properties(definitions: Iterable[Property]) -> Iterator[str]:
    for definition in definitions:
        match definition:
            case ObjectType():
                yield from _of_properties(definition.properties.values())
            case ArrayType():
                yield from _of_properties([definition.items])
            case MapType():
                yield from _of_properties([definition.values])
            case _:
                yield from (
                    one for one in (*(definition.enum or ()), definition.const) if isinstance(one, str)
                )
