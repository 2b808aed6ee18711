"""Whether a formula holds for one value: true, false, or not known where a keyword could not be read."""

from collections.abc import Iterable
from fractions import Fraction
from typing import Final, assert_never

from catalog.containment.membership import same
from catalog.documents.formulas import (
    All,
    AtLeast,
    AtMost,
    Constant,
    Distinct,
    Formatted,
    Formula,
    Has,
    Holding,
    Integral,
    Item,
    Items,
    Kind,
    Kinds,
    Listed,
    Matches,
    Measure,
    Member,
    Members,
    Multiple,
    Not,
    One,
    Opaque,
    Reference,
    Some,
    Table,
    text_of,
)
from catalog.documents.reading import number_in
from catalog.model.values import Json

MAX_REFERENCES: Final = 500
"""How many references are followed for one value, all its parts together, before the answer is not known."""


MAX_DEPTH: Final = 100
"""How many references may lead from one to the next."""


class Followed:
    """How many more references may be followed: one count for a value and all its parts, as loops branch."""

    def __init__(self, count: int = MAX_REFERENCES) -> None:
        self._left = count
        self._depth = 0

    def enter(self) -> bool:
        """Follow one more; false when there are none left, or it is too far down."""
        if self._left <= 0 or self._depth >= MAX_DEPTH:
            return False
        self._left -= 1
        self._depth += 1
        return True

    def leave(self) -> None:
        """Come back from one."""
        self._depth -= 1


def kind_of(value: Json) -> Kind:
    """The kind of a value; true is no number."""
    if value is None:
        return Kind.NULL
    if isinstance(value, bool):
        return Kind.BOOLEAN
    if isinstance(value, int | float):
        return Kind.NUMBER
    if isinstance(value, str):
        return Kind.STRING
    return Kind.ARRAY if isinstance(value, list) else Kind.OBJECT


def truth(table: Table, formula: Formula, value: Json, left: Followed | None = None) -> bool | None:
    """Whether the formula holds for the value; None when that is not known."""
    left = left or Followed()
    match formula:
        case Constant(holds=holds):
            return holds
        case Not(part=part):
            found = truth(table, part, value, left)
            return None if found is None else not found
        case All(parts=parts):
            return every(truth(table, part, value, left) for part in parts)
        case Some(parts=parts):
            found = every(_inverse(truth(table, part, value, left)) for part in parts)
            return _inverse(found)
        case One(parts=parts):
            return _exactly_one([truth(table, part, value, left) for part in parts])
        case Reference(key=key):
            target = table.targets.get(key)
            if target is None or not left.enter():
                return None
            found = truth(table, target, value, left)
            left.leave()
            return found
        case Opaque(kind=kind):
            return None if kind is None or kind is kind_of(value) else True
        case Kinds(kinds=kinds):
            return kind_of(value) in kinds
        case Listed(texts=texts):
            return text_of(value) in texts
        case _:
            pass
    match value:
        case bool() | None:
            return True
        case int() | float():
            return _of_number(formula, value)
        case str():
            return _of_text(formula, value)
        case list():
            return _of_array(table, formula, value, left)
        case dict():
            return _of_object(table, formula, value, left)
        case _:
            assert_never(value)


def every(found: Iterable[bool | None]) -> bool | None:
    """Whether all hold."""
    known = True
    for one in found:
        if one is False:
            return False
        known = known and one is not None
    return True if known else None


def _inverse(found: bool | None) -> bool | None:
    return None if found is None else not found


def _exactly_one(found: list[bool | None]) -> bool | None:
    if found.count(True) > 1:
        return False
    if None in found:
        return None
    return found.count(True) == 1


def _within(formula: AtLeast | AtMost, size: Fraction) -> bool:
    if size == formula.bound:
        return not formula.is_exclusive
    return size > formula.bound if isinstance(formula, AtLeast) else size < formula.bound


def _of_number(formula: Formula, value: float) -> bool | None:
    match formula:
        case AtLeast(measure=Measure.NUMBER) | AtMost(measure=Measure.NUMBER):
            return _within(formula, _exactly(value))
        case Integral(is_strict=is_strict):
            # draft-04 §3.5: an integer is written without a fraction, so 1.0 is none
            return isinstance(value, int) or (value.is_integer() and not is_strict)
        case Multiple(step=step):
            return _divides(step, value)
        case _:
            return True


def _divides(step: Fraction, value: float) -> bool | None:
    """Whether a number is a multiple; None where engines that divide doubles find the reverse."""
    is_multiple = (_exactly(value) / step).denominator == 1
    try:
        quotient = float(value) / float(step)
    except (ArithmeticError, ValueError):
        return None
    return is_multiple if is_multiple is quotient.is_integer() or step.denominator == 1 else None


def _exactly(value: float) -> Fraction:
    found = number_in(value)
    assert found is not None
    return found


def _of_text(formula: Formula, value: str) -> bool | None:
    match formula:
        case AtLeast(measure=Measure.LENGTH) | AtMost(measure=Measure.LENGTH):
            return _within(formula, Fraction(len(value)))
        case Matches(automaton=automaton):
            return automaton.matches(value)
        case Formatted():
            return True
        case _:
            return True


def _of_array(table: Table, formula: Formula, value: list[Json], left: Followed) -> bool | None:
    match formula:
        case AtLeast(measure=Measure.ITEMS) | AtMost(measure=Measure.ITEMS):
            return _within(formula, Fraction(len(value)))
        case Item(index=index, part=part):
            return truth(table, part, value[index], left) if index < len(value) else True
        case Items(start=start, part=part):
            return every(truth(table, part, item, left) for item in value[start:])
        case Distinct():
            return not any(same(one, other) for at, one in enumerate(value) for other in value[:at])
        case Holding(low=low, part=part):
            found = [truth(table, part, item, left) for item in value]
            if found.count(True) >= low:
                return True
            return None if found.count(True) + found.count(None) >= low else False
        case _:
            return True


def _of_object(table: Table, formula: Formula, value: dict[str, Json], left: Followed) -> bool | None:
    match formula:
        case AtLeast(measure=Measure.MEMBERS) | AtMost(measure=Measure.MEMBERS):
            return _within(formula, Fraction(len(value)))
        case Has(name=name):
            return name in value
        case Member(name=name, part=part):
            return truth(table, part, value[name], left) if name in value else True
        case Members(names=names, part=part):
            found = []
            for name, member in value.items():
                is_meant = truth(table, names, name, left)
                if is_meant is False:
                    continue
                is_fine = truth(table, part, member, left)
                found.append(None if is_meant is None and is_fine is False else is_fine)
            return every(found)
        case _:
            return True
