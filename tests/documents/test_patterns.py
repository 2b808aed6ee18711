"""Everyday patterns, each against each: a verdict after few steps, and engines asked only what is quick."""

from itertools import permutations

import pytest

from catalog.documents import compare_schemas
from catalog.documents.backtracking import is_quick
from catalog.documents.budget import MAX_STEPS
from catalog.documents.dialects import Draft
from catalog.documents.judging import Pair

_BYTE = "(25[0-5]|2[0-4][0-9]|1?[0-9]{1,2})"

PATTERNS = {
    "slug": "^[a-z0-9]+(?:-[a-z0-9]+)*$",
    "uuid": "^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$",
    "sha1": "^[0-9a-f]{40}$",
    "sha256": "^[a-f0-9]{64}$",
    "ends in an octal digit": "^[0-9a-f]*[0-7]$",
    "ipv4": r"^(\d{1,3}\.){3}\d{1,3}$",
    "ipv4, strictly": rf"^({_BYTE}\.){{3}}{_BYTE}$",
    "date": r"^\d{4}-\d{2}-\d{2}$",
    "date, strictly": "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$",
    "date and time": "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]+)?Z$",
    "semver": r"^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-[0-9A-Za-z.-]+)?(\+[0-9A-Za-z.-]+)?$",
    "dns label": "^[a-z](?:[a-z0-9-]*[a-z0-9])?$",
    "dns label, short": "^[a-z0-9-]{1,63}$",
    "phone": r"^\+[1-9]\d{1,14}$",
    "currency": "^[A-Z]{3}$",
    "locale": "^[a-z]{2}(-[A-Z]{2})?$",
    "base64": "^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$",
    "email": r"^[^@\s]+@[^@\s]+\.[^@\s]+$",
    "colour": "^#([0-9a-fA-F]{3}|[0-9a-fA-F]{6})$",
    "url": "^https?://",
    "ends in a digit": "[0-9]$",
    "ends in 5": "^[0-9]*5$",
    "camel case": "^[a-z]+([A-Z][a-z]*)*$",
    "postcode": r"^\d{5}(-\d{4})?$",
    "ulid": "^[0-9A-HJKMNP-TV-Z]{26}$",
    "token": "^[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]*$",
    "mac address": "^([0-9a-f]{2}:){5}[0-9a-f]{2}$",
    "anything": ".*",
}


@pytest.mark.parametrize("name", PATTERNS)
def test_everyday_patterns_are_told_apart_in_few_steps(name: str) -> None:
    old = {"type": "string", "pattern": PATTERNS[name]}
    for other, pattern in PATTERNS.items():
        new = {"type": "string", "pattern": pattern}
        pair = Pair(old, new, (Draft.DRAFT_2020_12, Draft.DRAFT_2020_12), lenient=False)
        outcome = pair.judge(forward=False)
        assert not outcome.reasons, other
        assert pair.budget.left > MAX_STEPS * 3 // 4, other


@pytest.mark.parametrize("length", [40, 300, 3_000])
def test_a_long_chain_of_states_is_gone_through_once(length: int) -> None:
    # each state is reached from the one before by two ranges of characters, so paths double with each
    chain = {"type": "string", "minLength": length, "maxLength": length, "pattern": "^[0-9a-f]*$"}
    pair = Pair(chain, {"pattern": "[0-9]$"}, (Draft.DRAFT_2020_12, Draft.DRAFT_2020_12), lenient=False)
    outcome = pair.judge(forward=False)
    assert pair.budget.left > 0
    assert bool(outcome.proof) is (length < 2_000), "engines match no text that is longer"


def test_formats_and_patterns_are_told_apart() -> None:
    formats = [{"type": "string", "format": name} for name in ("uuid", "date", "email", "ipv4", "uri")]
    for old, new in permutations((*formats, {"type": "string", "pattern": "a$"}), 2):
        assert compare_schemas(old, new).undecided is False


@pytest.mark.parametrize(
    "pattern",
    [r"^(\d{1,3}\.){3}\d{1,3}$", "^[a-z]+([A-Z][a-z]*)*$", "^[a-z0-9]+(?:-[a-z0-9]+)*$", "(ab+c)+d", "^a|b$"],
)
def test_a_text_that_costs_few_steps_is_shown_to_engines(pattern: str) -> None:
    assert is_quick(pattern, "a" * 64)
    assert is_quick(pattern, "abc" * 20 + "!")


@pytest.mark.parametrize(
    "pattern",
    [
        *(
            "^(a+)+$",
            "^(a*)*$",
            "^(a|a)*$",
            "^(a|aa)+$",
            "(a+){9}$",
            "^(a?){40}$",
            "^((a?|b?)a)*$",
            "^(a{1,9}){9}$",
        ),
        *("(?=a)b", "(a)\\1", "("),
    ],
)
def test_a_text_that_may_cost_many_steps_is_not(pattern: str) -> None:
    assert not is_quick(pattern, "a" * 40 + "!")


def test_what_engines_hold_for_different_classes_is_not_counted() -> None:
    # Python's \d has the Arabic digits, of which an automaton of ECMA-262 sees no way
    assert not is_quick(r"^(\d+)+$", "\u0661" * 40)
