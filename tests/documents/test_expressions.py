"""Expressions are read as engines read them."""

import re

import jsonschema_rs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.documents.patterns import matches

READ = (
    *(
        "",
        "a",
        "^a$",
        "a|b",
        "^(a|b|)$",
        "^(?:a|ab)(c|bcd)$",
        "^([a-c]+\\.)*[a-c]+$",
        "^(a?b?)*c$",
        "^(a*)*$",
    ),
    *(
        "^(a|b*)+c$",
        "^(a?){2,3}b$",
        "^a{0}b$",
        "^a{2,}?$",
        "a*?b",
        "^[^a-b]$",
        "^[a\\-c]$",
        "^[.-]$",
        "^\\d+$",
    ),
    *("^\\w+([.-]?\\w+)*@\\w+(\\.\\w{2,3})+$", "^v\\d+(\\.\\d+)*$", "^\\x61\\u0062$", "^a|b$", "^\\/\\@\\-$"),
    *("^(a(b(c)?)?)?$", "^[a-c]{2,3}$", "^((a|b)c?)+$", "^(ab?)*$", "^.?a", "^[\\w.]+$", "b{3}", "^(|a)+b$"),
)
UNREAD = (
    *("(?=a)", "(?!a)", "(?<=a)", "(?<a>b)", "(a)\\1", "\\bfoo", "\\p{L}", "a++", "a**", "(", ")", "[", "[]"),
    *(
        "a{2",
        "{2}",
        "*a",
        "(^a)",
        "(a$)b",
        "a^b",
        "\\",
        "[b-a]",
        "[\\d-z]",
        "(?i)a",
        "a{3,2}",
        "[a&&b]",
        "\\c",
    ),
    *("a{999}", "[[a]]", "\\ud800", "\\_"),
)
texts = st.text(alphabet="abc.@-1v/", max_size=7)


@pytest.mark.parametrize("pattern", READ)
@given(text=texts)
def test_an_expression_finds_what_engines_find(pattern: str, text: str) -> None:
    found = matches(pattern)
    assert found is not None
    by_rust = jsonschema_rs.Draft7Validator({"pattern": pattern}).is_valid(text)
    assert found.automaton.matches(text) == bool(re.search(pattern, text)) == by_rust


@pytest.mark.parametrize("pattern", UNREAD)
def test_what_engines_read_differently_is_not_read(pattern: str) -> None:
    assert matches(pattern) is None


@pytest.mark.parametrize(("pattern", "text"), [("^\\s$", "\u00a0"), ("^\\s$", "\ufeff"), ("^\\S$", "é")])
def test_space_is_what_ecmascript_calls_so(pattern: str, text: str) -> None:
    found = matches(pattern)
    assert found is not None
    assert found.automaton.matches(text)
