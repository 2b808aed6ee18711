"""Values that a destination refuses: a payload that has one of them does not go there at all."""

from collections.abc import Iterable, Iterator, Mapping
from typing import assert_never

from catalog.model.category import Handling
from catalog.privacy.places import step_to
from catalog.privacy.transforms import Json
from catalog.schema.treatment import Entries, Fields, Items, Leaf, Treatment

Refused = tuple[tuple[str | int, ...], str | None]
"""Where a refused value stands, and its data category; the place is where the property's value begins."""


def refuses(treated: Treatment) -> bool:
    """Whether the destination refuses any part of a property."""
    match treated:
        case Leaf():
            return treated.handling is Handling.REFUSE
        case Items():
            return refuses(treated.items)
        case Fields():
            return any(map(refuses, treated.members.values()))
        case Entries():
            return refuses(treated.keys) or refuses(treated.values)
        case _:
            assert_never(treated)


def refused(treated: Treatment, value: Json) -> Iterator[Refused]:
    """The refused parts of one value; null is no value, and an empty list or map has none."""
    match treated:
        case Leaf():
            if treated.handling is Handling.REFUSE and value is not None:
                yield (), treated.data
        case Items():
            for index, item in enumerate(value) if isinstance(value, list) else ():
                yield from _below(index, refused(treated.items, item))
        case Fields():
            if isinstance(value, Mapping):
                for name, member in treated.members.items():
                    if name in value:
                        yield from _below(name, refused(member, value[name]))
        case Entries():
            yield from _entries(treated, value) if isinstance(value, Mapping) else ()
        case _:
            assert_never(treated)


def _entries(treated: Entries, value: Mapping[str, Json]) -> Iterator[Refused]:
    """The refused parts of a map."""
    for key, entry in value.items():
        found = (*refused(treated.keys, key), *refused(treated.values, entry))
        yield from _below(step_to(key, treated.definition.keys), found)


def _below(step: str | int, found: Iterable[Refused]) -> Iterator[Refused]:
    return (((step, *place), data) for place, data in found)
