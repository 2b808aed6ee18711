"""A property is looked at under every name it has, and what was redacted shows nothing new."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.privacy.keys import Keyring
from catalog.validation import Verdict
from catalog.validation.redactor import Redactor
from tests.validation.worlds import Engines, payload, world

KEYS = Keyring("k", {"k": b"k" * 32})
TEXT: dict[str, Any] = {"type": "string", "maxLength": 99, "data": "none"}
COUNTS: dict[str, Any] = {"type": "array", "items": {"type": "integer"}, "data": "none"}
MASKED: dict[str, Any] = {"handling": {"log": "mask"}}


def drifts(verdict: Verdict) -> list[tuple[str, object]]:
    return [(one.path, one.context["detector"]) for one in verdict.problems if one.code == "drift"]


def renaming(**names: str) -> dict[str, Any]:
    """An event of texts that are about nobody, which an alias calls otherwise."""
    properties = dict.fromkeys(names.values(), TEXT)
    return {"destinations": ["log"], "properties": properties, "aliases": [{"name": "old", "rename": names}]}


@pytest.mark.parametrize("destination", [None, "log"])
def test_what_comes_under_an_alias_is_looked_at_under_the_catalogs_name_too(destination: str | None) -> None:
    both = Engines(world({"a.b": renaming(s="ssn", d="dob", fn="first_name")}), destination)
    sent = {"s": "536904399", "d": "1990-04-12", "fn": "Eva"}
    assert sorted(drifts(both.verdict(payload("old", sent)))) == [
        ("/properties/d", "birth_date"),
        ("/properties/fn", "name"),
        ("/properties/s", "national_id"),
    ]


def test_the_name_that_an_alias_has_tells_as_before() -> None:
    both = Engines(world({"a.b": renaming(first_name="label")}), "log")
    assert drifts(both.verdict(payload("old", {"first_name": "Eva"}))) == [("/properties/first_name", "name")]
    assert drifts(both.verdict(payload("a.b", {"label": "Eva"}))) == []


def test_one_hit_is_told_once_whatever_number_of_names_tells_it() -> None:
    both = Engines(world({"a.b": renaming(vorname="first_name", m="note_text")}), "log")
    assert drifts(both.verdict(payload("old", {"vorname": "Eva"}))) == [("/properties/vorname", "name")]
    assert [
        one for one in drifts(both.verdict(payload("old", {"m": "eva@firma.cz"}))) if one[1] == "email"
    ] == [("/properties/m", "email")]


def sent_as(name: str) -> dict[str, Any]:
    return {**TEXT, "send_as": {"log": name}}


INSIDE: dict[str, tuple[dict[str, Any], object, str]] = {
    "a property": (sent_as("first_name"), "Eva", ""),
    "a member": ({"type": "object", "properties": {"x": sent_as("first_name")}}, {"x": "Eva"}, "/x"),
    "a member of what is called otherwise": (
        {
            "type": "array",
            "items": {"type": "object", "properties": {"x": sent_as("number")}},
            "send_as": {"log": "phones"},
        },
        [{"x": "Eva"}],
        "/0/x",
    ),
    "a value of a map": (
        {
            "type": "map",
            "keys": {"data": "none"},
            "values": {"type": "object", "properties": {"x": sent_as("first_name")}},
        },
        {"k": {"x": "Eva"}},
        "/k/x",
    ),
}


@pytest.mark.parametrize(("definition", "value", "below"), INSIDE.values(), ids=INSIDE)
def test_what_leaves_under_another_name_is_looked_at_under_that_for_the_one_who_gets_it(
    definition: dict[str, Any], value: object, below: str
) -> None:
    snapshot = world(
        {"a.b": {"destinations": ["log", "other"], "properties": {"p": definition}}},
        contexts={"sdk": {"properties": {"$c": definition}}},
        entities={"person": {"properties": {"pp": definition}}},
        destinations={"log": {"contexts": ["sdk"]}, "other": {"contexts": ["sdk"]}},
    )
    sent = payload("a.b", {"p": value, "$c": value}, **{"$set": {"pp": value}})
    assert sorted(drifts(Engines(snapshot, "log").verdict(sent))) == [
        (f"/$set/pp{below}", "name"),
        (f"/properties/$c{below}", "name"),
        (f"/properties/p{below}", "name"),
    ]
    assert drifts(Engines(snapshot, "other").verdict(sent)) == []


ONCE: dict[str, tuple[dict[str, Any], str, object]] = {
    "an alias": (renaming(s="ssn", d="dob"), "old", {"s": "536904399", "d": "1990-04-12"}),
    "an alias of a name": (renaming(fn="first_name"), "old", {"fn": "Eva"}),
    "send_as": (
        {"destinations": ["log"], "properties": {"x": sent_as("first_name"), "n": TEXT}},
        "a.b",
        {"x": "Eva", "n": "x"},
    ),
    "numbers that are masked": (
        {"destinations": ["log"], "properties": {"emails": COUNTS | MASKED}},
        "a.b",
        {"emails": [1234567]},
    ),
    "numbers that are hashed": (
        {"destinations": ["log"], "properties": {"emails": COUNTS | {"handling": {"log": "hash"}}}},
        "a.b",
        {"emails": [1234567]},
    ),
    "choices that are masked": (
        {
            "destinations": ["log"],
            "properties": {"lat": {**COUNTS, "items": {"type": "integer", "enum": [47, 52]}} | MASKED},
        },
        "a.b",
        {"lat": [52]},
    ),
    "a choice that is cut": (
        {
            "destinations": ["log"],
            "properties": {
                "lat": {"type": "integer", "enum": [47, 52], "data": "none", "handling": {"log": "truncate"}}
            },
        },
        "a.b",
        {"lat": 52},
    ),
    "keys that look like an address once they are cut": (
        {
            "destinations": ["log"],
            "properties": {
                "m": {
                    "type": "map",
                    "keys": {"data": "none"},
                    "values": {"type": "integer", "data": "none"},
                    "handling": {"log": "truncate"},
                }
            },
        },
        "a.b",
        {"m": {"4.167.22.912": 1}},
    ),
}


@pytest.mark.parametrize("drift", ["report", "redact", "quarantine", "refuse"])
@pytest.mark.parametrize(("event", "name", "sent"), ONCE.values(), ids=ONCE)
def test_what_is_redacted_shows_no_drift_that_was_not_seen_before(
    event: dict[str, Any], name: str, sent: dict[str, object], drift: str
) -> None:
    policy = {"truncate": {"characters": 11}}
    redactor = Redactor(world({"a.b": event}, destinations={"log": policy}, drift=drift), KEYS)
    once = redactor.judge(payload(name, sent), "log")
    if drift == "redact":
        assert once.payload is not None
    if once.payload is not None:
        again = redactor.judge(json.dumps(once.payload).encode(), "log")
        assert again.payload == once.payload
        assert len(drifts(again.verdict)) <= len(drifts(once.verdict))


NAMES = st.sampled_from(
    [
        "x",
        "label",
        "first_name",
        "ssn",
        "dob",
        "lat",
        "emails",
        "phones",
        "number",
        "ip",
        "version",
        "order_id",
    ]
)
VALUES = st.sampled_from(
    [
        "Eva",
        "536904399",
        "1990-04-12",
        "52.5200",
        "84.167.22.9",
        "+49 30 901820",
        "030 901820",
        "eva@firma.cz",
    ]
)


@given(
    names=st.tuples(NAMES, NAMES),
    kind=st.sampled_from(["text", "nullable", "list", "integer", "map of numbers"]),
    value=VALUES,
)
def test_the_fast_path_sees_under_both_names_what_the_complete_engine_sees(
    names: tuple[str, str], kind: str, value: str
) -> None:
    number = {"type": "number", "data": "none"}
    definition, given = {
        "text": (TEXT, value),
        "nullable": ({**TEXT, "nullable": True}, value),
        "list": ({"type": "array", "items": {"type": "string"}, "data": "none"}, [value]),
        "integer": ({"type": "integer", "data": "none"}, 4917012345),
        "map of numbers": ({"type": "map", "keys": {"data": "none"}, "values": number}, {value: 52.5}),
    }[kind]
    here, sent = names
    event = {
        "destinations": ["log"],
        "properties": {"own": {**definition, "send_as": {"log": sent}}},
        "aliases": [{"name": "old", "rename": {here: "own"}}],
    }
    both = Engines(world({"a.b": event}), "log")
    both.verdict(payload("old", {here: given}))
    both.verdict(payload("a.b", {"own": given}))
