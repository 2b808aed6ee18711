"""Numbers that satisfy a clause: bounds, steps that they are multiples of, and steps that they are not."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import islice
from math import ceil, floor, lcm
from typing import Final

from catalog.documents.clauses import Clause
from catalog.documents.formulas import AtLeast, AtMost, Integral, Measure, Multiple
from catalog.documents.found import EMPTY, Found, unknown
from catalog.documents.reading import number_in
from catalog.model.values import MAX_SAFE_INTEGER

MAX_TRIED: Final = 5_000
"""How many numbers are looked at before the answer is not known."""

_MAX_DECIMALS: Final = 17
_EACH: Final = 40
_DECIMAL: Final = "engines that divide doubles do not agree on a multipleOf that is no integer"
_MANY: Final = "it would take too many numbers to tell"
_FAR: Final = "no number that a double holds was found within the bounds"


@dataclass(frozen=True, slots=True, kw_only=True)
class Range:
    """From `low` to `high`, None being no bound; a bound is in it unless it is exclusive."""

    low: Fraction | None = None
    high: Fraction | None = None
    excludes_low: bool = False
    excludes_high: bool = False

    def is_empty(self) -> bool:
        """Whether nothing lies between the bounds."""
        if self.low is None or self.high is None:
            return False
        return self.low > self.high or (self.low == self.high and (self.excludes_low or self.excludes_high))

    def __contains__(self, value: Fraction) -> bool:
        if self.low is not None and (value < self.low or (self.excludes_low and value == self.low)):
            return False
        return self.high is None or value < self.high or (value == self.high and not self.excludes_high)


def range_of(clause: Clause, measure: Measure) -> Range:
    """The bounds that a clause sets to a measure."""
    lows: list[tuple[Fraction, bool]] = []
    highs: list[tuple[Fraction, bool]] = []
    for atom, is_held in (
        (atom, held) for held in (True, False) for atom in (clause.holds if held else clause.fails)
    ):
        match atom:
            case AtLeast(measure=measured, bound=bound, is_exclusive=is_exclusive) if measured is measure:
                (lows if is_held else highs).append((bound, is_exclusive is is_held))
            case AtMost(measure=measured, bound=bound, is_exclusive=is_exclusive) if measured is measure:
                (highs if is_held else lows).append((bound, is_exclusive is is_held))
            case _:
                pass
    low, excludes_low = max(lows, default=(None, False))
    high, excludes_high = min(highs, default=(None, False), key=lambda one: (one[0], not one[1]))
    return Range(low=low, high=high, excludes_low=excludes_low, excludes_high=excludes_high)


def whole_range(clause: Clause, measure: Measure) -> tuple[int, int | None]:
    """The least and the greatest count that the bounds admit; nothing is less than zero."""
    found = range_of(clause, measure)
    low = 0 if found.low is None else max(0, floor(found.low) + 1 if found.excludes_low else ceil(found.low))
    high = None
    if found.high is not None:
        high = ceil(found.high) - 1 if found.excludes_high else floor(found.high)
    return low, high


def numbers(clause: Clause, want: int) -> Found:
    """Numbers of a clause."""
    bounds = range_of(clause, Measure.NUMBER)
    if bounds.is_empty():
        return EMPTY
    steps = [atom.step for atom in clause.holds if isinstance(atom, Multiple)]
    if any(isinstance(atom, Integral) for atom in clause.holds):
        steps.append(Fraction(1))
    others = [atom.step for atom in clause.fails if isinstance(atom, Multiple)]
    if any(isinstance(atom, Integral) and not atom.is_strict for atom in clause.fails):
        others.append(Fraction(1))
    if steps:
        found = _on_steps(bounds, _common(steps), others, want)
    elif bounds.low is not None and bounds.low == bounds.high:
        found = _listed(iter([bounds.low]), others, want, is_all=True)
    else:
        found = _listed(_between(bounds, want), others, want, is_all=False)
    if any(isinstance(atom, Integral) and atom.is_strict for atom in clause.fails):
        return replace(
            found, values=tuple(float(each) for each in found.values if isinstance(each, int | float))
        )
    return found


def _common(steps: list[Fraction]) -> Fraction:
    """The least common multiple."""
    denominator = lcm(*(step.denominator for step in steps))
    return Fraction(lcm(*(int(step * denominator) for step in steps)), denominator)


def _on_steps(bounds: Range, step: Fraction, others: list[Fraction], want: int) -> Found:
    first = None if bounds.low is None else ceil(bounds.low / step)
    last = None if bounds.high is None else floor(bounds.high / step)
    if first is not None and bounds.excludes_low and first * step == bounds.low:
        first += 1
    if last is not None and bounds.excludes_high and last * step == bounds.high:
        last -= 1
    if first is not None and last is not None and first > last:
        # Beyond this, every quotient is an integer for engines that divide doubles.
        is_far = step.denominator > 1 and max(abs(first), abs(last)) > MAX_SAFE_INTEGER // 2
        return unknown(_DECIMAL) if is_far else EMPTY
    dividing = [other for other in others if (step / other).denominator == 1]
    if dividing:
        return EMPTY if all(_divides_safely(other, step) for other in dividing) else unknown(_DECIMAL)
    is_all = first is not None and last is not None and last - first < MAX_TRIED
    found = _listed((place * step for place in outwards(first, last)), others, want, is_all=is_all)
    repeats_soon = _common([step, *others]) / step < MAX_TRIED // 2
    if not found.values and found.reasons == (_MANY,) and repeats_soon:
        # What is on the step and on none of the others repeats after the least common multiple of all.
        return EMPTY
    return found


def _divides_safely(other: Fraction, step: Fraction) -> bool:
    """Whether engines that divide doubles find every multiple of `step` to be one of `other`.

    They do for integers, for powers of two between the steps, and where the step as a double is so near to
    what is written that the quotient of an integer rounds to the right one.
    """
    if other.denominator == 1:
        return True
    ratio = step / other
    if ratio.denominator == 1 and int(ratio).bit_count() == 1:
        return True
    error = abs(Fraction(float(other)) / other - 1)
    return step.denominator == 1 and error < Fraction(1, 2**54)


def outwards(first: int | None, last: int | None) -> Iterator[int]:
    """Integers from `first` to `last`, None being no bound, those near zero first."""
    if first is not None and first > 0:
        place = first
        while last is None or place <= last:
            yield place
            place += 1
        return
    if last is not None and last < 0:
        yield from (-place for place in outwards(-last, None if first is None else -first))
        return
    yield 0
    distance = 1
    while (last is None or distance <= last) or (first is None or -distance >= first):
        if last is None or distance <= last:
            yield distance
        if first is None or -distance >= first:
            yield -distance
        distance += 1


def _listed(candidates: Iterator[Fraction], others: list[Fraction], want: int, *, is_all: bool) -> Found:
    """Those of the candidates that are on no other step, and that a double holds."""
    values: dict[Fraction, float] = {}
    is_skipped = False
    is_ended = True
    for tried, candidate in enumerate(candidates):
        if tried > MAX_TRIED or len(values) >= want:
            is_ended = False
            break
        if any((candidate / other).denominator == 1 for other in others):
            continue
        written = as_written(candidate)
        if written is None:
            is_skipped = True
        else:
            values[candidate] = written
    is_complete = is_all and is_ended and not is_skipped
    reasons = () if is_complete or len(values) >= want else (_FAR if is_skipped or is_ended else _MANY,)
    return Found(values=tuple(values.values()), is_complete=is_complete, reasons=reasons)


def as_written(value: Fraction) -> float | None:
    """A number as JSON has it; None when no double holds it."""
    if value.denominator == 1 and abs(value) <= MAX_SAFE_INTEGER:
        return int(value)
    try:
        found = float(value)
    except OverflowError:
        return None
    return found if number_in(found) == value else None


def _between(bounds: Range, want: int) -> Iterator[Fraction]:
    """Numbers of an interval, those that are written shorter first."""
    few = want + _EACH
    first = None if bounds.low is None else ceil(bounds.low)
    last = None if bounds.high is None else floor(bounds.high)
    known: set[Fraction] = set()

    def new(candidates: Iterator[Fraction]) -> Iterator[Fraction]:
        for candidate in candidates:
            if candidate in bounds and candidate not in known:
                known.add(candidate)
                yield candidate

    if first is None or last is None or first <= last:
        yield from new(Fraction(place) for place in islice(outwards(first, last), few))
    for decimals in range(1, _MAX_DECIMALS + 1):
        scale = 10**decimals
        first = None if bounds.low is None else ceil(bounds.low * scale)
        last = None if bounds.high is None else floor(bounds.high * scale)
        if first is None or last is None or first <= last:
            yield from new(Fraction(place, scale) for place in islice(outwards(first, last), few))
    yield from new(iter([bound for bound in (bounds.low, bounds.high) if bound is not None]))
    yield from new(sign * Fraction(10) ** power for power in range(-320, 309) for sign in (1, -1))
