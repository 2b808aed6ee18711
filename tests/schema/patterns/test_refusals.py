import re
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from catalog.schema.patterns import PatternError, parse

CASES = Path(__file__).parents[2] / "cases" / "patterns" / "refused.yaml"
REFUSED: list[dict[str, object]] = yaml.safe_load(CASES.read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", REFUSED, ids=lambda case: case["pattern"])
def test_what_some_engine_reads_differently_is_refused_by_name(case: dict[str, object]) -> None:
    with pytest.raises(PatternError) as caught:
        parse(str(case["pattern"]))
    assert {"message": caught.value.message, "position": caught.value.position} == {
        "message": case["message"],
        "position": case["position"],
    }
    assert str(caught.value) == caught.value.message


@pytest.mark.parametrize(
    ("text", "position", "message"),
    [
        ("", 1, "the pattern is empty and allows every text; leave it out"),
        ("a" * 1001, 1001, "the pattern is 1,001 characters long; the limit is 1,000"),
        ("a\ud800", 2, "a lone surrogate at character 2 is no character; write the whole pair"),
        ("\\\n", 1, r"'\\x0a' at character 1 is not an escape that all engines read; leave the \ out"),
    ],
    ids=["empty", "long", "lone surrogate", "escaped newline"],
)
def test_what_a_case_file_cannot_hold_is_refused_too(text: str, position: int, message: str) -> None:
    with pytest.raises(PatternError) as caught:
        parse(text)
    assert (caught.value.position, caught.value.message) == (position, message)


def test_the_limit_on_states_can_be_raised_for_our_own_patterns() -> None:
    with pytest.raises(PatternError):
        parse("^[0-9]{65}$")
    assert parse("^[0-9]{65}$", max_states=65).automaton().size == 65


@given(st.text(st.sampled_from("ab01,()[]{}*+?^$|\\\\\\.-:=!<>dwsxunpP\n\x00é😀"), max_size=30))
def test_any_text_is_parsed_or_refused_with_a_place_inside_it(text: str) -> None:
    refused = _refusal(text)
    if refused is None:
        re.compile(parse(text).python())
    else:
        assert 1 <= refused.position <= max(len(text), 1)
        assert refused.message.isprintable()
        assert not refused.message.endswith(".")


def _refusal(text: str) -> PatternError | None:
    try:
        parse(text)
    except PatternError as error:
        return error
    return None
