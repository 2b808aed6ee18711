"""What stands around an event's properties: taken apart, judged by contracts of its own, or left alone."""

import json
from pathlib import Path
from typing import Any

import pytest

import catalog
from catalog.errors import UnknownName
from catalog.model.envelope import MOVED_OUT, TRANSPORT
from catalog.validation import Validator, explained
from catalog.validation.problems import MALFORMED
from tests.validation.worlds import Engines, codes, payload, the_verdict, world

WIRE = Path(__file__).parents[1] / "cases" / "wire"
ROLL = Path(__file__).parents[2] / "events"

EVENTS: dict[str, dict[str, Any]] = {
    "timer.stopped": {
        "destinations": ["log", "posthog"],
        "properties": {
            "seconds": {"type": "integer", "required": True},
            "entry_id": {"type": "integer", "required": True},
            "note": {"type": "string", "required": True, "destinations": ["log"]},
        },
        "aliases": [
            {"name": "timer_stopped", "sends": ["seconds", "entry"], "rename": {"entry": "entry_id"}},
            {"name": "timerStopped"},
        ],
    },
    "timer.draft": {"destinations": ["log"], "status": "draft"},
    "timer.old": {"destinations": ["log"], "status": "deprecated", "replaced_by": "timer.stopped"},
    "timer.gone": {"destinations": ["log"], "status": "retired"},
    "timer.refuses": {"destinations": ["log"], "undeclared": "refuse"},
    "timer.drops": {"destinations": ["log"], "undeclared": "drop"},
    "timer.keeps": {"destinations": ["log"], "undeclared": "keep"},
    "timer.viewed": {"destinations": ["posthog"], "wire": "$pageview"},
}
CONTEXTS: dict[str, dict[str, Any]] = {
    "sdk": {
        "properties": {
            "$lib": {"type": "string", "enum": ["web", "posthog-python"], "required": True},
            "$feature/*": {"type": "string", "maxLength": 5},
            "$feature/beta": {"type": "boolean"},
            "seconds": {"type": "string"},
            "$os": {"type": "string", "destinations": ["log"]},
        }
    },
    "app": {"properties": {"app_version": {"type": "string"}}},
}
ENTITIES: dict[str, dict[str, Any]] = {
    "person": {
        "properties": {
            "plan": {"type": "string", "required": True},
            "email": {"type": "string", "destinations": ["log"]},
        }
    },
    "company": {"properties": {}},
}
DESTINATIONS: dict[str, dict[str, Any]] = {
    "log": {"contexts": ["app"]},
    "posthog": {"contexts": ["sdk", "app"]},
    "metrics": {},
}


@pytest.fixture(scope="module")
def engines() -> dict[str | None, Engines]:
    snapshot = world(EVENTS, contexts=CONTEXTS, entities=ENTITIES, destinations=DESTINATIONS)
    return {to: Engines(snapshot, to) for to in (None, *DESTINATIONS)}


def right(**properties: object) -> dict[str, object]:
    return {"seconds": 5, "entry_id": 1, **properties}


# What arrives beside or among the properties of timer.stopped, where it goes, and the codes that it gets.
AROUND: list[tuple[dict[str, Any], dict[str, Any], str | None, list[str]]] = [
    ({}, {}, None, []),
    # moved out of the properties by SDKs
    ({"$set": {"plan": "pro"}, "$set_once": {"plan": "x"}}, {}, None, []),
    ({"$set": {"plan": 7}}, {}, None, ["wrong-type"]),
    ({"$set": {}}, {}, None, []),  # a person never has to have anything
    ({"$set": {"age": 7}}, {"$set": {"age": 7}}, None, ["undeclared-property", "undeclared-property"]),
    ({}, {"$set": {"email": "x"}}, "log", []),
    ({}, {"$set": {"email": "x"}}, "posthog", ["undeclared-property"]),
    ({"$groups": {"company": "c1"}}, {"groups": {"company": "c1"}}, None, []),
    ({"$groups": {"team": "t1"}}, {}, None, ["unknown-group-type"]),
    ({"$groups": {"company": 5}}, {}, None, []),
    ({"$groups": {"company": True}}, {}, None, ["wrong-type"]),
    ({"$groups": {"company": None}}, {}, None, ["wrong-type"]),
    ({"$groups": {"company": {"unheard": 1}}}, {}, None, ["undeclared-property"]),
    ({"$set": 5, "$set_once": {"unheard": 1}}, {}, None, ["wrong-envelope", "undeclared-property"]),
    ({}, {"groups": {"person": "p"}}, None, ["unknown-group-type"]),
    ({"distinct_id": "u1", "token": "phc_x"}, {}, None, []),
    ({"distinct_id": ""}, {}, None, ["too-short"]),
    ({"distinct_id": "x" * 201}, {}, None, ["too-long"]),
    ({"distinct_id": None}, {"distinct_id": None}, None, []),
    ({"$set": None}, {}, None, []),
    ({"$groups": ["company"]}, {}, None, ["wrong-envelope"]),
    # contexts
    ({"$lib": "web", "app_version": "1"}, {}, None, []),
    ({"$lib": "other"}, {}, None, ["not-in-enum"]),
    ({"$lib": "web"}, {}, "log", ["not-for-destination"]),  # log lists the context of the application only
    ({"app_version": 1}, {}, "log", ["wrong-type"]),
    ({"app_version": "1"}, {}, "posthog", []),
    ({"$feature/x": "on", "$feature/": "off"}, {}, "posthog", []),
    ({"$feature/x": "much too long"}, {}, None, ["too-long"]),
    ({"$feature/beta": True}, {}, None, []),
    ({"$feature/beta": "on"}, {}, None, ["wrong-type"]),
    ({"$os": "x"}, {}, "posthog", ["undeclared-property"]),
    ({}, {"context": {"$lib": "web", "$feature/x": "on"}}, "posthog", []),
    ({}, {"context": {"seconds": "5"}}, "posthog", []),  # the context's own, not the event's
    ({}, {"context": {"seconds": 5}}, "posthog", ["wrong-type"]),
    ({}, {"context": {"libb": 5}}, "posthog", ["undeclared-property"]),
    ({}, {"context": []}, None, ["wrong-envelope"]),
    # the envelope's own members
    ({}, {"timestamp": "2026-03-01T09:30:00Z"}, None, []),
    (
        {},
        {"timestamp": "2026-03-01 09:30:00+00:00", "uuid": "123e4567-e89b-12d3-a456-426614174000"},
        None,
        [],
    ),
    ({}, {"timestamp": "2026-03-01T09:30:00"}, None, ["not-a-timestamp"]),
    ({}, {"timestamp": 1772357400, "uuid": 7}, None, ["wrong-type", "wrong-type"]),
    ({}, {"timestamp": None, "uuid": None, "environment": None, "source": None}, None, []),
    ({}, {"source": "web", "release": "12", "version": "1.2.3", "environment": "production"}, None, []),
    ({}, {"source": "", "release": 12}, None, ["wrong-type", "too-short"]),
    ({}, {"consent": ["analytics"], "redacted_for": []}, None, []),
    ({}, {"consent": [1]}, None, ["wrong-envelope"]),
    ({}, {"redacted_for": "log"}, None, ["wrong-envelope"]),
    ({}, {key: {"any": ["thing"]} for key in sorted(TRANSPORT)}, None, []),
    ({}, {"user_id": 7, "messageId": "x"}, None, ["unknown-envelope-key", "unknown-envelope-key"]),
    ({"event": "x", "properties": {}}, {}, None, ["undeclared-property", "undeclared-property"]),
]


@pytest.mark.parametrize(
    ("among", "beside", "to", "expected"), AROUND, ids=[f"{one[:3]}"[:90] for one in AROUND]
)
def test_what_stands_around_the_properties_meets_its_own_contract(
    engines: dict[str | None, Engines],
    among: dict[str, Any],
    beside: dict[str, Any],
    to: str | None,
    expected: list[str],
) -> None:
    note = {"note": "x"} if to == "log" else {}
    verdict = engines[to].verdict(payload("timer.stopped", right(**note, **among), **beside))
    assert codes(verdict) == expected
    wrong_shape = bool(MALFORMED.intersection(expected))
    assert verdict.outcome == ("malformed" if wrong_shape else "refused" if expected else "accepted")


def test_what_moves_out_is_an_events_own_when_the_event_declares_it() -> None:
    properties = {name: {"type": "integer"} for name in (*MOVED_OUT, "$lib")}
    both = Engines(world({"a.b": {"properties": properties}}, contexts=CONTEXTS, entities=ENTITIES))
    assert codes(both.verdict(payload("a.b", dict.fromkeys(properties, 1)))) == []
    among_others = {"app_version": "1", **dict.fromkeys(properties, 1)}
    assert codes(both.verdict(payload("a.b", among_others))) == []
    assert codes(both.verdict(payload("a.b", {"distinct_id": "u1"}))) == ["wrong-type"]


# arriving name, properties, more of the envelope, destination → outcome, event, alias, codes
LIVES: list[
    tuple[str, dict[str, Any], dict[str, Any], str | None, tuple[str, str | None, str | None, list[str]]]
]
LIVES = [
    ("timer.stopped", right(), {}, "posthog", ("accepted", "timer.stopped", None, [])),
    # required where every destination requires it
    ("timer.stopped", right(), {}, None, ("accepted", "timer.stopped", None, [])),
    ("timer.stopped", right(), {}, "log", ("refused", "timer.stopped", None, ["missing-property"])),
    ("timer.stopped", right(note="x"), {}, "log", ("accepted", "timer.stopped", None, [])),
    (
        "timer.stopped",
        right(note="x"),
        {},
        "posthog",
        ("refused", "timer.stopped", None, ["not-for-destination"]),
    ),
    ("timer.stopped", right(), {}, "metrics", ("refused", "timer.stopped", None, ["wrong-destination"])),
    (
        "timer_stopped",
        {"seconds": 5, "entry": 1},
        {},
        None,
        ("accepted", "timer.stopped", "timer_stopped", []),
    ),
    (
        "timer_stopped",
        {"seconds": 5, "entry_id": 1},
        {},
        None,
        ("refused", "timer.stopped", "timer_stopped", ["missing-property", "not-under-alias"]),
    ),
    ("timerStopped", right(), {}, "posthog", ("accepted", "timer.stopped", "timerStopped", [])),
    ("timerStopped", right(), {}, "log", ("refused", "timer.stopped", "timerStopped", ["missing-property"])),
    ("timer.draft", {}, {}, None, ("accepted", "timer.draft", None, [])),
    ("timer.draft", {}, {"environment": "test"}, None, ("accepted", "timer.draft", None, [])),
    (
        "timer.draft",
        {},
        {"environment": "production"},
        None,
        ("refused", "timer.draft", None, ["event-draft"]),
    ),
    ("timer.old", {}, {}, None, ("accepted", "timer.old", None, ["event-deprecated"])),
    (
        "timer.old",
        {"x": 1},
        {},
        None,
        ("refused", "timer.old", None, ["undeclared-property", "event-deprecated"]),
    ),
    ("timer.gone", {}, {}, None, ("refused", "timer.gone", None, ["event-retired"])),
    ("timer.refuses", {"x": 1}, {}, None, ("refused", "timer.refuses", None, ["undeclared-property"])),
    ("timer.drops", {"x": 1}, {}, None, ("accepted", "timer.drops", None, ["dropped-property"])),
    ("timer.keeps", {"x": 1, "y": {"z": []}}, {}, None, ("accepted", "timer.keeps", None, [])),
    ("$pageview", {}, {}, "posthog", ("accepted", "timer.viewed", None, [])),
    ("timer.viewed", {}, {}, None, ("accepted", "timer.viewed", None, [])),
    ("timer.viewed", {}, {}, "log", ("refused", "timer.viewed", None, ["wrong-destination"])),
    ("timer.stoppd", {}, {}, None, ("unknown", "timer.stoppd", None, ["unknown-event"])),
    ("", {}, {}, None, ("unknown", "<key 1>", None, ["unknown-event"])),
]


@pytest.mark.parametrize(
    ("name", "properties", "beside", "to", "expected"), LIVES, ids=[f"{one[:4]}"[:90] for one in LIVES]
)
def test_an_arriving_name_has_its_outcome(
    engines: dict[str | None, Engines],
    name: str,
    properties: dict[str, Any],
    beside: dict[str, Any],
    to: str | None,
    expected: tuple[str, str | None, str | None, list[str]],
) -> None:
    verdict = engines[to].verdict(payload(name, properties, **beside))
    assert (verdict.outcome.value, verdict.event, verdict.alias, codes(verdict)) == expected


NEAR = [
    ("timer.stoped", "timer.stopped"),
    ("Timer.Stopped", "timerStopped"),
    ("timer_stoped", "timer_stopped"),
    ("$pageviews", "$pageview"),
    ("zzz", None),
    ("t" * 101, None),
]


@pytest.mark.parametrize(("name", "meant"), NEAR)
def test_an_unknown_event_comes_with_the_nearest_known_name(
    engines: dict[str | None, Engines], name: str, meant: str | None
) -> None:
    (problem,) = engines[None].verdict(payload(name, {})).problems
    assert (f"did you mean '{meant}'" in problem.message) == (meant is not None)
    assert ("did you mean" in problem.message) == (meant is not None)


def test_a_destination_that_the_catalog_lacks_is_the_callers_mistake() -> None:
    snapshot = world(EVENTS, destinations=DESTINATIONS)
    with pytest.raises(UnknownName) as caught:
        Validator(snapshot).validate(payload("timer.stopped", right()), "posthoc")
    error = caught.value
    assert (error.kind, error.name, error.nearest) == ("destination", "posthoc", ("posthog",))
    with pytest.raises(UnknownName):
        Validator(snapshot).validate_lines(b"{}", "posthoc")  # at the call, not at the first verdict


def test_what_unmodified_clients_send_has_one_verdict() -> None:
    """Every recorded payload, and every example of the shipped catalog, by both engines."""
    snapshot = catalog.load(ROLL).snapshot
    files = sorted(WIRE.glob("posthog-*.json"))
    recorded = [one for file in files for one in json.loads(file.read_text("utf-8"))["payloads"]]
    assert len(recorded) > 10
    at_posthog, anywhere = Engines(snapshot, "posthog"), Engines(snapshot)
    for one in recorded:
        for separators in ((", ", ": "), (",", ":")):
            bare = json.dumps(one, separators=separators).encode()
            assert anywhere.verdict(bare).outcome == "accepted"
            assert [problem.code for problem in at_posthog.verdict(bare).problems] == ["consent"]
            agreed = {**one, "consent": ["analytics", "performance"]}
            with_consent = json.dumps(agreed, separators=separators).encode()
            assert at_posthog.verdict(with_consent).outcome == "accepted"
    union = anywhere
    for event in snapshot.events.values():
        for example in event.definition.examples:
            union.verdict(payload(event.wire, dict(example)))


@pytest.mark.parametrize("client", ["posthog-python", "posthog-node", "posthog-js"])
def test_what_a_client_adds_is_judged_when_the_event_is_right(client: str) -> None:
    """A recorded payload that the catalog's contexts do not cover is refused for just that."""
    recorded = json.loads((WIRE / f"{client}.json").read_text("utf-8"))["payloads"][0]
    bare = world({"a.b": {"wire": recorded["event"], "undeclared": "refuse"}})
    added = set(recorded["properties"]) - set(MOVED_OUT)
    verdict = the_verdict(bare, json.dumps(recorded).encode())
    assert verdict == explained(bare, json.dumps(recorded).encode())
    refused = [problem for problem in verdict.problems if problem.code == "undeclared-property"]
    assert len([one for one in refused if one.path.startswith("/properties/")]) >= len(added) > 0
