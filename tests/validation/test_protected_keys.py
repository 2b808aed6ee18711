"""Keys of maps that are protected for any destination: a path has a number in their place."""

import io
import json
from typing import Any

import pytest

from catalog.cli.render.verdicts import Judged, as_json, as_text
from catalog.cli.terminal import paper
from catalog.validation import Validator, Verdict
from catalog.validation.protocols import LOG
from catalog.validation.redactor import Redactor, Refused
from tests.validation.worlds import Engines, payload, world

BOTH = ["log", "other"]
TEXT: dict[str, Any] = {"type": "string", "maxLength": 99, "data": "none"}
TAGS: dict[str, Any] = {"type": "map", "keys": {"data": "none"}, "values": TEXT}
WHO = "Mustermann"
JANE = "jane@doe.com"


def judged(
    definition: dict[str, Any], sent: object, destination: str | None, **more: Any
) -> tuple[str, Verdict]:
    """All that is said of a payload with one property, and the verdict on it."""
    destinations = more.pop("destinations", {"log": {}, "other": {}})
    event = {"destinations": BOTH, "properties": {"p": definition}, **more}
    verdict = Engines(world({"a.b": event}, destinations=destinations), destination).verdict(
        payload("a.b", {"p": sent})
    )
    assert verdict.problems
    return repr([(one.path, one.message, dict(one.context)) for one in verdict.problems]), verdict


def handled(how: str, definition: dict[str, Any] = TAGS, destination: str = "log") -> dict[str, Any]:
    return {**definition, "handling": {destination: how}}


def inside(definition: dict[str, Any], **more: object) -> dict[str, Any]:
    """A list of objects with one member."""
    return {"type": "array", "items": {"type": "object", "properties": {"m": definition}}, **more}


HIDDEN: dict[str, tuple[dict[str, Any], Any]] = {
    **{
        f"{how}, {what}": (handled(how), {WHO: value})
        for how in ("mask", "hash", "drop", "refuse")
        for what, value in {"of a wrong type": 7, "drift": JANE}.items()
    },
    "another destination": (handled("mask", destination="other"), {WHO: 7}),
    "above it": (inside(TAGS, handling={"log": "drop"}), [{"m": {WHO: 7}}]),
    "above it, drift": (inside(TAGS, handling={"log": "drop"}), [{"m": {WHO: JANE}}]),
    "inside what is masked": (inside(handled("mask")), [{"m": {WHO: JANE}}]),
    "about somebody": ({**TAGS, "keys": {"data": "user.name"}}, {WHO: JANE}),
    "a member of what is dropped": (inside(TAGS, handling={"log": "drop"}), [{WHO: 7}]),
}


@pytest.mark.parametrize("destination", [None, "log", "other"])
@pytest.mark.parametrize(("definition", "sent"), HIDDEN.values(), ids=HIDDEN)
def test_a_key_that_any_destination_may_not_read_is_in_no_problem(
    definition: dict[str, Any], sent: object, destination: str | None
) -> None:
    said, _ = judged(definition, sent, destination)
    assert WHO not in said
    assert "<key 1>" in said


@pytest.mark.parametrize("undeclared", ["drop", "keep"])
@pytest.mark.parametrize("destination", [None, "other"])
def test_no_key_is_told_of_what_an_object_that_is_dropped_holds_undeclared(
    undeclared: str, destination: str | None
) -> None:
    definition = inside(TAGS, handling={"log": "drop"})
    said, _ = judged(definition, [{WHO: {f"{WHO}_x": JANE}}], destination, undeclared=undeclared)
    assert WHO not in said


@pytest.mark.parametrize("data", ["none", None])
def test_a_key_that_a_destination_protects_by_its_policy_is_in_no_problem(data: str | None) -> None:
    keys = {} if data is None else {"data": data}
    policy = {"otherwise": {"none": "hash"}} if data else {"receives": ["none"]}
    definition = {**TAGS, "keys": keys}
    said, _ = judged(definition, {WHO: 7}, "other", destinations={"log": policy, "other": {}})
    assert WHO not in said


NAMED: dict[str, Any] = {**TAGS, "values": {**TEXT, "data": "user.name"}}
BY_VALUES: dict[str, tuple[dict[str, Any], Any]] = {
    "its values": (NAMED, {WHO: 5}),
    "a map inside": ({**TAGS, "values": NAMED}, {WHO: {"Musterfrau": 5}}),
    "a list of maps": ({"type": "array", "items": NAMED}, [{WHO: 5}]),
    "a map in an object": (inside(NAMED), [{"m": {WHO: 5}}]),
    "an unnamed member below keys about somebody": (
        {
            **TAGS,
            "keys": {"data": "user.name"},
            "values": {"type": "object", "properties": {"n": {"type": "integer", "data": "none"}}},
        },
        {"x": {WHO: 5}},
    ),
}
POLICIES: list[dict[str, Any]] = [
    {"receives": ["none"]},
    {"otherwise": {"user.name": "drop"}},
    {"otherwise": {"user.name": "refuse"}},
]


@pytest.mark.parametrize("destination", [None, "log", "other"])
@pytest.mark.parametrize("policy", POLICIES, ids=str)
@pytest.mark.parametrize(("definition", "sent"), BY_VALUES.values(), ids=BY_VALUES)
def test_no_key_is_told_of_a_map_that_a_policy_drops_for_any_destination(
    definition: dict[str, Any], sent: Any, policy: dict[str, Any], destination: str | None
) -> None:
    snapshot = world(
        {"a.b": {"destinations": BOTH, "properties": {"p": definition}}},
        contexts={"sdk": {"properties": {"$c": definition}}},
        entities={"person": {"properties": {"pp": definition}}},
        destinations={"log": {"contexts": ["sdk"], **policy}, "other": {"contexts": ["sdk"]}},
    )
    text = payload("a.b", {"p": sent, "$c": sent, "$set": {"pp": sent}})
    verdict = Engines(snapshot, destination).verdict(text)
    line = json.dumps({"message": "a.b", "p": sent}).encode()
    logged = Validator(snapshot).validate(line, destination, protocol=LOG)
    told = [*verdict.problems, *logged.problems]
    for place in ("/properties/p/", "/properties/$c/", "/properties/$set/pp/"):
        assert any(one.path.startswith(place) for one in verdict.problems), place
    said = [repr(verdict), repr(logged), *(one.message for one in told)]
    for one in (verdict, logged):
        judged_one = Judged("x.ndjson", 1, one)
        said += [as_json(judged_one).decode(), *as_text(judged_one, paper(io.StringIO()))]
    if destination is not None:
        with pytest.raises(Refused) as refused:
            Redactor(snapshot).redact(text, destination)
        said.append(str(refused.value))
    assert "Muster" not in "".join(said)


def test_keys_stay_hidden_in_what_claims_to_be_redacted_for_a_destination_that_keeps_them() -> None:
    event = {"destinations": BOTH, "properties": {"p": NAMED}}
    snapshot = world(
        {"a.b": event},
        destinations={"log": {"otherwise": {"user": "drop"}}, "other": {"otherwise": {"user": "hash"}}},
    )
    verdict = Engines(snapshot, "other").verdict(payload("a.b", {"p": {WHO: 5}}, redacted_for=["other"]))
    assert [one.path for one in verdict.problems] == ["/redacted_for", "/properties/p/<key 1>"]


def test_keys_of_a_map_whose_values_alone_are_masked_are_shown() -> None:
    _, verdict = judged(
        NAMED, {WHO: 7}, "log", destinations={"log": {"otherwise": {"user": "mask"}}, "other": {}}
    )
    assert [one.path for one in verdict.problems] == [f"/properties/p/{WHO}"]


def test_a_map_that_a_destination_never_gets_is_not_dropped_for_it() -> None:
    _, verdict = judged(
        {**NAMED, "destinations": ["other"]},
        {WHO: 7},
        "other",
        destinations={"log": {"receives": ["none"]}, "other": {}},
    )
    assert [one.path for one in verdict.problems] == [f"/properties/p/{WHO}"]


@pytest.mark.parametrize("handling", [{}, {"handling": {"log": "truncate"}}])
def test_a_key_that_nobody_protects_is_shown(handling: dict[str, Any]) -> None:
    _, verdict = judged({**TAGS, **handling}, {WHO: 7}, "log")
    assert [one.path for one in verdict.problems] == [f"/properties/p/{WHO}"]


def test_a_key_is_hidden_in_what_only_other_destinations_get() -> None:
    by_name = {**TAGS, "keys": {"data": "user.name"}, "destinations": ["log"]}
    event = {"destinations": BOTH, "undeclared": "keep", "properties": {"p": by_name}}
    snapshot = world({"a.b": event}, destinations={"log": {}, "other": {}})
    for claim in ({}, {"redacted_for": ["other"]}):
        verdict = Engines(snapshot, "other").verdict(payload("a.b", {"p": {WHO: JANE}}, **claim))
        assert WHO not in repr(verdict.problems)


def test_keys_are_hidden_where_a_value_below_them_is_refused_or_lacks_consent() -> None:
    told = {**TEXT, "data": "user.contact.email"}
    definition = {**TAGS, "values": told, "handling": {"other": "mask"}}
    said, _ = judged(
        definition, {WHO: "x"}, "log", destinations={"log": {"otherwise": {"user": "refuse"}}, "other": {}}
    )
    assert WHO not in said
    asking = {**TAGS, "values": {**TEXT, "purpose": "ads"}, "handling": {"other": "mask"}}
    snapshot = world(
        {"a.b": {"destinations": BOTH, "properties": {"p": asking}}},
        destinations={"log": {"consent": True}, "other": {}},
        purposes={"ads": {"description": "Ads."}},
    )
    verdict = Engines(snapshot, "log").verdict(payload("a.b", {"p": {WHO: "x"}}, consent=[]))
    assert "consent" in {one.code for one in verdict.problems}
    assert WHO not in repr(verdict.problems)


@pytest.mark.parametrize("place", ["object", "list", "map"])
def test_no_key_is_told_of_what_claims_falsely_to_be_redacted(place: str) -> None:
    """The map is dropped for its values, at any depth, though it is said to have been left out already."""
    card = {"type": "map", "keys": {"data": "none"}, "values": {**TEXT, "data": "user.contact.email"}}
    member: dict[str, Any] = {"type": "object", "properties": {"m": card}}
    around: dict[str, tuple[dict[str, Any], Any]] = {
        "object": (member, {"m": {WHO: JANE}}),
        "list": ({"type": "array", "items": member}, [{"m": {WHO: JANE}}]),
        "map": ({"type": "map", "keys": {"data": "none"}, "values": member}, {"x": {"m": {WHO: JANE}}}),
    }
    definition, sent = around[place]
    event = {"destinations": ["log"], "properties": {"p": definition}, "undeclared": "keep"}
    policies = {"log": {"otherwise": {"user.contact.email": "drop"}}}
    claimed = json.loads(payload("a.b", {"p": sent})) | {"redacted_for": ["log"]}
    verdict = Engines(world({"a.b": event}, destinations=policies), "log").verdict(
        json.dumps(claimed).encode()
    )
    assert verdict.problems
    assert WHO not in repr([(one.path, one.message, dict(one.context)) for one in verdict.problems])
