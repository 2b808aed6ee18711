"""A quick look at one value: true only when nothing is wrong with it, so that a closer look can be spared."""

from collections.abc import Callable
from typing import Any, Final

from catalog.model.types import (
    ArrayType,
    BooleanType,
    FlagType,
    IntegerType,
    MapType,
    NumberType,
    Property,
    StringType,
)
from catalog.model.values import MAX_SAFE_INTEGER
from catalog.schema.formats import matcher

Fits = Callable[[Any], bool]

_NO_LIMIT: Final = float("inf")


def fits_of(definition: Property) -> Fits | None:
    """What looks at a property's values; None for types and keywords that need the closer look anyway."""
    if definition.deprecated:
        return None
    match definition:
        case StringType(const=None):
            return _string(definition)
        case IntegerType(enum=None, const=None, multiple_of=None) | NumberType(enum=None, const=None):
            return _number(definition)
        case BooleanType(enum=None, const=None):
            return _is_boolean
        case FlagType(enum=None, const=None):
            return _flag(definition)
        case ArrayType():
            return _array(definition)
        case MapType():
            return _map(definition)
        case _:
            return None


def _is_boolean(value: object) -> bool:
    return value is True or value is False


def _flag(definition: FlagType) -> Fits:
    most = _NO_LIMIT if definition.max_length is None else definition.max_length

    def fits(value: Any) -> bool:  # noqa: ANN401  # any JSON value
        return value is True or value is False or (isinstance(value, str) and 1 <= len(value) <= most)

    return fits


def _string(definition: StringType) -> Fits | None:
    least = definition.min_length or 0
    most = _NO_LIMIT if definition.max_length is None else definition.max_length
    if definition.pattern is not None:
        finds = matcher(definition.pattern)
        if finds is None or definition.enum is not None:
            return None
        return lambda value: isinstance(value, str) and least <= len(value) <= most and bool(finds(value))
    if definition.enum is None:

        def fits(value: Any) -> bool:  # noqa: ANN401  # any JSON value
            return isinstance(value, str) and least <= len(value) <= most

        return fits
    allowed = frozenset(text for text in definition.enum if least <= len(text) <= most)
    return lambda value: value.__class__ is str and value in allowed


def _number(definition: IntegerType | NumberType) -> Fits | None:
    """Integers that a double holds exactly, and for numbers doubles, between inclusive bounds."""
    if definition.exclusive_minimum is not None or definition.exclusive_maximum is not None:
        return None
    least = -MAX_SAFE_INTEGER if definition.minimum is None else max(-MAX_SAFE_INTEGER, definition.minimum)
    most = MAX_SAFE_INTEGER if definition.maximum is None else min(MAX_SAFE_INTEGER, definition.maximum)
    kinds: frozenset[object] = _INTEGERS if isinstance(definition, IntegerType) else _NUMBERS

    def fits(value: Any) -> bool:  # noqa: ANN401  # any JSON value
        kind: object = value.__class__
        return kind in kinds and least <= value <= most

    return fits


_INTEGERS: Final[frozenset[object]] = frozenset({int})
_NUMBERS: Final[frozenset[object]] = frozenset({int, float})


def _array(definition: ArrayType) -> Fits | None:
    items = None if definition.items.nullable else fits_of(definition.items)
    if items is None:
        return None
    least = definition.min_items or 0
    most = _NO_LIMIT if definition.max_items is None else definition.max_items

    def fits(value: Any) -> bool:  # noqa: ANN401  # any JSON value
        return isinstance(value, list) and least <= len(value) <= most and all(map(items, value))

    if not definition.unique_items:
        return fits
    if not isinstance(definition.items, StringType):
        return None  # true and 1 differ, and are equal in a set
    return lambda value: fits(value) and len(set(value)) == len(value)


def _map(definition: MapType) -> Fits | None:
    values = None if definition.values.nullable else fits_of(definition.values)
    keys = None if definition.keys.pattern is None else matcher(definition.keys.pattern)
    if values is None or (keys is None and definition.keys.pattern is not None):
        return None
    longest = _NO_LIMIT if definition.keys.max_length is None else definition.keys.max_length
    most = _NO_LIMIT if definition.max_properties is None else definition.max_properties

    def fits(value: Any) -> bool:  # noqa: ANN401  # any JSON value
        return (
            isinstance(value, dict)
            and len(value) <= most
            and max(map(len, value), default=0) <= longest
            and (keys is None or all(map(keys, value)))
            and all(map(values, value.values()))
        )

    return fits
