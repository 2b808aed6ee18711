"""One payload for several destinations: what is declared for the others is left out, wherever it stands."""

from typing import Any

import pytest

from catalog.validation.redactor import Redactor, Refused
from tests.validation.worlds import world

NUMBER: dict[str, Any] = {"type": "integer"}
HERE = {**NUMBER, "destinations": ["log"]}
THERE = {**NUMBER, "destinations": ["posthog"]}
BOTH = {"here": HERE, "there": THERE, "both": NUMBER}
DESTINATIONS = {"log": {"contexts": ["sdk"]}, "posthog": {"contexts": ["sdk", "page"]}}


def redactor(undeclared: str = "refuse") -> Redactor:
    nested = {"type": "object", "properties": BOTH}
    event = {
        "destinations": ["log", "posthog"],
        "undeclared": undeclared,
        "properties": {
            **BOTH,
            "object": nested,
            "list": {"type": "array", "items": nested},
            "map": {"type": "map", "values": nested},
        },
        "aliases": [{"name": "old", "rename": {"dort": "there"}}],
    }
    return Redactor(
        world(
            {"a.b": event},
            contexts={
                "sdk": {"properties": {"$here": HERE, "$there": THERE, "$flag/*": NUMBER}},
                "page": {"properties": {"$page": NUMBER, "$page/*": NUMBER}},
            },
            entities={"person": {"properties": BOTH}, "company": {"properties": BOTH}},
            destinations=DESTINATIONS,
        )
    )


SENT = dict.fromkeys(BOTH, 1)
LEFT = {"here": 1, "both": 1}


def test_what_is_for_another_destination_is_left_out_at_every_depth() -> None:
    sent = {
        "event": "a.b",
        "properties": {
            **SENT,
            "object": SENT,
            "list": [SENT, {}],
            "map": {"k": SENT},
            "$here": 1,
            "$there": 1,
            "$page": 1,
            "$page/x": 1,
            "$flag/x": 1,
            "$set": SENT,
        },
        "$set_once": SENT,
        "groups": {"company": SENT},
        "context": {"$here": 1, "$there": 1, "$page": 1},
    }
    left = redactor().redact(sent, "log")
    assert left == {
        "event": "a.b",
        "properties": {
            **LEFT,
            "object": LEFT,
            "list": [LEFT, {}],
            "map": {"k": LEFT},
            "$here": 1,
            "$flag/x": 1,
            "$set": LEFT,
        },
        "$set_once": LEFT,
        "groups": {"company": LEFT},
        "context": {"$here": 1},
        "redacted_for": ["log"],
    }
    assert redactor().redact(left, "log") == left


@pytest.mark.parametrize("place", ["properties", "context"])
def test_what_is_for_another_destination_is_left_out_of_traits(place: str) -> None:
    sent = {"event": "a.b", "properties": {}, "traits": SENT, place: {"traits": SENT}}
    left = redactor().redact(sent, "log")
    assert left["traits"] == LEFT
    assert left[place] == {"traits": LEFT}


def test_what_comes_under_an_alias_is_left_out_by_its_own_name() -> None:
    left = redactor().redact({"event": "old", "properties": {"dort": 1, "here": 1}}, "log")
    assert left["properties"] == {"here": 1}


@pytest.mark.parametrize("place", ["properties", "$set", "context"])
def test_what_nobody_declares_is_still_refused(place: str) -> None:
    sent: dict[str, Any] = {"event": "a.b", "properties": {"there": 1}}
    sent.setdefault(place, {})["nowhere"] = 1
    with pytest.raises(Refused, match=f"/{place.replace('$', '.')}/nowhere"):
        redactor().redact(sent, "log")


@pytest.mark.parametrize("undeclared", ["drop", "keep"])
def test_where_the_undeclared_is_let_through_what_others_declare_is_not(undeclared: str) -> None:
    left = redactor(undeclared).redact({"event": "a.b", "properties": {**SENT, "new": 1}}, "log")
    assert left["properties"] == LEFT | ({"new": 1} if undeclared == "keep" else {})


def test_a_property_that_the_destination_needs_is_still_missed() -> None:
    event = {
        "destinations": ["log", "posthog"],
        "properties": {"here": {**HERE, "required": True}, "there": THERE},
    }
    only = Redactor(world({"a.b": event}, destinations=DESTINATIONS | {}, contexts={"sdk": {}, "page": {}}))
    with pytest.raises(Refused, match="'here' is missing"):
        only.redact({"event": "a.b", "properties": {"there": 1}}, "log")


@pytest.mark.parametrize("entity", ["person", "company"])
def test_a_person_or_a_group_has_nothing_that_the_destination_refuses(entity: str) -> None:
    private = {"type": "string", "maxLength": 40, "data": "user.contact.email"}
    world_ = world(
        {"a.b": {"destinations": ["log"], "properties": {}}},
        entities={entity: {"properties": {"mail": private}}},
        destinations={"log": {"receives": ["user.unique_id"], "otherwise": {"user.contact": "refuse"}}},
    )
    sent: dict[str, Any] = {"event": "a.b", "properties": {}}
    sent |= {"$set": {"mail": "x"}} if entity == "person" else {"groups": {entity: {"mail": "x"}}}
    with pytest.raises(Refused, match=r"log refuses user\.contact\.email"):
        Redactor(world_).redact(sent, "log")
