"""Sets of Unicode scalar values as sorted intervals.

Surrogates belong to no set: they never reach a pattern (a lone one makes a payload malformed), so
U+D7FF and U+E000 count as neighbours here, as they do in RE2 and Rust.
"""

from collections.abc import Iterable

Intervals = tuple[tuple[int, int], ...]

LAST = 0x10FFFF
SURROGATES = (0xD800, 0xDFFF)


def union(intervals: Iterable[tuple[int, int]]) -> Intervals:
    """Sorted intervals with overlapping and adjacent ones joined."""
    joined: list[tuple[int, int]] = []
    for low, high in sorted(intervals):
        if joined and low <= following(joined[-1][1]):
            joined[-1] = (joined[-1][0], max(joined[-1][1], high))
        else:
            joined.append((low, high))
    return tuple(joined)


def complement(intervals: Intervals) -> Intervals:
    """Every scalar value that is not in these (sorted, joined) intervals."""
    gaps: list[tuple[int, int]] = []
    low = 0
    for first, last in intervals:
        if low < first:
            gaps.append((low, preceding(first)))
        low = following(last)
    if low <= LAST:
        gaps.append((low, LAST))
    return tuple(gaps)


def following(code: int) -> int:
    """The next scalar value, or one past the last."""
    return SURROGATES[1] + 1 if code + 1 == SURROGATES[0] else code + 1


def preceding(code: int) -> int:
    """The scalar value before, or -1."""
    return SURROGATES[0] - 1 if code - 1 == SURROGATES[1] else code - 1


def single(char: str) -> Intervals:
    """The set of one character."""
    return ((ord(char), ord(char)),)


DIGITS: Intervals = ((0x30, 0x39),)
WORD: Intervals = union([(0x30, 0x39), (0x41, 0x5A), (0x5F, 0x5F), (0x61, 0x7A)])
# ASCII whitespace only: what \s means beyond ASCII differs between ECMA-262, Python and RE2.
SPACE: Intervals = union([(0x09, 0x0D), (0x20, 0x20)])
# ECMA-262 LineTerminator; RE2 and Python exclude only \n.
LINE_ENDS: Intervals = union([(0x0A, 0x0A), (0x0D, 0x0D), (0x2028, 0x2029)])
ANYTHING_ON_A_LINE: Intervals = complement(LINE_ENDS)

# One meaning for every engine, so they are sugar here and never printed.
CLASS_ESCAPES: dict[str, Intervals] = {
    "d": DIGITS,
    "D": complement(DIGITS),
    "w": WORD,
    "W": complement(WORD),
    "s": SPACE,
    "S": complement(SPACE),
}
