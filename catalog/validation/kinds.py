"""The types of values in words: what came, and what a type expects."""

from collections.abc import Mapping
from typing import Final

from catalog.model.values import Json

EXPECTED: Final[Mapping[str, str]] = {
    "string": "a string",
    "integer": "an integer",
    "number": "a number",
    "boolean": "true or false",
    "flag": "true, false or the name of a variant",
    "timestamp": "a timestamp as a string",
    "date": "a date as a string",
    "uuid": "a UUID as a string",
    "uri": "a URI as a string",
    "array": "an array",
    "object": "an object",
    "map": "an object",
}
"""Type → its values, as a problem names them."""


def found_type(value: Json) -> str:
    """The JSON type of a value, as a problem names it."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int):
        return "integer"
    if isinstance(value, float):
        return "integer" if value.is_integer() else "number"
    if isinstance(value, str):
        return "string"
    return "array" if isinstance(value, list) else "object"


class LargeInteger(Exception):
    """An integer beyond what a double holds exactly stands where a number is judged: round it first."""
