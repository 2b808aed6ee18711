"""Texts that satisfy a clause: through the product of the automata of its patterns, met and not met."""

from collections.abc import Iterator
from contextlib import suppress
from typing import Final

from catalog.containment.values import Undecided
from catalog.documents.budget import Budget
from catalog.documents.clauses import Clause
from catalog.documents.formats import long_sample, pattern_of_format, samples
from catalog.documents.formulas import Formatted, Matches, Measure
from catalog.documents.found import EMPTY, Found, unknown
from catalog.documents.of_numbers import whole_range
from catalog.schema.patterns import LAST, Automaton, friendly_alphabet

MAX_STATES: Final = 4_000
"""How many states of a product are looked at before the answer is not known."""

MAX_LENGTH: Final = 20_000
"""The longest text that is written as a proof."""

_LONG: Final = "a text so long is not written"
_SPENT: Final = "the patterns together have too many states"


def texts(clause: Clause, want: int, budget: Budget) -> Found:
    """Texts of a clause; those that must have a format have it, as far as we know the format."""
    low, high = whole_range(clause, Measure.LENGTH)
    if high is not None and low > high:
        return EMPTY
    held = [atom.automaton for atom in clause.holds if isinstance(atom, Matches)]
    failed = [atom.automaton for atom in clause.fails if isinstance(atom, Matches)]
    formats = [atom for atom in clause.holds if isinstance(atom, Formatted)]
    plain = _words(held, failed, low, high, want, budget)
    if not formats or not (plain.values or plain.reasons):
        return plain
    known = [each for each in formats if samples(each.format)]
    if not known:
        return plain
    longer = long_sample(known[0].format, low) if low <= MAX_LENGTH else None
    fitting = (
        text
        for text in (*samples(known[0].format), *(() if longer is None else (longer,)))
        if low <= len(text) <= (len(text) if high is None else high)
        and all(one.matches(text) for one in held)
        and not any(one.matches(text) for one in failed)
    )
    pattern = pattern_of_format(known[0].format)
    further = EMPTY
    if pattern is not None:
        with suppress(Undecided):
            further = _words([*held, pattern.automaton()], failed, low, high, want, budget)
    values = dict.fromkeys((*fitting, *map(str, further.values)))
    shortest = sorted(values, key=lambda text: (len(text), text))
    return Found(values=tuple(shortest), reasons=() if len(values) >= want else (known[0],))


def _words(
    held: list[Automaton], failed: list[Automaton], low: int, high: int | None, want: int, budget: Budget
) -> Found:
    if low > MAX_LENGTH or (low > MAX_LENGTH // 10 and (held or failed)):
        return unknown(_LONG)
    if not held and not failed and want == 1:
        return Found(values=("a" * low,), is_complete=high == 0)
    product = _Product(held, failed, budget)
    values: list[str] = []
    idle = 0
    is_cut = False
    for length in range(low, MAX_LENGTH if high is None else high + 1):
        if idle > product.size:
            break
        before = len(values)
        for text in product.words(length, 1 if want == 1 else want + 8):
            values.append(text)
            if len(values) >= want:
                is_cut = True
                break
        if is_cut:
            break
        idle = 0 if len(values) > before else idle + 1
    if is_cut:
        return Found(values=tuple(values))
    if not values:
        return EMPTY
    if product.is_full or high == 0:
        return Found(values=tuple(values), is_complete=True)
    return Found(values=tuple(values), reasons=("texts of one pattern differ in too few characters",))


class _Product:
    """Texts in which some patterns are found and others are not, as one deterministic automaton."""

    def __init__(self, held: list[Automaton], failed: list[Automaton], budget: Budget) -> None:
        self.budget = budget
        automata = (*held, *failed)
        needed = len(held)
        edges = tuple(sorted({edge for one in automata for edge in one.boundaries} | {0}))
        classes = friendly_alphabet(edges)
        self._sets = [_characters(edges, index, first) for index, first in classes]
        start = tuple(one.start for one in automata)
        self._moves: list[list[int]] = []
        self._accepting: set[int] = set()
        queue = [start] if all(start[:needed]) else []
        numbers = {state: place for place, state in enumerate(queue)}
        for place, states in enumerate(queue):
            budget.spend(1 + len(classes) * len(automata) // 2)
            pairs = [*zip(automata, states, strict=True)]
            found = [bool(state) and one.accepts(state) for one, state in pairs]
            if all(found[:needed]) and not any(found[needed:]):
                self._accepting.add(place)
            moves = []
            for _, char in classes:
                code = ord(char)
                after = tuple(one.step(state, code) if state else 0 for one, state in pairs)
                is_dead = not all(after[:needed]) or any(
                    state == one.matched for one, state in zip(failed, after[needed:], strict=True)
                )
                if is_dead:
                    moves.append(-1)
                    continue
                if after not in numbers:
                    if len(queue) >= MAX_STATES:
                        raise Undecided(_SPENT)
                    numbers[after] = len(queue)
                    queue.append(after)
                moves.append(numbers[after])
            self._moves.append(moves)
        self.size = len(queue)
        self._hopeful: list[set[int]] = [self._accepting]
        self._before: list[set[int]] = [set() for _ in queue]
        for place, numbered in enumerate(self._moves):
            for number in numbered:
                if number >= 0:
                    self._before[number].add(place)
        self.is_full = self._has_all_characters(edges, [index for index, _ in classes])

    def _has_all_characters(self, edges: tuple[int, ...], indexes: list[int]) -> bool:
        """Whether every character that texts are made of is spelled, and not one for its like."""
        hopeful = {*self._accepting}
        waiting = hopeful
        while waiting:
            waiting = self._states_before(waiting) - hopeful
            hopeful |= waiting
        for chars, column in zip(self._sets, range(len(indexes)), strict=True):
            is_used = any(self._moves[state][column] in hopeful for state in hopeful)
            index = indexes[column]
            end = edges[index + 1] if index + 1 < len(edges) else LAST + 1
            if is_used and len(chars) < end - edges[index]:
                return False
        return True

    def _states_before(self, states: set[int]) -> set[int]:
        """The states from which some character leads to one of these."""
        self.budget.spend(1 + sum(len(self._before[state]) for state in states) // 2)
        return {before for after in states for before in self._before[after]}

    def words(self, length: int, want: int) -> Iterator[str]:
        """Texts of one length: first one for each way through the automaton, then those that differ less."""
        while len(self._hopeful) <= length:
            self._hopeful.append(self._states_before(self._hopeful[-1]))
        if not self.size or 0 not in self._hopeful[length]:
            return
        thin = [chars[:1] for chars in self._sets]
        known: set[str] = set()
        for text in self._spelled(0, length, thin):
            known.add(text)
            yield text
        if want > 1:
            yield from (text for text in self._spelled(0, length, self._sets) if text not in known)

    def _spelled(self, start: int, length: int, sets: list[str]) -> Iterator[str]:
        stack = [("", start)]
        while stack:
            text, state = stack.pop()
            left = length - len(text)
            if not left:
                yield text
                continue
            self.budget.spend(len(sets))
            hopeful = self._hopeful[left - 1]
            for chars, after in zip(reversed(sets), reversed(self._moves[state]), strict=True):
                if after in hopeful:
                    stack += [(text + char, after) for char in reversed(chars)]


def _characters(edges: tuple[int, ...], index: int, first: str) -> str:
    """A few characters of a range, the friendliest first."""
    low = edges[index]
    high = edges[index + 1] - 1 if index + 1 < len(edges) else LAST
    friendly = (code for code in (*range(97, 123), *range(48, 58), *range(65, 91)) if low <= code <= high)
    return first + "".join(chr(code) for code in friendly if chr(code) != first)
