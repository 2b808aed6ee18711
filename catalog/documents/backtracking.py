"""How many steps an engine that backtracks may need to match one text, before it is asked."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Final, assert_never

from catalog.documents.expressions import Unread, read
from catalog.schema.patterns.characters import Intervals
from catalog.schema.patterns.tree import Characters, Choice, Expression, Node, Repeat, Sequence

MAX_ATTEMPTS: Final = 200_000
"""The steps, some milliseconds, that are spent on one pattern and one text."""

Weights = dict[int, int]
"""Characters of the expression, and in how many ways each is the next one, or the last."""


@dataclass(frozen=True, slots=True)
class _Part:
    """A node: in how many ways it is nothing, what it begins with, and what it ends with."""

    empty: int
    first: Weights
    last: Weights


class _Ways:
    """Glushkov's automaton, with each move as often as the expression has it: `(a+)+` has two of a to a.

    An engine that backtracks follows each way through an expression at most once, so it takes no more steps
    than there are ways to read a part of the text.
    """

    def __init__(self, expression: Expression) -> None:
        self.labels: list[Intervals] = []
        self.follow: list[Weights] = []
        branches = [(branch.starts, self._add(branch.body)) for branch in expression.branches]
        self.pinned = _sum(part.first for starts, part in branches if starts)
        self.free = _sum(part.first for starts, part in branches if not starts)

    def attempts(self, text: str) -> int:
        """An upper bound of the steps; past MAX_ATTEMPTS, nobody counts on."""
        attempts = 0
        trying = {**self.pinned}
        for char in text:
            for place, count in self.free.items():
                trying[place] = trying.get(place, 0) + count
            attempts += 1 + sum(trying.values())
            if attempts > MAX_ATTEMPTS:
                break
            after: Weights = {}
            for place, count in trying.items():
                if any(low <= ord(char) <= high for low, high in self.labels[place]):
                    for then, times in self.follow[place].items():
                        after[then] = after.get(then, 0) + count * times
            trying = after
        return attempts

    def _add(self, node: Node) -> _Part:
        match node:
            case Characters(intervals):
                place = len(self.labels)
                self.labels.append(intervals)
                self.follow.append({})
                return _Part(0, {place: 1}, {place: 1})
            case Sequence(items):
                found = _Part(1, {}, {})
                for item in items:
                    found = self._joined(found, self._add(item))
                return found
            case Choice(options):
                parts = [self._add(option) for option in options]
                return _Part(
                    sum(part.empty for part in parts),
                    _sum(part.first for part in parts),
                    _sum(part.last for part in parts),
                )
            case Repeat(item, low, high):
                return self._repeated(item, low, high)
            case _:
                assert_never(node)

    def _repeated(self, item: Node, low: int, high: int | None) -> _Part:
        """Counted repetition is written out; the last copy of one without an end follows itself."""
        copies = [self._add(item) for _ in range(max(low, 1) if high is None else high)]
        for one, then in pairwise(copies):
            self._link(one.last, then.first)
        if high is None:
            self._link(copies[-1].last, copies[-1].first)
        return _Part(int(low == 0), copies[0].first, _sum(copy.last for copy in copies[max(low, 1) - 1 :]))

    def _joined(self, one: _Part, then: _Part) -> _Part:
        self._link(one.last, then.first)
        return _Part(
            one.empty * then.empty,
            _sum((one.first, _times(then.first, one.empty))),
            _sum((then.last, _times(one.last, then.empty))),
        )

    def _link(self, last: Weights, first: Weights) -> None:
        for place, count in last.items():
            for then, times in first.items():
                self.follow[place][then] = self.follow[place].get(then, 0) + count * times


def is_quick(pattern: str, text: str) -> bool:
    """Whether no engine takes long over a text; false where that is not known.

    Beyond printable ASCII, engines differ in what their classes hold, and so in the ways that they try.
    """
    ways = _ways(pattern)
    if ways is None or not (text.isascii() and text.isprintable()):
        return False
    return ways.attempts(text) <= MAX_ATTEMPTS


@lru_cache(maxsize=1024)
def _ways(pattern: str) -> _Ways | None:
    try:
        return _Ways(read(pattern, repeats_empty=False))
    except Unread:
        return None


def _sum(many: Iterable[Weights]) -> Weights:
    found: Weights = {}
    for weights in many:
        for place, count in weights.items():
            found[place] = found.get(place, 0) + count
    return found


def _times(weights: Weights, factor: int) -> Weights:
    return {place: count * factor for place, count in weights.items()} if factor else {}
