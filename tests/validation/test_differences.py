"""The cases in which engines were once measured to differ, and what Rollcall says to each.

`tests/cases/validation/differences.json` has for each case its JSON Schema and instance and what three
engines said to it; the same as one of our properties, with the verdict expected, or why our format cannot
say it; and `differs` where our verdict is not that of jsonschema, with the reason.

    property         the definition of `value`; with `name`, of that one, and the instance is all properties
    undeclared       keep: the event takes any property; without `name`, the instance is an undeclared one
    events, payload  names that are on the roll, and the whole payload
    bytes            the instance has \\xNN for bytes that are no UTF-8
    document         the instance is a whole text around `1`, in whose place the payload stands
"""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from catalog.schema.patterns import PatternError, parse
from tests.strategies import parsed
from tests.validation.worlds import codes, the_verdict, world

FILE = Path(__file__).parents[1] / "cases" / "validation" / "differences.json"
CASES: list[dict[str, Any]] = json.loads(FILE.read_text(encoding="utf-8"))
EXPRESSIBLE = [case for case in CASES if "property" in case]
OUTCOMES = {"accept": "accepted", "reject": "refused", "parse_error": "malformed"}


def _id(case: dict[str, Any]) -> str:
    return f"{CASES.index(case)} {case['category']}"


def _instance(case: dict[str, Any]) -> bytes:
    instance = case["instance"]
    if isinstance(instance, dict):
        long = instance["repeat"] * instance["times"]
        instance = instance.get("start", "") + long + instance["end"] * instance["times"]
    text: bytes = instance.encode()
    if case.get("bytes"):
        text = re.sub(rb"\\x([0-9a-f]{2})", lambda found: bytes.fromhex(found[1].decode()), text)
    return text


def _payload(case: dict[str, Any]) -> bytes:
    if "payload" in case:
        return str(case["payload"]).encode()
    instance = _instance(case)
    if case.get("document"):
        return instance.replace(b"1", b'{"event":"case.judged","properties":{"value":1}}', 1)
    if "name" in case:
        return b'{"event":"case.judged","properties":' + instance + b"}"
    name = b"spare" if "undeclared" in case else b"value"
    return b'{"event":"case.judged","properties":{"' + name + b'":' + instance + b"}}"


@pytest.mark.parametrize("case", EXPRESSIBLE, ids=_id)
def test_a_measured_difference_has_the_verdict_that_its_case_states(case: dict[str, Any]) -> None:
    name = case.get("name", "x" if "events" in case else "value")
    event = {"undeclared": case.get("undeclared", "refuse"), "properties": {name: case["property"]}}
    snapshot = world(dict.fromkeys(case.get("events", ["case.judged"]), event))
    verdict = the_verdict(snapshot, _payload(case))
    assert verdict.outcome == case["verdict"], codes(verdict)


def test_every_measured_case_is_here_and_either_expressible_or_explained() -> None:
    assert len(CASES) == 294
    assert [case for case in CASES if ("property" in case) == ("not_expressible" in case)] == []


def test_a_verdict_that_is_not_jsonschemas_says_why() -> None:
    unlike = [case for case in EXPRESSIBLE if OUTCOMES[case["expected"]["jsonschema"]] != case["verdict"]]
    assert unlike == [case for case in EXPRESSIBLE if "differs" in case]


IMPOSSIBLE: list[dict[str, Any]] = [
    {"type": "number", "multipleOf": 0.01},
    {"type": "integer", "maximum": 9223372036854775807},
    {"type": "array", "prefixItems": [{"type": "integer"}], "items": {"type": "string"}},
    {"type": "map", "minProperties": 1, "values": {"type": "string"}},
    {"type": "object", "properties": {}, "values": {"type": "string"}},
    {"type": "object", "properties": {}, "patternProperties": {}},
    {"type": ["integer", "string"]},
    {"maxLength": 2},
    {"type": "string", "enum": ["a", 1]},
    {"type": "string", "not": {"const": "x"}},
    {"type": "object", "properties": {}, "if": {}},
    {"type": "object", "properties": {}, "dependentRequired": {}},
    {"type": "string", "format": "email"},
    {"type": "string", "contentEncoding": "base64"},
    {"oneOf": [{"type": "integer"}]},
    {"$ref": "#/$defs/n"},
]


@pytest.mark.parametrize("plain", IMPOSSIBLE, ids=str)
def test_what_our_format_cannot_say_it_refuses_to_be_told(plain: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        parsed(plain)


def test_a_pattern_with_unicode_properties_is_outside_the_subset() -> None:
    with pytest.raises(PatternError):
        parse("^\\p{L}+$")
