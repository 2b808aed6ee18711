"""The public judge: one payload, many lines, other kinds of input, several threads at once."""

import random
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import msgspec
import pytest

import catalog
from catalog.validation import PROTOCOLS, Outcome, Validator, explained
from tests.validation.test_repeated_keys import CONTEXTS, RICH, Maker
from tests.validation.worlds import codes, payload, world
from tests.validation.writing import Writer

SMALL = world({"a.b": {"properties": {"n": {"type": "integer"}}}})
GOOD = b'{"event":"a.b","properties":{"n":1}}'
WRONG = b'{"event":"a.b","properties":{"n":"x"}}'


def test_an_outcome_is_its_text() -> None:
    validator = catalog.Validator(SMALL)
    assert validator.validate(GOOD).outcome == "accepted"
    assert validator.validate(WRONG).outcome == "refused"
    assert [*map(str, Outcome)] == ["accepted", "refused", "quarantined", "unknown", "malformed"]


def test_a_verdict_and_a_problem_cannot_be_changed() -> None:
    verdict = catalog.Validator(SMALL).validate(WRONG)
    with pytest.raises(AttributeError):
        verdict.outcome = Outcome.ACCEPTED  # type: ignore[misc]  # frozen is what is tested
    with pytest.raises(AttributeError):
        verdict.problems[0].code = "x"  # type: ignore[misc]  # frozen is what is tested


def test_a_problem_is_json() -> None:
    (problem,) = catalog.Validator(SMALL).validate(WRONG).problems
    assert msgspec.json.decode(msgspec.json.encode(dict(problem.context))) == {
        "found": "string",
        "expected": "an integer",
    }


LINES: list[tuple[bytes, list[str]]] = [
    (b"", []),
    (b"\n\n \n\t\r\n", []),
    (GOOD, ["accepted"]),
    (GOOD + b"\n", ["accepted"]),
    (GOOD + b"\r\n" + WRONG + b"\r\n", ["accepted", "refused"]),
    (b"\n" + GOOD + b"\n\n\n" + GOOD, ["accepted", "accepted"]),
    (b"{\n" + GOOD + b"\n\xff\n" + GOOD, ["malformed", "accepted", "malformed", "accepted"]),
    (b"  " + GOOD + b"  \n" + b'{"event":"x.y","properties":{}}', ["accepted", "unknown"]),
    (GOOD + b"\n" + b" " * 1_100_000 + GOOD + b"\n" + GOOD, ["accepted", "malformed", "accepted"]),
    (GOOD + b"\x0b" + GOOD, ["malformed"]),  # only a line feed ends a line
    (GOOD.replace(b"1", b'"\xe2\x80\xa8"'), ["refused"]),
]


@pytest.mark.parametrize(("buffer", "outcomes"), LINES, ids=[str(number) for number in range(len(LINES))])
def test_each_line_that_is_not_blank_has_its_verdict(buffer: bytes, outcomes: list[str]) -> None:
    assert [verdict.outcome.value for verdict in Validator(SMALL).validate_lines(buffer)] == outcomes


def test_lines_have_the_verdicts_of_their_payloads_before_and_after_warming() -> None:
    rng = random.Random(11)
    snapshot = world({"a.b": RICH, "c.d": {}}, contexts=CONTEXTS)
    texts = []
    for number in range(2_500):
        made = Maker(rng).payload()
        if number % 10 == 0:
            made["properties"]["i"] = "wrong"
        text = Writer(rng, plain=number % 2 == 0).write(made)
        texts.append(text.replace(b"\n", b" ").replace(b"\r", b" "))
    expected = [explained(snapshot, text) for text in texts]
    validator = Validator(snapshot)
    assert [*validator.validate_lines(b"\n".join(texts))] == expected
    assert [*validator.validate_lines(b"\n".join(texts))] == expected
    assert [validator.validate(text) for text in texts] == expected
    assert {verdict.outcome.value for verdict in expected} == {"accepted", "refused"}


def test_one_validator_gives_eight_threads_the_same_verdicts() -> None:
    rng = random.Random(12)
    events = {f"a.e{number}": RICH for number in range(30)}
    snapshot = world(events, contexts=CONTEXTS)
    texts = []
    for number in range(600):
        made = Maker(rng).payload() | {"event": f"a.e{rng.randrange(32)}"}
        if number % 5 == 0:
            made["properties"]["n"] = []
        texts.append(Writer(rng, repeat=0 if number % 17 == 0 else None).write(made))
    expected = [explained(snapshot, text) for text in texts]
    validator = Validator(snapshot)
    start = Barrier(8)

    def judge(seed: int) -> list[bool]:
        order = [*range(len(texts))]
        random.Random(seed).shuffle(order)
        start.wait()
        found = [validator.validate(texts[at]) == expected[at] for at in order]
        return [*found, [*validator.validate_lines(b"\n".join(rows))] == wanted]

    rows = [text.replace(b"\n", b" ").replace(b"\r", b" ") for text in texts]
    wanted = [explained(snapshot, text) for text in rows]
    with ThreadPoolExecutor(8) as pool:
        answers = [*pool.map(judge, range(8))]
    assert len(answers) == 8
    assert all(map(all, answers))
    assert len({verdict.outcome for verdict in expected}) == 4


def test_destinations_are_judged_beside_each_other() -> None:
    properties = {"n": {"type": "integer", "required": True, "destinations": ["log"]}}
    event = {"properties": properties, "destinations": ["log", "posthog"]}
    snapshot = world({"a.b": event}, destinations={"log": {}, "posthog": {}})
    validator = Validator(snapshot)
    for _ in range(1_100):
        assert validator.validate(GOOD, "log").outcome == "accepted"
    assert codes(validator.validate(GOOD, "posthog")) == ["not-for-destination"]
    assert codes(validator.validate(payload("a.b", {}), "log")) == ["missing-property"]
    assert codes(validator.validate(payload("a.b", {}), "posthog")) == []
    assert codes(validator.validate(GOOD)) == []


LOG = PROTOCOLS["log"]
LOG_LINES: dict[str, tuple[bytes, str, list[tuple[str, str]]]] = {
    "a line as the formatter writes it": (
        b'{"asctime":"2026-03-01","levelname":"INFO","name":"timetracker","message":"a.b","event":"a.b","n":1}',
        "accepted",
        [],
    ),
    "a user with a number": (b'{"message":"a.b","user_id":7}', "accepted", []),
    "a user with a text": (b'{"message":"a.b","user_id":"7"}', "accepted", []),
    "no user": (b'{"message":"a.b","user_id":null}', "accepted", []),
    "a user that is true": (b'{"message":"a.b","user_id":true}', "refused", [("wrong-type", "/user_id")]),
    "a user with 300 digits": (
        b'{"message":"a.b","user_id":' + b"9" * 300 + b"}",
        "refused",
        [("too-long", "/user_id")],
    ),
    "a wrong property": (b'{"message":"a.b","n":"x"}', "refused", [("wrong-type", "/n")]),
    "an undeclared property": (b'{"message":"a.b","m":1}', "refused", [("undeclared-property", "/m")]),
    "a property named properties": (
        b'{"message":"a.b","properties":{}}',
        "refused",
        [("undeclared-property", "/properties")],
    ),
    "an unknown event": (b'{"message":"x.y"}', "unknown", [("unknown-event", "/message")]),
    "a message that is no event": (b'{"message":"Server up"}', "unknown", [("unknown-event", "/message")]),
    "a repeated event": (b'{"message":"a.b","event":"a.b"}', "accepted", []),
    "an event that is another one": (
        b'{"message":"a.b","event":"x"}',
        "refused",
        [("undeclared-property", "/event")],
    ),
    "no message": (b'{"event":"a.b"}', "malformed", [("no-event", "")]),
    "a message of another type": (b'{"message":{}}', "malformed", [("wrong-envelope", "/message")]),
    "a list": (b"[]", "malformed", [("not-an-object", "")]),
    "not JSON": (b"INFO a.b", "malformed", [("not-json", "")]),
    "a key twice": (b'{"message":"a.b","n":1,"n":2}', "malformed", [("duplicate-key", "")]),
    "a payload of the canonical kind": (GOOD, "malformed", [("no-event", "")]),
}


@pytest.mark.parametrize("kind", LOG_LINES)
def test_a_log_line_has_its_verdict_with_paths_into_the_line(kind: str) -> None:
    line, outcome, problems = LOG_LINES[kind]
    verdict = Validator(SMALL).validate(line, protocol=LOG)
    assert verdict.outcome == outcome
    assert [(problem.code, problem.path) for problem in verdict.problems] == problems


def test_protocols_are_known_by_the_names_that_the_command_takes() -> None:
    assert {name: protocol.name for name, protocol in PROTOCOLS.items()} == {
        "canonical": "canonical",
        "log": "log",
    }
    assert Validator(SMALL).validate(GOOD, protocol=PROTOCOLS["canonical"]).outcome == "accepted"


def test_one_text_is_no_list_of_purposes() -> None:
    with pytest.raises(TypeError, match="consent is a list of purposes"):
        Validator(SMALL, consent="analytics")


def test_a_destination_is_named_by_a_text() -> None:
    wrong: Any = 5
    with pytest.raises(TypeError, match="a destination is the text of its name; this is a int"):
        Validator(SMALL).validate(b"{}", wrong)
