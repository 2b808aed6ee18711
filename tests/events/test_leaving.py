"""What leaves TimeTracker for each destination, seen on every example of every event and on real payloads."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

import catalog
from catalog.model.category import Handling, covers
from catalog.model.event import Status
from catalog.model.snapshot import Event
from catalog.model.types import ArrayType, MapType, ObjectType, Property
from catalog.privacy.detectors import detect
from catalog.privacy.keys import Keyring
from catalog.privacy.transforms import Json
from catalog.schema import contract
from catalog.schema.formats import KEYED_DIGEST
from catalog.schema.leaving import sent_name
from catalog.validation.redactor import Redactor

WIRE = Path(__file__).parents[1] / "cases" / "wire"
KEYS = Keyring("test", {"test": b"k" * 32})
INSTALLATION = "0b7c6f1e-4a0d-4d52-9d0c-6f5a1f0c2b11"
PLANES = ("log", "posthog", "telemetry", "metrics", "sentry")
FORBIDDEN = ("user.contact", "user.name", "user.account", "user.content", "user.financial", "user.device")
"""What docs/privacy.md lists under "Not collected" of product analytics, by category."""
FREED = "user.account.access"


@pytest.fixture(scope="session")
def redactor(timetracker: catalog.Snapshot) -> Redactor:
    return Redactor(timetracker, KEYS)


def _payload(event: Event, destination: str, example: Mapping[str, object]) -> dict[str, object]:
    """An example as it arrives for a destination: its contract's properties, an identity, and consent."""
    own = contract(event, destination).properties
    return {
        "event": event.wire,
        "distinct_id": INSTALLATION if destination == "telemetry" else "42",
        "consent": [event.definition.purpose],
        "properties": {name: value for name, value in example.items() if name in own},
    }


def _examples(snapshot: catalog.Snapshot, destination: str) -> Iterator[tuple[Event, dict[str, object]]]:
    for event in snapshot.events.values():
        if destination in event.destinations and event.status is not Status.RETIRED:
            for example in event.definition.examples:
                yield event, _payload(event, destination, example)


def _left(value: Json, definition: Property) -> Iterator[tuple[str | None, Json]]:
    """Every scalar and every key of what left of a property, with its category."""
    match definition:
        case ObjectType():
            assert isinstance(value, dict)
            for name, member in value.items():
                yield from _left(member, definition.properties[name])
        case MapType():
            assert isinstance(value, dict)
            for key, member in value.items():
                yield definition.keys.data, key
                yield from _left(member, definition.values)
        case ArrayType() if isinstance(definition.items, ObjectType | MapType | ArrayType):
            assert isinstance(value, list)
            for item in value:
                yield from _left(item, definition.items)
        case ArrayType():
            assert isinstance(value, list)
            yield from ((definition.data, item) for item in value)
        case _:
            yield definition.data, value


@pytest.mark.parametrize("destination", PLANES)
def test_nothing_above_what_a_destination_receives_leaves(
    timetracker: catalog.Snapshot, redactor: Redactor, destination: str
) -> None:
    seen = 0
    for event, payload in _examples(timetracker, destination):
        seen += 1
        properties = redactor.redact(payload, destination)["properties"]
        assert isinstance(properties, dict)
        declared = {
            sent_name(name, one, destination): one
            for name, one in contract(event, destination).properties.items()
        }
        for name, value in properties.items():
            for data, scalar in _left(value, declared[name]) if value is not None else ():
                handling = timetracker.policy.handling(destination, data)
                assert handling in (Handling.KEEP, Handling.HASH), (event.name, name)
                if handling is Handling.HASH and scalar is not None:
                    assert isinstance(scalar, str)
                    assert KEYED_DIGEST.matches(scalar), (event.name, name)
    assert seen > 0 or destination == "sentry"  # whose one event on the roll is retired


def _forbidden(value: object, definition: Property) -> Iterator[str]:
    """The texts in a property's value that may not get to product analytics, by their categories."""
    for data, scalar in _left(value, definition) if value is not None else ():  # type: ignore[arg-type]  # examples are JSON
        named = any(covers(one, data or "") for one in FORBIDDEN) and not covers(FREED, data or "")
        if named and isinstance(scalar, str) and len(scalar) > 2:
            yield scalar


def test_product_analytics_gets_no_address_user_name_project_name_or_description(
    timetracker: catalog.Snapshot, redactor: Redactor
) -> None:
    texts = 0
    for event, payload in _examples(timetracker, "posthog"):
        left = json.dumps(redactor.redact(payload, "posthog"), ensure_ascii=False)
        properties = payload["properties"]
        assert isinstance(properties, dict)
        for name, value in properties.items():
            for text in _forbidden(value, event.properties[name]):
                texts += 1
                assert text not in left, (event.name, name)
        assert "email" not in {hit.detector for hit in detect(left)}, event.name
        sent = set(json.loads(left)["properties"])
        assert not sent & {"email", "recipient_email", "recipient", "username", "project_name", "description"}
        assert not sent & {"quote_title", "filename", "client_name", "task_name", "name", "title", "notes"}
    assert texts > 15


@pytest.mark.parametrize("name", ["posthog-python", "posthog-node", "posthog-js", "timetracker-tracker"])
def test_what_clients_add_by_themselves_is_dropped_where_it_tells_too_much(
    redactor: Redactor, name: str
) -> None:
    recorded = json.loads((WIRE / f"{name}.json").read_text(encoding="utf-8"))["payloads"]
    for payload in recorded:
        left = redactor.redact({**payload, "consent": ["analytics", "performance"]}, "posthog")
        text = json.dumps(left)
        for gone in ("$current_url", "$raw_user_agent", "$referrer", "$device_id", "gclid", "username"):
            assert f'"{gone}"' not in text


def test_of_a_quote_that_went_out_only_its_number_leaves(redactor: Redactor) -> None:
    payload = {
        "event": "quote.emailed",
        "distinct_id": "42",
        "consent": ["analytics"],
        "properties": {
            "quote_id": 40,
            "quote_title": "Website relaunch",
            "recipient_email": "someone@example.invalid",
        },
    }
    for destination in ("log", "posthog"):
        assert redactor.redact(payload, destination)["properties"] == {"quote_id": 40}


@pytest.mark.parametrize("identity", ["42", "someone@example.invalid", "9f2c" * 16, "-" * 36])
def test_base_telemetry_knows_installations_alone(
    timetracker: catalog.Snapshot, redactor: Redactor, identity: str
) -> None:
    ((_, payload), *_) = [
        pair for pair in _examples(timetracker, "telemetry") if pair[0].name == "base_telemetry.heartbeat"
    ]
    left = redactor.redact(payload, "telemetry")
    assert left["distinct_id"] == INSTALLATION
    assert isinstance(left["properties"], dict)
    assert len(left["properties"]) == 13
    judged = redactor.judge({**payload, "distinct_id": identity}, "telemetry")
    assert judged.payload is None
    assert [problem.code for problem in judged.verdict.problems] == ["identity"]
    person = redactor.judge({**payload, "$set": {"role": "admin"}}, "telemetry")
    assert person.payload is None


def test_a_name_that_was_refused_is_told_to_the_log_as_a_digest_alone(redactor: Redactor) -> None:
    payload = {
        "event": "auth.login_failed",
        "properties": {"username": "grace.hopper", "reason": "invalid_password", "auth_method": "local"},
    }
    left = redactor.redact(payload, "log")
    assert "grace" not in json.dumps(left)
    assert isinstance(left["properties"], dict)
    assert left["properties"]["username"] == KEYS.digest("grace.hopper", "log")


def test_who_and_where_somebody_is_stays_here_though_a_client_sends_it(redactor: Redactor) -> None:
    document = json.loads((WIRE / "deployments.json").read_text(encoding="utf-8"))
    del document["source"]
    held_back = {
        "$ip",
        "$user_agent",
        "$raw_user_agent",
        "$sdk_debug_error_capturing_properties",
    }
    added = {key for release in document.values() for properties in release.values() for key in properties}
    assert held_back <= added
    for release in document.values():
        for properties in release.values():
            payload = {
                "event": "support.modal_opened",
                "distinct_id": "42",
                "consent": ["analytics", "performance"],
                "properties": {**properties, "variant": "sidebar", "source": "sidebar"},
            }
            left = redactor.redact(payload, "posthog")["properties"]
            assert isinstance(left, dict)
            assert set(properties) - set(left) <= held_back
            assert not held_back & set(left)
            assert left.get("$conversations_user_traits", {}) == {}
