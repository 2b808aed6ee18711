"""Texts in one set and not in another: breadth-first through the product of their automata."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count, islice
from typing import Final

from catalog.containment.membership import size_of
from catalog.containment.values import Texts, Undecided, Unread
from catalog.schema.patterns import LAST, Automaton, friendly_alphabet

MAX_NODES: Final = 20_000
"""How many states of a product are looked at before the answer is `undecided`."""

MAX_IDLE: Final = 200
"""How many lengths in a row may have no text before the answer is `undecided`."""

VARIETY: Final = 36
"""How many characters texts differ by where their patterns do not, unless more are asked for."""

_SPENT: Final = "its patterns together have too many states"


@dataclass(slots=True)
class _Node:
    """A state of the product, the way back, and what was read last."""

    states: tuple[int, ...]
    length: int
    before: "_Node | None"
    read: str

    def text(self) -> str:
        """What was read on the way here."""
        read = []
        node: _Node | None = self
        while node is not None:
            read.append(node.read)
            node = node.before
        return "".join(reversed(read))


def shortest(texts: Texts) -> str | None:
    """The shortest text of the set, friendliest first; None when it is empty. Raises Undecided."""
    found = _of_length(texts, 0, None)
    if found is not None and texts.unread:
        raise _not_read(texts.unread)
    return found


def listed(texts: Texts, variety: int = VARIETY) -> Iterator[str]:
    """The texts of the set, shorter ones first, each once.

    Of characters that the patterns cannot tell apart there are at most `variety`. Raises Undecided when it
    would take too long to find the next one.
    """
    first = shortest(texts)
    if first is None:
        return  # of several patterns, each alone has hope for every length
    yield first
    automata = tuple(pattern.automaton() for pattern in texts.patterns)
    alphabet = _alphabet(automata, variety)
    budget = _Budget()
    hopeful = [[one.accepting] for one in automata]
    reached = [one.start for one in automata]
    idle = 0
    for length in count():
        if (texts.high is not None and length > texts.high) or not all(reached):
            return
        if length >= texts.low:
            found = False
            for text in _spelled(automata, alphabet, hopeful, length, budget):
                found = True
                budget.looked = 0
                if text != first:
                    yield text
            idle = 0 if found else idle + 1
            if idle > MAX_IDLE:
                raise Undecided(_SPENT)
        for one, sets in zip(automata, hopeful, strict=True):
            sets.append(one.backwards(sets[-1]))
        reached = [one.forwards(states) for one, states in zip(automata, reached, strict=True)]


@dataclass(slots=True)
class _Budget:
    """How many states were looked at since the last text that was found."""

    looked: int = 0


def _spelled(
    automata: tuple[Automaton, ...],
    alphabet: tuple[str, ...],
    hopeful: list[list[int]],
    length: int,
    budget: _Budget,
) -> Iterator[str]:
    """Every text of one length, along states from which the end can still be reached."""
    stack = [("", tuple(one.start for one in automata))]
    while stack:
        text, states = stack.pop()
        left = length - len(text)
        if not all(state & sets[left] for state, sets in zip(states, hopeful, strict=True)):
            continue
        budget.looked += 1
        if budget.looked > MAX_NODES:
            raise Undecided(_SPENT)
        if not left:
            yield text
            continue
        for char in reversed(alphabet):
            code = ord(char)
            after = tuple(one.step(state, code) for one, state in zip(automata, states, strict=True))
            if all(after):
                stack.append((text + char, after))


def outside(texts: Texts, other: Texts) -> str | None:
    """The shortest text of a set that is not in another; None when there is none. Raises Undecided."""
    unknown = other.unread - texts.unread
    if unknown and shortest(texts) is not None:
        raise _not_read(unknown)
    found = [_of_length(texts, 0, other.low - 1)]
    if other.high is not None:
        found.append(_of_length(texts, other.high + 1, None))
    new = (pattern for pattern in other.patterns if pattern not in texts.patterns)
    found += [_refused(texts, pattern.automaton()) for pattern in new]
    proofs = [one for one in found if one is not None]
    if proofs and texts.unread:
        raise _not_read(texts.unread)
    return min(proofs, key=size_of, default=None)


def _not_read(patterns: frozenset[Unread]) -> Undecided:
    return Undecided(min(pattern.reason for pattern in patterns))


def _of_length(texts: Texts, low: int, high: int | None) -> str | None:
    """The shortest text of the set within further bounds on its length, as far as its patterns are read."""
    low = max(low, texts.low)
    high = texts.high if high is None else high if texts.high is None else min(high, texts.high)
    if high is not None and low > high:
        return None
    if len(texts.patterns) == 1:
        return texts.patterns[0].automaton().shortest(low, high)
    if not texts.patterns:
        return "a" * low
    narrowed = Texts(patterns=texts.patterns, low=low, high=high)
    return next((node.text() for node in _walk(narrowed, ()) if _is_in(narrowed, node)), None)


def _refused(texts: Texts, other: Automaton) -> str | None:
    """The shortest text of the set in which the other pattern is not found."""
    for node in _walk(texts, (other,)):
        if _is_in(texts, node) and not (node.states[-1] and other.accepts(node.states[-1])):
            return node.text()
    return None


def _is_in(texts: Texts, node: _Node) -> bool:
    return node.length >= texts.low and _accept(texts, node.states)


def _accept(texts: Texts, states: tuple[int, ...]) -> bool:
    pairs = zip(texts.patterns, states, strict=False)
    return all(pattern.automaton().accepts(state) for pattern, state in pairs)


def _walk(texts: Texts, also: tuple[Automaton, ...]) -> Iterator[_Node]:
    """States of the product, nearest first, while all patterns of the set can still be found.

    Each is met once for every length up to the least one of the set, past which length no longer matters.
    """
    automata = (*(pattern.automaton() for pattern in texts.patterns), *also)
    alphabet = _alphabet(automata)
    needed = len(texts.patterns)
    start = _Node(tuple(one.start for one in automata), 0, None, "")
    queue = [start]
    seen = {(start.states, 0)}
    for looked, node in enumerate(queue):
        if looked > MAX_NODES:
            raise Undecided(_SPENT)
        yield node
        if texts.high is not None and node.length >= texts.high:
            continue
        for char in alphabet:
            code = ord(char)
            pairs = zip(automata, node.states, strict=True)
            states = tuple(one.step(state, code) if state else 0 for one, state in pairs)
            key = (states, min(node.length + 1, texts.low))
            if all(states[:needed]) and key not in seen:
                seen.add(key)
                queue.append(_Node(states, node.length + 1, node, char))


def _alphabet(automata: tuple[Automaton, ...], variety: int = 1) -> tuple[str, ...]:
    """Characters of each range that the automata tell apart, as many as asked for, friendliest first."""
    edges = sorted({edge for one in automata for edge in one.boundaries} | {0})
    friendly = friendly_alphabet(tuple(edges))
    chars = [char for _, char in friendly]
    if variety > 1:
        ends = [*edges[1:], LAST + 1]
        for index, first in friendly:
            others = (chr(code) for code in _codes(edges[index], ends[index]))
            chars += islice((char for char in others if char != first), variety - 1)
    return tuple(chars)


def _codes(low: int, end: int) -> Iterator[int]:
    """The code points from `low` up to `end`: letters and digits first, what cannot be read last."""
    for first, last in _ORDER:
        yield from range(max(low, first), min(end, last + 1))


_ORDER: Final = (
    *((ord("a"), ord("z")), (ord("0"), ord("9")), (ord("A"), ord("Z"))),
    *((0x20, 0x2F), (0x3A, 0x40), (0x5B, 0x60), (0x7B, 0x7E)),
    *((0xA1, 0xD7FF), (0xE000, LAST), (0x00, 0x1F), (0x7F, 0xA0)),
)
"""All code points but surrogates, in the order in which people would rather read them."""
