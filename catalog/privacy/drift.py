"""Drift: personal data in a property that is declared to be about nobody."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final, NamedTuple

from catalog.model.category import NONE
from catalog.model.types import (
    ArrayType,
    BooleanType,
    DateType,
    IntegerType,
    MapKeys,
    MapType,
    NumberType,
    ObjectType,
    Property,
    Scalar,
    StringType,
    TimestampType,
    UriType,
    UuidType,
)
from catalog.privacy.detectors import Hit, calls_for, detect_value, quiet_under
from catalog.privacy.naming import named_like
from catalog.privacy.transforms import Json

BY_NAME: Final = "name"
"""The detector that looks at the names of properties alone."""

EXCUSE: Final = "pii/suggestive-name"
"""The rule whose allowance on a property says why its name suggests what it is not."""

_SHORTEST: Final = 4
"""Shorter texts hold nothing that a detector knows."""
_LARGE: Final = 10**12
"""Integers below are nothing that a detector knows without a telling name."""


class Sighting(NamedTuple):
    """One hit, and where in a property's value it is; names of the payload's own making are part of it."""

    place: tuple[str | int, ...]
    hit: Hit
    is_declared: bool = True
    """Whether the property is declared `none`; else no definition names it."""


Watch = Callable[[Json], Iterator[Sighting]]
"""Finds personal data in the values of one property."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """What is looked at in one object: declared members, and where the others stay, those too."""

    watches: Mapping[str, Watch]
    declared: frozenset[str] | None = None
    """The names that a definition has; None where nothing else stays."""

    def sightings(self, members: Mapping[str, Json]) -> Iterator[tuple[str, Sighting]]:
        """Every hit, with the name of the member that has it."""
        for name, watch in self.watches.items():
            if name in members:
                yield from ((name, sighting) for sighting in watch(members[name]))
        if self.declared is not None:
            for name, member in members.items():
                if name not in self.declared:
                    yield from ((name, sighting) for sighting in watch_undeclared(name, member))

    def quiet(self, members: Mapping[str, Json]) -> dict[str, Json]:
        """The members in which nothing is seen."""
        seen = {name for name, _ in self.sightings(members)}
        return {name: member for name, member in members.items() if name not in seen}


def watched(properties: Mapping[str, Property], *, keeps_rest: bool) -> Watched:
    """What looks at an object of these properties; `keeps_rest` where undeclared members stay."""
    found = {name: watch_of(name, one, keeps_rest=keeps_rest) for name, one in properties.items()}
    return Watched(
        watches={name: watch for name, watch in found.items() if watch is not None},
        declared=frozenset(properties) if keeps_rest else None,
    )


def watch_of(name: str, definition: Property, *, keeps_rest: bool = False) -> Watch | None:
    """What looks at a property's values; None when no part is declared `none` and could hold any."""
    by_name = _by_name(name, definition)
    by_value = _values(name, definition, definition.data, keeps_rest=keeps_rest)
    if by_name is None or by_value is None:
        return by_value if by_name is None else _once(by_name)

    def watch(value: Json) -> Iterator[Sighting]:
        seen = [*by_value(value)]
        yield from seen
        if value is not None and all(one.hit.category != by_name.category for one in seen):
            yield Sighting((), by_name)

    return watch


Quiet = Callable[[Any], bool]
"""Whether a value that the fast path has decoded holds nothing that a `Watch` would find."""


def quiet_of(name: str, definition: Property) -> Quiet | None:
    """What decides quickly on texts, lists of them and maps to them; None where only a `Watch` can look.

    Meant for properties that are watched: one whose name gives it away is never quiet.
    """
    if _by_name(name, definition) is not None:
        return None
    match definition:
        case StringType() | UriType():
            look = quiet_under(name)
            return look if not definition.nullable else lambda value: value is None or look(value)
        case IntegerType():
            return _quiet_number(name, is_nullable=definition.nullable)
        case ArrayType(items=StringType(nullable=False)) if not definition.nullable:
            look = quiet_under(name)
            return lambda values: all(map(look, values))
        case MapType(values=BooleanType() | NumberType()) if not definition.nullable and not calls_for(name):
            look = quiet_under("")
            return lambda entries: all(map(look, entries))
        case _:
            return None


@lru_cache(maxsize=4096)
def _quiet_number(name: str, *, is_nullable: bool) -> Quiet:
    """Integers that no detector knows by their size, unless the name calls one."""
    least = 0 if calls_for(name) else _LARGE
    if is_nullable:
        return lambda value: value is None or -least < value < least or not detect_value(value, name)
    return lambda value: -least < value < least or not detect_value(value, name)


def watch_undeclared(name: str, value: Json) -> Iterator[Sighting]:
    """What a member that no definition names holds: its name, and wherever in it values and keys."""
    yield from (Sighting((), hit, is_declared=False) for hit in detect_value(name, ""))
    stack: list[tuple[tuple[str | int, ...], str, Json]] = [((), name, value)]
    while stack:
        place, name, item = stack.pop()
        if isinstance(item, dict):
            keys = ((key, hit) for key in item for hit in detect_value(key, ""))
            yield from (Sighting((*place, key), hit, is_declared=False) for key, hit in keys)
            stack.extend(((*place, key), key, member) for key, member in item.items())
        elif isinstance(item, list):
            stack.extend(((*place, index), name, member) for index, member in enumerate(item))
        else:
            yield from (Sighting(place, hit, is_declared=False) for hit in detect_value(item, name))


def _by_name(name: str, definition: Property) -> Hit | None:
    """What the name of a property declared `none` suggests, unless its file says why it is not that."""
    if definition.data != NONE or EXCUSE in definition.allow:
        return None
    found = named_like(name, definition)
    return None if found is None else Hit(BY_NAME, found[1])


def _once(hit: Hit) -> Watch:
    return lambda value: iter(() if value is None else (Sighting((), hit),))


def _values(name: str, definition: Property, data: str | None, *, keeps_rest: bool) -> Watch | None:
    match definition:
        case ObjectType():
            return _members(watched(definition.properties, keeps_rest=keeps_rest))
        case MapType():
            values = _values(name, definition.values, definition.values.data, keeps_rest=keeps_rest)
            return _entries(definition.keys, values)
        case ArrayType(items=ArrayType() | ObjectType() | MapType()):
            return _items(_values(name, definition.items, definition.items.data, keeps_rest=keeps_rest))
        case ArrayType():
            # `data` of scalar items stands on the array
            return _items(_values(name, definition.items, data, keeps_rest=keeps_rest))
        case _:
            return _scalar(name) if data == NONE and _could_hold(name, definition) else None


def _could_hold(name: str, definition: Scalar) -> bool:
    """Whether values of a scalar could be anything that a detector knows."""
    if getattr(definition, "enum", None) is not None or getattr(definition, "const", None) is not None:
        return False
    match definition:
        case StringType():
            return definition.max_length is None or definition.max_length >= _SHORTEST
        case UriType():
            return True
        case IntegerType():
            return definition.maximum is None or definition.maximum >= _LARGE or calls_for(name)
        case NumberType() | TimestampType() | DateType():
            return calls_for(name)
        case BooleanType() | UuidType():
            return False


def _scalar(name: str) -> Watch:
    def watch(value: Json) -> Iterator[Sighting]:
        if isinstance(value, list | dict):
            return iter(())
        return iter([Sighting((), hit) for hit in detect_value(value, name)])

    return watch


def _items(watch: Watch | None) -> Watch | None:
    if watch is None:
        return None

    def watch_items(value: Json) -> Iterator[Sighting]:
        for index, item in enumerate(value) if isinstance(value, list) else ():
            yield from (one._replace(place=(index, *one.place)) for one in watch(item))

    return watch_items


def _members(inside: Watched) -> Watch | None:
    if not inside.watches and inside.declared is None:
        return None

    def watch_members(value: Json) -> Iterator[Sighting]:
        if isinstance(value, dict):
            found = inside.sightings(value)
            yield from (one._replace(place=(name, *one.place)) for name, one in found)

    return watch_members


def _entries(keys: MapKeys, of_values: Watch | None) -> Watch | None:
    of_keys, of_shown_keys = keys.data == NONE, keys.data in (None, NONE)
    if not of_keys and of_values is None:
        return None

    def watch_entries(value: Json) -> Iterator[Sighting]:
        for key, member in value.items() if isinstance(value, dict) else ():
            # a key that is declared to be about somebody is as private as a value: no place names it
            above = (key,) if of_shown_keys else ()
            if of_keys:
                yield from (Sighting(above, hit) for hit in detect_value(key, ""))
            if of_values is not None:
                yield from (one._replace(place=(*above, *one.place)) for one in of_values(member))

    return watch_entries
