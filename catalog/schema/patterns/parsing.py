"""Reads the text of a pattern into its tree, and refuses by name what some engine would read differently."""

import re

from catalog.schema.patterns import characters
from catalog.schema.patterns.characters import Intervals
from catalog.schema.patterns.refusals import ESCAPE_NAMES, GROUP_ADVICE, GROUP_NAMES, PatternError, refusal
from catalog.schema.patterns.tree import (
    Branch,
    Characters,
    Choice,
    Expression,
    Node,
    Repeat,
    Sequence,
    matches_empty,
    repeats_variably,
    states,
)

MAX_LENGTH = 1_000
MAX_DEPTH = 16
MAX_STATES = 64

_SYNTAX = frozenset("^$\\.*+?()[]{}|/")
_CONTROL = {"n": 0x0A, "r": 0x0D, "t": 0x09}
_BRACES = re.compile(r"\{([0-9]+)(?:(,)([0-9]*))?\}")
_HEX = re.compile(r"[0-9A-Fa-f]{2}")
_SURROGATE = re.compile("[\ud800-\udfff]")


def read(text: str, max_states: int = MAX_STATES) -> Expression:
    """The tree of a pattern; raises `PatternError` for the first piece outside the subset."""
    if not text:
        raise PatternError("the pattern is empty and allows every text; leave it out", 1)
    if len(text) > MAX_LENGTH:
        raise PatternError(
            f"the pattern is {len(text):,} characters long; the limit is {MAX_LENGTH:,}", MAX_LENGTH + 1
        )
    if lone := _SURROGATE.search(text):
        at = lone.start() + 1
        raise PatternError(f"a lone surrogate at character {at} is no character; write the whole pair", at)
    return _Reader(text, max_states).expression()


class _Reader:
    """A recursive-descent reader over one text."""

    def __init__(self, text: str, max_states: int) -> None:
        self.text = text
        self.at = 0
        self.depth = 0
        self.max_states = max_states

    def expression(self) -> Expression:
        branches = [self._branch()]
        while self._take("|"):
            branches.append(self._branch())
        if self.at < len(self.text):
            raise self._refusal(")", "closes no group; write \\) for the character")
        total = sum(states(branch.body) for branch in branches)
        if total > self.max_states:
            raise PatternError(
                f"the pattern has {total} states, more than {self.max_states}; "
                "shorten it, and bound the length with minLength and maxLength",
                1,
            )
        return Expression(tuple(branches))

    def _branch(self) -> Branch:
        begins = self.at
        starts = self._take("^")
        items = self._items()
        ends = self._take("$")
        if ends and self._next() not in ("", "|", ")"):
            self.at -= 1
            raise self._misplaced_anchor()
        if self.at == begins:
            raise self._empty_alternative()
        return Branch(starts, _joined(items), ends)

    def _items(self) -> list[Node]:
        items: list[Node] = []
        while self._next() not in ("", "|", ")", "$"):
            item = self._quantified()
            items.extend(item.items if isinstance(item, Sequence) else (item,))
        return items

    def _quantified(self) -> Node:
        begins = self.at
        item = self._atom()
        at = self.at
        count = self._count()
        if count is None:
            return item
        low, high = count
        piece = self.text[at : self.at]
        if self._next() in ("?", "+", "*", "{"):
            raise self._second_quantifier(piece)
        if high is not None and high < low:
            raise self._refusal(piece, f"counts backwards; write {{{high},{low}}}", at)
        if high == 0:
            raise self._refusal(piece, "repeats nothing; leave the piece before it out", at)
        if (high is None or high > 1) and repeats_variably(item):
            whole = self.text[begins : self.at]
            raise self._refusal(
                whole, "is a nested repetition; repeat single characters or groups of fixed size", begins
            )
        if matches_empty(item):
            whole = self.text[begins : self.at]
            raise self._refusal(
                whole, "repeats a group that may be empty; give the group a part that is not optional", begins
            )
        if low == high == 1:
            return item
        node = Repeat(item, low, high)
        if states(node) > self.max_states:
            raise self._refusal(
                piece,
                f"makes more than {self.max_states} states; bound the length with minLength and maxLength",
                at,
            )
        return node

    def _count(self) -> tuple[int, int | None] | None:
        match self._next():
            case "*":
                self.at += 1
                return 0, None
            case "+":
                self.at += 1
                return 1, None
            case "?":
                self.at += 1
                return 0, 1
            case "{":
                found = _BRACES.match(self.text, self.at)
                if found is None:
                    if self.text.startswith("{,", self.at):
                        raise self._refusal(
                            "{,", "begins a count in some engines only; write the lower bound, {0,"
                        )
                    raise self._refusal("{", "begins no count such as {2,5}; write \\{ for the character")
                self.at = found.end()
                low = int(found[1])
                if found[2] is None:
                    return low, low
                return low, int(found[3]) if found[3] else None
            case _:
                return None

    def _atom(self) -> Node:
        char = self._next()
        match char:
            case ".":
                self.at += 1
                return Characters(characters.ANYTHING_ON_A_LINE)
            case "(":
                return self._group()
            case "[":
                return Characters(self._class())
            case "\\":
                return Characters(self._escape(in_class=False))
            case "*" | "+" | "?" | "{":
                raise self._refusal(char, f"has nothing to repeat; write \\{char} for the character")
            case "]" | "}":
                raise self._refusal(char, f"closes nothing; write \\{char} for the character")
            case "^":
                raise self._misplaced_anchor()
            case _:
                self.at += 1
                return Characters(characters.single(char))

    def _group(self) -> Node:
        opened = self.at
        if self.text.startswith("(?", opened) and not self.text.startswith("(?:", opened):
            raise self._special_group()
        if self.depth == MAX_DEPTH:
            raise self._refusal("(", f"is a group {MAX_DEPTH + 1} levels deep; the limit is {MAX_DEPTH}")
        self.depth += 1
        self.at += 3 if self.text.startswith("(?:", opened) else 1
        options = [self._option()]
        while self._take("|"):
            options.append(self._option())
        if not self._take(")"):
            raise self._refusal(
                "(", "opens a group that is never closed; write \\( for the character", opened
            )
        self.depth -= 1
        if len(options) == 1:
            return options[0]
        if sum(map(matches_empty, options)) > 1:
            whole = self.text[opened : self.at]
            raise self._refusal(
                whole,
                "has more than one alternative that may be empty; make the whole group optional",
                opened,
            )
        flat: list[Node] = []
        for option in options:
            flat.extend(option.options if isinstance(option, Choice) else (option,))
        return Choice(tuple(flat))

    def _option(self) -> Node:
        begins = self.at
        items = self._items()
        if self._next() == "$":
            raise self._misplaced_anchor()
        if self.at == begins:
            raise self._empty_alternative()
        return _joined(items)

    def _class(self) -> Intervals:
        opened = self.at
        self.at += 1
        negated = self._take("^")
        members: list[tuple[int, int]] = []
        first = True
        while self._next() != "]":
            members.extend(self._member(opened, first))
            first = False
        if first:
            empty = "[^]" if negated else "[]"
            raise self._refusal(empty, "is an empty class; write \\] for the character", opened)
        self.at += 1
        found = characters.union(members)
        if negated:
            found = characters.complement(found)
            if not found:
                raise self._refusal(
                    self.text[opened : self.at], "allows no character at all; leave something over", opened
                )
        return found

    def _member(self, opened: int, first: bool) -> Intervals:
        """One character, range or class escape of a class."""
        begins = self.at
        low = self._class_atom(opened, first)
        if self._next() != "-" or self.text.startswith("-]", self.at):
            return low
        self.at += 1
        high = self._class_atom(opened, False)
        piece = self.text[begins : self.at]
        if any(len(end) > 1 or end[0][0] != end[0][1] for end in (low, high)):
            raise self._refusal(
                piece, "is a range with a class at one end; write \\- for the character", begins
            )
        if high[0][0] < low[0][0]:
            raise self._refusal(piece, "is a range that runs backwards; write its lower end first", begins)
        return ((low[0][0], high[0][0]),)

    def _class_atom(self, opened: int, first: bool) -> Intervals:
        char = self._next()
        if char == "":
            raise self._refusal(
                "[", "opens a class that is never closed; write \\[ for the character", opened
            )
        if char == "\\":
            return self._escape(in_class=True)
        if self.text.startswith("[:", self.at):
            raise self._refusal(
                "[:", "begins a class name of some engines only; write the ranges, such as a-z"
            )
        if char == "[":
            raise self._refusal(
                "[", "opens a class inside a class in some engines; write \\[ for the character"
            )
        if char == "-" and not first and not self.text.startswith("-]", self.at):
            raise self._refusal("-", "is read as a range or as a character; write \\- for the character")
        if char in "&~|" and self.text.startswith(char * 2, self.at):
            raise self._refusal(char * 2, f"is a set operator in some engines; write {char} once")
        self.at += 1
        return characters.single(char)

    def _escape(self, in_class: bool) -> Intervals:
        char = self.text[self.at + 1 : self.at + 2]
        piece = "\\" + char
        if char in characters.CLASS_ESCAPES:
            self.at += 2
            return characters.CLASS_ESCAPES[char]
        if char in _CONTROL:
            self.at += 2
            return ((_CONTROL[char], _CONTROL[char]),)
        if char == "x":
            digits = _HEX.match(self.text, self.at + 2)
            if digits is None:
                raise self._refusal(piece, "is not followed by two hexadecimal digits; write \\xHH")
            self.at += 4
            return ((int(digits[0], 16), int(digits[0], 16)),)
        if char and (char in _SYNTAX or (in_class and char == "-")):
            self.at += 2
            return characters.single(char)
        raise self._unknown_escape(char, in_class)

    def _next(self) -> str:
        return self.text[self.at : self.at + 1]

    def _take(self, char: str) -> bool:
        taken = self._next() == char
        self.at += taken
        return taken

    def _refusal(self, piece: str, reason: str, at: int | None = None) -> PatternError:
        return refusal(piece, reason, (self.at if at is None else at) + 1)

    def _misplaced_anchor(self) -> PatternError:
        char = self._next()
        edge = "start" if char == "^" else "end"
        return self._refusal(
            char,
            f"is not at the {edge} of the pattern or of a top-level alternative; "
            f"move it there, or write \\{char} for the character",
        )

    def _empty_alternative(self) -> PatternError:
        if self._next() == "":
            return self._refusal(
                "|", "has an empty alternative after it; make a group optional with ?", self.at - 1
            )
        return self._refusal(self._next(), "has an empty alternative before it; make a group optional with ?")

    def _second_quantifier(self, piece: str) -> PatternError:
        kind = {"?": "a lazy quantifier", "+": "a possessive quantifier"}.get(
            self._next(), "a second quantifier"
        )
        return self._refusal(piece + self._next(), f"is {kind}; write {piece}", self.at - len(piece))

    def _special_group(self) -> PatternError:
        for opening, name in GROUP_NAMES.items():
            if self.text.startswith(opening, self.at):
                advice = GROUP_ADVICE.get(name, "say it without")
                return self._refusal(opening, f"is {name}, which not every engine reads; {advice}")
        return self._refusal(
            "(?", "sets a flag, which not every engine reads; write both cases in a class, or ( ) for a group"
        )

    def _unknown_escape(self, char: str, in_class: bool) -> PatternError:
        if not char:
            return self._refusal("\\", "ends the pattern; write \\\\ for the character")
        if in_class and char == "b":
            return self._refusal("\\b", "is an escape of some engines only; write \\x08")
        if char in ESCAPE_NAMES:
            name, advice = ESCAPE_NAMES[char]
            return self._refusal("\\" + char, f"is {name}; {advice}")
        if char in "123456789":
            return self._refusal("\\" + char, "is a backreference; write the text again")
        return self._refusal("\\" + char, "is not an escape that all engines read; leave the \\ out")


def _joined(items: list[Node]) -> Node:
    return items[0] if len(items) == 1 else Sequence(tuple(items))
