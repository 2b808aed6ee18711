"""What payloads and source code show of properties becomes a draft, and no value of a payload stays."""

import json

import pytest

from catalog.adoption.drafting import drafted
from catalog.adoption.observed import MAX_MEMBERS, Seen, SeenEvent
from catalog.adoption.traffic import Traffic
from catalog.loading.definitions import define
from catalog.model.event import EventDefinition


def seen(*values: object) -> SeenEvent:
    """An event with one property `p`, which payloads sent with these values."""
    event = SeenEvent(wire="Order Completed")
    for value in values:
        event.take(json.loads(json.dumps({"p": value})))
    return event


DRAFTS = {
    "numbers from zero": ([1, 2.5, 3], {"type": "number", "minimum": 0}),
    "whole doubles are integers": ([1.0, 2, 3], {"type": "integer", "minimum": 0}),
    "negative": ([-1, 2, 3], {"type": "integer"}),
    "a flag": ([True, False, True], {"type": "boolean"}),
    "a moment": (["2026-03-01T09:30:00Z"] * 3, {"type": "timestamp"}),
    "a day": (["2026-03-01", "2026-03-02", "2026-03-03"], {"type": "date"}),
    "a uuid": (["0b0f1ff4-3f4d-4a59-8f3e-0a8f5d1f0c1a"] * 3, {"type": "uuid"}),
    "an address of the web": (["https://example.com/a"] * 3, {"type": "uri", "maxLength": 32}),
    "texts of several kinds": (["2026-03-01", "soon", "x" * 50], {"type": "string", "maxLength": 128}),
    "null": ([None, 1, 2], {"type": "integer", "minimum": 0, "nullable": True}),
    "a list": (
        [["a"], [], ["bcd"]],
        {"type": "array", "items": {"type": "string", "maxLength": 32}, "maxItems": 32},
    ),
    "an object": (
        [{"n": 1}, {"n": 2}, {"n": 3}],
        {"type": "object", "properties": {"n": {"type": "integer", "minimum": 0}}},
    ),
}


@pytest.mark.parametrize(("values", "plain"), DRAFTS.values(), ids=DRAFTS.keys())
def test_values_tell_the_type(values: list[object], plain: dict[str, object]) -> None:
    event = seen(*values)
    found = drafted("p", event.properties["p"], event)
    assert found.plain == {**plain, "required": True}
    definition = json.dumps({"properties": {"p": found.plain}}).encode()
    assert isinstance(define(EventDefinition, definition), EventDefinition)


def test_what_is_not_always_there_is_not_required() -> None:
    event = seen(1, 2, 3)
    event.take({})
    assert "required" not in drafted("p", event.properties["p"], event).plain


def test_one_payload_proves_no_requirement() -> None:
    event = seen(1)
    assert "required" not in drafted("p", event.properties["p"], event).plain


def test_types_that_disagree_are_told() -> None:
    event = seen(1, "a", "b")
    found = drafted("p", event.properties["p"], event)
    assert found.disagreeing == ("integer", "string")
    assert found.plain["type"] == "string"


def test_texts_of_source_code_are_an_enum_and_those_of_payloads_are_not() -> None:
    coded = Seen()
    coded.may_be("string", "card")
    coded.may_be("string", "cash")
    event = SeenEvent(wire="a")
    assert drafted("p", coded, event).plain == {"type": "string", "enum": ["card", "cash"]}
    coded.take("cheque", "p")
    assert "enum" not in drafted("p", coded, event).plain


def test_a_variable_says_nothing_of_a_type() -> None:
    coded = Seen()
    coded.may_be("unknown")
    found = drafted("p", coded, SeenEvent(wire="a"))
    assert found.is_guess
    assert found.plain == {"type": "string", "maxLength": 255}


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("isActive", "boolean"),
        ("has_filter", "boolean"),
        ("itemCount", "integer"),
        ("duration_ms", "number"),
        ("plan", "string"),
        ("island", "string"),
        ("_", "string"),
    ],
)
def test_a_name_may_say_what_the_code_does_not(name: str, kind: str) -> None:
    coded = Seen()
    coded.may_be("unknown")
    found = drafted(name, coded, SeenEvent(wire="a"))
    assert (found.plain["type"], found.is_guess) == (kind, True)


@pytest.mark.parametrize(
    "keys",
    [
        pytest.param([f"k{number}" for number in range(MAX_MEMBERS + 1)], id="too many"),
        pytest.param(["a", "jane@doe.com"], id="somebody's"),
    ],
)
def test_names_that_are_data_make_a_map(keys: list[str]) -> None:
    event = seen(dict.fromkeys(keys, 1))
    found = drafted("p", event.properties["p"], event).plain
    assert found["type"] == "map"
    assert "jane" not in json.dumps(found)


def test_personal_data_is_suggested_by_names_and_values() -> None:
    event = seen({"ip": "81.2.69.142", "x": "jane@doe.com", "n": 1})
    assert drafted("p", event.properties["p"], event).suggested == {
        "ip": "user.device.ip",
        "x": "user.contact.email",
    }


def test_traffic_is_taken_apart_and_broken_lines_are_told_by_their_number() -> None:
    traffic = Traffic()
    payload = {
        "event": "App: User Sign Up",
        "distinct_id": "u1",
        "properties": {"plan": "pro", "$lib": "web", "$set": {"tier": "gold"}, "jane@doe.com": 1},
    }
    personal = {"event": "/users/123456789", "properties": {}}
    lines = [json.dumps(payload), "{", json.dumps(personal), '{"event": 1}']
    traffic.take(((number, line.encode()) for number, line in enumerate(lines, 1)), "a.ndjson")
    assert (traffic.payloads, traffic.broken, traffic.hidden) == (2, {"a.ndjson": [2, 4]}, 1)
    assert [*traffic.events] == ["App: User Sign Up"]
    assert [*traffic.events["App: User Sign Up"].properties] == ["plan"]
    assert [*traffic.context] == ["$lib"]
    assert [*traffic.person] == ["tier"]


@pytest.mark.parametrize(
    "name",
    [
        "4111 1111 1111 1111 paid",
        "DE89 3704 0044 0532 0130 00 paid",
        "SSN 078-05-1120 checked",
        "visited 203.0.113.77",
        "born 1987-03-04 set",
        "http://corp.example/u/bob",
        "jane@doe.com signed up",
    ],
)
def test_a_name_that_may_be_somebodys_is_counted_and_left_out(name: str) -> None:
    traffic = Traffic()
    traffic.take([(1, json.dumps({"event": name, "properties": {}}).encode())], "a.ndjson")
    assert (traffic.events, traffic.hidden) == ({}, 1)


@pytest.mark.parametrize(
    "name", ["Order Completed", "v2:checkout/started", "[Layout] - Delete", "page_2024_opened"]
)
def test_what_is_the_name_of_an_event_is_kept(name: str) -> None:
    traffic = Traffic()
    traffic.take([(1, json.dumps({"event": name, "properties": {}}).encode())], "a.ndjson")
    assert [*traffic.events] == [name]
