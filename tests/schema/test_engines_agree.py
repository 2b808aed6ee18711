"""One authority: whatever reads an exported contract reads it alike."""

from collections.abc import Iterator, Sequence

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalog.model.snapshot import resolve
from catalog.schema import contract, property_schema, to_json_schema
from catalog.schema.json_schema import JsonSchema
from catalog.schema.validator import decode_instance
from tests.schema import engines
from tests.strategies import catalogs, encoded, instances, near_misses, parsed, payload_values, properties


@pytest.fixture(scope="module")
def ajv(node: str) -> Iterator[engines.Ajv]:
    with engines.ajv_process(node) as process:
        yield process


def is_payload(text: bytes) -> bool:
    try:
        decode_instance(text)
    except ValueError:
        return False
    return True


def answers(schema: JsonSchema, texts: list[bytes], ajv: engines.Ajv) -> dict[str, list[bool]]:
    return {
        "jsonschema": engines.by_jsonschema(schema, texts),
        "jsonschema-rs": engines.by_jsonschema_rs(schema, texts),
        "ajv": ajv(schema, texts),
    }


def assert_agreement(schema: JsonSchema, values: Sequence[object], ajv: engines.Ajv) -> list[bool]:
    texts = [text for text in map(encoded, values) if is_payload(text)]
    found = answers(schema, texts, ajv)
    for index, text in enumerate(texts):
        verdicts = {name: answer[index] for name, answer in found.items()}
        assert len(set(verdicts.values())) == 1, (schema, text, verdicts)
    return found["jsonschema"]


@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(st.data())
def test_engines_agree_on_a_propertys_values_and_on_near_misses(
    ajv: engines.Ajv, data: st.DataObject
) -> None:
    definition = data.draw(properties())
    valid = data.draw(st.lists(instances(definition), min_size=1, max_size=4))
    schema = property_schema(definition)
    assert all(assert_agreement(schema, valid, ajv))
    assert_agreement(schema, data.draw(st.lists(near_misses(definition), min_size=8, max_size=16)), ajv)


@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(st.data())
def test_engines_agree_on_every_contract_of_an_event(ajv: engines.Ajv, data: st.DataObject) -> None:
    snapshot = resolve(data.draw(catalogs(max_events=1)))
    for event in snapshot.events.values():
        for destination in (None, *(one for one in ("log",) if one in event.destinations)):
            subject = contract(event, destination)
            values = data.draw(st.lists(payload_values(subject), min_size=2, max_size=6))
            assert_agreement(to_json_schema(event, destination), values, ajv)
            if destination is not None:
                assert_agreement(to_json_schema(event, destination, leaving=True), values, ajv)


ODD = [
    (
        {"type": "integer"},
        ["1", "1.0", "1e2", "-0", "-0.0", "1.5", "9007199254740991", "9007199254740992", "1e16"],
    ),
    ({"type": "integer", "multipleOf": 3}, ["9007199254740990", "9007199254740991", "9.0", "-3", "0", "1"]),
    ({"type": "integer", "multipleOf": 9007199254740991}, ["9007199254740991", "9007199254740990", "0"]),
    ({"type": "number"}, ["9007199254740993", "1e308", "-1e-320", "123456789012345678901234567890", "true"]),
    (
        {"type": "number", "maximum": 9007199254740991},
        ["9007199254740991", "9007199254740992", "9007199254740993"],
    ),
    ({"type": "number", "enum": [0.0, 1.5]}, ["0", "-0.0", "0.0", "1.5", "15e-1", "false"]),
    ({"type": "number", "const": -0.0}, ["0", "-0.0"]),
    ({"type": "number", "minimum": 0.1, "maximum": 0.3}, ["0.1", "0.30000000000000004", "0.3", "0.2"]),
    ({"type": "boolean", "const": True}, ["true", "1", "false"]),
    ({"type": "boolean", "enum": [False]}, ["false", "0", "null"]),
    ({"type": "boolean", "enum": []}, ["true", "false", "null"]),
    (
        {"type": "flag", "maxLength": 2},
        ["true", "false", '"a"', '"😀😀"', '"abc"', '""', "0", "1", "1.0", "null", "[]", '["a"]'],
    ),
    ({"type": "flag", "nullable": True}, ["null", "true", '"null"', "0"]),
    ({"type": "flag", "enum": [True, "a", "true"]}, ["true", '"true"', "false", '"a"', "1", "null"]),
    ({"type": "flag", "const": False, "nullable": True}, ["false", '"false"', "0", "null", "true"]),
    ({"type": "flag", "enum": ["", "abc"], "maxLength": 2}, ['""', '"abc"', "true"]),
    (
        {"type": "array", "items": {"type": "flag"}, "uniqueItems": True},
        ['[true, "true"]', "[true, true]", '["a", "a"]', "[true, 1]", '[""]'],
    ),
    ({"type": "string", "enum": [], "nullable": True}, ['""', "null"]),
    ({"type": "string", "enum": ["a", "b"], "const": "a", "nullable": True}, ['"a"', '"b"', "null"]),
    ({"type": "string", "enum": ["a"], "const": "b"}, ['"a"', '"b"', "null"]),
    (
        {"type": "string", "minLength": 1, "maxLength": 2},
        ['""', '"😀😀"', '"😀😀😀"', '"e\\u0301"', '"\\u2028\\n"'],
    ),
    ({"type": "string", "pattern": "^a$", "maxLength": 9}, ['"a"', '"a\\n"', '"\\na"', '"a\\u2028"']),
    (
        {"type": "string", "pattern": "^\\d.\\w$", "maxLength": 9},
        ['"1-a"', '"\\u0661-a"', '"1\\u2028a"', '"1-é"'],
    ),
    (
        {"type": "array", "items": {"type": "integer"}, "uniqueItems": True},
        ["[1, 1.0]", "[1, 2]", "[0, -0.0]"],
    ),
    ({"type": "array", "items": {"type": "boolean"}, "uniqueItems": True}, ["[true, false]", "[true, true]"]),
    (
        {"type": "array", "items": {"type": "string", "nullable": True}, "uniqueItems": True},
        ['[null, "null"]', "[null, null]", '["a", "A"]', '["é", "e\\u0301"]'],
    ),
    ({"type": "object"}, ["{}", '{"__proto__": 1}', '{"constructor": 1}', "[]", "null"]),
    (
        {
            "type": "object",
            "properties": {"constructor": {"type": "integer", "required": True}, "valueOf": {"type": "date"}},
        },
        [
            "{}",
            '{"constructor": 1}',
            '{"constructor": "x"}',
            '{"toString": 1}',
            '{"constructor": 1, "": "2026-03-01"}',
            '{"constructor": 1, "valueOf": "2026-03-01"}',
        ],
    ),
    (
        {"type": "map", "keys": {"pattern": "^[a-z_]+$", "maxLength": 9}, "values": {"type": "integer"}},
        ['{"__proto__": 1}', '{"__proto__": "x"}', '{"a\\n": 1}', '{"toString": 1.0}', '{"abcdefghij": 1}'],
    ),
    (
        {"type": "map", "values": {"type": "boolean"}, "maxProperties": 1},
        ["{}", '{"": true}', '{"a": true, "b": true}'],
    ),
    (
        {"type": "timestamp"},
        [
            *(
                '"2026-03-01T09:30:00Z"',
                '"2026-03-01 09:30:00Z"',
                '"2026-03-01T09:30:00+0200"',
                '"2026-02-29T00:00:00Z"',
            ),
            *(
                '"2024-02-29T23:59:60Z"',
                '"2026-03-01T09:30:00.1234567890123-23:59"',
                '"2026-03-01T09:30:00Z\\n"',
            ),
        ],
    ),
    ({"type": "uuid"}, ['"123e4567-E89B-12d3-a456-426614174000"', '"123e4567e89b12d3a456426614174000"']),
    ({"type": "uri", "maxLength": 10}, ['"http://a"', '"http://é"', '"http://a b"', '"/a"', '"http://abcd"']),
]


@pytest.mark.parametrize(
    ("plain", "texts"), ODD, ids=lambda value: None if isinstance(value, list) else str(value)[:60]
)
def test_engines_agree_on_what_they_are_known_to_disagree_on(
    ajv: engines.Ajv, plain: dict[str, object], texts: list[str]
) -> None:
    found = answers(property_schema(parsed(plain)), [text.encode() for text in texts], ajv)
    assert found["jsonschema"] == found["jsonschema-rs"] == found["ajv"]
