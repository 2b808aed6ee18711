"""What arrives from the real clients of PostHog and Segment, at a server on loopback."""

import json
import sys
from collections.abc import Iterator
from typing import Any

import posthog
import pytest
from segment.analytics import Client

from catalog.codegen.python.runtime.destinations import PostHog, Segment
from tests.codegen.capture import Capture, capturing
from tests.codegen.python.test_runtime_calls import ABOUT, AGREED, TIMER
from tests.codegen.python.trackers import KEYS, UUID, Plain, Tracker, tracker_of

MOMENT = "2026-11-30T09:30:00.123"


@pytest.fixture
def capture() -> Iterator[Capture]:
    with capturing() as made:
        yield made


@pytest.fixture
def tracker() -> Tracker:
    return tracker_of({"timer.stopped": TIMER}, **ABOUT)


def send_everything(tracker: Tracker, destination: Any, *, name: str) -> None:
    """One event of somebody known, one of nobody, a person and a group."""
    tracker.configure(
        destinations={name: destination},
        source="web",
        environment="test",
        keys=KEYS,
        on_failure=tracker.failures.append,
    )
    view = tracker.of(user_id="42", consent=AGREED, groups={"company": "7"})
    with view, tracker._context({"request_id": "r1"}):
        tracker.send("timer.stopped", {"duration_seconds": 1.5, "task_id": None, "email": "ada@example.com"})
        tracker._identify({"role": "admin"}, {"role": "user"})
        tracker._group("company", "7", {"size": 3})
    with tracker.of(consent=AGREED):
        tracker.send("timer.stopped", {"duration_seconds": 2.0})
    with tracker.of(anonymous_id="0123abcd", consent=AGREED):
        tracker.send("timer.stopped", {"duration_seconds": 3.0})
    assert tracker.flush(20)
    assert tracker.failures == []


def of_posthog(capture: Capture) -> list[Plain]:
    return [one for body in capture.bodies() for one in body["batch"]]


def test_the_posthog_client_sends_what_may_leave(tracker: Tracker, capture: Capture) -> None:
    client = posthog.Posthog("phc_test", host=capture.url, flush_interval=0.05)
    try:
        send_everything(tracker, PostHog(lambda: client), name="posthog")
    finally:
        client.shutdown()
    known, person, group, nobody, anonymous = of_posthog(capture)
    digest = KEYS.digester("posthog")
    assert known["event"] == "Timer Stopped"
    assert known["distinct_id"] == digest("42")
    assert known["uuid"] == UUID
    assert known["timestamp"].startswith(MOMENT)
    own = {name: value for name, value in known["properties"].items() if name in TIMER["properties"]}
    assert own == {
        "duration_seconds": 1.5,
        "task_id": None,
        "email": digest("ada@example.com"),
        "kind": "timer",
    }
    assert known["properties"]["request_id"] == "r1"
    assert known["properties"]["$groups"] == {"company": "7"}
    assert known["properties"]["$tracker"] == {"source": "web", "environment": "test", "release": "3"}
    assert person["event"] == "$set"
    assert (person["properties"]["$set"], person["properties"]["$set_once"]) == (
        {"role": "admin"},
        {"role": "user"},
    )
    assert group["event"] == "$groupidentify"
    assert {name: group["properties"][name] for name in ("$group_type", "$group_key", "$group_set")} == {
        "$group_type": "company",
        "$group_key": "7",
        "$group_set": {"size": 3},
    }
    assert nobody["distinct_id"] == UUID
    assert nobody["properties"]["$process_person_profile"] is False
    assert anonymous["distinct_id"] == digest("0123abcd")
    assert "ada@example.com" not in json.dumps(capture.bodies())


def test_an_id_that_the_posthog_client_knows_does_not_leave_by_itself(
    tracker: Tracker, capture: Capture
) -> None:
    client = posthog.Posthog("phc_test", host=capture.url, flush_interval=0.05)
    tracker.configure(destinations={"posthog": PostHog(client)}, keys=KEYS)
    with posthog.new_context(), tracker.of(consent=AGREED):
        posthog.identify_context("SENTINEL")
        tracker.send("timer.stopped", {"duration_seconds": 1.0})
    assert tracker.flush(20)
    client.shutdown()
    [only] = of_posthog(capture)
    assert only["distinct_id"] == UUID


def test_the_segment_client_sends_what_may_leave(tracker: Tracker, capture: Capture) -> None:
    client = Client("key", host=capture.url, upload_interval=0.05)
    try:
        send_everything(tracker, Segment(client), name="posthog")
    finally:
        client.join()
    known, person, group, nobody, anonymous = [one for body in capture.bodies() for one in body["batch"]]
    digest = KEYS.digester("posthog")
    assert (known["type"], known["event"], known["userId"]) == ("track", "Timer Stopped", digest("42"))
    assert (known["messageId"], known["anonymousId"]) == (UUID, None)
    assert known["timestamp"].startswith(MOMENT)
    assert known["properties"] == {
        "duration_seconds": 1.5,
        "task_id": None,
        "email": digest("ada@example.com"),
        "kind": "timer",
    }
    about = {name: known["context"][name] for name in ("request_id", "groups", "$tracker")}
    assert about == {
        "request_id": "r1",
        "groups": {"company": "7"},
        "$tracker": {"source": "web", "environment": "test", "release": "3"},
    }
    assert (person["type"], person["traits"]) == ("identify", {"role": "admin"})
    assert (group["type"], group["groupId"], group["traits"]) == ("group", "7", {"size": 3})
    assert (nobody["userId"], nobody["anonymousId"]) == (None, UUID)
    assert (anonymous["userId"], anonymous["anonymousId"]) == (None, digest("0123abcd"))


@pytest.mark.parametrize(("made", "module"), [(PostHog, "posthog"), (Segment, "segment.analytics")])
def test_a_missing_sdk_is_named(
    tracker: Tracker, made: Any, module: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    tracker.configure(destinations={"posthog": made()}, keys=KEYS, on_failure=tracker.failures.append)
    with tracker.of(consent=AGREED):
        tracker.send("timer.stopped", {"duration_seconds": 1.0})
    [failure] = tracker.failures
    assert (failure.destination, failure.error) == ("posthog", "ModuleNotFoundError")


def test_the_client_is_asked_for_at_each_call(tracker: Tracker) -> None:
    class Old:
        """A client of which only the call matters."""

        def __init__(self) -> None:
            self.events: list[str] = []

        def capture(self, *, event: str, **_: object) -> None:
            self.events.append(event)

    first, second = Old(), Old()
    clients = iter([first, second])
    tracker.configure(destinations={"posthog": PostHog(lambda: next(clients))}, keys=KEYS)
    for _ in range(2):
        with tracker.of(consent=AGREED):
            tracker.send("timer.stopped", {"duration_seconds": 1.0})
    assert first.events == second.events == ["Timer Stopped"]
