"""Reads regular expressions of any document into the trees of `catalog.schema.patterns`.

What a catalog's own patterns may not have, such as nested repetition, is read here as ECMA-262 §22.2 has it:
only what a text must be matters, not how long an engine takes. What is not regular, or what engines read
differently, is not read: look-around, backreferences, word boundaries, properties, flags, named groups,
possessive quantifiers, and anchors inside of groups.
"""

import re
from typing import Final

from catalog.schema.patterns.characters import (
    ANYTHING_ON_A_LINE,
    CLASS_ESCAPES,
    Intervals,
    complement,
    single,
    union,
)
from catalog.schema.patterns.tree import (
    Branch,
    Characters,
    Choice,
    Expression,
    Node,
    Repeat,
    Sequence,
    matches_empty,
    states,
)

MAX_STATES: Final = 300
MAX_DEPTH: Final = 16

# ECMA-262 WhiteSpace and LineTerminator, beyond the ASCII that a catalog's own patterns know.
_SPACE: Final = union(
    (
        *(*CLASS_ESCAPES["s"], (0xA0, 0xA0), (0x1680, 0x1680), (0x2000, 0x200A), (0x2028, 0x2029)),
        *((0x202F, 0x202F), (0x205F, 0x205F), (0x3000, 0x3000), (0xFEFF, 0xFEFF)),
    )
)
_CLASSES: Final = {**CLASS_ESCAPES, "s": _SPACE, "S": complement(_SPACE)}
_CONTROLS: Final = {"n": 0x0A, "r": 0x0D, "t": 0x09, "f": 0x0C, "v": 0x0B}
_COUNT: Final = re.compile(r"\{([0-9]{1,4})(?:(,)([0-9]{0,4}))?\}")
_CODE: Final = re.compile(r"x([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4})")
_EMPTY: Final = Sequence(())


class Unread(Exception):
    """The expression is outside of what is read."""


def read(text: str, *, repeats_empty: bool = True) -> Expression:
    """The tree of an expression; raises Unread.

    `repeats_empty`: what may match nothing may be repeated, and is read as the repetition of what it matches
    else. That has the same texts, but hides in how many ways an engine finds them.
    """
    if any(0xD800 <= ord(char) <= 0xDFFF for char in text):
        raise Unread
    reader = _Reader(text, repeats_empty=repeats_empty)
    branches = reader.branches()
    if reader.at < len(text) or sum(states(branch.body) for branch in branches) > MAX_STATES:
        raise Unread
    return Expression(tuple(branches))


class _Reader:
    def __init__(self, text: str, *, repeats_empty: bool) -> None:
        self.text = text
        self.at = 0
        self.repeats_empty = repeats_empty

    def branches(self) -> list[Branch]:
        found = [self._branch()]
        while self._take("|"):
            found.append(self._branch())
        return found

    def _branch(self) -> Branch:
        starts = self._take("^")
        body = self._sequence(0)
        ends = self._take("$")
        if self._next() not in ("", "|"):
            raise Unread
        return Branch(starts, body, ends)

    def _sequence(self, depth: int) -> Node:
        items: list[Node] = []
        while self._next() not in ("", "|", ")", "$"):
            item = self._quantified(depth)
            items.extend(item.items if isinstance(item, Sequence) else (item,))
        return items[0] if len(items) == 1 else Sequence(tuple(items))

    def _quantified(self, depth: int) -> Node:
        item = self._atom(depth)
        char = self._next()
        low: int
        high: int | None
        if char in ("*", "+", "?") and char:
            self.at += 1
            low, high = {"*": (0, None), "+": (1, None), "?": (0, 1)}[char]
        elif char == "{":
            count = _COUNT.match(self.text, self.at)
            if count is None:
                raise Unread
            self.at = count.end()
            low = int(count[1])
            high = low if count[2] is None else int(count[3]) if count[3] else None
        else:
            return item
        self._take("?")  # a lazy quantifier finds the same texts
        if self._next() in ("*", "+", "?", "{") and self._next():
            raise Unread
        if not self.repeats_empty and matches_empty(item):
            raise Unread
        return _repeated(item, low, high)

    def _atom(self, depth: int) -> Node:
        char = self._next()
        match char:
            case ".":
                self.at += 1
                return Characters(ANYTHING_ON_A_LINE)
            case "(":
                return self._group(depth + 1)
            case "[":
                return Characters(self._class())
            case "\\":
                return Characters(self._escape())
            case "*" | "+" | "?" | "{" | "}" | "]" | "^" | "$":
                raise Unread
            case _:
                self.at += 1
                return Characters(single(char))

    def _group(self, depth: int) -> Node:
        self.at += 1
        if depth > MAX_DEPTH or (self._take("?") and not self._take(":")):
            raise Unread
        options = [self._sequence(depth)]
        while self._take("|"):
            options.append(self._sequence(depth))
        if not self._take(")"):
            raise Unread
        return options[0] if len(options) == 1 else Choice(tuple(options))

    def _class(self) -> Intervals:
        self.at += 1
        is_negated = self._take("^")
        found: list[tuple[int, int]] = []
        while not self._take("]"):
            low = self._member()
            if self._next() == "-" and self.text[self.at + 1 : self.at + 2] not in ("", "]"):
                self.at += 1
                high = self._member()
                if len(low) > 1 or len(high) > 1 or low[0][0] != low[0][1] or high[0][0] != high[0][1]:
                    raise Unread
                if low[0][0] > high[0][0]:
                    raise Unread
                low = ((low[0][0], high[0][0]),)
            found.extend(low)
        intervals = union(found)
        chosen = complement(intervals) if is_negated else intervals
        if not chosen:
            raise Unread
        return chosen

    def _member(self) -> Intervals:
        char = self._next()
        # A bracket begins a nested class in some engines, and doubled signs are set operators.
        if char in ("", "[") or (char in "&~|-" and self.text[self.at + 1 : self.at + 2] == char):
            raise Unread
        if char == "\\":
            return self._escape()
        self.at += 1
        return single(char)

    def _escape(self) -> Intervals:
        char = self.text[self.at + 1 : self.at + 2]
        code = _CODE.match(self.text, self.at + 1)
        if code is not None:
            self.at = code.end()
            point = int(code[1] or code[2], 16)
            if 0xD800 <= point <= 0xDFFF:
                raise Unread
            return ((point, point),)
        self.at += 2
        if char in _CLASSES:
            return _CLASSES[char]
        if char in _CONTROLS:
            return ((_CONTROLS[char], _CONTROLS[char]),)
        if not char or char.isalnum() or ord(char) > 0x7E or char in "_ ":
            raise Unread
        return single(char)

    def _next(self) -> str:
        return self.text[self.at : self.at + 1]

    def _take(self, char: str) -> bool:
        is_there = self._next() == char
        self.at += is_there
        return is_there


def _repeated(item: Node, low: int, high: int | None) -> Node:
    """The repetition of what may match nothing is that of what it matches else."""
    if high == 0:
        return _EMPTY
    if high is not None and high < low:
        raise Unread
    if states(item) > MAX_STATES:
        raise Unread  # before it is written out, which takes the square of its length
    if matches_empty(item):
        something = _something(item)
        if something is None:
            return _EMPTY
        item, low = something, 0
    if max(low, high or 1) * states(item) > MAX_STATES:
        raise Unread
    return item if low == high == 1 else Repeat(item, low, high)


def _something(node: Node) -> Node | None:
    """What a node matches but the empty text; None when that is nothing."""
    match node:
        case Characters():
            return node
        case Sequence(items):
            options: list[Node] = []
            for place, item in enumerate(items):
                first = _something(item)
                if first is not None:
                    options.append(Sequence((first, *items[place + 1 :])))
                if not matches_empty(item):
                    break
            return Choice(tuple(options)) if options else None
        case Choice(options=choices):
            found = [one for one in map(_something, choices) if one is not None]
            return Choice(tuple(found)) if found else None
        case Repeat(item, low, high):
            return Repeat(item, max(low, 1), high)
