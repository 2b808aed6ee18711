"""Pattern texts from the subset, and texts that match them or nearly do."""

from typing import assert_never

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from catalog.schema.patterns import Pattern, PatternError, parse
from catalog.schema.patterns.characters import Intervals
from catalog.schema.patterns.tree import Characters, Choice, Node, Repeat, Sequence

# Where engines are known to differ: line ends, digits and letters beyond ASCII, two UTF-16 units, the edges.
ODD_CHARACTERS = [
    *"\n\r\t\x00\x0b\x0c\x1c\x7f\x85\xa0\xaa\u0130\u017f\u0661\u2028\u2029\u212a\ufeff\ud7ff\ue000\uffff",
    *"\U00010000\U0001f600\U0010ffff",
]
_PLAIN = list("abcxyzABZ0159_ -,:/@#%&~=!\"'<>;`éß\u0661\u2028😀")
_ESCAPES = [f"\\{char}" for char in "^$\\.*+?()[]{}|/"] + [r"\n", r"\r", r"\t", r"\x00", r"\x7f", r"\xe9"]
_SUGAR = [r"\d", r"\D", r"\w", r"\W", r"\s", r"\S"]
_RANGES = ["a-z", "A-Z", "0-9", "a-f", "1-9", "!-~", r"\x00-\x1f", "à-ÿ", "a-\U0010ffff", "😀-😂", "+-9"]
_QUANTIFIERS = ["*", "+", "?", "{2}", "{0,1}", "{1,3}", "{2,}", "{0,4}", "{3,5}"]

_literals = st.sampled_from(_PLAIN + _ESCAPES)


@st.composite
def _classes(draw: DrawFn) -> str:
    members = draw(st.lists(st.sampled_from(_PLAIN + _ESCAPES + _SUGAR + _RANGES), min_size=1, max_size=4))
    inside = "".join("\\-" if member == "-" else member for member in members)
    return f"[{draw(st.sampled_from(['', '^']))}{inside}{draw(st.sampled_from(['', '-']))}]"


def _quantified(items: SearchStrategy[str]) -> SearchStrategy[str]:
    return st.builds("{}{}".format, items, st.sampled_from(["", "", *_QUANTIFIERS]))


def _wider(inner: SearchStrategy[str]) -> SearchStrategy[str]:
    groups = st.builds(
        "{}{})".format, st.sampled_from(["(", "(?:"]), st.lists(inner, min_size=1, max_size=3).map("|".join)
    )
    return st.lists(_quantified(groups) | inner, min_size=1, max_size=3).map("".join)


_bodies = st.recursive(
    _quantified(_literals | _classes() | st.sampled_from([*_SUGAR, "."])), _wider, max_leaves=8
)


@st.composite
def pattern_texts(draw: DrawFn) -> str:
    """Texts built from the subset's pieces; a few are refused (nested repetition, too many readings)."""
    branches = draw(
        st.lists(
            st.builds(
                "{}{}{}".format, st.sampled_from(["^", "^", ""]), _bodies, st.sampled_from(["$", "$", ""])
            ),
            min_size=1,
            max_size=2,
        )
    )
    return "|".join(branches)


def patterns() -> SearchStrategy[Pattern]:
    """Parsed patterns of the subset."""
    return pattern_texts().filter(_is_accepted).map(parse)


def _is_accepted(text: str) -> bool:
    try:
        parse(text)
    except PatternError:
        return False
    return True


def _members(intervals: Intervals) -> SearchStrategy[str]:
    edges = [chr(code) for low, high in intervals for code in (low, high) if not 0xD800 <= code <= 0xDFFF]
    odd = [char for char in ODD_CHARACTERS if any(low <= ord(char) <= high for low, high in intervals)]
    return st.sampled_from(edges + odd)


def _readings(node: Node) -> SearchStrategy[str]:
    match node:
        case Characters(intervals):
            return _members(intervals)
        case Sequence(items):
            return st.tuples(*map(_readings, items)).map("".join)
        case Choice(options):
            return st.one_of(*map(_readings, options))
        case Repeat(item, low, high):
            most = low + 3 if high is None else high
            return st.lists(_readings(item), min_size=low, max_size=most).map("".join)
        case _:
            assert_never(node)


def texts_of(pattern: Pattern) -> SearchStrategy[str]:
    """Texts that one branch of the pattern spells; the pattern is found in each."""
    return st.one_of(*(_readings(branch.body) for branch in pattern.tree.branches))


@st.composite
def texts_near(draw: DrawFn, pattern: Pattern) -> str:
    """Texts that one branch of the pattern spells, then often bent a little."""
    text = draw(texts_of(pattern))
    bends = st.sampled_from(["append", "prepend", "replace", "remove", "double"])
    for bend in draw(st.lists(bends, max_size=3)):
        at = draw(st.integers(0, max(len(text) - 1, 0)))
        char = draw(st.sampled_from(ODD_CHARACTERS + _PLAIN))
        match bend:
            case "append":
                text += char
            case "prepend":
                text = char + text
            case "replace":
                text = text[:at] + char + text[at + 1 :]
            case "remove":
                text = text[:at] + text[at + 1 :]
            case _:
                text += text
    return text


def any_texts() -> SearchStrategy[str]:
    """Short texts of the characters that engines are known to read differently."""
    return st.text(st.sampled_from(ODD_CHARACTERS + _PLAIN), max_size=6)
