"""Properties whose names suggest personal data that their types could hold."""

from typing import Final

from catalog.model.types import ArrayType, BooleanType, IntegerType, NumberType, Property, StringType
from catalog.privacy.words import suggested

_TEXT: Final = frozenset(
    {
        "user.content",
        "user.name",
        "user.contact",
        "user.contact.email",
        "user.account",
        "user.behavior.search",
        "user.credentials",
        "user.location.imprecise",
        "user.telemetry",
    }
)
"""Categories whose values are text: a number named `notes` or `tokens` counts them."""


def named_like(name: str, definition: Property) -> tuple[str, str] | None:
    """The words of a name that suggest personal data, and the category; None when nothing does.

    None as well when values of the type cannot be that: flags, members of an enum, counts.
    """
    found = suggested(name)
    return None if found is None or _cannot_hold(definition, found[1]) else found


def _cannot_hold(definition: Property, category: str) -> bool:
    if isinstance(definition, ArrayType):
        definition = definition.items
    match definition:
        case BooleanType():
            return True
        case StringType():
            return definition.enum is not None or definition.const is not None
        case IntegerType() | NumberType():
            return category in _TEXT or definition.enum is not None or definition.const is not None
        case _:
            return False
