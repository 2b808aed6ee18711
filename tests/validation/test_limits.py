"""A payload with more problems than anybody reads: judged right, told briefly, and soon."""

import time

import pytest

from catalog.validation import explained
from catalog.validation.explain import MAX_PROBLEMS
from tests.validation.worlds import codes, payload, the_verdict, world

MANY = {f"unheard_{number}": 1 for number in range(MAX_PROBLEMS + 50)}


@pytest.mark.parametrize("more", [0, 1, 50])
def test_any_number_of_warnings_leaves_a_payload_accepted(more: int) -> None:
    snapshot = world({"a.b": {"undeclared": "drop"}})
    sent = dict(list(MANY.items())[: MAX_PROBLEMS + more])
    verdict = the_verdict(snapshot, payload("a.b", sent))
    assert verdict.outcome == "accepted"
    assert codes(verdict) == ["dropped-property"] * MAX_PROBLEMS + ["more-problems"] * bool(more)


def test_an_error_behind_any_number_of_warnings_refuses_a_payload() -> None:
    person = {"properties": {"plan": {"type": "string"}}}
    snapshot = world({"a.b": {"undeclared": "drop"}}, entities={"person": person})
    verdict = the_verdict(snapshot, payload("a.b", {**MANY, "$set": {"plan": 7}}))
    assert verdict.outcome == "refused"
    assert codes(verdict) == ["wrong-type", *["dropped-property"] * MAX_PROBLEMS, "more-problems"]


def test_of_many_errors_the_first_hundred_are_told() -> None:
    verdict = the_verdict(world({"a.b": {}}), payload("a.b", MANY))
    assert verdict.outcome == "refused"
    assert codes(verdict) == ["undeclared-property"] * MAX_PROBLEMS + ["more-problems"]


def test_a_mebibyte_of_undeclared_names_is_judged_in_the_time_of_reading_it() -> None:
    """Each name was once compared with every known one: four seconds with thirty, minutes with a thousand."""
    known = {f"name_{number}": {"type": "string"} for number in range(1_000)}
    snapshot = world({"a.b": {"properties": known}})
    text = payload("a.b", {f"nome_{number}": 1 for number in range(60_000)})
    start = time.perf_counter()
    assert explained(snapshot, text).outcome == "refused"
    assert time.perf_counter() - start < 30  # 0.6 s of work on an idle core; minutes before
