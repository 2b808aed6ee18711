"""The values inside of objects and lists that stand in a call, each with the definition that it is for."""

from collections.abc import Iterator
from typing import NamedTuple

from catalog.model.types import ArrayType, MapType, ObjectType, Property
from catalog.scan.facts import Array, Object
from catalog.scan.told import Placed


class Part(NamedTuple):
    """A value that is no object or list written out; an item of a list has the list's definition."""

    definition: Property
    value: Placed


def parts(definition: Property, value: Placed) -> Iterator[Part]:
    """The parts of a value; of one that is not written out, itself. What nothing declares is left out."""
    expression = value.expression
    match definition:
        case ArrayType() if isinstance(expression, Array):
            # `data` of a list of scalars stands on the list.
            inner = definition.items if isinstance(definition.items, ObjectType | MapType) else definition
            for item in expression.items:
                yield from parts(inner, Placed(item, value.path))
        case ObjectType() if isinstance(expression, Object):
            for entry in expression.entries:
                if entry.key in definition.properties:
                    yield from parts(definition.properties[entry.key], Placed(entry.value, value.path))
        case MapType() if isinstance(expression, Object):
            for entry in expression.entries:
                yield from parts(definition.values, Placed(entry.value, value.path))
        case _:
            yield Part(definition, value)
