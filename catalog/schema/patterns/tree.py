"""The syntax tree of a pattern: what `parsing` reads and `printing`, `automaton` and `ambiguity` walk."""

from dataclasses import dataclass

from catalog.schema.patterns.characters import Intervals


class PatternError(ValueError):
    """A pattern outside the subset.

    `message` is one sentence: what is wrong, where, what would be right. `position` counts the
    pattern's code points from 1 and points at the offending piece.
    """

    def __init__(self, message: str, position: int) -> None:
        super().__init__(message)
        self.message = message
        self.position = position


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
