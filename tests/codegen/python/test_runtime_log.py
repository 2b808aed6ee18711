"""The log: one line of JSON for each event, whatever its properties are called."""

import errno
import io
import json
import logging
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from catalog.codegen.python.runtime.destinations import Console, JsonLines, JsonLog
from catalog.validation import Validator
from catalog.validation.protocols import LOG
from tests.codegen.python.trackers import Plain, Tracker, remembering, tracker_of
from tests.validation.worlds import world

RESERVED = [
    *vars(logging.makeLogRecord({})),
    "message",
    "asctime",
    "taskName",
    "stack_info",
    "$tracker",
    "user_id",
]
"""What a LogRecord has, and what a line has of itself."""

TEXT: Plain = {"type": "string", "maxLength": 99, "data": "none"}
EVENTS: dict[str, Plain] = {
    "timer.stopped": {
        "destinations": ["log"],
        "properties": {"duration_seconds": {"type": "number", "data": "none"}},
    },
    "record.kept": {"destinations": ["log"], "properties": dict.fromkeys(RESERVED, TEXT)},
}
ABOUT: Plain = {
    "destinations": {"log": {"contexts": ["request"]}},
    "contexts": {"request": {"properties": {"request_id": TEXT}}},
}


@pytest.fixture
def tracker() -> Tracker:
    return tracker_of(EVENTS, **ABOUT)


def logged(tracker: Tracker, log: JsonLog) -> None:
    tracker.configure(destinations={"log": log}, source="web", on_failure=tracker.failures.append)
    with tracker.of(user_id="42"), tracker._context({"request_id": "r1"}):
        tracker.send("timer.stopped", {"duration_seconds": 1.5})


LINE = {
    "asctime": "2026-11-30T09:30:00.123Z",
    "levelname": "INFO",
    "name": "tracking",
    "message": "timer.stopped",
    "user_id": "42",
    "request_id": "r1",
    "duration_seconds": 1.5,
    "$tracker": {"source": "web", "release": "3", "uuid": "0193a5d0-ac96-474b-bcce-b302099a8057"},
}


def test_a_file_gets_a_line(tracker: Tracker, tmp_path: Path) -> None:
    path = tmp_path / "app.jsonl"
    log = JsonLog(path)
    logged(tracker, log)
    path.rename(tmp_path / "app.jsonl.1")  # as logrotate does
    logged(tracker, log)
    assert [json.loads(one.read_text()) for one in sorted(tmp_path.iterdir())] == [LINE, LINE]
    assert not tracker.failures


def test_a_stream_gets_a_line_and_is_asked_for_each_time(
    tracker: Tracker, capsys: pytest.CaptureFixture[str]
) -> None:
    stream = io.StringIO()
    logged(tracker, JsonLog(lambda: stream))
    logged(tracker, JsonLog())
    assert json.loads(stream.getvalue()) == LINE
    assert json.loads(capsys.readouterr().err) == LINE


@pytest.fixture
def logger() -> Iterator[logging.Logger]:
    made = logging.getLogger("app.events")
    made.propagate = False
    made.setLevel(logging.INFO)
    yield made
    made.handlers.clear()
    made.propagate = True
    made.setLevel(logging.NOTSET)


def test_a_logger_gets_the_event_as_message_and_no_property_as_attribute(
    tracker: Tracker, logger: logging.Logger
) -> None:
    plain, lines = io.StringIO(), io.StringIO()
    for stream, formatter in ((plain, logging.Formatter("%(message)s %(name)s")), (lines, JsonLines())):
        handler = logging.StreamHandler(stream)
        handler.setFormatter(formatter)
        logger.addHandler(handler)
    logged(tracker, JsonLog(logger))
    logger.warning("something else: %s", 1)
    assert plain.getvalue().splitlines()[0] == "timer.stopped app.events"
    first, second = map(json.loads, lines.getvalue().splitlines())
    assert first == {**LINE, "name": "app.events"}
    assert (second["message"], second["levelname"]) == ("something else: 1", "WARNING")


def test_no_property_is_lost_whatever_it_is_called(tracker: Tracker, logger: logging.Logger) -> None:
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonLines())
    logger.addHandler(handler)
    tracker.configure(destinations={"log": JsonLog(logger)}, on_failure=tracker.failures.append)
    with tracker.of(user_id="42"):
        tracker.send("record.kept", {name: f"of {name}" for name in RESERVED})
    line = json.loads(stream.getvalue())
    assert not tracker.failures
    assert line["message"] == "record.kept"
    assert line["user_id"] == "42"
    for name in RESERVED:
        assert f"of {name}" in (line.get(name), line.get(f"{name}_"))


def test_a_logger_that_takes_nothing_is_named(
    tracker: Tracker, logger: logging.Logger, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as context:
        context.setattr(logger, "hasHandlers", lambda: False)  # pytest has one everywhere
        logged(tracker, JsonLog(logger))
    logger.addHandler(logging.NullHandler())
    logger.setLevel(logging.ERROR)
    logged(tracker, JsonLog(logger))
    assert [one.reason for one in tracker.failures] == [
        "the logger takes nothing of this level, or has no handler"
    ] * 2


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_is_named(tracker: Tracker) -> None:
    logged(tracker, JsonLog("/dev/full"))
    [failure] = tracker.failures
    assert (failure.stage, failure.destination, failure.error) == ("send", "log", "OSError")


def test_a_line_that_a_full_disk_cut_off_does_not_spoil_the_next(
    tracker: Tracker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, write, log = tmp_path / "app.jsonl", os.write, JsonLog(tmp_path / "app.jsonl")
    parts = [10]

    def filling(file: int, content: bytes) -> int:
        if not parts:
            raise OSError(errno.ENOSPC, "full")
        return write(file, content[: parts.pop()])

    with monkeypatch.context() as context:
        context.setattr(os, "write", filling)
        logged(tracker, log)
    logged(tracker, log)
    torn, whole = path.read_text().splitlines()
    assert len(torn) == 10
    assert json.loads(whole) == LINE
    assert [one.error for one in tracker.failures] == ["OSError"]


def test_a_reader_that_went_away_is_named(tracker: Tracker) -> None:
    read, write = os.pipe()
    os.close(read)
    stream = os.fdopen(write, "w")
    logged(tracker, JsonLog(stream))
    assert [one.error for one in tracker.failures] == ["BrokenPipeError"]
    with suppress(BrokenPipeError):
        stream.close()


def test_what_json_does_not_know_is_named(tracker: Tracker, tmp_path: Path) -> None:
    tracker.configure(destinations={"log": JsonLog(tmp_path / "x")}, on_failure=tracker.failures.append)
    tracker.send("timer.stopped", {"duration_seconds": float("inf")})
    assert [one.reason for one in tracker.failures] == ["NaN or Infinity, which JSON does not know"]
    assert not (tmp_path / "x").exists()


def test_lines_of_many_processes_stay_whole(tmp_path: Path) -> None:
    program = """
import sys
from tests.codegen.python.test_runtime_log import ABOUT, EVENTS
from tests.codegen.python.trackers import tracker_of
from catalog.codegen.python.runtime.destinations import JsonLog
tracker = tracker_of(EVENTS, **ABOUT)
tracker.configure(destinations={"log": JsonLog(sys.argv[1])})
for number in range(300):
    tracker.send("timer.stopped", {"duration_seconds": number})
"""
    path = tmp_path / "app.jsonl"
    running = [subprocess.Popen([sys.executable, "-c", program, str(path)]) for _ in range(2)]
    assert [one.wait(60) for one in running] == [0, 0]
    assert len([json.loads(line) for line in path.read_text().splitlines()]) == 600


def test_a_line_is_accepted_as_a_payload_of_the_log(tracker: Tracker) -> None:
    stream = io.StringIO()
    logged(tracker, JsonLog(stream))
    verdict = Validator(world(EVENTS, **ABOUT)).validate(
        stream.getvalue().encode(), destination="log", protocol=LOG
    )
    assert verdict.problems == ()


def test_the_console_shows_what_leaves(tracker: Tracker, capsys: pytest.CaptureFixture[str]) -> None:
    tracker.configure(destinations={"log": Console()})
    tracker.send("timer.stopped", {"duration_seconds": 1.5})
    shown = capsys.readouterr().err
    assert shown.startswith("2026-11-30T09:30:00.123Z log timer.stopped {")
    assert '"duration_seconds": 1.5' in shown


def test_memory_keeps_the_last_ones(tracker: Tracker) -> None:
    kept = remembering(tracker)["log"]
    for number in range(3):
        tracker.send("timer.stopped", {"duration_seconds": number})
    assert [one.properties["duration_seconds"] for one in kept.deliveries] == [0, 1, 2]
    kept.clear()
    assert kept.deliveries == []
