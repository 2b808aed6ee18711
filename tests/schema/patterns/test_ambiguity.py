import re
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalog.schema.patterns import Pattern, PatternError, ambiguity, parse
from catalog.schema.patterns.automaton import Automaton, bits
from tests.schema.patterns.strategies import patterns, texts_near


def paths(automaton: Automaton, text: str) -> int:
    """How many paths spell a prefix of the text: what a backtracking engine tries when nothing matches."""
    counts = {automaton.size: 1}
    total = 0
    for char in text:
        code = ord(char)
        after: dict[int, int] = {}
        for state, count in counts.items():
            for entered in bits(automaton.follow[state] & ~automaton.matched):
                if entered == automaton.size + 1 or _holds(automaton, entered, code):
                    after[entered] = after.get(entered, 0) + count
        counts = after
        total += sum(counts.values())
    return total


def _holds(automaton: Automaton, state: int, code: int) -> bool:
    return any(low <= code <= high for low, high in automaton.labels[state])


@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(st.data(), patterns())
def test_no_text_has_more_paths_than_the_bound(data: st.DataObject, pattern: Pattern) -> None:
    text = data.draw(texts_near(pattern)) * data.draw(st.integers(1, 4))
    automaton = pattern.automaton()
    bound = ambiguity.steps(automaton, len(text))
    assert paths(automaton, text) <= max(bound, 1) or bound > ambiguity.MAX_STEPS


ACCEPTED = [
    (r"^[a-z][a-z0-9_]*$", 256),
    (r"^[0-9]+\.[0-9]+\.[0-9]+(-[0-9A-Za-z.-]+)?$", 256),
    (r"^(in|int|integer)[a-z]*$", 768),
    (r"^[^@]+@[^@]+\.[^@]+$", 33_000),
    (r"^.*=.*$", 34_000),
    (r"=.*=", 66_000),
    (r"^(a|b)*a(a|b){14}$", 4_000),
]


@pytest.mark.parametrize(("text", "most"), ACCEPTED)
def test_a_text_costs_an_engine_little_on_what_is_accepted(text: str, most: int) -> None:
    assert ambiguity.steps(parse(text).automaton()) <= most


REFUSED = [
    r"^(a|a)*$",
    r"^(a|ab|b)*$",
    r"^([a-z]|[a-c])*!$",
    r"^.+@.+\..+$",
    r".*=.*",
    r"^a*a*a*$",
    r"^a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?aaaaaaaaaaaaaaaaaaaaaa$",
    r"x(y.*z.*z.*z)?",
]


@pytest.mark.parametrize("text", REFUSED)
def test_a_pattern_that_makes_a_backtracking_engine_stall_is_refused(text: str) -> None:
    with pytest.raises(PatternError, match="too many ways"):
        parse(text)


# Known bad shapes that the subset does admit, with the texts that hurt them most.
STALLING = [
    (r"^[^@]+@[^@]+\.[^@]+$", "a@" + "." * 2_000 + "@"),
    (r"^.*=.*$", "=" * 2_000 + "\n"),
    (r"=.*=", "=" + "x" * 2_000),
    (r"[a-z]+\.[a-z]+", "a" * 2_000),
    (r"^(a|b)*a(a|b){14}$", "ab" * 1_000 + "c"),
    (r"^[a-z0-9]{1,20}[0-9]{1,20}$", "1" * 2_000),
    (r"^(ab?){1,32}$", "ab" * 1_000),
]


@pytest.mark.parametrize(("text", "worst"), STALLING)
def test_the_worst_text_keeps_python_within_a_second(text: str, worst: str) -> None:
    found = re.compile(parse(text).python())
    began = time.perf_counter()
    assert (found.search(worst) is not None) == parse(text).automaton().matches(worst)
    assert time.perf_counter() - began < 1  # a stall would be minutes; the usual figure is below 0.1 s
