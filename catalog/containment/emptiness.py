"""Whether anything at all satisfies a type: bounds, lengths and choices that contradict each other."""

from functools import lru_cache
from math import inf, isinf, nextafter
from struct import pack, unpack
from typing import Final, assert_never

from catalog.model.types import (
    ArrayType,
    IntegerType,
    MapKeys,
    NumberType,
    Property,
)
from catalog.model.values import MAX_SAFE_INTEGER
from catalog.schema.patterns import PatternError, parse

MAX_PAYLOAD: Final = 1_048_576
"""Bytes of a payload at most, so that no text has more characters and no array more items.

What asks for more is empty, and is told so before anybody tries to write it out.
"""

MIN_URI: Final = 2
"""The shortest absolute URI has a scheme of one letter and a colon (RFC 3986 §4.3)."""


def contradiction(definition: Property) -> str | None:
    """Why no value but null satisfies a type, and what to do about it; None when some value does.

    Speaks of the type's own keywords: what is empty inside an object or an array has its own contradiction.
    """
    # By tag: pydantic's own isinstance costs ten times as much, and this runs for every property.
    if definition.type == "array":
        return _items(definition)
    if definition.type == "object" or definition.type == "map":
        return None  # the empty object; a required property that nothing satisfies has its own contradiction
    if definition.enum is not None:
        if not definition.enum:
            return "enum is empty; list what it can be"
        if definition.const is not None and definition.const not in definition.enum:
            return "const is not in enum; change one of them"
    match definition.type:
        case "integer":
            return _integers(definition)
        case "number":
            return _numbers(definition)
        case "string":
            if definition.min_length is None and definition.pattern is None:
                return None
            return _order(
                "minLength", definition.min_length, "maxLength", definition.max_length
            ) or _unmatched(definition.pattern, definition.min_length or 0, definition.max_length)
        case "uri":
            if definition.max_length is not None and definition.max_length < MIN_URI:
                return f"maxLength {definition.max_length} is too short for a URI; raise it"
            return _order("minLength", definition.min_length, "maxLength", definition.max_length)
        case "boolean" | "flag" | "timestamp" | "date" | "uuid":
            return None
        case _:
            assert_never(definition.type)


def keys_contradiction(keys: MapKeys) -> str | None:
    """Why no key satisfies a map's `keys`, and what to do about it; None when some key does."""
    return _unmatched(keys.pattern, 0, keys.max_length)


def count_of(definition: Property) -> int | None:
    """How many values a scalar type has at most; None when they are too many to count."""
    if definition.type == "array" or definition.type == "object" or definition.type == "map":
        return None
    count: int | None = None
    if definition.const is not None:
        count = 1
    elif definition.enum is not None:
        count = len(set(definition.enum))
    elif definition.type == "boolean":
        count = 2
    elif definition.type == "integer":
        low, high = integer_bounds(definition)
        step = definition.multiple_of or 1
        count = max(0, high // step - -(-low // step) + 1)
    return count if count is None or not definition.nullable else count + 1


def integer_bounds(definition: IntegerType) -> tuple[int, int]:
    """The least and the greatest integer that the bounds admit."""
    low, high = -MAX_SAFE_INTEGER, MAX_SAFE_INTEGER
    if definition.minimum is not None:
        low = max(low, definition.minimum)
    if definition.exclusive_minimum is not None:
        low = max(low, definition.exclusive_minimum + 1)
    if definition.maximum is not None:
        high = min(high, definition.maximum)
    if definition.exclusive_maximum is not None:
        high = min(high, definition.exclusive_maximum - 1)
    return low, high


def _integers(definition: IntegerType) -> str | None:
    if definition.maximum is None and definition.exclusive_maximum is None and definition.multiple_of is None:
        return None  # the bounds of integers themselves are far away
    low, high = integer_bounds(definition)
    if low > high:
        return _stated_bounds(definition)
    step = definition.multiple_of
    if step is not None and -(-low // step) * step > high:
        return f"no multiple of {step} lies from {low} to {high}; widen the bounds"
    return None


def _numbers(definition: NumberType) -> str | None:
    if definition.maximum is None and definition.exclusive_maximum is None:
        return None
    low, high = _number_bounds(definition)
    return _stated_bounds(definition) if low > high else None


def _number_bounds(definition: NumberType) -> tuple[float, float]:
    """The least and the greatest double that the bounds admit."""
    low, high = -inf, inf
    if definition.minimum is not None:
        low = max(low, definition.minimum)
    if definition.exclusive_minimum is not None:
        low = max(low, nextafter(definition.exclusive_minimum, inf))
    if definition.maximum is not None:
        high = min(high, definition.maximum)
    if definition.exclusive_maximum is not None:
        high = min(high, nextafter(definition.exclusive_maximum, -inf))
    return low, high


def _stated_bounds(definition: IntegerType | NumberType) -> str:
    """The bounds as the file states them: it is two of them that contradict each other."""
    stated = [
        f"{key} {value}"
        for key, value in (
            ("minimum", definition.minimum),
            ("exclusiveMinimum", definition.exclusive_minimum),
            ("maximum", definition.maximum),
            ("exclusiveMaximum", definition.exclusive_maximum),
        )
        if value is not None
    ]
    return f"no {definition.type} has {' and '.join(stated)}; change one of them"


def _order(low_key: str, low: int | None, high_key: str, high: int | None) -> str | None:
    if low is not None and low > MAX_PAYLOAD:
        return f"{low_key} {low} is more than a payload of {MAX_PAYLOAD:,} bytes can hold; lower it"
    if low is not None and high is not None and low > high:
        return f"{low_key} {low} is above {high_key} {high}; change one of them"
    return None


def _items(definition: ArrayType) -> str | None:
    found = _order("minItems", definition.min_items, "maxItems", definition.max_items)
    if found is not None or not definition.unique_items or not definition.min_items:
        return found
    count = _different(definition.items, definition.min_items)
    if count < definition.min_items:
        return f"minItems is {definition.min_items}, and {_only(count)}; lower it"
    return None


def _only(count: int) -> str:
    return "there is only 1 different item" if count == 1 else f"there are only {count} different items"


def _different(definition: Property, most: int) -> int:
    """How many different values an item has, at most so many as are asked for."""
    known = count_of(definition)
    if known is not None:
        return min(known, most)
    count = most
    if definition.type == "number":
        low, high = _number_bounds(definition)
        count = most if isinf(low) or isinf(high) else max(0, _ordinal(high) - _ordinal(low) + 1)
    elif definition.type == "string" and definition.pattern is not None:
        count = _matching(definition.pattern, definition.min_length or 0, definition.max_length, most)
    elif definition.type == "string" and definition.max_length is not None and definition.max_length < 2:
        count = (0 if definition.min_length else 1) + definition.max_length * _CHARACTERS
    return min(most, count + definition.nullable)


_CHARACTERS: Final = 0x110000 - 0x800  # Unicode's code points without the halves of surrogate pairs


def _ordinal(number: float) -> int:
    """The place of a double among all doubles: neighbours differ by one, both zeros are one number."""
    (bits,) = unpack("<q", pack("<d", abs(number)))
    return int(bits) if number > 0 else -int(bits)


@lru_cache(maxsize=4096)
def _matching(pattern: str, low: int, high: int | None, most: int) -> int:
    try:
        return parse(pattern).automaton().count(low, high, most)
    except PatternError:
        return most  # what cannot be read has a finding of its own


@lru_cache(maxsize=4096)
def _unmatched(pattern: str | None, low: int, high: int | None) -> str | None:
    if pattern is None:
        return None
    try:
        automaton = parse(pattern).automaton()
    except PatternError:
        return None  # what cannot be read has a finding of its own
    if automaton.shortest(low, high) is not None:
        return None
    if automaton.shortest() is None:
        return "the pattern matches no text at all; change it"
    limits = " and ".join(
        f"{key} {value}"
        for key, value in (("minLength", low or None), ("maxLength", high))
        if value is not None
    )
    return f"no text that the pattern matches has {limits}; change one of them"
