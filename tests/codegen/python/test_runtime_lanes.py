"""A destination that hangs, or takes long: the application goes on, and everything is counted."""

import os
import threading
import time
from collections.abc import Iterator
from contextvars import ContextVar

import pytest

from catalog.codegen.python.runtime import lanes
from catalog.codegen.python.runtime.deliveries import Delivery
from catalog.codegen.python.runtime.destinations import Memory
from tests.codegen.python.test_runtime_calls import ABOUT, TIMER
from tests.codegen.python.trackers import Tracker, remembering, tracker_of

MARK: ContextVar[str] = ContextVar("mark", default="none")


class Gate:
    """A destination that takes nothing until it is opened."""

    def __init__(self) -> None:
        self.is_open = threading.Event()
        self.taken: list[str] = []

    def send(self, delivery: Delivery) -> None:
        assert self.is_open.wait(30)
        self.taken.append(delivery.uuid)


@pytest.fixture
def gate() -> Iterator[Gate]:
    made = Gate()
    yield made
    made.is_open.set()


@pytest.fixture
def tracker() -> Tracker:
    return tracker_of({"timer.stopped": TIMER}, **ABOUT)


def stopped(tracker: Tracker, times: int = 1) -> None:
    for _ in range(times):
        tracker.send("timer.stopped", {"duration_seconds": 1.0})


def test_one_that_hangs_is_named_and_holds_up_nobody(tracker: Tracker, gate: Gate) -> None:
    other = Memory()
    remembering(tracker, [])
    tracker.configure(destinations={"log": gate, "telemetry": other}, on_failure=tracker.failures.append)
    begun = time.monotonic()
    stopped(tracker, 20)
    assert time.monotonic() - begun < 5
    assert len(other.deliveries) == 20
    assert [str(one) for one in tracker.failures] == [
        "timer.stopped to log: the destination takes long; the application goes on"
    ]
    assert tracker.counts().of("timer.stopped", "log").sent == 0
    assert tracker.flush(0.05) is False
    gate.is_open.set()
    assert tracker.flush(10) is True
    assert len(gate.taken) == 20
    assert tracker.counts().of("timer.stopped", "log").sent == 20
    stopped(tracker)
    assert len(gate.taken) == 21, "one that keeps up again is waited for"


def test_what_a_shutdown_leaves_is_counted_as_failed(tracker: Tracker, gate: Gate) -> None:
    tracker.configure(destinations={"log": gate}, on_failure=tracker.failures.append)
    stopped(tracker, 3)
    assert tracker.shutdown(0.1) is False
    assert tracker.counts().of("timer.stopped", "log").failed == 3
    assert [one.reason for one in tracker.failures].count("the time to deliver was over") == 3
    gate.is_open.set()
    time.sleep(0.05)
    assert tracker.counts().of("timer.stopped", "log").failed == 3


def test_what_waits_is_bounded(tracker: Tracker, gate: Gate, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lanes, "MOST_WAITING", 5)
    tracker.configure(destinations={"log": gate}, on_failure=tracker.failures.append)
    stopped(tracker, 10)
    assert tracker.counts().of("timer.stopped", "log").failed == 4
    assert tracker.failures[-1].reason == "the destination hangs, and too much waits for it"


def test_one_that_raises_late_is_counted_as_failed(tracker: Tracker) -> None:
    class Slow:
        def send(self, delivery: Delivery) -> None:
            time.sleep(0.3)
            raise RuntimeError("SENTINEL")

    tracker.configure(destinations={"log": Slow()}, on_failure=tracker.failures.append)
    stopped(tracker)
    assert tracker.flush(10) is True
    assert tracker.counts().of("timer.stopped", "log").failed == 1
    assert [one.error for one in tracker.failures] == [None, "RuntimeError"]
    assert "SENTINEL" not in repr(tracker.failures)


def test_a_destination_sees_the_context_variables_of_the_caller(tracker: Tracker) -> None:
    seen: list[tuple[str, bool]] = []

    class Looking:
        def send(self, delivery: Delivery) -> None:
            seen.append((MARK.get(), threading.current_thread() is threading.main_thread()))

    class Prompt(Looking):
        is_prompt = True

    tracker.configure(destinations={"log": Looking(), "telemetry": Prompt()})
    token = MARK.set("mine")
    stopped(tracker)
    MARK.reset(token)
    assert seen == [("mine", False), ("mine", True)]


def test_strict_mode_waits_and_raises(tracker: Tracker) -> None:
    class Broken:
        def send(self, delivery: Delivery) -> None:
            raise RuntimeError(threading.current_thread().name)

    tracker.configure(destinations={"log": Broken()}, mode="strict")
    with pytest.raises(Exception, match="the destination raised"):
        stopped(tracker)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_a_child_has_a_thread_of_its_own(tracker: Tracker) -> None:
    sent: list[str] = []

    class Kept:
        def send(self, delivery: Delivery) -> None:
            sent.append(delivery.uuid)

    tracker.configure(destinations={"log": Kept()})
    stopped(tracker)
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        stopped(tracker)
        os.write(write, f"{len(sent)} {tracker.counts().of('timer.stopped', 'log').sent}".encode())
        os._exit(0)
    os.waitpid(child, 0)
    assert os.read(read, 10) == b"2 1"
    os.close(read)
    os.close(write)
