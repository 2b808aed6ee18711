"""Keys of properties that stand where they mean nothing: all of them, whatever else is wrong around them.

The models refuse them too, but say so of one alone, and only when everything inside it is right.
"""

from collections.abc import Iterator

from catalog.findings import Pointer
from catalog.loading.meant import SCALARS, possible_types
from catalog.model.types import PLACE_KEYS, TYPE_NAMES


def misplaced(data: object) -> Iterator[tuple[Pointer, str]]:
    """Each misplaced key in the plain data of a file: where it is, and the sentence for it."""
    stated = data.get("properties") if isinstance(data, dict) else None
    for name, definition in stated.items() if isinstance(stated, dict) else ():
        yield from _within(definition, ("properties", name))


def _within(definition: object, place: Pointer) -> Iterator[tuple[Pointer, str]]:
    if not isinstance(definition, dict):
        return
    classified = definition.get("data") is not None
    match _type_of(definition):
        case "array":
            items = definition.get("items")
            yield from _names_nothing(items, "items", place)
            held = _type_of(items) if isinstance(items, dict) else None
            if isinstance(items, dict) and held in SCALARS and items.get("data") is not None:
                yield (
                    (*place, "items", "data"),
                    "'data' of scalar items stands on the array, not under 'items'",
                )
            elif held is not None and held not in SCALARS and classified:
                yield (*place, "data"), "'data' stands on leaves: move it into the items"
            if held is not None and held not in SCALARS and definition.get("uniqueItems") is True:
                yield (
                    (*place, "uniqueItems"),
                    "'uniqueItems' needs scalar items: engines do not agree on equal objects and arrays",
                )
            yield from _within(items, (*place, "items"))
        case "object":
            if classified:
                yield (*place, "data"), "'data' stands on leaves: move it to the object's properties"
            for where, sentence in misplaced(definition):
                yield (*place, *where), sentence
        case "map":
            values = definition.get("values")
            yield from _names_nothing(values, "values", place)
            if classified:
                yield (*place, "data"), "'data' of a map stands under 'keys' and 'values'"
            yield from _within(values, (*place, "values"))
        case _:
            pass


def _names_nothing(part: object, where: str, place: Pointer) -> Iterator[tuple[Pointer, str]]:
    """Keys that belong to a name, under what has none."""
    for key in PLACE_KEYS:
        if isinstance(part, dict) and key in part:
            yield (*place, where, key), f"'{key}' stands only under 'properties', not under '{where}'"


def _type_of(definition: dict[str, object]) -> str | None:
    """The type that a property has, or is meant to have: of several scalars any; None when nobody knows."""
    given = definition.get("type")
    return given if given in TYPE_NAMES and isinstance(given, str) else possible_types(definition)[0]
