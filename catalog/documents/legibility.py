"""Whether something is a JSON Schema document at all, small enough to be compared."""

from math import isfinite
from typing import Final

MAX_NESTING: Final = 90
"""How deep objects and arrays are nested in a document at most."""

MAX_VALUES: Final = 200_000
"""How many values a document holds at most."""

_MAX_INTEGER: Final = 10**300


def illegible(document: object) -> str | None:
    """Why a document cannot be read; None when it can."""
    if not isinstance(document, dict | bool):
        return "a schema is an object, true or false"
    waiting: list[tuple[object, int]] = [(document, 0)]
    looked = 0
    while waiting:
        value, depth = waiting.pop()
        looked += 1
        if looked > MAX_VALUES:
            return f"it holds more than {MAX_VALUES:,} values"
        if depth > MAX_NESTING:
            return f"it is nested deeper than {MAX_NESTING} levels"
        match value:
            case None | bool() | str():
                continue
            case int():
                if abs(value) > _MAX_INTEGER:
                    return "it holds an integer of more than 300 digits"
            case float():
                if not isfinite(value):
                    return "it holds a number that JSON has not"
            case list():
                waiting += [(item, depth + 1) for item in value]
            case dict():
                if not all(isinstance(name, str) for name in value):
                    return "it holds a name that is no text"
                waiting += [(member, depth + 1) for member in value.values()]
            case _:
                return f"it holds a value of type {type(value).__name__}, which JSON has not"
    return None
