"""Places inside values: keys, positions, and keys that may be personal data themselves."""

from typing import Final

from catalog.model.category import Handling
from catalog.model.types import Property

PROTECTING: Final = frozenset({Handling.MASK, Handling.HASH, Handling.DROP, Handling.REFUSE})
"""The handling after which nobody may read a value or a key any more."""


class SuppliedKey(str):
    """A key that a payload brings along: a place that is shown may have its number instead."""

    __slots__ = ("data", "is_protected")

    data: str | None
    """What the catalog says that it is about."""
    is_protected: bool
    """Whether it is handled so, somewhere, that nobody may read it."""


def step_to(key: str, data: str | None, *, is_protected: bool) -> SuppliedKey:
    """The step of a place that leads to a map's key, or to a member that nothing declares."""
    step = SuppliedKey(key)
    step.data, step.is_protected = data, is_protected
    return step


def protects(definition: Property) -> bool:
    """Whether a property asks, for any destination, for handling that hides what it holds.

    A problem is told to whoever sends the payload, and does not know where that goes.
    """
    return bool(definition.handling) and not PROTECTING.isdisjoint(definition.handling.values())
