"""What definitions admit, as sets of values."""

from collections.abc import Mapping
from dataclasses import replace
from math import inf, nextafter
from types import MappingProxyType
from typing import assert_never

from catalog.containment.emptiness import MAX_PAYLOAD, integer_bounds
from catalog.containment.membership import contains
from catalog.containment.values import NOTHING, Arrays, Numbers, Objects, Texts, Unread, Values
from catalog.model.types import (
    ArrayType,
    BooleanType,
    DateType,
    FlagType,
    IntegerType,
    MapType,
    NumberType,
    ObjectType,
    Property,
    StringType,
    TimestampType,
    UriType,
    UuidType,
)
from catalog.model.values import Json
from catalog.schema.formats import FORMATS, pattern_of
from catalog.schema.patterns import PatternError


def values_of(definition: Property) -> Values:
    """The values that a property admits.

    Raises Undecided for an `enum` beside a pattern outside the subset.
    """
    found = _by_type(definition)
    if not isinstance(definition, ArrayType | ObjectType | MapType):
        chosen: tuple[Json, ...] | None = definition.enum
        if definition.const is not None:
            chosen = (definition.const,) if chosen is None or definition.const in chosen else ()
        if chosen is not None:
            listed = tuple(item for item in dict.fromkeys(chosen) if contains(found, item))
            return Values(listed=(*listed, None) if definition.nullable else listed)
    return replace(found, null=True) if definition.nullable else found


def object_of(properties: Mapping[str, Property]) -> Values:
    """The closed objects that named properties form."""
    members = {name: values_of(definition) for name, definition in properties.items()}
    required = frozenset(name for name, definition in properties.items() if definition.required)
    return Values(objects=Objects(members=MappingProxyType(members), required=required))


def texts_of(pattern: str | None, low: int = 0, high: int | None = None) -> Texts:
    """The texts of a length in which a pattern is found."""
    if pattern is None:
        return Texts(low=low, high=high)
    try:
        return Texts(patterns=(pattern_of(pattern),), low=low, high=high)
    except PatternError as error:
        unread = frozenset([Unread(source=pattern, reason=str(error))])
        return Texts(unread=unread, low=low, high=high)


def opened(values: Values, depth: int = 0) -> Values:
    """The same where names that no object states come through, wherever one stands, with any value.

    Of those values there are all that are nested no deeper than these or than `depth`.
    """
    return _opened(values, anything(max(depth, depth_of(values))))


def depth_of(values: Values) -> int:
    """How deep arrays and objects are nested in the members of a set."""
    inner = [] if values.arrays is None else [values.arrays.items]
    if values.objects is not None:
        inner += values.objects.members.values()
        inner += [] if values.objects.rest is None else [values.objects.rest]
    return max((1 + depth_of(one) for one in inner), default=int(values.objects is not None))


def anything(depth: int) -> Values:
    """All values that are nested no deeper than so."""
    found = Values(null=True, booleans=frozenset((False, True)), numbers=Numbers(), texts=Texts())
    if depth == 0:
        return found
    below = anything(depth - 1)
    return replace(found, arrays=Arrays(items=below), objects=Objects(rest=below))


def _opened(values: Values, rest: Values) -> Values:
    arrays, objects = values.arrays, values.objects
    if arrays is not None:
        arrays = replace(arrays, items=_opened(arrays.items, rest))
    if objects is not None:
        members = {name: _opened(member, rest) for name, member in objects.members.items()}
        below = rest if objects.rest is None else _opened(objects.rest, rest)
        objects = replace(objects, members=MappingProxyType(members), rest=below)
    return replace(values, arrays=arrays, objects=objects)


def _by_type(definition: Property) -> Values:
    match definition:
        case StringType() | UriType() if (definition.min_length or 0) > MAX_PAYLOAD:
            return NOTHING
        case ArrayType() if (definition.min_items or 0) > MAX_PAYLOAD:
            return NOTHING
        case StringType():
            low = definition.min_length or 0
            return Values(texts=texts_of(definition.pattern, low, definition.max_length))
        case UriType():
            return Values(
                texts=Texts(
                    patterns=(FORMATS["uri"].pattern,),
                    low=definition.min_length or 0,
                    high=definition.max_length,
                )
            )
        case TimestampType() | DateType() | UuidType():
            return Values(texts=Texts(patterns=(FORMATS[definition.type].pattern,)))
        case BooleanType():
            return Values(booleans=frozenset((False, True)))
        case FlagType():
            return Values(booleans=frozenset((False, True)), texts=Texts(low=1, high=definition.max_length))
        case IntegerType():
            low, high = integer_bounds(definition)
            return Values(
                numbers=Numbers(low=low, high=high, integral=True, step=definition.multiple_of or 1)
            )
        case NumberType():
            return Values(numbers=_doubles(definition))
        case ArrayType():
            arrays = Arrays(
                items=values_of(definition.items),
                low=definition.min_items or 0,
                high=definition.max_items,
                unique=definition.unique_items,
            )
            return Values(arrays=arrays)
        case ObjectType():
            return object_of(definition.properties)
        case MapType():
            keys = definition.keys
            return Values(
                objects=Objects(
                    rest=values_of(definition.values),
                    keys=texts_of(keys.pattern, high=keys.max_length),
                    high=definition.max_properties,
                )
            )
        case _:
            assert_never(definition)


def _doubles(definition: NumberType) -> Numbers:
    low, high = -inf, inf
    if definition.minimum is not None:
        low = float(definition.minimum)
    if definition.exclusive_minimum is not None:
        low = max(low, nextafter(float(definition.exclusive_minimum), inf))
    if definition.maximum is not None:
        high = float(definition.maximum)
    if definition.exclusive_maximum is not None:
        high = min(high, nextafter(float(definition.exclusive_maximum), -inf))
    return Numbers(low=low, high=high)
