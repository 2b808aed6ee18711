"""Numbers in one set and not in another: the bounds, the steps, and what lies between integers."""

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import islice
from math import ceil, floor, inf, nextafter
from typing import Final

from catalog.containment.membership import is_among, size_of
from catalog.containment.values import Numbers
from catalog.model.values import MAX_SAFE_INTEGER

_MAX_DECIMALS: Final = 17
"""The decimals that tell any two doubles apart near 1."""

_FEW: Final = 40
"""How many numbers of each count of decimals are looked at."""

_FAR: Final = float(MAX_SAFE_INTEGER + 1)


def simplest(numbers: Numbers) -> float | None:
    """A number of the set that is written as short as any; None when it is empty."""
    if _is_empty(numbers):
        return None
    found: list[float] = [*islice(_shortest_first(*_integers(numbers), numbers.step), 1)]
    if not numbers.integral:
        # a power of ten may be shorter than any integer that is exact: 1e+21 (RFC 8785 §3.2.2.3)
        found += [one for one in _SHORT_POWERS if numbers.low <= one <= numbers.high]
        found += islice(_far(numbers), 0 if found else 1)
        found += islice(_between(numbers), 0 if found else 1)
    return min(found, key=size_of, default=None)


def listed(numbers: Numbers) -> Iterator[float]:
    """Numbers of the set, each once: its integers, those that are written shorter first, then the others."""
    if _is_empty(numbers):
        return
    yield from _shortest_first(*_integers(numbers), numbers.step)
    if not numbers.integral:
        yield from _far(numbers)
        yield from _between(numbers)


def _is_empty(numbers: Numbers) -> bool:
    return numbers.low > numbers.high or numbers.low == inf or numbers.high == -inf


def outside(numbers: Numbers, other: Numbers) -> float | None:
    """A number of a set that is not in another, written as short as any; None when there is none."""
    among = (one for one in _candidates(numbers, other) if is_among(numbers, one))
    return min((one for one in among if not is_among(other, one)), key=size_of, default=None)


def count(numbers: Numbers) -> int | None:
    """How many numbers the set has; None for doubles between different bounds, which are too many."""
    if numbers.low > numbers.high:
        return 0
    if not numbers.integral:
        return 1 if numbers.low == numbers.high else None
    low, high = _integers(numbers)
    return max(0, high // numbers.step - -(-low // numbers.step) + 1)


def _candidates(numbers: Numbers, other: Numbers) -> Iterator[float]:
    """Numbers among which is one outside, if there is any."""
    parts = [_part(numbers, high=nextafter(other.low, -inf)), _part(numbers, low=nextafter(other.high, inf))]
    if other.integral and not numbers.integral:
        # beyond the integers that a double holds exactly, no integer is in the other set either
        parts += [_part(numbers, low=_FAR), _part(numbers, high=-_FAR)]
        yield from islice(_between(numbers), 1)
    for part in parts:
        first = simplest(part)
        if first is not None:
            yield first
    step = numbers.step if numbers.integral else 1
    if other.integral and step % other.step:
        # of two multiples in a row, one is no multiple of a step that does not divide theirs
        low, high = _integers(numbers)
        yield from islice(_shortest_first(low, high, step), 4)


def _part(numbers: Numbers, low: float = -inf, high: float = inf) -> Numbers:
    return replace(numbers, low=max(numbers.low, low), high=min(numbers.high, high))


def _integers(numbers: Numbers) -> tuple[int, int]:
    """The least and the greatest integer of the set's bounds, among those that a double holds exactly."""
    low = -MAX_SAFE_INTEGER if numbers.low <= -MAX_SAFE_INTEGER else MAX_SAFE_INTEGER + 1
    high = MAX_SAFE_INTEGER if numbers.high >= MAX_SAFE_INTEGER else -MAX_SAFE_INTEGER - 1
    if -MAX_SAFE_INTEGER < numbers.low <= MAX_SAFE_INTEGER:
        low = ceil(numbers.low)
    if -MAX_SAFE_INTEGER <= numbers.high < MAX_SAFE_INTEGER:
        high = floor(numbers.high)
    return low, high


_SHORT_POWERS: Final = (1e21, -1e21)
"""The doubles beyond the exact integers that are written shortest: with an exponent, from here on."""


def _shortest_first(low: int, high: int, step: int) -> Iterator[int]:
    """The multiples of `step` from `low` to `high`, those first that are written shorter."""
    for length in range(1, len(str(-MAX_SAFE_INTEGER)) + 1):
        least = 0 if length == 1 else 10 ** (length - 1)
        first, last = max(low, least), min(high, 10**length - 1)
        yield from range(-(-first // step) * step, last + 1, step)
        if length > 1:
            first, last = max(low, 1 - 10 ** (length - 1)), min(high, -(10 ** (length - 2)))
            yield from range(last // step * step, first - 1, -step)


def _outwards(low: int, high: int, step: int) -> Iterator[int]:
    """The multiples of `step` from `low` to `high`, those near zero first."""
    first, last = -(-low // step), high // step
    if first > 0 or last < 0:
        near = range(first, last + 1) if first > 0 else range(last, first - 1, -1)
        yield from (number * step for number in near)
        return
    yield 0
    for distance in range(1, max(last, -first) + 1):
        if distance <= last:
            yield distance * step
        if -distance >= first:
            yield -distance * step


def _far(numbers: Numbers) -> Iterator[float]:
    """Doubles beyond the integers that are exact: powers of ten, then the bounds themselves."""
    known: set[float] = set()
    powers = (sign * float(f"1e{power}") for power in range(16, 309) for sign in (1, -1))
    for number in (*powers, numbers.low, numbers.high):
        is_far = MAX_SAFE_INTEGER < abs(number) < inf
        if is_far and numbers.low <= number <= numbers.high and number not in known:
            known.add(number)
            yield number


def _between(numbers: Numbers) -> Iterator[float]:
    """Doubles of the set that are no integers, those with few decimals first."""
    known: set[float] = set()
    for decimals in range(1, _MAX_DECIMALS + 1):
        scale = 10**decimals
        low, high = numbers.low, numbers.high
        first = -_FEW if low == -inf else ceil(Fraction(low) * scale)
        last = _FEW if high == inf else floor(Fraction(high) * scale)
        if low == -inf:
            first = min(first, last - _FEW)
        if high == inf:
            last = max(last, first + _FEW)
        for number in islice(_outwards(first, last, 1), _FEW):
            found = number / scale
            if low <= found <= high and not found.is_integer() and found not in known:
                known.add(found)
                yield found
    for bound in (numbers.low, numbers.high):
        if abs(bound) < inf and not float(bound).is_integer() and bound not in known:
            yield bound
