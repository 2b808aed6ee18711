"""The HTTP destination: what it posts, what it tries again, and what it never does to the application."""

import json
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from catalog.codegen.python.runtime.destinations import Http
from tests.codegen.capture import Capture, capturing
from tests.codegen.python.trackers import Plain, Tracker, tracker_of

EVENT: Plain = {"destinations": ["log"], "properties": {"n": {"type": "number", "data": "none"}}}


@pytest.fixture
def capture() -> Iterator[Capture]:
    with capturing() as made:
        yield made


Make = Callable[..., tuple[Tracker, Http]]


@pytest.fixture
def make(capture: Capture) -> Iterator[Make]:
    """A tracker whose only destination posts to the capture server."""
    made: list[Http] = []

    def tracking(url: str | None = None, **settings: Any) -> tuple[Tracker, Http]:
        tracker = tracker_of({"a.b": EVENT}, fixed=False)
        given: Plain = {"interval": 0.02, "pause": 0.01, **settings}
        http = Http(capture.url + "/capture" if url is None else url, **given)
        tracker.configure(destinations={"log": http}, on_failure=tracker.failures.append)
        made.append(http)
        return tracker, http

    yield tracking
    for http in made:
        http.shutdown(0.0)


def sent(tracker: Tracker, count: int) -> None:
    for number in range(count):
        tracker.send("a.b", {"n": number})


def numbers(capture: Capture) -> list[float]:
    return [one["properties"]["n"] for body in capture.bodies() for one in body]


def test_payloads_arrive_as_they_are_in_batches(make: Make, capture: Capture) -> None:
    tracker, _ = make(headers={"Authorization": "Bearer x"}, batch=10)
    sent(tracker, 25)
    assert tracker.flush(10)
    assert numbers(capture) == [*range(25)]
    path, headers, _ = capture.requests[0]
    assert (path, headers["authorization"], headers["content-type"]) == (
        "/capture",
        "Bearer x",
        "application/json",
    )
    assert max(len(body) for body in capture.bodies()) <= 10
    one = capture.bodies()[0][0]
    assert (one["event"], one["release"], one["redacted_for"]) == ("a.b", "3", ["log"])
    assert tracker.counts().of("a.b", "log").sent == 25


def test_lines_and_headers_that_are_asked_for(make: Make, capture: Capture) -> None:
    tracker, _ = make(ndjson=True, headers=lambda: {"X-Key": "y"})
    sent(tracker, 3)
    assert tracker.flush(10)
    lines = b"".join(body for _, _, body in capture.requests).splitlines()
    assert [json.loads(line)["properties"]["n"] for line in lines] == [0, 1, 2]
    assert capture.requests[0][1]["content-type"] == "application/x-ndjson"
    assert capture.requests[0][1]["x-key"] == "y"


def test_a_batch_has_no_more_bytes_than_it_may(make: Make, capture: Capture) -> None:
    tracker, _ = make(batch_bytes=600)
    sent(tracker, 9)
    assert tracker.flush(10)
    assert sorted(numbers(capture)) == [*range(9)]
    assert len(capture.requests) >= 3


def test_a_busy_server_is_asked_again(make: Make, capture: Capture) -> None:
    capture.answers = [(503, {}), (429, {"Retry-After": "0"}), (408, {}), (500, {"Retry-After": "soon"})]
    tracker, _ = make()
    sent(tracker, 1)
    assert tracker.flush(10)
    assert len(capture.requests) == 5
    assert not tracker.failures


def test_retry_after_is_heeded(make: Make, capture: Capture) -> None:
    capture.answers = [(429, {"Retry-After": "1"})]
    tracker, _ = make()
    start = time.monotonic()
    sent(tracker, 1)
    assert tracker.flush(10)
    assert time.monotonic() - start >= 0.9


@pytest.mark.parametrize("status", [400, 401, 413, 302])
def test_what_the_server_refuses_is_lost_counted_and_named(make: Make, capture: Capture, status: int) -> None:
    capture.answers = [(status, {"Location": "http://192.0.2.1/"})]
    tracker, _ = make()
    sent(tracker, 3)
    assert tracker.flush(10)
    assert len(capture.requests) == 1
    [failure] = tracker.failures
    assert (failure.stage, failure.reason) == ("lost", f"3 lost: the server answered {status}")
    assert tracker.counts().of("a.b", "log").failed == 3


def test_a_server_that_is_away_is_named_after_some_tries(make: Make) -> None:
    tracker, _ = make("http://127.0.0.1:9/", retries=2)
    sent(tracker, 1)
    assert tracker.flush(10)
    [failure] = tracker.failures
    assert (failure.reason, failure.error) == ("1 lost: the server did not answer", "URLError")


def test_headers_that_raise_are_a_failure_like_any_other(make: Make) -> None:
    def headers() -> dict[str, str]:
        raise KeyError("token")

    tracker, _ = make(headers=headers, retries=0)
    sent(tracker, 1)
    assert tracker.flush(10)
    assert [one.error for one in tracker.failures] == ["KeyError"]


def test_a_hanging_server_does_not_hold_the_application(make: Make, capture: Capture) -> None:
    capture.holds = threading.Event()
    tracker, _ = make(queue=5, batch=1, timeout=20.0)
    sent(tracker, 1)
    while not capture.requests:
        time.sleep(0.001)
    start = time.monotonic()
    sent(tracker, 50)
    assert time.monotonic() - start < 5
    assert not tracker.flush(0.05)
    assert time.monotonic() - start < 5
    counts = tracker.counts().of("a.b", "log")
    assert (counts.sent, counts.dropped) == (6, 45)
    assert {one.reason for one in tracker.failures if one.stage == "send"} == {"its queue is full"}
    tracker.failures.clear()
    assert not tracker.shutdown(2.0)
    assert time.monotonic() - start < 15
    assert [one.reason for one in tracker.failures] == ["6 lost: the time to deliver was over"]


def test_a_server_that_answers_too_late_is_asked_again(make: Make, capture: Capture) -> None:
    capture.holds = threading.Event()
    tracker, _ = make(timeout=0.2)
    sent(tracker, 1)
    while len(capture.requests) < 2:
        time.sleep(0.001)
    capture.holds.set()
    assert tracker.flush(10)
    assert not tracker.failures


def test_after_shutdown_nothing_is_queued(make: Make, capture: Capture) -> None:
    tracker, http = make()
    sent(tracker, 2)
    http.shutdown(10)
    sent(tracker, 1)
    assert numbers(capture) == [0, 1]
    assert tracker.counts().of("a.b", "log").dropped == 1


def test_what_is_no_json_does_not_spoil_a_batch(make: Make, capture: Capture) -> None:
    tracker, _ = make()
    tracker.send("a.b", {"n": 1})
    tracker.send("a.b", {"n": float("nan")})
    tracker.send("a.b", {"n": 2})
    assert tracker.flush(10)
    assert numbers(capture) == [1, 2]
    assert [one.reason for one in tracker.failures] == ["NaN or Infinity, which JSON does not know"]


@pytest.mark.parametrize("url", ["", "example.com", "file:///etc/passwd", "ftp://example.com", "https://"])
def test_what_is_no_http_url_is_told_at_once(url: str) -> None:
    with pytest.raises(ValueError, match="absolute URL"):
        Http(url)


PROGRAM = """
import sys, time
from catalog.codegen.python.runtime.destinations import Http
from tests.codegen.python.test_runtime_http import EVENT
from tests.codegen.python.trackers import tracker_of
tracker = tracker_of({"a.b": EVENT}, fixed=False)
tracker.configure(destinations={"log": Http(sys.argv[1], interval=30.0)})
tracker.send("a.b", {"n": 1})
"""


def test_a_program_that_ends_delivers_what_is_queued(capture: Capture) -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, capture.url], capture_output=True, text=True, timeout=60
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert numbers(capture) == [1]


def test_a_program_ends_although_the_server_hangs(capture: Capture) -> None:
    capture.holds = threading.Event()
    start = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, capture.url], capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0
    assert time.monotonic() - start < 20
