"""Which way something changed: to more or to less, stricter or softer."""

from collections.abc import Mapping
from typing import Final

from catalog.containment.definitions import texts_of
from catalog.containment.values import Values
from catalog.containment.witness import Within, containment
from catalog.diff.change import Verb
from catalog.model.category import NONE, Handling, stricter
from catalog.model.policy import Policy

_WIDER: Final[Mapping[str, str]] = {
    "integer": "number",
    "boolean": "flag",
    "timestamp": "string",
    "date": "string",
    "uuid": "string",
    "uri": "string",
}
"""Type → the type that has all its values."""

_LOWER_IS_TIGHTER: Final = frozenset(
    {"maxLength", "maximum", "exclusiveMaximum", "maxItems", "maxProperties"}
)


def type_verb(old: str, new: str) -> Verb:
    """What a change of type is: all values of the narrower type are values of the wider one."""
    if _WIDER.get(old) == new:
        return Verb.WIDENED
    return Verb.NARROWED if _WIDER.get(new) == old else Verb.CHANGED


def limit_verb(key: str, old: float | None, new: float | None) -> Verb:
    """What a change of a limit is; both differ."""
    if old is None:
        return Verb.ADDED
    if new is None:
        return Verb.REMOVED
    if key == "multipleOf":
        if new % old == 0:
            return Verb.TIGHTENED
        return Verb.LOOSENED if old % new == 0 else Verb.CHANGED
    return Verb.TIGHTENED if (new < old) == (key in _LOWER_IS_TIGHTER) else Verb.LOOSENED


def pattern_verb(old: str | None, new: str | None) -> Verb:
    """What a change of a pattern is, by the texts that match."""
    if old is None:
        return Verb.ADDED
    if new is None:
        return Verb.REMOVED
    one, other = (Values(texts=texts_of(pattern)) for pattern in (old, new))
    is_wider = isinstance(containment(one, other), Within)
    is_narrower = isinstance(containment(other, one), Within)
    if is_wider == is_narrower:
        return Verb.CHANGED
    return Verb.LOOSENED if is_wider else Verb.TIGHTENED


def category_verb(old: str | None, new: str | None, before: Policy, after: Policy) -> Verb:
    """What a change of a data category is: to more sensitive data, or to less."""
    if old is None:
        return Verb.ADDED
    if new is None:
        return Verb.REMOVED
    lower, higher = before.sensitivity(old).rank, after.sensitivity(new).rank
    if lower == higher:
        if NONE in (old, new):
            return Verb.RAISED if old == NONE else Verb.LOWERED
        return Verb.CHANGED
    return Verb.RAISED if lower < higher else Verb.LOWERED


def handling_verb(old: Handling | None, new: Handling | None) -> Verb:
    """What a change of handling is; none stated is `keep`. Mask and hash cannot be compared."""
    before, after = old or Handling.KEEP, new or Handling.KEEP
    if before is after:
        return Verb.CHANGED
    strictest = stricter(before, after)
    if strictest is after:
        return Verb.TIGHTENED
    return Verb.LOOSENED if strictest is before else Verb.CHANGED
