"""The check of strict mode says what the library says, without needing it."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.codegen.plan.encoding import encoded_definition, encoded_definitions
from catalog.codegen.python.runtime.checks import MAX_PROBLEMS, Checks, Refused, event_problems, is_text
from catalog.model.types import Property
from catalog.model.values import MAX_SAFE_INTEGER
from catalog.schema.formats import FORMATS
from catalog.schema.patterns import Pattern
from catalog.validation import Validator
from tests.codegen.python.trackers import remembering, tracker_of
from tests.strategies import encoded, named_properties, near_misses, objects, properties
from tests.validation.worlds import world

PRINTED = {name: one.pattern.python() for name, one in FORMATS.items()}
MALFORMED = {"lone-surrogate", "not-finite", "number-overflow"}
"""What the library sees before it looks at properties."""


def found(definition: Property, value: Any) -> list[tuple[str, str]]:
    checks = Checks(PRINTED)
    checks.value(encoded_definition(definition, Pattern.python), value, "")
    return [(problem.code, problem.path) for problem in checks.problems]


def without_places(plain: Any) -> Any:
    """A definition without what is said of destinations, which checks know nothing of."""
    if isinstance(plain, list):
        return [without_places(one) for one in plain]
    if not isinstance(plain, dict):
        return plain
    said = ("destinations", "handling", "send_as", "deprecated") if isinstance(plain.get("type"), str) else ()
    return {name: without_places(one) for name, one in plain.items() if name not in said}


def by_the_library(definition: Property, value: Any) -> tuple[list[tuple[str, str]], set[str]]:
    """Codes and paths within one property, and what is wrong with the payload as a whole."""
    plain = json.loads(definition.model_dump_json(by_alias=True, exclude_defaults=True))
    plain = {**without_places(plain), "type": definition.type, "required": True}
    validator = Validator(world({"a.b": {"properties": {"p": plain}, "destinations": ["log"]}}))
    verdict = validator.validate(encoded({"event": "a.b", "properties": {"p": value}}))
    errors = [one for one in verdict.problems if one.severity.value == "error" and one.code != "drift"]
    inside = [(one.code, one.path.removeprefix("/properties/p")) for one in errors]
    return [one for one in inside if one[0] not in MALFORMED], {one.code for one in errors} & MALFORMED


@given(data=st.data())
def test_a_value_is_right_or_wrong_as_the_library_has_it(data: st.DataObject) -> None:
    definition = data.draw(properties())
    value = data.draw(near_misses(definition))
    try:
        told, malformed = by_the_library(definition, value)
    except (ValueError, TypeError, OverflowError):
        return  # what JSON has no word for is not for the library
    mine = found(definition, value)
    if malformed:
        assert mine
        return
    assert bool(mine) == bool(told), (mine, told)
    assert sorted({code for code, _ in mine}) == sorted({code for code, _ in told}), (mine, told)


@given(data=st.data())
def test_what_the_contract_takes_has_no_problems(data: st.DataObject) -> None:
    declared = data.draw(named_properties())
    values = data.draw(objects(declared))
    written: dict[str, Any] = encoded_definitions(declared, Pattern.python)
    assert event_problems(written, values, PRINTED) == ()


WRONG: list[tuple[str, dict[str, Any], Any, str]] = [
    ("code points, not units", {"type": "string", "maxLength": 1}, "😀a", "too-long"),
    ("a boolean is no integer", {"type": "integer"}, True, "wrong-type"),
    ("a half is no integer", {"type": "integer"}, 1.5, "wrong-type"),
    ("beyond what is exact", {"type": "integer"}, MAX_SAFE_INTEGER + 1, "too-big"),
    ("beyond what is exact, below", {"type": "integer"}, -MAX_SAFE_INTEGER - 1, "too-small"),
    ("not a number", {"type": "number"}, float("nan"), "not-finite"),
    ("infinite", {"type": "integer"}, float("inf"), "not-finite"),
    ("beyond a double", {"type": "number"}, 10**400, "number-overflow"),
    ("half a pair", {"type": "string"}, "a\ud800", "lone-surrogate"),
    (
        "half a pair in a key",
        {"type": "map", "values": {"type": "string"}},
        {"\udc00": "x"},
        "lone-surrogate",
    ),
    ("null where none may be", {"type": "string"}, None, "wrong-type"),
    ("not a choice", {"type": "string", "enum": ["a", "b"]}, "c", "not-in-enum"),
    (
        "one and one again",
        {"type": "array", "items": {"type": "number"}, "uniqueItems": True},
        [1, 1.0],
        "duplicate-item",
    ),
    ("an empty variant", {"type": "flag"}, "", "too-short"),
    ("a day that is none", {"type": "date"}, "2026-02-29", "not-a-date"),
    ("a moment without offset", {"type": "timestamp"}, "2026-03-01T09:30:00", "not-a-timestamp"),
]


@pytest.mark.parametrize(
    ("definition", "value", "code"), [row[1:] for row in WRONG], ids=[row[0] for row in WRONG]
)
def test_a_wrong_value(definition: dict[str, Any], value: Any, code: str) -> None:
    checks = Checks(PRINTED)
    checks.value(definition, value, "/properties/p")
    assert [problem.code for problem in checks.problems] == [code]


RIGHT: list[tuple[str, dict[str, Any], Any]] = [
    ("a whole number written as a double", {"type": "integer", "multipleOf": 2}, 4.0),
    ("one emoji is one character", {"type": "string", "maxLength": 1}, "😀"),
    ("true is not one", {"type": "array", "items": {"type": "flag"}, "uniqueItems": True}, [True, "1"]),
    ("a large double", {"type": "number"}, 1e300),
    ("a leap day", {"type": "date"}, "2024-02-29"),
    ("null where it may be", {"type": "string", "nullable": True}, None),
]


@pytest.mark.parametrize(("definition", "value"), [row[1:] for row in RIGHT], ids=[row[0] for row in RIGHT])
def test_a_right_value(definition: dict[str, Any], value: Any) -> None:
    checks = Checks(PRINTED)
    checks.value(definition, value, "")
    assert not checks.problems


def test_problems_hold_no_value_and_no_supplied_name() -> None:
    definitions: dict[str, Any] = {
        "a": {"type": "string", "maxLength": 3, "pattern": "^x"},
        "b": {"type": "map", "keys": {"maxLength": 2}, "values": {"type": "integer"}},
        "c": {"type": "array", "items": {"type": "integer"}},
    }
    values: dict[str, Any] = {
        "a": "SENTINEL",
        "b": {"SENTINEL": "SENTINEL"},
        "c": ["SENTINEL"],
        "SENTINEL": 1,
    }
    problems = event_problems(definitions, values, PRINTED)
    assert {one.code for one in problems} >= {"too-long", "key-too-long", "wrong-type", "undeclared-property"}
    assert "SENTINEL" not in repr(problems) + "".join(map(str, problems))


def test_no_more_problems_are_told_than_anybody_reads() -> None:
    definition = {"a": {"type": "array", "items": {"type": "integer"}}}
    assert len(event_problems(definition, {"a": ["x"] * 5_000}, PRINTED)) == MAX_PROBLEMS


def test_texts_of_every_plane_are_texts() -> None:
    assert is_text("aé\u2028😀\ud7ff\ue000")
    assert not is_text("a\udfff")


def test_a_strict_call_says_where_and_what() -> None:
    tracker = tracker_of(
        {
            "timer.stopped": {
                "destinations": ["log"],
                "properties": {
                    "duration_seconds": {"type": "number", "required": True, "data": "none"},
                    "kind": {"type": "string", "enum": ["work", "break"], "data": "none"},
                },
            }
        }
    )
    kept = remembering(tracker, mode="strict")
    with pytest.raises(Refused) as refused:
        tracker.send("timer.stopped", {"kind": "play"})
    assert str(refused.value) == (
        "timer.stopped: /properties: 'duration_seconds' is missing (missing-property); "
        "/properties/kind: is none of the allowed values: work, break (not-in-enum)"
    )
    assert not kept["log"].deliveries
