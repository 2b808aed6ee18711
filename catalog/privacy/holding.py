"""Which scalars could hold anything that a detector knows, by their types and limits."""

from typing import Final

from catalog.model.types import (
    BooleanType,
    DateType,
    FlagType,
    IntegerType,
    NumberType,
    Scalar,
    StringType,
    TimestampType,
    UriType,
    UuidType,
)
from catalog.privacy.detectors import calls_for

_SHORTEST: Final = 4
"""Shorter texts hold nothing that a detector knows."""
LARGE: Final = 10**12
"""Integers below are nothing that a detector knows without a telling name."""


def could_hold(name: str, definition: Scalar) -> bool:
    """Whether values of a scalar could be anything that a detector knows."""
    if getattr(definition, "enum", None) is not None or getattr(definition, "const", None) is not None:
        return False
    match definition:
        case StringType() | FlagType():
            return definition.max_length is None or definition.max_length >= _SHORTEST
        case UriType():
            return True
        case IntegerType() | NumberType():
            return definition.maximum is None or definition.maximum >= LARGE or calls_for(name)
        case TimestampType() | DateType():
            return calls_for(name)
        case BooleanType() | UuidType():
            return False
