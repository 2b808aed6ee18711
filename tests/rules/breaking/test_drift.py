"""Names that nothing declares any more: where drift stops payloads, that is a break."""

from pathlib import Path

import pytest

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
