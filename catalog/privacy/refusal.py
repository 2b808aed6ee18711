"""Values that a destination refuses: a payload that has one of them does not go there at all."""

from collections.abc import Iterable, Iterator, Mapping
from typing import assert_never

from catalog.model.category import Handling
from catalog.privacy.places import PROTECTING, protects, step_to
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


def refused(treated: Treatment, value: Json, *, is_protected: bool = False) -> Iterator[Refused]:
    """The refused parts of one value; null is no value, and an empty list or map has none.

    `is_protected` says that what holds it is handled so that nobody may read the keys in it.
    """
    is_protected = is_protected or protects(treated.definition)
    match treated:
        case Leaf():
            if treated.handling is Handling.REFUSE and value is not None:
                yield (), treated.data
        case Items():
            for index, item in enumerate(value) if isinstance(value, list) else ():
                yield from _below(index, refused(treated.items, item, is_protected=is_protected))
        case Fields():
            if isinstance(value, Mapping):
                for name, member in treated.members.items():
                    if name in value:
                        found = refused(member, value[name], is_protected=is_protected)
                        yield from _below(name, found)
        case Entries():
            if isinstance(value, Mapping):
                yield from _entries(treated, value, is_protected=is_protected)
        case _:
            assert_never(treated)


def _entries(treated: Entries, value: Mapping[str, Json], *, is_protected: bool) -> Iterator[Refused]:
    """The refused parts of a map."""
    hides_keys = is_protected or treated.keys.handling in PROTECTING
    for key, entry in value.items():
        found = (
            *refused(treated.keys, key),
            *refused(treated.values, entry, is_protected=is_protected),
        )
        yield from _below(step_to(key, treated.keys.data, is_protected=hides_keys), found)


def _below(step: str | int, found: Iterable[Refused]) -> Iterator[Refused]:
    return (((step, *place), data) for place, data in found)
