"""A catalog whose names stand in one order, whatever files or releases they were read from.

A catalog's digest knows no order of names, so what is generated from it may not depend on one either.
"""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import TypeVar

from catalog.model.snapshot import Event, Snapshot
from catalog.model.types import ArrayType, MapType, ObjectType, Property

_T = TypeVar("_T")


def in_order(snapshot: Snapshot) -> Snapshot:
    """The same catalog with purposes, destinations and the properties of all that has some by name."""
    settings = snapshot.settings
    return replace(
        snapshot,
        settings=settings.model_copy(
            update={"destinations": _by_name(settings.destinations), "purposes": _by_name(settings.purposes)}
        ),
        entities=_by_name(
            {
                name: one.model_copy(update={"properties": _ordered(one.properties)})
                for name, one in snapshot.entities.items()
            }
        ),
        contexts=_by_name(
            {
                name: one.model_copy(update={"properties": _ordered(one.properties)})
                for name, one in snapshot.contexts.items()
            }
        ),
    )


def event_in_order(event: Event) -> Event:
    """The same event with its properties by name."""
    return replace(event, properties=_ordered(event.properties))


def _by_name(members: Mapping[str, _T]) -> Mapping[str, _T]:
    return MappingProxyType({name: members[name] for name in sorted(members)})


def _ordered(properties: Mapping[str, Property]) -> Mapping[str, Property]:
    return _by_name({name: _inside(one) for name, one in properties.items()})


def _inside(definition: Property) -> Property:
    """A property whose members, if it has any, are in order."""
    match definition:
        case ObjectType():
            return definition.model_copy(update={"properties": _ordered(definition.properties)})
        case ArrayType(items=ObjectType() | ArrayType() | MapType()):
            return definition.model_copy(update={"items": _inside(definition.items)})
        case MapType(values=ObjectType() | ArrayType() | MapType()):
            return definition.model_copy(update={"values": _inside(definition.values)})
        case _:
            return definition
