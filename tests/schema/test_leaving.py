"""What leaves for a destination, and the order of handlings."""

import itertools

import pytest

from catalog.model.category import Handling, stricter
from catalog.model.names import EventName
from catalog.schema import to_json_schema
from catalog.schema.formats import FORMATS, HIDDEN, KEYED_DIGEST, MASKED, MASKED_KEY
from catalog.schema.validator import validator_for
from tests.schema.test_json_schema import small

KEEP, TRUNCATE, MASK, HASH, DROP, REFUSE = (
    Handling.KEEP,
    Handling.TRUNCATE,
    Handling.MASK,
    Handling.HASH,
    Handling.DROP,
    Handling.REFUSE,
)


@pytest.mark.parametrize(
    ("one", "other", "both"),
    [
        (KEEP, TRUNCATE, TRUNCATE),
        (TRUNCATE, MASK, MASK),
        (TRUNCATE, HASH, HASH),
        (MASK, HASH, DROP),
        (HASH, DROP, DROP),
        (MASK, DROP, DROP),
        (DROP, REFUSE, REFUSE),
        (HASH, REFUSE, REFUSE),
    ],
)
def test_the_stricter_of_two_handlings_is(one: Handling, other: Handling, both: Handling) -> None:
    assert stricter(one, other) is both


def test_handlings_form_a_lattice() -> None:
    for one, other, third in itertools.product(Handling, repeat=3):
        assert stricter(one, other) is stricter(other, one)
        assert stricter(stricter(one, other), third) is stricter(one, stricter(other, third))
        assert stricter(one, stricter(one, other)) is stricter(one, other)


@pytest.mark.parametrize(
    ("destination", "data", "handling"),
    [
        ({}, "user.content", KEEP),
        ({}, None, KEEP),
        ({}, "user.health", DROP),
        ({}, "user.own", DROP),
        ({"otherwise": {"user": "hash"}}, "user.health", DROP),  # prohibited: a general entry is not softer
        ({"otherwise": {"user.health": "hash"}}, "user.health", HASH),
        ({"otherwise": {"user": "hash"}}, "user.name", HASH),
        ({"receives": []}, "none", KEEP),
        ({"receives": [], "otherwise": {"none": "drop"}}, "none", DROP),
        ({"receives": ["user.account"]}, "user.account.role", KEEP),
        ({"receives": ["user.account"]}, "user.accounting", DROP),
        ({"receives": ["none"]}, None, DROP),
        ({"receives": ["user"]}, "user.name", KEEP),
        ({"receives": ["user"]}, "user.health", DROP),  # prohibited: a general entry does not receive it
        ({"receives": ["user", "user.health"]}, "user.health", KEEP),
        ({"receives": ["user"], "otherwise": {"user.credentials": "refuse"}}, "user.credentials", REFUSE),
        (
            {"receives": ["user"], "otherwise": {"user.contact": "mask"}},
            "user.contact.email",
            MASK,
        ),  # nearest
        ({"receives": ["user.contact"], "otherwise": {"user": "drop"}}, "user.contact.email", KEEP),
        ({"receives": ["user"], "otherwise": {"user": "drop"}}, "user.name", DROP),  # both: the stricter
        ({"receives": [], "otherwise": {"user": "drop", "user.contact": "mask"}}, "user.contact.email", MASK),
        ({"receives": [], "otherwise": {"user": "refuse", "user.contact": "mask"}}, "user.name", REFUSE),
    ],
)
def test_a_destination_handles_a_category(
    destination: dict[str, object], data: str | None, handling: Handling
) -> None:
    policy = small({}, destinations={"log": destination}).policy
    assert policy.handling("log", data) is handling


def test_a_catalogs_own_category_inherits_its_sensitivity() -> None:
    own = {
        "user.health.mood": {"description": "x"},
        "user.name.stage": {"description": "x", "sensitivity": "public"},
    }
    policy = small({}, destinations={"log": {}}, categories=own).policy
    assert policy.handling("log", "user.health.mood") is DROP
    assert policy.handling("log", "user.name.stage") is KEEP


def leaving(properties: dict[str, object], **destination: object) -> dict[str, object]:
    event = small({"properties": properties}, destinations={"log": destination}).events[EventName("a.b")]
    return to_json_schema(event, "log", leaving=True)


TEXT = {"type": "string", "maxLength": 9, "pattern": "^a+$", "minLength": 1, "required": True}
DATE = {"type": "string", "format": "date", "pattern": FORMATS["date"].json_schema}


@pytest.mark.parametrize(
    ("definition", "left"),
    [
        (TEXT | {"handling": {"log": "truncate"}}, {"type": "string", "maxLength": 9}),
        (
            TEXT | {"handling": {"log": "mask"}, "nullable": True},
            {"type": ["string", "null"], "pattern": MASKED.json_schema, "maxLength": 9},
        ),
        (TEXT | {"handling": {"log": "hash"}}, {"type": "string", "pattern": KEYED_DIGEST.json_schema}),
        (
            {"type": "integer", "handling": {"log": "hash"}},
            {"type": "string", "pattern": KEYED_DIGEST.json_schema},
        ),
        ({"type": "uuid", "handling": {"log": "truncate"}}, {"type": "string", "maxLength": 8}),
        ({"type": "uri", "handling": {"log": "truncate"}}, {"type": "string"}),
        (
            {"type": "integer", "minimum": 12, "multipleOf": 3, "handling": {"log": "truncate"}},
            {"type": "integer", "minimum": -(2**53 - 1), "maximum": 2**53 - 1},
        ),
        ({"type": "date", "const": "2026-03-01", "handling": {"log": "truncate"}}, DATE),
        ({"type": "integer", "handling": {"log": "mask"}}, {"type": "string", "pattern": MASKED.json_schema}),
        ({"type": "flag", "maxLength": 9}, {"type": ["boolean", "string"], "minLength": 1, "maxLength": 9}),
        (
            {"type": "flag", "maxLength": 9, "nullable": True, "handling": {"log": "mask"}},
            {"type": ["string", "null"], "pattern": HIDDEN.json_schema},
        ),
        (
            {"type": "string", "enum": ["male", "female"], "handling": {"log": "mask"}},
            {"type": "string", "pattern": HIDDEN.json_schema},
        ),
        (
            {"type": "flag", "maxLength": 9, "handling": {"log": "hash"}},
            {"type": "string", "pattern": KEYED_DIGEST.json_schema},
        ),
        (
            {
                "type": "array",
                "items": {"type": "date"},
                "uniqueItems": True,
                "handling": {"log": "truncate"},
            },
            {"type": "array", "items": DATE},
        ),
        (
            {
                "type": "object",
                "properties": {"a": {"type": "boolean", "handling": {"log": "drop"}, "required": True}},
            },
            {"type": "object", "properties": {}, "additionalProperties": False},
        ),
        (
            {"type": "map", "values": {"type": "boolean"}, "handling": {"log": "mask"}},
            {
                "type": "object",
                "propertyNames": {"type": "string", "pattern": MASKED_KEY.json_schema},
                "additionalProperties": {"type": "string", "pattern": HIDDEN.json_schema},
            },
        ),
        (
            {
                "type": "map",
                "keys": {"pattern": "^a$", "maxLength": 1},
                "values": {"type": "date"},
                "handling": {"log": "hash"},
            },
            {
                "type": "object",
                "propertyNames": {"type": "string", "pattern": KEYED_DIGEST.json_schema},
                "additionalProperties": {"type": "string", "pattern": KEYED_DIGEST.json_schema},
            },
        ),
    ],
)
def test_a_handled_value_leaves_as(definition: dict[str, object], left: dict[str, object]) -> None:
    assert leaving({"a": definition})["properties"] == {"a": left}


@pytest.mark.parametrize("handling", ["drop", "refuse"])
def test_what_is_dropped_or_refused_does_not_leave_and_is_not_required(handling: str) -> None:
    schema = leaving(
        {"a": TEXT | {"handling": {"log": handling}}, "b": {"type": "boolean", "required": True}}
    )
    assert schema["properties"] == {"b": {"type": "boolean"}}
    assert schema["required"] == ["b"]


def test_truncating_what_has_no_part_that_says_less_drops_it() -> None:
    assert leaving({"a": {"type": "boolean", "handling": {"log": "truncate"}}})["properties"] == {}
    assert leaving({"a": {"type": "flag", "handling": {"log": "truncate"}}})["properties"] == {}


def test_a_destination_says_how_much_truncation_leaves() -> None:
    text = {"type": "string", "maxLength": 50, "handling": {"log": "truncate"}}
    assert leaving({"a": text}, truncate={"characters": 3})["properties"] == {
        "a": {"type": "string", "maxLength": 3}
    }
    address = text | {"data": "user.device.ip"}
    assert leaving({"a": address})["properties"] == {"a": {"type": "string", "maxLength": 50}}


def test_a_property_that_came_under_an_alias_leaves_under_its_own_name() -> None:
    alias = {"name": "old", "sends": ["entry"], "rename": {"entry": "a"}}
    properties = {"a": {"type": "boolean"}, "b": {"type": "boolean"}}
    event = small({"properties": properties, "aliases": [alias]}).events[EventName("a.b")]
    schema = to_json_schema(event, "log", leaving=True, alias=event.aliases[0])
    assert schema["properties"] == {"a": {"type": "boolean"}}


def test_a_map_leaves_only_when_its_keys_and_values_may() -> None:
    keys = {"data": "user.name"}
    definition = {"type": "map", "keys": keys, "values": {"type": "boolean", "data": "none"}}
    assert leaving({"a": definition}, receives=["none"])["properties"] == {}
    assert leaving({"a": definition}, receives=["none", "user.name"])["properties"] != {}


def test_a_property_tightens_what_its_destination_does_and_never_loosens_it() -> None:
    definition = {"type": "string", "data": "user.name", "maxLength": 5}
    policy = {"receives": ["none"], "otherwise": {"user.name": "mask"}}
    assert leaving({"a": definition | {"handling": {"log": "keep"}}}, **policy)["properties"] == {
        "a": {"type": "string", "pattern": MASKED.json_schema, "maxLength": 5}
    }
    assert leaving({"a": definition | {"handling": {"log": "hash"}}}, **policy)["properties"] == {}


def test_names_are_those_that_the_destination_receives() -> None:
    nested = {"type": "object", "properties": {"c": {"type": "boolean", "send_as": {"log": "C"}}}}
    properties = {"a": {"type": "boolean", "send_as": {"log": "A", "posthog": "B"}}, "b": nested}
    event = small({"properties": properties, "send_as": {"log": "A B"}}).events[EventName("a.b")]
    schema = to_json_schema(event, "log", leaving=True)
    assert schema["title"] == "A B"
    assert validator_for(schema).is_valid({"A": True, "b": {"C": False}})
    assert not validator_for(schema).is_valid({"a": True})
