"""Under `undeclared: keep`: what a catalog declares for other destinations is known, and does not stay."""

from typing import Any

import pytest

from catalog.validation.redactor import Redactor
from tests.validation.worlds import Engines, payload, world

BOTH = ["log", "other"]
MAIL: dict[str, Any] = {
    "type": "string",
    "maxLength": 99,
    "data": "user.contact.email",
    "destinations": ["log"],
}
COUNT: dict[str, Any] = {"type": "integer", "data": "none"}
JANE = "jane@doe.com"


def event(**properties: object) -> dict[str, Any]:
    """An event for both destinations that keeps what nobody declares."""
    return {"destinations": BOTH, "undeclared": "keep", "properties": {"n": COUNT, **properties}}


def nested(inner: dict[str, Any]) -> dict[str, Any]:
    """A list of maps to objects, with a member that every destination gets and another one."""
    members = {"type": "object", "properties": {"n": COUNT, "email": inner}}
    return {"type": "array", "items": {"type": "map", "keys": {"data": "none"}, "values": members}}


ROWS: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "a property": (event(email=MAIL), {"properties": {"n": 1, "email": JANE}}),
    "a member": (event(list=nested(MAIL)), {"properties": {"list": [{"a": {"n": 1, "email": JANE}}]}}),
    "an alias's name": (
        event(email=MAIL) | {"aliases": [{"name": "old", "rename": {"mail": "email"}}]},
        {"event": "old", "properties": {"mail": JANE}},
    ),
    "an alias's name without it": (
        event(email=MAIL) | {"aliases": [{"name": "old", "rename": {"mail": "email"}}]},
        {"properties": {"mail": JANE}},
    ),
    "the context": (event(), {"properties": {}, "context": {"$mail": JANE, "$who/x": JANE}}),
    "the context among the properties": (event(), {"properties": {"$mail": JANE, "$who/x": JANE}}),
    "the person": (event(), {"properties": {"$set": {"email": JANE}}}),
    "a group": (event(), {"properties": {}, "groups": {"company": {"email": JANE}}}),
}
each_place = pytest.mark.parametrize(("definition", "sent"), ROWS.values(), ids=ROWS)


def made(definition: dict[str, Any], drift: str) -> Any:
    """Two destinations, of which only one knows the context and the person's address."""
    text = {"type": "string", "maxLength": 99, "data": "user.contact.email"}
    entity = {"properties": {"email": MAIL}}
    return world(
        {"a.b": definition},
        contexts={"web": {"properties": {"$mail": text, "$who/*": text}}},
        entities={"person": entity, "company": entity},
        destinations={"log": {"contexts": ["web"]}, "other": {}},
        drift=drift,
    )


@each_place
@pytest.mark.parametrize("drift", ["report", "redact", "quarantine", "refuse"])
def test_what_is_declared_for_other_destinations_is_left_out_without_a_word(
    definition: dict[str, Any], sent: dict[str, Any], drift: str
) -> None:
    snapshot = made(definition, drift)
    text = payload(**{"event": "a.b", **sent})
    verdict = Engines(snapshot, "other").verdict(text)
    assert (verdict.outcome, verdict.problems) == ("accepted", ())
    assert JANE not in repr(Redactor(snapshot, destinations=["other"]).judge(text, "other").payload)


@each_place
def test_what_claims_to_be_without_it_is_looked_at(definition: dict[str, Any], sent: dict[str, Any]) -> None:
    name = sent.get("event", "a.b")
    text = payload(**{**sent, "event": name, "redacted_for": ["other"]})
    verdict = Engines(made(definition, "refuse"), "other").verdict(text)
    assert verdict.outcome == "refused"
    assert "drift" in {one.code for one in verdict.problems}


def test_what_nobody_declares_is_drift_beside_it() -> None:
    snapshot = made(event(email=MAIL), "quarantine")
    verdict = Engines(snapshot, "other").verdict(payload("a.b", {"email": JANE, "mail": JANE}))
    assert [(one.code, one.path) for one in verdict.problems] == [("drift", "/properties/mail")]
