import re

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from catalog.schema.formats import LONG, SHORT, matcher, quick_length
from catalog.schema.patterns import Pattern, parse
from tests.schema.patterns.strategies import patterns, texts_near

# pattern, least and most code points, the shortest and friendliest match
SHORTEST = [
    (r"^[a-f0-9]{64}$", 0, None, "a" * 64),
    (r"^[a-z]+$", 0, None, "a"),
    (r"^[a-z]+$", 5, None, "aaaaa"),
    (r"^[A-Z0-9]+$", 2, 2, "00"),
    (r"^[0-9a-f]{8}-[0-9a-f]{4}$", 0, 100, "aaaaaaaa-aaaa"),
    (r"^[a-z]{3}$", 4, None, None),
    (r"^[a-z]{3}$", 0, 2, None),
    (r"^(ab)*$", 3, 3, None),
    (r"^(ab)*$", 3, None, "abab"),
    (r"^([a-z]{2})*$", 1001, 1001, None),
    (r"^$", 0, None, ""),
    (r"^$", 1, None, None),
    (r"b", 0, None, "b"),
    (r"b", 3, 3, "aab"),
    (r"^b", 3, 3, "baa"),
    (r"b$", 3, 3, "aab"),
    (r"^zz|^b$", 0, None, "b"),
    (r"a*", 4, None, "aaaa"),
    (r"^.$", 0, None, "a"),
    (r"^\W$", 0, None, "-"),
    (r"^[\x00-\x1f]$", 0, None, "\x00"),
    (r"^[^\x00-\x7f]$", 0, None, "\xa1"),
    ("^[\ud7ff\ue000]$", 0, None, "\ud7ff"),
    ("^😀$", 0, 1, "😀"),  # lengths are code points, not UTF-16 units
    (r"^(a|b)*a(a|b){14}$", 0, None, "a" * 15),
    (r"^a", 5, 4, None),
]


@pytest.mark.parametrize(("text", "low", "high", "expected"), SHORTEST)
def test_the_shortest_match_within_a_length_is_found(
    text: str, low: int, high: int | None, expected: str | None
) -> None:
    assert parse(text).automaton().shortest(low, high) == expected


@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(st.data(), patterns(), st.integers(0, 8), st.integers(0, 8))
def test_no_match_is_shorter_than_the_shortest(
    data: st.DataObject, pattern: Pattern, low: int, span: int
) -> None:
    automaton = pattern.automaton()
    shortest = automaton.shortest(low, low + span)
    if shortest is not None:
        assert automaton.matches(shortest)
        assert re.search(pattern.python(), shortest)
        assert low <= len(shortest) <= low + span
        assert automaton.shortest(low, len(shortest) - 1) is None
    text = data.draw(texts_near(pattern))
    assume(low <= len(text) <= low + span and automaton.matches(text))
    assert shortest is not None
    assert len(shortest) <= len(text)


@given(
    st.sampled_from(["^[ab]{2,3}$", "ab|^b$", "^a*b?$", "(ab)+$", "^(a|ab)(c|bc)$", "^b[^a]"]),
    st.integers(0, 4),
)
def test_the_shortest_match_is_the_first_of_its_length_in_the_friendly_order(text: str, length: int) -> None:
    # The friendly order is alphabetical on these letters, so that trying all texts gives the same first one.
    found = next((word for word in _words("abc", length) if re.search(parse(text).python(), word)), None)
    assert parse(text).automaton().shortest(length, length) == found


def _words(letters: str, length: int) -> list[str]:
    words = [""]
    for _ in range(length):
        words = [word + letter for word in words for letter in letters]
    return words


def test_a_counted_repetition_has_one_state_a_copy() -> None:
    sizes = {
        text: parse(text).automaton().size for text in ("a", "a*", "a{3}", "a{2,}", "a{2,5}", "(ab){3}", "^$")
    }
    assert sizes == {"a": 1, "a*": 1, "a{3}": 3, "a{2,}": 2, "a{2,5}": 5, "(ab){3}": 6, "^$": 0}


def test_a_match_is_settled_as_soon_as_nothing_can_undo_it() -> None:
    automaton = parse("^ab").automaton()
    state = automaton.start
    for char in "abx":
        state = automaton.step(state, ord(char))
    assert state == automaton.matched
    assert automaton.step(automaton.start, ord("x")) == 0


def test_code_points_between_two_boundaries_lead_to_the_same_state() -> None:
    automaton = parse("^[b-d😀]x").automaton()
    assert automaton.boundaries == tuple(map(ord, "\x00bexy😀😁"))
    assert len({automaton.step(automaton.start, code) for code in range(ord("b"), ord("e"))}) == 1


LONG_TEXTS = [
    # what a backtracking engine begins anew at each character, a text, and whether the pattern is in it
    (r"\w*x$", "a" * 900_000, False),
    (r"\w*x$", "a" * 900_000 + "x", True),
    (r"\s+$", " " * 900_000 + "a", False),
    (r"a*b", "a" * 900_000, False),
    (r"^[a-z]+$", "a" * 900_000 + "\n", False),
]


@pytest.mark.parametrize(("pattern", "text", "is_found"), LONG_TEXTS)
def test_a_long_text_is_read_once(pattern: str, text: str, is_found: bool) -> None:
    finds = matcher(pattern)
    assert finds is not None
    assert bool(finds(text)) is is_found


@pytest.mark.parametrize(
    ("pattern", "length"),
    [
        (r"^[a-z]{2}-[0-9]{4}$", LONG),
        (r"\w*x$", SHORT),
        (r"^[ab]*[abc]*[abcd]?[abcde]?[abcdef]?z$", 0),
    ],
)
def test_python_reads_by_a_pattern_as_far_as_it_is_quick(pattern: str, length: int) -> None:
    assert quick_length(pattern) == length


@given(pattern=patterns(), data=st.data())
def test_a_text_is_found_alike_on_both_sides_of_the_length_at_which_engines_change(
    pattern: Pattern, data: st.DataObject
) -> None:
    finds = matcher(pattern.text)
    assert finds is not None
    start = data.draw(texts_near(pattern)) or "a"
    length = quick_length(pattern.text) + data.draw(st.integers(-2, 2))
    text = (start * LONG)[: max(0, length)]
    assert bool(finds(text)) is (re.search(pattern.python(), text) is not None)
