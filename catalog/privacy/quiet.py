"""The quick look for drift: whether a value that the fast path has decoded surely holds nothing."""

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import Any, Protocol

from catalog.model.types import (
    ArrayType,
    BooleanType,
    FlagType,
    IntegerType,
    MapType,
    NumberType,
    Property,
    StringType,
    UriType,
)
from catalog.privacy.around import NOTHING_AROUND
from catalog.privacy.detectors import Look, Proofs, calls_for, detect_value, quiet_under
from catalog.privacy.drift import by_name
from catalog.privacy.holding import LARGE

Quiet = Callable[[Any], bool]
"""Whether a value that the fast path has decoded holds nothing that a `Watch` would find."""


def quiet_of(names: tuple[str, ...], definition: Property) -> Quiet | None:
    """What decides quickly on texts, lists of them and maps to them; None where only a `Watch` can look.

    Meant for properties that are watched: one that any of its names gives away is never quiet.
    """
    looks = []
    for name in names:
        look = _quiet_under(name, definition)
        if look is None:
            return None
        looks.append(look)
    return looks[0] if len(looks) == 1 else lambda value: all(look(value) for look in looks)


def _quiet_under(name: str, definition: Property) -> Quiet | None:
    if by_name(name, definition, NOTHING_AROUND) is not None:
        return None
    match definition:
        case StringType() | UriType():
            look = quiet_under(name)
            return look if not definition.nullable else lambda value: value is None or look(value)
        case FlagType():
            of_text = quiet_under(name)
            return lambda value: value.__class__ is not str or of_text(value)
        case IntegerType() | NumberType():
            return _quiet_number(name, is_nullable=definition.nullable)
        case ArrayType(items=StringType(nullable=False)) if not definition.nullable:
            look = quiet_under(name)
            return lambda values: _all_quiet(look, values, Proofs())
        case MapType(values=BooleanType()) if not definition.nullable:
            look = quiet_under("")
            return lambda entries: _all_quiet(look, entries, Proofs())
        case MapType(values=NumberType()) if not definition.nullable:
            if by_name(name, definition.values, NOTHING_AROUND.of(definition)) is not None:
                return None
            look, count = quiet_under(""), _quiet_number(name, is_nullable=definition.values.nullable)
            return lambda entries: _both_quiet(look, count, entries)
        case _:
            return None


class QuietNumber(Protocol):
    """Whether a number holds nothing; numbers of one property share their proofs."""

    def __call__(self, value: float | None, proofs: Proofs | None = None) -> bool: ...


def _all_quiet(look: Look | QuietNumber, values: Iterable[Any], proofs: Proofs) -> bool:
    return all(look(value, proofs) for value in values)


def _both_quiet(look: Look, count: QuietNumber, entries: Mapping[str, Any]) -> bool:
    """Whether the keys and the numbers of a map are quiet; they are one property's."""
    proofs = Proofs()
    return _all_quiet(look, entries, proofs) and _all_quiet(count, entries.values(), proofs)


@lru_cache(maxsize=4096)
def _quiet_number(name: str, *, is_nullable: bool) -> QuietNumber:
    """Numbers that no detector knows by their size, unless the name calls one."""
    least = 0 if calls_for(name) else LARGE
    if is_nullable:
        return lambda value, proofs=None: (
            value is None or -least < value < least or not detect_value(value, name, proofs)
        )
    return lambda value, proofs=None: -least < value < least or not detect_value(value, name, proofs)
