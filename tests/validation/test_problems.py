"""The table of problems: complete, well worded, rendered from its context; each code met by a payload."""

import re
from dataclasses import replace
from pathlib import Path
from string import Formatter
from typing import Any, cast

import pytest
import yaml

from catalog.findings import Severity
from catalog.model.event import Status
from catalog.model.gaps import Gaps, UnreadEvent
from catalog.validation import KINDS, PROTOCOLS, Problem, Validator
from catalog.validation.decode import MAX_BYTES, MAX_DEPTH
from catalog.validation.explain import MAX_PROBLEMS
from catalog.validation.problems import MALFORMED
from tests.validation.worlds import Engines, codes, world

FILE = Path(__file__).parents[1] / "cases" / "validation" / "problems.yaml"
CONTENT: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
CASES: list[dict[str, Any]] = CONTENT["cases"]

BYTES: dict[str, tuple[bytes, str]] = {
    "not-utf-8": (b'{"event":"\xff","properties":{}}', "the payload is not UTF-8; encode it as UTF-8"),
    "byte-order-mark": (b"\xef\xbb\xbf{}", "the payload begins with a byte order mark; send it without"),
    "too-large": (b" " * (MAX_BYTES + 1), "the payload has more than 1048576 bytes; send less"),
    "too-deep": (b'{"a":' * 65 + b"1" + b"}" * 65, "nested more than 64 levels deep; flatten it"),
}
"""What no line of YAML holds."""

OF_STREAMS = {"broken-archive", "window-too-large", "utf-16"}
"""What the command says of a compressed file, and no payload by itself."""

OF_REDACTION = {"needed-drift"}
"""What the redactor says, and no judge of payloads."""


@pytest.fixture(scope="module")
def engines() -> dict[str | None, Engines]:
    about = CONTENT["catalog"]
    made = world(
        about["events"],
        contexts=about["contexts"],
        entities=about["entities"],
        destinations=about["destinations"],
        purposes=about["purposes"],
    )
    unread = {name: UnreadEvent(event=name, reason="its file has errors") for name in about["broken"]}
    snapshot = replace(made, gaps=Gaps(events=unread))
    return {to: Engines(snapshot, to) for to in (None, *about["destinations"])}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["payload"][:60] or "nothing")
def test_a_payload_has_exactly_these_problems_in_this_order(
    engines: dict[str | None, Engines], case: dict[str, Any]
) -> None:
    both = engines[case.get("to")]
    text = case["payload"].encode()
    if "protocol" in case:
        verdict = both.cold.validate(text, case.get("to"), protocol=PROTOCOLS[case["protocol"]])
    else:
        verdict = both.verdict(text)
    found = [[problem.code, problem.path, problem.message] for problem in verdict.problems]
    assert found == case["problems"]
    assert verdict.outcome == case.get("outcome", "refused")


def test_what_lacks_a_property_is_named_where_it_is_an_event(engines: dict[str | None, Engines]) -> None:
    verdict = engines[None].verdict(b'{"event":"timer.stopped","properties":{"place":{}}}')
    assert {problem.path: dict(problem.context) for problem in verdict.problems} == {
        "/properties": {"property": "duration_seconds", "event": "timer.stopped"},
        "/properties/place": {"property": "city"},
    }


@pytest.mark.parametrize("code", BYTES)
def test_bytes_that_are_no_text_have_their_problem(engines: dict[str | None, Engines], code: str) -> None:
    text, message = BYTES[code]
    verdict = engines[None].verdict(text)
    assert verdict.outcome == "malformed"
    assert [(problem.code, problem.path, problem.message) for problem in verdict.problems] == [
        (code, "", message)
    ]


def test_every_code_of_the_table_is_met_by_a_payload() -> None:
    met = (
        {code for case in CASES for code, _, _ in case["problems"]}
        | BYTES.keys()
        | OF_STREAMS
        | OF_REDACTION
        | {"more-problems"}
    )
    assert met == KINDS.keys()


def test_a_payload_has_at_most_a_hundred_problems_and_word_of_more(
    engines: dict[str | None, Engines],
) -> None:
    members = ",".join(f'"unknown{letter}{other}":1' for letter in "abcdefghijk" for other in "abcdefghijk")
    verdict = engines[None].verdict(f'{{"event":"timer.stopped","properties":{{{members}}}}}'.encode())
    assert len(verdict.problems) == MAX_PROBLEMS + 1
    assert verdict.problems[-1].message == "the payload has more than 100 problems; the others are left out"


@pytest.mark.parametrize("code", KINDS)
def test_a_codes_row_is_well_worded(code: str) -> None:
    kind = KINDS[code]
    assert kind.code == code
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", code)
    assert not re.match(r"[A-Z][a-z]", kind.sentence)
    assert not kind.sentence.endswith((".", "!", " "))
    assert "please" not in kind.sentence.lower()
    assert kind.sentence != "invalid"
    assert re.match(r"[A-Z]", kind.advice)
    assert kind.advice.endswith(".")
    assert kind.url.endswith(f"/problems/#{code}")


def test_problems_stand_by_relevance_first_what_is_malformed_last_what_only_warns() -> None:
    kinds = list(KINDS.values())
    assert [kind.rank for kind in kinds] == list(range(len(kinds)))
    malformed = [kind.code in MALFORMED for kind in kinds]
    warned = [kind.severity is Severity.WARNING for kind in kinds]
    assert malformed == sorted(malformed, reverse=True)
    assert warned == sorted(warned)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["payload"][:60] or "nothing")
def test_the_context_is_what_the_sentence_needs_and_the_problems_are_sorted(
    engines: dict[str | None, Engines], case: dict[str, Any]
) -> None:
    validator = engines[case.get("to")].cold
    protocol = PROTOCOLS[case.get("protocol", "canonical")]
    verdict = validator.validate(case["payload"].encode(), case.get("to"), protocol=protocol)
    for problem in verdict.problems:
        needed = re.sub(r"\[.*\]", "", KINDS[problem.code].sentence)  # what is in brackets may be left out
        fields = {name for _, name, _, _ in Formatter().parse(needed) if name}
        assert fields <= problem.context.keys()
        assert "{" not in problem.message
    ranks = [KINDS[code].rank for code in codes(verdict)]
    assert ranks == sorted(ranks)


SHOWN: list[tuple[object, str]] = [
    (True, "true"),
    (None, "null"),
    (1.0, "1"),
    (0.1, "0.1"),
    (1e300, "1e+300"),
    (2**53, "9007199254740992"),
    (("a", 1, None, False), "a, 1, null, false"),
    ("{limit}", "{limit}"),
    ((), "none"),
]


@pytest.mark.parametrize(("value", "shown"), SHOWN, ids=str)
def test_a_limit_is_shown_as_json_has_it(value: object, shown: str) -> None:
    problem = Problem(code="not-const", path="", context={"allowed": cast(Any, value)})
    assert problem.message == f"is not the only allowed value, {shown}"


def test_true_is_no_repetition_of_1() -> None:
    snapshot = world(
        {"a.b": {"properties": {"v": {"type": "array", "items": {"type": "boolean"}, "uniqueItems": True}}}}
    )
    verdict = Validator(snapshot).validate(b'{"event":"a.b","properties":{"v":[true,1]}}')
    assert codes(verdict) == ["wrong-type"]


def test_a_long_enum_is_not_listed_whole() -> None:
    values = [f"v{number}" for number in range(100)]
    snapshot = world({"a.b": {"properties": {"v": {"type": "string", "enum": values}}}})
    (problem,) = Validator(snapshot).validate(b'{"event":"a.b","properties":{"v":"x"}}').problems
    assert problem.context["allowed"] == tuple(values[:20])


def test_limits_are_the_documented_ones() -> None:
    assert (MAX_BYTES, MAX_DEPTH) == (1_048_576, 64)
    assert {status.value for status in Status} == {"draft", "active", "deprecated", "retired"}


@pytest.mark.parametrize(
    ("code", "limit", "sentence"),
    [
        ("too-short", 1, "is empty"),
        ("too-short", 2, "has fewer than 2 characters"),
        ("too-long", 1, "has more than 1 character"),
        ("too-long", 0, "has more than 0 characters"),
        ("too-few-items", 1, "is empty"),
        ("too-many-items", 1, "has more than 1 item"),
        ("too-many-keys", 1, "has more than 1 key"),
        ("key-too-long", 1, "a key has more than 1 character"),
        ("too-small", 1, "is below the minimum of 1"),
    ],
)
def test_a_limit_of_one_counts_one(code: str, limit: int, sentence: str) -> None:
    assert Problem(code=code, path="", context={"limit": limit}).message == sentence
