"""A payload for several destinations: what is for another one is left out, and nothing else is overlooked."""

from catalog.validation.redactor import Redactor
from tests.validation.worlds import Plain, world

NUMBER: Plain = {"type": "integer", "data": "none"}
TEXT: Plain = {"type": "string", "maxLength": 60, "data": "none"}


def redactor(properties: Plain, drift: str = "report") -> Redactor:
    event = {"properties": properties, "destinations": ["log", "far"]}
    return Redactor(world({"a.b": event}, destinations={"log": {}, "far": {}}, drift=drift))


def test_a_property_of_another_destination_hides_no_other_problem() -> None:
    here = redactor({"a": NUMBER, "far": {**NUMBER, "destinations": ["far"]}})
    judged = here.judge({"event": "a.b", "properties": {"a": "x", "far": 1}}, "log")
    assert judged.verdict.outcome == "refused"
    assert [problem.code for problem in judged.verdict.problems] == ["wrong-type"]
    assert judged.payload is None


def test_a_hundred_of_them_hide_none_either() -> None:
    far = {f"far_{number}": {**NUMBER, "destinations": ["far"]} for number in range(120)}
    here = redactor({"a": NUMBER, **far})
    judged = here.judge({"event": "a.b", "properties": {**dict.fromkeys(far, 1), "a": {"b": "x"}}}, "log")
    assert judged.verdict.outcome == "refused"
    assert judged.payload is None


def test_what_drifted_is_set_aside_also_beside_them() -> None:
    here = redactor({"a": TEXT, "far": {**NUMBER, "destinations": ["far"]}}, drift="quarantine")
    judged = here.judge({"event": "a.b", "properties": {"a": "ada@example.com", "far": 1}}, "log")
    assert judged.verdict.outcome == "quarantined"
    assert judged.payload is None


def test_names_that_arrived_are_not_in_what_a_result_shows_of_itself() -> None:
    event = {"undeclared": "drop", "destinations": ["log"]}
    here = Redactor(world({"a.b": event}))
    judged = here.judge({"event": "a.b", "properties": {"ada@example.com": 1}}, "log")
    assert judged.payload == {"event": "a.b", "properties": {}, "redacted_for": ["log"]}
    assert "ada" not in repr(judged)
