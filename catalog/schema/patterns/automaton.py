"""A pattern as a finite automaton over code points: matching, and the shortest text that matches.

Glushkov's construction: one state per position of the expression, so no empty moves. A set of
states is the bits of an `int`, and such a set is a state of the (lazily explored) deterministic
automaton: `start`, `step` and `accepts` are all that a product with other automata needs, and
`boundaries` says between which code points they cannot tell a difference.
"""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from catalog.schema.patterns.characters import LAST, SURROGATES, Intervals
from catalog.schema.patterns.tree import Characters, Choice, Expression, Node, Repeat, Sequence

# Shortest texts prefer what a person would type.
_FRIENDLY = (
    "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-_. :/@,+#%&=!?*~$'()[]{}<>|;^`\"\\"
)
_RANK = {ord(char): rank for rank, char in enumerate(_FRIENDLY)}


MAX_COUNTING_STEPS = 100_000
"""Steps after which nobody goes on counting texts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Automaton:
    """The automaton of one pattern with search semantics.

    States are bits: the positions of the expression (`labels`, `follow`), then BEGIN (nothing read
    yet), SEEKING (a match may still begin) and MATCHED (found, whatever comes).
    `boundaries` are the first code points of the ranges that it cannot tell apart, from 0 upwards;
    `allowed` holds, per range, the states that can be entered by reading one of its code points.
    """

    labels: tuple[Intervals, ...]
    follow: tuple[int, ...]
    accepting: int
    matched: int
    start: int
    boundaries: tuple[int, ...]
    allowed: tuple[int, ...]

    @property
    def size(self) -> int:
        """The number of positions."""
        return len(self.labels)

    def step(self, state: int, code: int) -> int:
        """The state after one more code point; 0 when nothing can match any more."""
        return self._enter(state, self.allowed[bisect_right(self.boundaries, code) - 1])

    def forwards(self, states: int) -> int:
        """The states that some code point leads to from any of these."""
        return _follow_all(self.follow, states)

    def backwards(self, states: int) -> int:
        """The states from which some code point leads to any of these."""
        found = 0
        for state, after in enumerate(self.follow):
            if after & states:
                found |= 1 << state
        return found

    def accepts(self, state: int) -> bool:
        """Whether a text that ends in this state matches."""
        return bool(state & self.accepting)

    def matches(self, text: str) -> bool:
        """Whether the pattern is found in the text: linear in the text's length."""
        state = self.start
        known: dict[tuple[int, int], int] = {}
        for char in text:
            if state == self.matched or not state:
                break
            read = state, bisect_right(self.boundaries, ord(char)) - 1
            after = known.get(read)
            if after is None:
                after = known[read] = self._enter(state, self.allowed[read[1]])
            state = after
        return self.accepts(state)

    def shortest(self, min_length: int = 0, max_length: int | None = None) -> str | None:
        """The shortest, then friendliest, text of `min_length` to `max_length` code points that matches.

        None when no such text exists, which decides whether a pattern and a length bound contradict.
        """
        length = self._shortest_length(min_length, max_length)
        if length is None:
            return None
        # Backwards: which states can still be accepted with so many code points to go.
        hopeful = [self.accepting]
        for _ in range(length):
            hopeful.append(self.backwards(hopeful[-1]))
        text: list[str] = []
        state = self.start
        for left in range(length - 1, -1, -1):
            for index, char in friendly_alphabet(self.boundaries):
                entered = self._enter(state, self.allowed[index])
                if entered & hopeful[left]:
                    text.append(char)
                    state = entered
                    break
        return "".join(text)

    def count(self, low: int, high: int | None, most: int) -> int:
        """How many texts of `low` to `high` characters match; `most` for so many, or when it is hard."""
        states, found, steps, length = {self.start: 1}, 0, 0, 0
        while states and (high is None or length <= high):
            if length >= low:
                found += sum(many for state, many in states.items() if self.accepts(state))
            after: dict[int, int] = {}
            for state, many in states.items():
                for width, allowed in zip(_widths(self.boundaries), self.allowed, strict=True):
                    entered = self._enter(state, allowed)
                    if entered and width:
                        after[entered] = min(most, after.get(entered, 0) + many * width)
                    steps += 1
            if found >= most or steps > MAX_COUNTING_STEPS:
                return most
            states, length = after, length + 1
        return found

    def _enter(self, state: int, allowed: int) -> int:
        entered = _follow_all(self.follow, state) & allowed
        return self.matched if entered & self.matched else entered

    def _shortest_length(self, low: int, high: int | None) -> int | None:
        # Which states some text of a length reaches; when these sets repeat without a match, none comes.
        reached = self.start
        seen: set[int] = set()
        length = 0
        while reached and (high is None or length <= high):
            if length >= low:
                if reached & self.accepting:
                    return length
                if reached in seen:
                    return None
                seen.add(reached)
            reached = self.forwards(reached)
            length += 1
        return None


@lru_cache(maxsize=1024)
def _widths(boundaries: tuple[int, ...]) -> tuple[int, ...]:
    """How many characters each range has; halves of surrogate pairs are none."""
    ends = (*boundaries[1:], LAST + 1)
    first, last = SURROGATES
    return tuple(
        end - start - max(0, min(end, last + 1) - max(start, first))
        for start, end in zip(boundaries, ends, strict=True)
    )


def build(expression: Expression) -> Automaton:
    """The automaton of an expression."""
    positions = _Positions()
    begin_first, seeking_first, free_last, all_last = 0, 0, 0, 0
    always, only_empty = False, False
    for branch in expression.branches:
        nullable, first, last = positions.add(branch.body)
        begin_first |= first
        all_last |= last
        if not branch.starts:
            seeking_first |= first
        if not branch.ends:
            free_last |= last
        if nullable and branch.starts and branch.ends:
            only_empty = True
        elif nullable:
            always = True
    count = len(positions.labels)
    begin, seeking, matched = 1 << count, 1 << (count + 1), 1 << (count + 2)
    # What completes an alternative without `$` is settled, whatever comes.
    follow = [
        then | (matched if free_last & 1 << place else 0) for place, then in enumerate(positions.follow)
    ]
    seek = seeking if seeking_first else 0
    follow += [begin_first | seek, seeking_first | seek, matched]
    accepting = all_last | matched | (begin if only_empty else 0)
    boundaries, allowed = _alphabet(positions.labels, seeking | matched)
    return Automaton(
        labels=tuple(positions.labels),
        follow=tuple(follow),
        accepting=accepting,
        matched=matched,
        start=matched if always else begin,
        boundaries=boundaries,
        allowed=allowed,
    )


class _Positions:
    """Glushkov's sets while the tree is walked; counted repetition is written out."""

    def __init__(self) -> None:
        self.labels: list[Intervals] = []
        self.follow: list[int] = []

    def add(self, node: Node) -> tuple[bool, int, int]:
        """Adds the node's positions; whether it matches the empty text, its first and its last positions."""
        match node:
            case Characters(intervals):
                self.labels.append(intervals)
                self.follow.append(0)
                place = 1 << (len(self.labels) - 1)
                return False, place, place
            case Sequence(items):
                nullable, first, last = True, 0, 0
                for item in items:
                    item_nullable, item_first, item_last = self.add(item)
                    self._connect(last, item_first)
                    first |= item_first if nullable else 0
                    last = item_last | (last if item_nullable else 0)
                    nullable = nullable and item_nullable
                return nullable, first, last
            case Choice(options):
                nullable, first, last = False, 0, 0
                for option in options:
                    option_nullable, option_first, option_last = self.add(option)
                    nullable = nullable or option_nullable
                    first |= option_first
                    last |= option_last
                return nullable, first, last
            case Repeat(item, low, high):
                return self._add_repeat(item, low, high)

    def _add_repeat(self, item: Node, low: int, high: int | None) -> tuple[bool, int, int]:
        # x{2,4} is xx(x(x)?)?: nested, so that each copy is entered from the one before only.
        first, last, previous = 0, 0, 0
        copies = max(low, 1) if high is None else high
        for copy in range(1, copies + 1):
            _, item_first, item_last = self.add(item)
            self._connect(previous, item_first)
            if copy == 1:
                first = item_first
            if copy >= low:
                last |= item_last
            if copy == copies and high is None:
                self._connect(item_last, item_first)
            previous = item_last
        return low == 0, first, last

    def _connect(self, last: int, first: int) -> None:
        for place in bits(last):
            self.follow[place] |= first


def bits(states: int) -> Iterator[int]:
    """The numbers of the bits that are set, lowest first."""
    while states:
        lowest = states & -states
        yield lowest.bit_length() - 1
        states ^= lowest


def _follow_all(follow: tuple[int, ...], states: int) -> int:
    found = 0
    while states:
        lowest = states & -states
        found |= follow[lowest.bit_length() - 1]
        states ^= lowest
    return found


def _alphabet(labels: list[Intervals], always: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
    edges = {0}
    distinct: dict[Intervals, int] = {}
    for place, label in enumerate(labels):
        distinct[label] = distinct.get(label, 0) | 1 << place
    for label in distinct:
        for low, high in label:
            edges.update((low, high + 1))
    boundaries = sorted(edge for edge in edges if edge <= LAST)
    index = {edge: number for number, edge in enumerate(boundaries)}
    allowed = [always] * len(boundaries)
    for label, places in distinct.items():
        for low, high in label:
            for number in range(index[low], index.get(high + 1, len(boundaries))):
                allowed[number] |= places
    return tuple(boundaries), tuple(allowed)


@lru_cache(maxsize=256)
def friendly_alphabet(boundaries: tuple[int, ...]) -> tuple[tuple[int, str], ...]:
    """Per range of code points its index and friendliest character, friendliest ranges first."""
    ends = (*(edge - 1 for edge in boundaries[1:]), LAST)
    found: list[tuple[int, int, int]] = []
    for index, (low, high) in enumerate(zip(boundaries, ends, strict=True)):
        code = _friendliest(low, high)
        if code is not None:
            # Printable ASCII first, then what lies beyond, control characters last.
            rank = _RANK.get(code, len(_RANK) + code if code >= 0x80 else LAST + 0x100 + code)
            found.append((rank, index, code))
    return tuple((index, chr(code)) for _, index, code in sorted(found))


def _friendliest(low: int, high: int) -> int | None:
    printable = [code for code in range(low, min(high, 0x7E) + 1) if code in _RANK]
    if printable:
        return min(printable, key=_RANK.__getitem__)
    code = max(low, 0xA1) if high >= 0xA1 else low
    if SURROGATES[0] <= code <= SURROGATES[1]:
        code = SURROGATES[1] + 1
    return code if code <= high else None
