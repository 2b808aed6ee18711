"""Names that nothing declares any more: where drift stops payloads, that is a break."""

from pathlib import Path

import pytest

from catalog.findings import Severity
from catalog.rules.breaking.rule import Judgement
from tests.rules.breaking.test_changes import Bench, payload, told

SETTINGS = "format: 1\nproduct: p\ndrift: {drift}\ndestinations: {{log: {{}}}}\n"
PERSON = "_entities/person.yaml"
STOPPED = "timer/stopped.yaml"
NOTE = "properties:\n  note: {description: What was said., type: string, data: user.content}\n"
EVENT = "destinations: [log]\nundeclared: keep\n"


@pytest.mark.parametrize("drift", ["refuse", "quarantine", "redact", "report"])
@pytest.mark.parametrize("place", ["its own", "a person's"])
def test_a_telling_name_that_is_declared_no_more_is_stopped(tmp_path: Path, drift: str, place: str) -> None:
    own = place == "its own"
    event, person = (EVENT + NOTE, "properties: {}\n") if own else (EVENT, NOTE)
    files = {"catalog.yaml": SETTINGS.format(drift=drift), PERSON: person, STOPPED: event}
    removed = {**files, STOPPED: EVENT, PERSON: "properties: {}\n"}
    found = told(Bench(tmp_path).judged(files, removed))
    assert ("drift-refused" in found) is (drift in ("refuse", "quarantine"))
    if "drift-refused" in found:
        proof = payload(found["drift-refused"])
        assert isinstance(proof, dict)
        assert "note" in proof["properties" if own else "$set"]


@pytest.mark.parametrize("undeclared", ["drop", "refuse"])
def test_where_such_names_do_not_stay_drift_stops_nothing(tmp_path: Path, undeclared: str) -> None:
    event = f"destinations: [log]\nundeclared: {undeclared}\n"
    files = {"catalog.yaml": SETTINGS.format(drift="refuse"), STOPPED: event + NOTE}
    assert "drift-refused" not in told(Bench(tmp_path).judged(files, {**files, STOPPED: event}))


KEPT = "destinations: [log]\nundeclared: keep\nproperties:\n  n: {type: integer, data: none}\n"
ID = "data: user.unique_id"

SEEN = {
    "members of a list of numbers": ("user_id", f"type: integer, enum: [2, 6], {ID}", 2),
    "one number": ("user_id", f"type: integer, const: 6, {ID}", 6),
    "members of a list of texts": ("user_id", f"type: string, enum: [ab, b], {ID}", "b"),
    "short texts": ("user_id", f"type: string, maxLength: 3, {ID}", "a"),
    "few numbers": ("user_id", f"type: integer, minimum: 1, maximum: 2, {ID}", 1),
    "a number of a card": ("email", f"type: integer, minimum: 1, {ID}", 4111111111111111),
    "a text that tells among others": (
        "m",
        "type: string, enum: [a, bob@example.com], data: user.contact.email",
        "bob@example.com",
    ),
    "a member of an object": (
        "o",
        f"type: object, properties: {{user_id: {{type: integer, {ID}}}}}",
        {"user_id": 0},
    ),
    "a key of a map": (
        "m",
        "type: map, keys: {maxLength: 40, data: user.contact.email}, values: {type: integer, data: none}",
        {"192.0.2.1": 0},
    ),
}
UNSEEN = {
    "true and false": ("user_id", f"type: boolean, {ID}"),
    "numbers too small to be anything": ("email", f"type: integer, minimum: 1, maximum: 999, {ID}"),
    "members that tell nothing": ("m", f"type: string, enum: [a, b], {ID}"),
}


def gone(tmp_path: Path, name: str, definition: str, drift: str) -> dict[str, Judgement]:
    settings = SETTINGS.format(drift=drift)
    before = {"catalog.yaml": settings, STOPPED: f"{KEPT}  {name}: {{{definition}}}\n"}
    return told(Bench(tmp_path).judged(before, {**before, STOPPED: KEPT}))


@pytest.mark.parametrize("drift", ["refuse", "quarantine"])
@pytest.mark.parametrize("what", SEEN)
def test_what_is_seen_in_a_name_that_is_declared_no_more_is_a_break(
    what: str, drift: str, tmp_path: Path
) -> None:
    name, definition, value = SEEN[what]
    found = gone(tmp_path, name, definition, drift)["drift-refused"]
    assert payload(found) == {"event": "timer.stopped", "properties": {name: value}}
    assert found.breach.change is not None
    assert found.finding.severity is Severity.ERROR


@pytest.mark.parametrize("what", UNSEEN)
def test_what_nothing_is_seen_in_may_be_declared_no_more(what: str, tmp_path: Path) -> None:
    assert "drift-refused" not in gone(tmp_path, *UNSEEN[what], "refuse")


def test_a_member_that_is_declared_no_more_is_a_break_where_its_object_stays(tmp_path: Path) -> None:
    settings = SETTINGS.format(drift="quarantine")
    known = f"k: {{type: integer}}, user_id: {{type: integer, {ID}}}"
    inner = f"{KEPT}  o: {{type: object, properties: {{{known}}}}}\n"
    before = {"catalog.yaml": settings, STOPPED: inner}
    after = {**before, STOPPED: inner.replace(f", user_id: {{type: integer, {ID}}}", "")}
    found = told(Bench(tmp_path).judged(before, after))["drift-refused"]
    assert payload(found) == {"event": "timer.stopped", "properties": {"o": {"user_id": 0}}}
