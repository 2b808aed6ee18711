"""Prints a pattern's tree for each engine that has to read it.

The dialects differ in three places only: how `$` says "only the very end", how a code point beyond
ASCII is spelled, and whether `/` is escaped. The JSON Schema text spells such code points raw, since no
escape for them is common to ECMA-262, RE2, Rust and Python.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import assert_never

from catalog.schema.patterns.characters import LAST, Intervals, complement
from catalog.schema.patterns.tree import Branch, Characters, Choice, Expression, Node, Repeat, Sequence

# Flag u accepts identity escapes for these only (ECMA-262 SyntaxCharacter).
_SYNTAX = frozenset("^$\\.*+?()[]{}|")
# `[` opens a nested class in Rust and warns in Python; a set operator (&&, ~~) needs a character twice.
_CLASS_SYNTAX = frozenset("\\]-[^")
_CONTROL = {0x09: "\\t", 0x0A: "\\n", 0x0D: "\\r"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """What one engine needs said differently."""

    end: str
    beyond_ascii: Callable[[int], str]
    escaped: frozenset[str] = frozenset()


def _python_escape(code: int) -> str:
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"


# Python's `$` also matches before a final newline; `\Z` does not.
PYTHON = Dialect(end="\\Z", beyond_ascii=_python_escape)
RE2 = Dialect(end="$", beyond_ascii=lambda code: f"\\x{{{code:x}}}")
# `/` is escaped so that the text also stands between the slashes of a literal.
ECMASCRIPT = Dialect(
    end="$",
    beyond_ascii=lambda code: f"\\u{code:04x}" if code <= 0xFFFF else f"\\u{{{code:x}}}",
    escaped=frozenset("/"),
)
JSON_SCHEMA = Dialect(end="$", beyond_ascii=chr)


def write(expression: Expression, dialect: Dialect) -> str:
    """The expression as the dialect's engine reads it, with search semantics."""
    return "|".join(_branch(branch, dialect) for branch in expression.branches)


def _branch(branch: Branch, dialect: Dialect) -> str:
    # A choice next to an anchor, or beside other branches, must not leak its bars to the top level.
    body = _grouped(branch.body, dialect) if isinstance(branch.body, Choice) else _node(branch.body, dialect)
    return ("^" if branch.starts else "") + body + (dialect.end if branch.ends else "")


def _node(node: Node, dialect: Dialect) -> str:
    match node:
        case Characters(intervals):
            return _characters(intervals, dialect)
        case Sequence(items):
            return "".join(
                _grouped(item, dialect) if isinstance(item, Choice) else _node(item, dialect)
                for item in items
            )
        case Choice(options):
            return "|".join(_node(option, dialect) for option in options)
        case Repeat(item, low, high):
            text = _node(item, dialect) if isinstance(item, Characters) else _grouped(item, dialect)
            return text + _quantifier(low, high)
        case _:
            assert_never(node)


def _grouped(node: Node, dialect: Dialect) -> str:
    return f"(?:{_node(node, dialect)})"


def _quantifier(low: int, high: int | None) -> str:
    match (low, high):
        case (0, None):
            return "*"
        case (1, None):
            return "+"
        case (0, 1):
            return "?"
        case (_, None):
            return f"{{{low},}}"
        case _:
            return f"{{{low}}}" if low == high else f"{{{low},{high}}}"


def _characters(intervals: Intervals, dialect: Dialect) -> str:
    first, last = intervals[0]
    if len(intervals) == 1 and first == last:
        return _spelled(first, dialect, _SYNTAX)
    # V8 loses U+10FFFF when it negates a class that ends just before it (seen with Node 20.20).
    if intervals[-1][1] != LAST or intervals[-1][0] == LAST:
        return f"[{_ranges(intervals, dialect)}]"
    # Reaching the last code point, a set is almost always written by what it leaves out.
    left_out = complement(intervals)
    # Each engine's \s differs, but \s and \S together are everything in all of them; RE2 has no [^].
    return f"[^{_ranges(left_out, dialect)}]" if left_out else "[\\s\\S]"


def _ranges(intervals: Intervals, dialect: Dialect) -> str:
    parts: list[str] = []
    for low, high in intervals:
        parts.append(_spelled(low, dialect, _CLASS_SYNTAX))
        if high > low + 1:
            parts.append("-")
        if high > low:
            parts.append(_spelled(high, dialect, _CLASS_SYNTAX))
    return "".join(parts)


def _spelled(code: int, dialect: Dialect, syntax: frozenset[str]) -> str:
    char = chr(code)
    if char in syntax or char in dialect.escaped:
        return "\\" + char
    if code in _CONTROL:
        return _CONTROL[code]
    # \xHH below U+0100 is the one numeric escape that all engines read alike.
    if code < 0x20 or 0x7F <= code <= 0x9F:
        return f"\\x{code:02x}"
    return char if code < 0x80 else dialect.beyond_ascii(code)
