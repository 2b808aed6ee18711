"""The testing aid: what was tracked, and failures that say what is different."""

import threading
from typing import Any, ClassVar

import pytest

from catalog.codegen.python.runtime.calls import Call
from catalog.codegen.python.runtime.checks import Refused
from catalog.codegen.python.runtime.core import Event
from catalog.codegen.python.runtime.testing import Recording, fixture
from catalog.codegen.python.runtime.who import NOBODY
from tests.codegen.python.test_runtime_calls import ABOUT, TIMER
from tests.codegen.python.trackers import Plain, Tracker, remembering, tracker_of

TRACKER = tracker_of({"timer.stopped": TIMER, "timer.started": {"destinations": ["log"]}}, **ABOUT)


class Stopped(Event):
    """An event whose argument `duration` has another name than its property."""

    __slots__ = ()
    DATA: ClassVar[Plain] = {
        **TRACKER.events["timer.stopped"],
        "arguments": {"duration": "duration_seconds", "self_": "note"},
    }


class Started(Event):
    """A deprecated event."""

    __slots__ = ()
    DATA: ClassVar[Plain] = {
        **TRACKER.events["timer.started"],
        "deprecated": "timer.started is deprecated; use tracker.timer.stopped",
    }


@pytest.fixture
def tracker() -> Tracker:
    return TRACKER


def test_what_was_tracked_is_seen_and_not_sent(tracker: Tracker) -> None:
    kept = remembering(tracker, ["log"])
    with tracker.recording() as seen:
        with tracker.of(user_id="42", consent=["analytics"]), tracker._context({"request_id": "r"}):
            tracker.track(Stopped(duration=1800, task_id=3))
            tracker._identify({"role": "admin"}, None)
            tracker._group("company", "7", {"size": 3})
        thread = threading.Thread(target=lambda: tracker.track(Stopped(duration=1.5)))
        thread.start()
        thread.join()
    tracker.track(Stopped(duration=7.0))
    assert len(kept["log"].deliveries) == 1
    call = seen.assert_tracked(Stopped, duration=1800.0)
    assert call.properties == {"duration_seconds": 1800, "task_id": 3, "kind": "timer"}
    assert (call.who.user_id, call.context, call.consent) == ("42", {"request_id": "r"}, ["analytics"])
    assert len(seen.tracked(Stopped)) == 2
    assert len(seen.tracked("timer.stopped", duration_seconds=1.5)) == 1
    seen.assert_tracked(Stopped(duration=1.5))
    seen.assert_not_tracked(Stopped, duration=2)
    seen.assert_not_tracked(Started)
    assert seen.identified[0].person["set"] == {"role": "admin"}
    assert seen.grouped[0].properties == {"size": 3}


def failed(check: Any) -> str:
    with pytest.raises(AssertionError) as raised:
        check()
    return str(raised.value)


def test_a_failure_shows_how_the_nearest_call_differs(tracker: Tracker) -> None:
    with tracker.recording() as seen:
        tracker.track(Stopped(duration=60.0))
        tracker.track(Stopped(duration=1800.0, task_id=4))
    assert failed(lambda: seen.assert_tracked(Stopped, duration=1800, task_id=3)) == (
        "timer.stopped was tracked, but not with these properties; the nearest of 2 calls differs:\n"
        "  task_id:\n"
        "    expected 3\n"
        "    tracked  4"
    )
    assert failed(lambda: seen.assert_tracked(Stopped(duration=60.0, task_id=None))).splitlines()[1:] == [
        "  task_id:",
        "    expected null",
        "    tracked  nothing",
    ]
    assert failed(lambda: seen.assert_tracked(Started)) == (
        "timer.started was not tracked; tracked: timer.stopped (2 times)"
    )
    assert failed(lambda: seen.assert_not_tracked(Stopped, duration=60)) == (
        'timer.stopped was tracked once:\n  duration_seconds: 60.0\n  kind: "timer"'
    )
    assert failed(seen.assert_nothing_tracked) == "tracked: timer.stopped (2 times)"


def test_a_property_that_an_event_has_not_is_a_mistake_of_the_test(tracker: Tracker) -> None:
    with tracker.recording() as seen:
        pass
    seen.assert_nothing_tracked()
    with pytest.raises(
        TypeError,
        match="Stopped has no property 'durations'; it has duration, email, self_, offer, secret, task_id",
    ):
        seen.tracked(Stopped, durations=1)
    with pytest.raises(TypeError, match="not both"):
        seen.tracked(Stopped(duration=1.0), duration=2)


def test_true_is_not_one(tracker: Tracker) -> None:
    with tracker.recording() as seen:
        tracker.track(Stopped(duration=1.0))
    seen.assert_not_tracked(Stopped, duration=True)


def test_wrong_calls_raise_in_a_recording_unless_told_otherwise(tracker: Tracker) -> None:
    with tracker.recording(), pytest.raises(Refused, match="wrong-type"):
        tracker.send("timer.stopped", {"duration_seconds": "x"})
    with tracker.recording(strict=False) as seen:
        tracker.send("timer.stopped", {"duration_seconds": "x"})
    assert len(seen.calls) == 1


def test_recordings_nest(tracker: Tracker) -> None:
    with tracker.recording() as outer:
        with tracker.recording() as inner:
            tracker.track(Stopped(duration=1.0))
        tracker.track(Stopped(duration=2.0))
    assert (len(inner.calls), len(outer.calls)) == (1, 1)
    outer.assert_tracked(Stopped, duration=2.0)


tracked = fixture(TRACKER)


def test_the_fixture_sees_the_test(tracked: Recording) -> None:
    TRACKER.track(Stopped(duration=1.0))
    tracked.assert_tracked(Stopped, duration=1.0)


def test_a_deprecated_call_warns_where_it_is_made() -> None:
    with pytest.warns(DeprecationWarning, match="use tracker.timer.stopped") as warned:
        Started()
    assert warned[0].filename == __file__
    call = Call("timer.started", Started.DATA, TRACKER._engine, NOBODY)
    with pytest.warns(DeprecationWarning, match="use tracker.timer.stopped") as warned:
        call()
    assert warned[0].filename == __file__
