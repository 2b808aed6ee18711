"""What people agree to: the purposes that properties have of their own, wherever they stand in a property."""

from collections.abc import Iterator, Mapping

from catalog.errors import UnknownName
from catalog.model.nearest import nearest
from catalog.model.settings import Settings
from catalog.model.types import ArrayType, MapType, ObjectType, Property
from catalog.privacy.places import protects, step_to
from catalog.privacy.transforms import Json

Asked = tuple[tuple[str | int, ...], str]
"""Where a part of a value stands that has a purpose of its own, and that purpose; the value is at ()."""


def require_purpose(settings: Settings, name: str) -> None:
    """Raise UnknownName when the catalog states no such purpose."""
    if name not in settings.purposes:
        known = tuple(settings.purposes)
        raise UnknownName("purpose", name, nearest(name, known, 3), known[:10])


def own_purposes(definition: Property) -> Iterator[str]:
    """The purposes that a property and all that it holds state."""
    if definition.purpose is not None:
        yield definition.purpose
    match definition:
        case ObjectType():
            for member in definition.properties.values():
                yield from own_purposes(member)
        case ArrayType():
            yield from own_purposes(definition.items)
        case MapType():
            yield from own_purposes(definition.values)
        case _:
            pass


def asked(
    definition: Property, value: Json, settled: str | None, *, is_protected: bool = False
) -> Iterator[Asked]:
    """The parts of one value that have another purpose than what they stand in, which is `settled`.

    `is_protected` says that what holds it is handled so that nobody may read the keys in it.
    """
    is_protected = is_protected or protects(definition)
    purpose = definition.purpose
    if purpose is not None and purpose != settled:
        yield (), purpose
        settled = purpose
    match definition:
        case ObjectType() if isinstance(value, Mapping):
            for name, member in definition.properties.items():
                if name in value:
                    found = asked(member, value[name], settled, is_protected=is_protected)
                    yield from _below(name, found)
        case ArrayType() if isinstance(value, list):
            for index, item in enumerate(value):
                found = asked(definition.items, item, settled, is_protected=is_protected)
                yield from _below(index, found)
        case MapType() if isinstance(value, Mapping):
            for key, entry in value.items():
                step = step_to(key, definition.keys.data, is_protected=is_protected)
                found = asked(definition.values, entry, settled, is_protected=is_protected)
                yield from _below(step, found)
        case _:
            pass


def _below(step: str | int, found: Iterator[Asked]) -> Iterator[Asked]:
    return (((step, *place), purpose) for place, purpose in found)
