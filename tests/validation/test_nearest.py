"""Nearest names: found in catalogs of any size, and quickly where most names are none of ours."""

import pickle
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.model.nearest import MAX_COMPARED, Names, deletions, nearest
from catalog.validation import Validator
from tests.validation.worlds import payload, world

MANY = [f"aa{number:04}.done" for number in range(2_100)]


def test_a_name_is_found_however_many_come_before_it_in_the_alphabet() -> None:
    snapshot = world({name: {"destinations": ["log"]} for name in (*MANY, "timer.stopped")})
    verdict = Validator(snapshot).validate(payload("timer.stoped", {}))
    assert verdict.problems[0].context == {"nearest": "timer.stopped"}


@pytest.mark.parametrize(
    "slip",
    [
        "timer.stoped",  # a letter is missing
        "timer.stoppped",
        "timer.stopqed",
        "timer.stoppde",
        "timer_stopped",
        "timerStopped",
        "TIMER.STOPPED",
        "Timer Stopped",
        "timer.halted_stopped",  # a word too many is none of these, but enough is alike
        "timer.stop",  # another form of one word
        "tmr.stopped",
    ],
)
def test_what_is_probably_meant_is_found_among_many(slip: str) -> None:
    known = Names([*MANY, "timer.stopped", "timer.started"])
    assert known.nearest(slip) == (("timer.stopped",) if slip != "timer.halted_stopped" else ())


def test_names_that_are_no_slips_have_nothing_near() -> None:
    known = Names([*MANY, "timer.stopped"])
    for name in ("", "x", "GET /api/v1/projects 200", "stopped", "a" * 10_000, "\0", "é" * 40):
        assert known.nearest(name) == ()


names = st.text(alphabet="ab._", min_size=1, max_size=8)


@given(names, st.sets(names, max_size=6), st.integers(0, 7), st.sampled_from("abz"))
def test_one_slip_in_a_name_of_six_letters_is_found_among_many_as_among_few(
    name: str, others: set[str], at: int, letter: str
) -> None:
    name += "tagged"
    slip = name[:at] + letter + name[at + 1 :]
    few = {name, *others}
    many = {*few, *(f"xx{number}.done" for number in range(MAX_COMPARED))}
    assert nearest(slip, few)
    assert name in Names(many).nearest(slip, 10)


@given(st.text(max_size=12), st.integers(0, 11))
def test_names_that_differ_by_one_letter_have_a_deletion_in_common(name: str, at: int) -> None:
    other = name[:at] + "x" + name[at + 1 :]
    assert {*deletions(name)} & {*deletions(other)}


def test_the_best_comes_first_and_no_more_than_asked_for() -> None:
    known = ["order.placed", "order.place", "order.planed"]
    assert nearest("order.placed_", known, 2) == ("order.placed", "order.place")
    assert nearest("order.placed_", known) == ("order.placed",)
    assert nearest("order.placed_", reversed(known)) == ("order.placed",)


def test_an_index_survives_a_process_of_its_own() -> None:
    known = Names([*MANY, "timer.stopped"])
    assert known.nearest("timer.stoped") == ("timer.stopped",)
    assert pickle.loads(pickle.dumps(known)).nearest("timer.stoppd") == ("timer.stopped",)


def test_a_log_full_of_other_messages_is_not_searched_name_by_name() -> None:
    known = Names([*(f"resource_{number}.was_changed" for number in range(5_000)), "timer.stopped"])
    assert known.nearest("timer.stoped") == ("timer.stopped",)
    start = time.process_time()
    for number in range(2_000):
        known.nearest(f"GET /api/v1/projects/{number} 200")
    assert time.process_time() - start < 2, "comparing with every name took half a minute"
