"""The names that properties have: where they arrive, in the catalog, and where they leave."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final, NamedTuple

from catalog.model.types import ArrayType, MapType, ObjectType, Property
from catalog.schema.leaving import sent_name

_NOTHING: Final[Mapping[str, str]] = MappingProxyType({})


class Calling(NamedTuple):
    """One way to call the properties of an object, and those inside them."""

    renamed: Mapping[str, str] = _NOTHING
    """What an alias calls otherwise: arriving name → the catalog's. Nothing inside a property is renamed."""
    destination: str | None = None
    """Who receives them under names of its own, after `renamed`."""

    def of(self, name: str, definition: Property) -> str:
        """The name of one property that arrives as `name`."""
        own = self.renamed.get(name, name)
        return own if self.destination is None else sent_name(own, definition, self.destination)

    @property
    def inside(self) -> "Calling":
        """How the members of an object that is a property are called."""
        return Calling(destination=self.destination)

    def names(self, name: str, definition: Property) -> tuple[str, ...]:
        """The name of one property, and those of all that it holds."""
        return (self.of(name, definition), *_members(definition, self.inside))


AS_IT_COMES: Final = Calling()


def _members(definition: Property, calling: Calling) -> Iterator[str]:
    match definition:
        case ObjectType():
            for name, member in definition.properties.items():
                yield from calling.names(name, member)
        case ArrayType():
            yield from _members(definition.items, calling)
        case MapType():
            yield from _members(definition.values, calling)
        case _:
            pass
