"""Properties whose names suggest personal data that their types could hold."""

from typing import Final

from catalog.model.types import (
    ArrayType,
    BooleanType,
    FlagType,
    IntegerType,
    NumberType,
    Property,
    StringType,
)
from catalog.privacy.words import suggested, told_name

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


def named_like(name: str, definition: Property, around: tuple[str, ...] = ()) -> tuple[str, str] | None:
    """The words of a name that suggest personal data, and the category; None when nothing does.

    `around` are the names of the objects that the property is a member of, outermost first. None as
    well when values of the type cannot be that: flags, members of an enum, counts.
    """
    found = suggested(told_name(name, around))
    return None if found is None or _cannot_hold(definition, found[1]) else found


def said_of(name: str, value: object) -> str | None:
    """The category that the name of a scalar suggests where nothing declares it; None when nothing does.

    `name` is as `told_name` gives it. None as well for values that cannot be that: nothing, flags, counts.
    """
    if value is None or value == "" or isinstance(value, bool):
        return None
    found = suggested(name)
    if found is None or (isinstance(value, int | float) and found[1] in _TEXT):
        return None
    return found[1]


def _cannot_hold(definition: Property, category: str) -> bool:
    if isinstance(definition, ArrayType):
        definition = definition.items
    match definition:
        case BooleanType():
            return True
        case StringType() | FlagType():  # what is sent as the name of a variant is any text
            return definition.enum is not None or definition.const is not None
        case IntegerType() | NumberType():
            return category in _TEXT or definition.enum is not None or definition.const is not None
        case _:
            return False
