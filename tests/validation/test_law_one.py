"""Law 1: the fast engine, the complete one, and every engine that reads the exported contract agree."""

import random
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from catalog.findings import Severity
from catalog.model.event import ContextDefinition, EventDefinition
from catalog.model.names import EventName
from catalog.model.snapshot import resolve
from catalog.schema import contract, to_json_schema
from catalog.schema.validator import decode_instance
from tests.schema import engines
from tests.strategies import DESTINATIONS, catalogs, named_files, payload_values
from tests.validation.worlds import WARMING, Engines, the_verdict, warmed, world
from tests.validation.writing import OTHER_VALUES, Text, Writer, objects_in

SLOWLY = settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])


@pytest.fixture(scope="module")
def ajv(node: str) -> Iterator[engines.Ajv]:
    with engines.ajv_process(node) as process:
        yield process


def is_json(text: bytes) -> bool:
    """Whether an independent reader takes the text for a payload's JSON."""
    try:
        decode_instance(text)
    except ValueError:
        return False
    return True


@st.composite
def _aliases(draw: DrawFn, names: list[str]) -> dict[str, Any]:
    alias: dict[str, Any] = {"name": "old_name"}
    arriving = st.sampled_from(["entry", "é", "on"])
    renames, limits = draw(st.tuples(st.booleans(), st.booleans()))
    if names and renames:
        alias["rename"] = draw(st.dictionaries(arriving, st.sampled_from(names), max_size=2))
    if limits:
        alias["sends"] = draw(st.lists(st.sampled_from([*names, "entry", "on"]), max_size=3, unique=True))
    return alias


@SLOWLY
@given(data=st.data())
def test_a_payload_is_accepted_exactly_when_every_engine_accepts_its_properties(
    ajv: engines.Ajv, data: st.DataObject
) -> None:
    files = data.draw(named_files())
    event = {
        "properties": files,
        "destinations": data.draw(st.sampled_from([["log"], ["log", "posthog"], ["log", "metrics"]])),
        "aliases": [data.draw(_aliases([*files]))],
    }
    snapshot = world({"a.b": event}, destinations={name: {} for name in DESTINATIONS})
    found = snapshot.events[EventName("a.b")]
    arriving, alias = data.draw(
        st.sampled_from([("a.b", None), ("a.b", None), ("old_name", found.aliases[0])])
    )
    destination = data.draw(st.sampled_from([None, "log"]))
    values = data.draw(st.lists(payload_values(contract(found, destination, alias)), min_size=4, max_size=8))
    rng = random.Random(data.draw(st.integers(0, 2**32)))
    properties = [Writer(rng).write(value) for value in values]
    judged = [text for text in properties if is_json(text)]
    schema = to_json_schema(found, destination, alias=alias)
    right = engines.by_jsonschema(schema, judged)
    assert right == engines.by_jsonschema_rs(schema, judged) == ajv(schema, judged)
    expected = dict(zip(judged, right, strict=True))
    both = Engines(snapshot, destination)
    for text in properties:
        payload = Writer(rng).members([("event", arriving), ("properties", Text(text))])
        verdict = both.verdict(payload)
        if text in expected:
            errors = [one for one in verdict.problems if one.severity is Severity.ERROR]
            breaches = [one for one in errors if one.code not in BEYOND_THE_CONTRACT]
            is_accepted = verdict.outcome == "accepted" or not breaches
            assert is_accepted == expected[text], (payload, schema)
        else:
            assert verdict.outcome == "malformed", payload


BEYOND_THE_CONTRACT = {"refused-data"}
"""What a destination's policy says of a payload that its contract accepts."""

WILD = {
    "properties": {
        "$feature/*": {"type": "string", "maxLength": 20},
        "app_version": {"type": "string", "required": True},
        "$screen": {"type": "object", "properties": {"w": {"type": "integer", "required": True}}},
        "seen": {"type": "timestamp", "nullable": True},
        "token": {"type": "integer"},
        "deprecated": {"type": "string", "deprecated": True},
        "near": {"type": "integer", "destinations": ["log"]},
    }
}
"""A context as SDKs have it, with the names that every generated payload may bring."""

AROUND: list[tuple[str, Any]] = [
    *(
        ("timestamp", text)
        for text in ("2026-03-01T09:30:00Z", "2026-03-01 09:30:00.5+02:00", "20260301T09Z")
    ),
    *(("timestamp", value) for value in ("2026-03-01T09:30:00", "2026-02-30T00:00:00Z", "", 7, None)),
    *(
        ("uuid", text)
        for text in ("123e4567-e89b-12d3-a456-426614174000", "123e4567e89b12d3a456426614174000")
    ),
    *(("distinct_id", value) for value in ("u1", "", "x" * 200, "x" * 201, 7, None, {"a": 1}, "a:b", '"')),
    *(("environment", value) for value in ("production", "test", "", None)),
    *(("source", "web"), ("release", "1.2"), ("version", "v" * 201), ("consent", ["a"]), ("consent", "a")),
    *(("consent", ["analytics"]), ("consent", ["marketing", "analytics"]), ("consent", ["x", 7])),
    *(("redacted_for", []), ("token", "phc_x"), ("sent_at", "2026"), ("library", {"a": 1}), ("type", None)),
    *(("$set", {}), ("$set", {"plan": "x"}), ("$set_once", 7), ("groups", {"company": "c"}), ("$groups", {})),
    *(("context", {"app_version": "1"}), ("context", {"$feature/a": 7}), ("context", []), ("more", 1)),
]
AMONG: list[tuple[str, Any]] = [
    *(
        ("$feature/x", "on"),
        ("$feature/", "x" * 21),
        ("$feature/*", "y"),
        ("app_version", "1"),
        ("app_version", 7),
    ),
    *(
        ("$screen", {"w": 1}),
        ("$screen", {"w": 1, "h": 2}),
        ("$screen", {}),
        ("seen", None),
        ("token", "phc_x"),
    ),
    *(("seen", "2026-03-01T09:30:00Z"), ("deprecated", "x"), ("near", 1), ("$set", {"plan": "x"})),
    *(("$groups", {"company": "c"}), ("distinct_id", "u1"), ("distinct_id", 7), ("more", 1), ("$set", None)),
]


@settings(SLOWLY, max_examples=max(25, settings().max_examples // 2))
@given(data=st.data())
def test_the_fast_engine_gives_the_complete_engines_verdict_on_whole_payloads(data: st.DataObject) -> None:
    made = data.draw(catalogs(max_events=2))
    definitions = replace(
        made,
        contexts={**made.contexts, "wild": ContextDefinition.model_validate(WILD, strict=False)},
        events={
            **made.events,
            EventName(WARMING): EventDefinition.model_validate({"destinations": DESTINATIONS}),
        },
    )
    snapshot = resolve(definitions)
    names = data.draw(st.sampled_from(sorted(snapshot.incoming)))
    event, alias = snapshot.incoming[names]
    destination = data.draw(st.sampled_from([None, *DESTINATIONS]))
    # A payload for another destination, or for one that its event does not go to, is a payload too.
    shaped_for = destination if destination in event.destinations else None
    values = data.draw(st.lists(payload_values(contract(event, shaped_for, alias)), min_size=2, max_size=5))
    rng = random.Random(data.draw(st.integers(0, 2**32)))
    both = Engines(snapshot, destination)
    texts = []
    for value in values:
        for name, member in rng.sample(AMONG, rng.choice([0, 0, 1, 2])):
            value = {**value, name: member}
        whole = {"event": names, "properties": value}
        whole |= dict(rng.sample(AROUND, rng.choice([0, 0, 1, 3])))
        repeat = rng.randrange(objects_in(whole)) if rng.random() < 0.3 else None
        writer = Writer(rng, repeat=repeat)
        text = writer.write(whole)
        verdict = both.verdict(text)
        assert (verdict.outcome == "malformed" and verdict.event is None) == (not is_json(text)), text
        texts.append(text)
    both.lines([text.replace(b"\n", b" ").replace(b"\r", b" ") for text in texts])


UUID = "123e4567-e89b-12d3-a456-426614174000"
EDGES: list[tuple[dict[str, Any], list[str]]] = [
    ({"type": "integer", "exclusiveMinimum": 3}, ["3", "4", "3.0", "4.0", "3.5"]),
    ({"type": "integer", "exclusiveMaximum": 3}, ["3", "2", "2.0"]),
    ({"type": "integer", "minimum": 3, "exclusiveMinimum": 3}, ["2", "3", "4"]),
    ({"type": "integer", "maximum": 3, "exclusiveMaximum": 3}, ["2", "3", "4"]),
    ({"type": "integer", "minimum": 3, "maximum": 3, "multipleOf": 2}, ["2", "3", "4"]),
    (
        {"type": "integer", "multipleOf": 7},
        ["0", "-7", "7.0", "-0", "6", "9007199254740991", "9007199254740985"],
    ),
    ({"type": "integer", "enum": [1, 2], "minimum": 2}, ["1", "2", "2.0", "true"]),
    ({"type": "integer", "enum": [1, 2], "const": 2}, ["1", "2", "2e0"]),
    ({"type": "integer"}, ["9007199254740991", "9007199254740992", "-9007199254740991", "-9007199254740992"]),
    ({"type": "number", "minimum": 3, "exclusiveMinimum": 3}, ["2", "3", "3.0", "3.0000000000000004"]),
    ({"type": "number", "maximum": 3, "exclusiveMaximum": 3}, ["3", "3.0", "2.9999999999999996"]),
    ({"type": "number", "minimum": 3, "exclusiveMinimum": 2}, ["2.5", "3"]),
    ({"type": "number", "minimum": 2, "exclusiveMinimum": 3}, ["2.5", "3", "3.5"]),
    ({"type": "number", "maximum": 2, "exclusiveMaximum": 3}, ["2.5", "2", "3"]),
    ({"type": "number", "maximum": 3, "exclusiveMaximum": 2}, ["2.5", "2", "1"]),
    ({"type": "number", "maximum": 9007199254740991}, ["9007199254740991", "9007199254740992", "1e16"]),
    ({"type": "number", "minimum": 1e300}, ["1e299", "1e300", "1" + "0" * 300, "9" * 300]),
    ({"type": "number", "enum": [0.5, 1]}, ["0.5", "5e-1", "1", "1.0", "true", "0"]),
    ({"type": "boolean", "const": True}, ["true", "false", "1"]),
    (
        {"type": "flag", "maxLength": 2},
        ["true", "false", '"a"', '"\U0001f600\U0001f600"', '"abc"', '""', "0", "1.0", "null", "[]"],
    ),
    ({"type": "flag", "nullable": True}, ["null", "true", '"null"', "0", '"a:b"', '"a\\u0022"']),
    ({"type": "flag", "enum": [True, "a"], "maxLength": 1}, ["true", "false", '"a"', '"b"', '"true"']),
    ({"type": "flag", "const": "a", "nullable": True}, ['"a"', '"b"', "true", "null"]),
    (
        {"type": "array", "items": {"type": "flag"}, "uniqueItems": True},
        ['[true,"true"]', "[true,true]", '["a","a"]', "[true,1]", '[""]'],
    ),
    ({"type": "map", "values": {"type": "flag"}}, ['{"a":true,"b":"c"}', '{"a":1}', '{"a":""}']),
    ({"type": "string", "enum": ["a", "bb"], "maxLength": 1}, ['"a"', '"bb"', '"c"']),
    ({"type": "string", "enum": ["a", "b"], "const": "a", "nullable": True}, ['"a"', '"b"', "null"]),
    ({"type": "string", "minLength": 2, "maxLength": 2}, ['"a"', '"ab"', '"abc"', '"\U0001f600\U0001f600"']),
    (
        {"type": "string", "pattern": "^a+$", "maxLength": 2, "nullable": True},
        ['"a"', '"aaa"', '"b"', "null"],
    ),
    ({"type": "uri", "maxLength": 8}, ['"http://a"', '"http://ab"', '"a b"', '"a"']),
    ({"type": "uuid", "enum": [UUID]}, [f'"{UUID}"', f'"{UUID.upper()}"']),
    ({"type": "date", "const": "2024-02-29"}, ['"2024-02-29"', '"2024-02-28"']),
    ({"type": "timestamp", "nullable": True}, ["null", '"2024-02-29T00:00:00Z"', '"2023-02-29T00:00:00Z"']),
    (
        {"type": "array", "items": {"type": "uuid"}, "uniqueItems": True},
        [f'["{UUID}"]', '["x"]', '["x","x"]'],
    ),
    (
        {"type": "array", "items": {"type": "string", "nullable": True}, "uniqueItems": True, "minItems": 1},
        ["[]", "[null]", "[null,null]", '["a","a"]', '["a","b"]'],
    ),
    (
        {"type": "array", "items": {"type": "number"}, "uniqueItems": True},
        ["[0,-0.0]", "[1,1.0]", "[1,true]"],
    ),
    (
        {"type": "array", "items": {"type": "boolean"}, "uniqueItems": True},
        ["[true,1]", "[true,true]", "[0]"],
    ),
    (
        {"type": "array", "items": {"type": "number"}, "uniqueItems": True},
        ["[9007199254740992,9007199254740993]", "[9007199254740992,9007199254740994]"],
    ),
    (
        {"type": "array", "items": {"type": "array", "items": {"type": "date"}}},
        ["[[]]", '[["x"]]', "[[null]]"],
    ),
    ({"type": "array", "items": {"type": "integer"}, "maxItems": 1}, ["[1]", "[1,2]", "{}", "null"]),
    (
        {"type": "map", "values": {"type": "uuid", "nullable": True}, "keys": {"maxLength": 2}},
        [f'{{"ab":"{UUID}"}}', '{"abc":null}', '{"ab":"x"}', '{"ab":null}', "{}", "[]"],
    ),
    (
        {"type": "map", "values": {"type": "uuid"}, "keys": {"pattern": "^a$", "maxLength": 9}},
        ["{}", f'{{"a":"{UUID}"}}', f'{{"b":"{UUID}"}}', '{"a":"x"}', '{"a\\n":"x"}'],
    ),
    ({"type": "map", "values": {"type": "integer"}, "maxProperties": 1}, ["{}", '{"a":1}', '{"a":1,"b":2}']),
    (  # longer than what Python's engine is asked about
        {"type": "string", "pattern": "\\w*x$", "maxLength": 200},
        [f'"{"a" * 99}x"', f'"{"a" * 100}"', '"x"', '"a"', f'"{"a" * 200}x"'],
    ),
    (
        {"type": "map", "values": {"type": "integer"}, "keys": {"pattern": "^[a-z]+$", "maxLength": 2}},
        ["{}", '{"ab":1,"c":2}', '{"abc":1}', '{"a":1,"B":2}', '{"a":1.5}', '{"a":9007199254740993}', "[]"],
    ),
    (
        {"type": "map", "values": {"type": "string", "maxLength": 1}, "nullable": True},
        ["null", "{}", '{"a":"b"}', '{"a":"bb"}', '{"a":null}'],
    ),
    (
        {
            "type": "array",
            "items": {"type": "string", "pattern": "^a+$", "maxLength": 3},
            "uniqueItems": True,
        },
        ["[]", '["a","aa"]', '["a","a"]', '["a","b"]', '["aaaa"]', "{}"],
    ),
    (
        {
            "type": "object",
            "properties": {
                "tags": {"type": "array", "items": {"type": "string"}, "uniqueItems": True, "nullable": True},
                "map": {
                    "type": "map",
                    "values": {"type": "integer"},
                    "keys": {"pattern": "^a$", "maxLength": 1},
                },
            },
        },
        ['{"tags":["a","b"],"map":{"a":1}}', '{"tags":["a","a"]}', '{"map":{"b":1}}', '{"tags":null}'],
    ),
    (
        {"type": "array", "items": {"type": "string"}, "uniqueItems": True, "nullable": True},
        ["null", "[]", '["a","A"]', '["a","\\u0061"]', "[1,1]"],
    ),
    (
        {"type": "object", "nullable": True, "properties": {"at": {"type": "timestamp", "required": True}}},
        ["null", "{}", '{"at":"2024-02-29T00:00:00Z"}', '{"at":"x"}', '{"at":null}', '{"a":1}', "[]"],
    ),
]


@pytest.mark.parametrize(("plain", "texts"), EDGES, ids=[str(plain)[:80] for plain, _ in EDGES])
def test_both_engines_and_the_contract_agree_on_every_edge(plain: dict[str, Any], texts: list[str]) -> None:
    snapshot = world({"a.b": {"properties": {"v": plain}}})
    both = Engines(snapshot)
    members = [b'{"v":' + text.encode() + b"}" for text in texts]
    right = engines.by_jsonschema(to_json_schema(snapshot.events[EventName("a.b")]), members)
    found = [both.verdict(b'{"event":"a.b","properties":' + text + b"}").outcome for text in members]
    assert found == ["accepted" if one else "refused" for one in right]
    assert len(set(found)) > 1 or not any(right)


@pytest.mark.parametrize("spare", OTHER_VALUES, ids=str)
def test_an_event_that_takes_any_property_agrees_too(spare: object) -> None:
    snapshot = world({"a.b": {"undeclared": "keep", "properties": {"a": {"type": "integer"}}}})
    text = Writer(random.Random(1)).write({"event": "a.b", "properties": {"a": 1, "spare": spare}})
    assert the_verdict(snapshot, text).outcome == "accepted"


NAMED: dict[str, tuple[dict[str, Any], bytes, str]] = {
    "an event of no characters": (
        {},
        b'{"event":"","properties":{}}',
        "unknown",
    ),
    "nothing but an event of no characters": ({}, b'{"event":""}', "malformed"),
    "a name with a quote": (
        {'a"b': {"type": "string"}},
        b'{"event":"a.b","properties":{"a\\"b":"x"}}',
        "accepted",
    ),
    "a required name with a backslash": (
        {"a\\b": {"type": "string", "required": True}},
        b'{"event":"a.b","properties":{"a\\\\b":"x"}}',
        "accepted",
    ),
    "a name with a line break, inside": (
        {"o": {"type": "object", "properties": {"a\nb": {"type": "string"}}}},
        b'{"event":"a.b","properties":{"o":{"a\\nb":7}}}',
        "refused",
    ),
    "an integer of 400 digits that nobody judges": (
        {},
        b'{"event":"a.b","sent_at":' + b"9" * 400 + b',"properties":{}}',
        "malformed",
    ),
}


@pytest.mark.parametrize("kind", NAMED)
def test_engines_agree_where_they_once_did_not(kind: str) -> None:
    properties, text, outcome = NAMED[kind]
    assert the_verdict(world({"a.b": {"properties": properties}}), text).outcome == outcome


def test_a_warmed_validator_shares_its_decoders() -> None:
    """What the tests above call warm is the shared decoder indeed."""
    validator = warmed(world({"a.b": {}}))
    assert validator._sides[None]._sharing
