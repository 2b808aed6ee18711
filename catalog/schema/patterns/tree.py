"""The syntax tree of a pattern: what `parsing` reads and `printing`, `automaton` and `ambiguity` walk."""

from dataclasses import dataclass

from catalog.schema.patterns.characters import Intervals


@dataclass(frozen=True, slots=True)
class Characters:
    """One code point out of a set; literals, classes, `\\d` and `.` are all this. Never empty."""

    intervals: Intervals


@dataclass(frozen=True, slots=True)
class Sequence:
    """One item after the other; no item is itself a sequence. Empty only as a branch's whole body."""

    items: "tuple[Node, ...]"


@dataclass(frozen=True, slots=True)
class Choice:
    """One of at least two options; at most one of them matches the empty text."""

    options: "tuple[Node, ...]"


@dataclass(frozen=True, slots=True)
class Repeat:
    """`item`, which never matches the empty text, `low` to `high` times; `high` None means no limit."""

    item: "Node"
    low: int
    high: int | None


Node = Characters | Sequence | Choice | Repeat


@dataclass(frozen=True, slots=True)
class Branch:
    """A top-level alternative: its body, and whether `^` and `$` pin it to the text's ends."""

    starts: bool
    body: Node
    ends: bool


@dataclass(frozen=True, slots=True)
class Expression:
    """The whole pattern: it is found in a text when one of its branches is."""

    branches: tuple[Branch, ...]


def states(node: Node) -> int:
    """How many positions the node has when counted repetition is written out: `[0-9]{3}` has three."""
    match node:
        case Characters():
            return 1
        case Sequence(items):
            return sum(map(states, items))
        case Choice(options):
            return sum(map(states, options))
        case Repeat(item, low, high):
            return states(item) * (max(low, 1) if high is None else high)


def matches_empty(node: Node) -> bool:
    """Whether the node matches the empty text."""
    match node:
        case Characters():
            return False
        case Sequence(items):
            return all(map(matches_empty, items))
        case Choice(options):
            return any(map(matches_empty, options))
        case Repeat(_, low, _):
            return low == 0


def repeats_variably(node: Node) -> bool:
    """Whether a count inside the node can take several values above one, as `+` and `{1,3}` can."""
    match node:
        case Characters():
            return False
        case Sequence(items):
            return any(map(repeats_variably, items))
        case Choice(options):
            return any(map(repeats_variably, options))
        case Repeat(item, low, high):
            return (high is None or (high > 1 and low != high)) or repeats_variably(item)
