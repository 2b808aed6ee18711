"""The smallest values that show something: objects that both sides take, values with a certain part."""

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Final

from catalog.containment.definitions import values_of
from catalog.containment.members import array_with, listed, parts, smallest
from catalog.containment.membership import contains, size_of
from catalog.containment.texts import shortest
from catalog.containment.values import Arrays, Undecided, Values
from catalog.diff.change import ITEMS, KEYS, Path
from catalog.model.types import ArrayType, MapType, ObjectType, Property
from catalog.model.values import Json

Named = Mapping[str, Property]

_TRIED: Final = 30
"""Values of a property that are tried, until one is found that the other side takes too."""


def present(definition: Property) -> Property:
    """The definition without null, which is judged by itself."""
    return definition.model_copy(update={"nullable": False}) if definition.nullable else definition


def arrays_of(definition: ArrayType) -> Arrays:
    """The lists that an array admits. Raises Undecided."""
    arrays = values_of(definition).arrays
    assert arrays is not None
    return arrays


def _smallest_of(definition: Property) -> tuple[Json] | None:
    """The smallest value; null where nothing else of a definition can be searched. Raises Undecided."""
    try:
        return smallest(values_of(definition))
    except Undecided:
        if definition.nullable:
            return (None,)
        raise


def plain_object(old: Named) -> dict[str, Json] | None:
    """The smallest object of these properties; None when there is none. Raises Undecided."""
    made: dict[str, Json] = {}
    reasons: list[str] = []
    for name, definition in sorted(old.items()):
        if definition.required:
            try:
                found = _smallest_of(definition)
            except Undecided as error:
                reasons.append(error.reason)
                continue
            if found is None:
                return None  # whatever the others may be
            made[name] = found[0]
    if reasons:
        raise Undecided(reasons[0])
    return made


def shared_object(old: Named, new: Named, without: str | None = None) -> dict[str, Json] | None:
    """The smallest object of the older properties that the newer ones take as far as it can be had.

    It has what either side requires, as long as the older one declares it, so that what is shown by one more
    member, or by one that is missing, is not refused for another reason. `without` is a name that is left
    out, unless the older side requires it. None when the older side has no object at all. Raises Undecided.
    """
    made: dict[str, Json] = {}
    reasons: list[str] = []
    for name, definition in sorted(old.items()):
        after = new.get(name)
        is_needed = after is not None and after.required and name != without
        if not definition.required and not is_needed:
            continue
        try:
            found = _shared(definition, after)
        except Undecided as error:
            reasons += [error.reason] if definition.required else []
            continue
        if found is not None:
            made[name] = found[0]
        elif definition.required:
            return None  # whatever the others may be
    if reasons:
        raise Undecided(reasons[0])
    return made


def _shared(old: Property, new: Property | None) -> tuple[Json] | None:
    """The smallest value that both definitions take, else the smallest one of the older."""
    if new is None or new == old:
        return _smallest_of(old)
    try:
        taken, had = values_of(new), values_of(old)
    except Undecided:
        return _smallest_of(old)
    if isinstance(old, ObjectType) and isinstance(new, ObjectType):
        inner = shared_object(old.properties, new.properties)
        tried: list[Json] = [] if inner is None else [inner]
        tried += [None] if old.nullable and new.nullable else []
    else:
        tried = [*islice(_taken(had, taken), None if len([*parts(had, 1)]) > 1 else 1)]
    return (min(tried, key=size_of),) if tried else _smallest_of(old)


def _taken(had: Values, taken: Values) -> Iterator[Json]:
    """Those of the first values that the other side takes, as far as the search for them comes."""
    try:
        for value in islice(listed(had), _TRIED):
            if contains(taken, value):
                yield value
    except Undecided:
        return


def nulls(old: Named) -> dict[str, Json] | None:
    """The smallest object in which everything that may be null is; null is no value that could be refused."""
    may_be = {name: one for name, one in old.items() if one.required and one.nullable}
    base = plain_object({name: one for name, one in old.items() if name not in may_be})
    return None if base is None else {**base, **dict.fromkeys(may_be)}


def carrying(definition: Property, path: Path = (), leaf: tuple[Json] | None = None) -> tuple[Json] | None:
    """A smallest value that has something other than null at a place; None when there is none.

    The place may be the value itself. `leaf`, alone in a tuple, is what has to stand there. Raises Undecided.
    """
    if not path:
        if leaf is None:
            return smallest(values_of(present(definition)))
        return leaf if takes(definition, leaf[0]) else None
    step, *rest = path
    match definition:
        case ObjectType() if step in definition.properties:
            inner = carrying(definition.properties[step], tuple(rest), leaf)
            return None if inner is None else in_object(definition.properties, step, inner[0])
        case ArrayType() if step == ITEMS:
            inner = carrying(definition.items, tuple(rest), leaf)
            return None if inner is None else in_array(definition, inner[0])
        case MapType() if step == KEYS:
            value = smallest(values_of(definition.values))
            if value is None or leaf is None:
                return None if value is None else in_map(definition, value[0])
            made: Json = {leaf[0]: value[0]} if isinstance(leaf[0], str) else None
            return (made,) if made is not None and takes(definition, made) else None
        case MapType():
            inner = carrying(definition.values, tuple(rest), leaf)
            return None if inner is None else in_map(definition, inner[0])
        case _:
            return None


def in_object(properties: Named, name: str, value: Json) -> tuple[Json] | None:
    """The smallest object with this member."""
    base = plain_object(properties)
    return None if base is None else ({**base, name: value},)


def in_array(definition: ArrayType, item: Json) -> tuple[Json] | None:
    """The shortest list that holds this item."""
    arrays = arrays_of(definition)
    length = max(1, arrays.low)
    if arrays.high is not None and length > arrays.high:
        return None
    found = array_with(arrays, item, length)
    return None if found is None else (found,)


def in_map(definition: MapType, value: Json) -> tuple[Json] | None:
    """The smallest map that has this value."""
    objects = values_of(present(definition)).objects
    assert objects is not None
    key = None if objects.high == 0 else shortest(objects.keys)
    return None if key is None else ({key: value},)


def has_any(definition: Property) -> bool:
    """Whether anything satisfies a definition. Raises Undecided."""
    return smallest(values_of(definition)) is not None


def takes(definition: Property, value: Json) -> bool:
    """Whether a definition admits a value. Raises Undecided."""
    return contains(values_of(definition), value)
