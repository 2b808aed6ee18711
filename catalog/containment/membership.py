"""Whether one JSON value is in a set, and which of two values is written shorter."""

import rfc8785

from catalog.containment.values import Arrays, Numbers, Objects, Texts, Undecided, Values
from catalog.model.values import MAX_SAFE_INTEGER, Json


def contains(values: Values, value: Json) -> bool:
    """Whether a value is in the set; true is no number, 1.0 is the integer 1. Raises Undecided."""
    if values.listed is not None:
        return any(same(value, one) for one in values.listed)
    if value is None:
        return values.null
    if isinstance(value, bool):
        return value in values.booleans
    if isinstance(value, int | float):
        return values.numbers is not None and is_among(values.numbers, value)
    if isinstance(value, str):
        return values.texts is not None and is_text_of(values.texts, value)
    if isinstance(value, list):
        return values.arrays is not None and _is_array_of(values.arrays, value)
    return values.objects is not None and _is_object_of(values.objects, value)


def is_among(numbers: Numbers, value: float) -> bool:
    """Whether a number is in the set."""
    if not numbers.low <= value <= numbers.high:
        return False
    if not numbers.integral:
        return True
    return float(value).is_integer() and abs(value) <= MAX_SAFE_INTEGER and int(value) % numbers.step == 0


def is_text_of(texts: Texts, value: str) -> bool:
    """Whether a text is in the set. Raises Undecided where a pattern decides that is not read."""
    if len(value) < texts.low or (texts.high is not None and len(value) > texts.high):
        return False
    if not all(pattern.automaton().matches(value) for pattern in texts.patterns):
        return False
    for pattern in texts.unread:
        raise Undecided(pattern.reason)
    return True


def same(one: Json, other: Json) -> bool:
    """JSON's equality: 1 and 1.0 are equal, 1 and true are not."""
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(one[name], other[name]) for name in one)
    return one == other


def written(value: Json) -> bytes:
    """The value in canonical JSON (RFC 8785)."""
    # most values are small integers and short texts, which are written alike by everybody
    if type(value) is int and abs(value) <= MAX_SAFE_INTEGER:
        return b"%d" % value
    if type(value) is str and value.isalnum() and value.isascii():
        return b'"%b"' % value.encode("ascii")
    return rfc8785.dumps(value)


def size_of(value: Json) -> tuple[int, bytes]:
    """What orders values: shorter canonical JSON first, then by its bytes."""
    text = written(value)
    return len(text), text


def _is_array_of(arrays: Arrays, value: list[Json]) -> bool:
    if len(value) < arrays.low or (arrays.high is not None and len(value) > arrays.high):
        return False
    if arrays.unique and any(same(one, other) for at, one in enumerate(value) for other in value[:at]):
        return False
    return all(contains(arrays.items, item) for item in value)


def _is_object_of(objects: Objects, value: dict[str, Json]) -> bool:
    if len(value) < objects.low or (objects.high is not None and len(value) > objects.high):
        return False
    if not objects.required <= value.keys():
        return False
    return all(contains(member_of(objects, name), member) for name, member in value.items())


def member_of(objects: Objects, name: str) -> Values:
    """What a member of this name may be; nothing when the name is not allowed."""
    if name in objects.members:
        return objects.members[name]
    if objects.rest is None or not is_text_of(objects.keys, name):
        return Values()
    return objects.rest
