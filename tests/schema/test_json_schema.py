"""The exported document: its bytes, its words, its names."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from jsonschema import Draft202012Validator

import catalog
from catalog.errors import NoContract, NotLoaded, UnknownName
from catalog.model.event import EventDefinition
from catalog.model.gaps import Gaps, UnreadEvent
from catalog.model.names import EventName
from catalog.model.settings import Settings
from catalog.model.snapshot import Definitions, Snapshot, resolve
from catalog.schema import contract, contract_digest, dumps, property_schema, to_json_schema
from catalog.schema.contract import event_of
from catalog.schema.patterns import PatternError
from tests.strategies import catalogs, parsed

GOLDEN = Path(__file__).parents[1] / "golden" / "schema"
CATALOG = Path(__file__).parents[1] / "cases" / "schema" / "events"


@pytest.fixture(scope="module")
def snapshot() -> Snapshot:
    loaded = catalog.load(CATALOG)
    assert not loaded.findings
    return loaded.snapshot


def small(event: dict[str, object], **of_settings: object) -> Snapshot:
    """A catalog with the one event `a.b`, which goes to `log` unless it says where."""
    about = {"format": 1, "product": "p", "destinations": {"log": {}, "posthog": {}}} | of_settings
    return resolve(
        Definitions(
            settings=Settings.model_validate_json(json.dumps(about)),
            groups={},
            contexts={},
            entities={},
            events={
                EventName("a.b"): EventDefinition.model_validate_json(
                    json.dumps({"destinations": ["log"], **event})
                )
            },
        )
    )


def exported(
    event: dict[str, object], destination: str | None = None, **of_settings: object
) -> dict[str, object]:
    return to_json_schema(small(event, **of_settings).events[EventName("a.b")], destination)


@pytest.mark.parametrize(
    ("name", "destination", "leaving"),
    [
        ("timer.stopped", None, False),
        ("timer.stopped", "log", False),
        ("timer.stopped", "posthog", True),
        ("export.finished", None, False),
        ("export.finished", "log", True),
    ],
)
def test_an_exported_contract_keeps_its_bytes(
    snapshot: Snapshot, name: str, destination: str | None, leaving: bool
) -> None:
    text = dumps(to_json_schema(snapshot.events[EventName(name)], destination, leaving))
    parts = [name, destination or "", "leaving" if leaving else ""]
    file = GOLDEN / ("_".join(part for part in parts if part) + ".json")
    assert text == file.read_text(encoding="utf-8")


@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(catalogs())
def test_every_contract_is_valid_under_the_meta_schema_and_names_itself(definitions: Definitions) -> None:
    snapshot = resolve(definitions)
    identifiers = []
    for event in snapshot.events.values():
        known = [one for one in snapshot.settings.destinations if one in event.destinations]
        sent = [(one, leaving) for one in known for leaving in (False, True)]
        for destination, leaving in ((None, False), *sent):
            schema = to_json_schema(event, destination, leaving)
            Draft202012Validator.check_schema(schema)
            assert json.loads(dumps(schema)) == schema
            identifiers.append(schema.get("$id"))
    if snapshot.settings.base_url is None:
        assert not any(identifiers)
    else:
        assert len(set(identifiers)) == len(identifiers)
        assert all(str(identifier).isascii() for identifier in identifiers)


def test_the_identifier_is_the_base_url_and_the_path_of_the_event() -> None:
    base = "https://x.example/events/"
    assert exported({}, base_url=base)["$id"] == "https://x.example/events/a/b.json"
    assert exported({}, "log", base_url=base)["$id"] == "https://x.example/events/a/b/log.json"


def test_no_base_url_means_no_identifier() -> None:
    assert "$id" not in exported({})


def test_the_title_is_the_name_that_arrives_and_a_deprecated_event_says_so() -> None:
    schema = exported({"wire": "a b", "status": "deprecated", "description": "Words."})
    assert (schema["title"], schema["deprecated"], schema["description"]) == ("a b", True, "Words.")


def test_an_unknown_destination_is_refused_with_the_nearest_one() -> None:
    with pytest.raises(UnknownName, match="did you mean posthog"):
        exported({}, "posthogg")


def test_what_leaves_is_asked_for_one_destination() -> None:
    with pytest.raises(ValueError, match="name it"):
        to_json_schema(small({}).events[EventName("a.b")], leaving=True)


def test_a_pattern_outside_the_subset_is_refused_by_name() -> None:
    with pytest.raises(PatternError, match="lookahead"):
        property_schema(parsed({"type": "string", "pattern": "(?=a)", "maxLength": 3}))


@pytest.mark.parametrize(
    ("plain", "expected"),
    [
        ({"type": "integer"}, {"type": "integer", "minimum": -(2**53) + 1, "maximum": 2**53 - 1}),
        ({"type": "string", "nullable": True}, {"type": ["string", "null"]}),
        (
            {"type": "string", "nullable": True, "const": "a"},
            {"type": ["string", "null"], "enum": ["a", None]},
        ),
        (
            {"type": "string", "nullable": True, "enum": ["a"]},
            {"type": ["string", "null"], "enum": ["a", None]},
        ),
        ({"type": "string", "enum": ["a", "b", "a"]}, {"type": "string", "enum": ["a", "b"]}),
        ({"type": "boolean", "enum": []}, {"type": "boolean", "not": {}}),
        (
            {"type": "map", "values": {"type": "boolean"}},
            {"type": "object", "additionalProperties": {"type": "boolean"}},
        ),
        (
            {
                "type": "object",
                "properties": {"b": {"type": "boolean", "required": True}, "a": {"type": "boolean"}},
            },
            {
                "type": "object",
                "properties": {"b": {"type": "boolean"}, "a": {"type": "boolean"}},
                "required": ["b"],
                "additionalProperties": False,
            },
        ),
        (
            {"type": "boolean", "description": "D", "deprecated": True, "default": None, "examples": [True]},
            {"description": "D", "deprecated": True, "type": "boolean", "default": None, "examples": [True]},
        ),
    ],
)
def test_a_definition_is_exported_as(plain: dict[str, object], expected: dict[str, object]) -> None:
    schema = property_schema(parsed(plain))
    assert schema == expected
    assert list(schema) == list(expected)


EVENT: dict[str, object] = {
    "description": "Words.",
    "destinations": ["log", "posthog"],
    "properties": {
        "a": {"type": "string", "maxLength": 9, "enum": ["x", "y"], "required": True, "data": "none"},
        "b": {"type": "array", "items": {"type": "integer"}, "data": "none", "destinations": ["log"]},
    },
}


def changed(**keywords: object) -> dict[str, object]:
    """EVENT with other keywords of `a`."""
    properties = EVENT["properties"]
    assert isinstance(properties, dict)
    return EVENT | {"properties": properties | {"a": properties["a"] | keywords}}


def digest(event: dict[str, object], destination: str | None = None, **of_settings: object) -> str:
    return contract_digest(small(event, **of_settings), "a.b", destination)


@pytest.mark.parametrize(
    "event",
    [
        EVENT | {"description": "Other words.", "owner": "x", "trigger": "y", "examples": [{"a": "x"}]},
        EVENT | {"wire": "other", "send_as": {"log": "other"}, "aliases": [{"name": "c"}]},
        changed(description="D", data="user.name", unit="u", default="x", examples=["y"], deprecated=True),
        changed(enum=["y", "x"]),
        changed(handling={"log": "drop"}),
    ],
)
def test_words_names_and_data_categories_leave_the_digest_alone(event: dict[str, object]) -> None:
    assert digest(event) == digest(EVENT)
    assert digest(event, "log", base_url="https://x.example") == digest(EVENT, "log")


@pytest.mark.parametrize(
    "event",
    [
        changed(maxLength=8),
        changed(enum=["x"]),
        changed(required=False),
        changed(nullable=True),
        changed(type="integer", maxLength=1) | {"properties": {"a": {"type": "integer"}}},
        EVENT | {"properties": {}},
    ],
)
def test_what_decides_validity_changes_the_digest(event: dict[str, object]) -> None:
    assert digest(event) != digest(EVENT)


def test_each_destination_has_a_digest_of_its_own() -> None:
    assert digest(EVENT, "log") != digest(EVENT, "posthog")
    assert digest(EVENT, "log") == digest(EVENT)


def test_the_order_of_properties_leaves_the_digest_alone() -> None:
    properties = EVENT["properties"]
    assert isinstance(properties, dict)
    assert digest(EVENT | {"properties": dict(reversed(properties.items()))}) == digest(EVENT)


def test_an_alias_has_a_contract_of_what_it_sends() -> None:
    event = small(EVENT | {"aliases": [{"name": "old", "sends": ["letter"], "rename": {"letter": "a"}}]})
    found, alias = event.incoming["old"]
    schema = to_json_schema(found, alias=alias)
    assert (schema["title"], schema["required"]) == ("old", ["letter"])
    assert contract(found, alias=alias).properties.keys() == {"letter"}


@pytest.mark.parametrize("leaving", [False, True])
def test_an_event_has_no_contract_at_a_destination_that_it_does_not_go_to(leaving: bool) -> None:
    event = small({"destinations": ["log"]}).events[EventName("a.b")]
    with pytest.raises(NoContract) as raised:
        to_json_schema(event, "posthog", leaving)
    assert str(raised.value) == "'a.b' does not go to 'posthog'; its destinations are: log"
    with pytest.raises(UnknownName):
        to_json_schema(event, "posthg", leaving)
    assert to_json_schema(event, "log", leaving)["additionalProperties"] is False


def test_an_event_that_could_not_be_read_is_not_called_unknown() -> None:
    unread = UnreadEvent(event="a.c", reason="its file has errors")
    snapshot = replace(small({}), gaps=Gaps(events={"a.c": unread, "c": unread}))
    for name in ("a.c", "c"):
        with pytest.raises(NotLoaded) as raised:
            event_of(snapshot, name)
        assert str(raised.value) == "'a.c' is on the roll, but its file has errors; run 'rollcall check'"
    with pytest.raises(UnknownName):
        event_of(snapshot, "d")


def test_the_name_of_an_event_is_no_event() -> None:
    name: Any = "timer.stopped"
    with pytest.raises(TypeError, match=r"give an Event, such as snapshot.events.*; this is a str"):
        to_json_schema(name)
