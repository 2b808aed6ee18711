"""What becomes of a call: modes, who it is about, consent, counts and failures."""

import asyncio
import inspect
import logging
import subprocess
import sys
import threading
import time
from typing import Any, ClassVar

import pytest

from catalog.codegen.python.runtime.brands import Brand
from catalog.codegen.python.runtime.calls import Call
from catalog.codegen.python.runtime.checks import Refused
from catalog.codegen.python.runtime.core import Event
from catalog.codegen.python.runtime.counting import Count, Counts
from catalog.codegen.python.runtime.deliveries import Delivery
from catalog.codegen.python.runtime.destinations import Memory
from catalog.codegen.python.runtime.failures import Failure, NotConfigured, NotSent
from catalog.codegen.python.runtime.unset import UNSET
from catalog.codegen.python.runtime.who import NOBODY, Identity
from tests.codegen.python.trackers import NOW, UUID, Plain, Tracker, remembering, tracker_of

TIMER: Plain = {
    "destinations": ["log", "posthog", "telemetry"],
    "purpose": "analytics",
    "send_as": {"posthog": "Timer Stopped"},
    "properties": {
        "duration_seconds": {"type": "number", "required": True, "data": "none"},
        "task_id": {"type": "integer", "nullable": True, "data": "none"},
        "note": {"type": "string", "maxLength": 99, "data": "user.content", "destinations": ["log"]},
        "email": {"type": "string", "maxLength": 99, "data": "user.contact.email"},
        "secret": {"type": "string", "maxLength": 99, "data": "user.credentials"},
        "offer": {"type": "string", "maxLength": 9, "data": "none", "purpose": "marketing"},
        "kind": {"type": "string", "const": "timer", "data": "none"},
    },
}
ABOUT: Plain = {
    "destinations": {
        "log": {"contexts": ["request"], "otherwise": {"user.contact": "mask", "user.credentials": "drop"}},
        "posthog": {
            "consent": True,
            "purposes": ["analytics"],
            "contexts": ["request"],
            "otherwise": {"user.unique_id": "hash", "user.contact": "hash", "user.credentials": "refuse"},
        },
        "telemetry": {"identity": {"anonymous": "^[0-9a-f]{8}$"}, "otherwise": {"user": "drop"}},
    },
    "contexts": {
        "request": {"properties": {"request_id": {"type": "string", "maxLength": 9, "data": "none"}}}
    },
    "entities": {
        "person": {"properties": {"role": {"type": "string", "enum": ["admin", "user"], "data": "none"}}},
        "company": {"data": "none", "properties": {"size": {"type": "integer", "data": "none"}}},
    },
    "purposes": {"analytics": {}, "marketing": {}},
}
EVERYWHERE = ("log", "posthog", "telemetry")
AGREED = ["analytics"]


@pytest.fixture
def tracker() -> Tracker:
    return tracker_of({"timer.stopped": TIMER}, **ABOUT)


def sent(kept: dict[str, Memory]) -> dict[str, list[Delivery]]:
    return {name: memory.deliveries for name, memory in kept.items()}


def test_each_destination_gets_its_properties_under_its_names(tracker: Tracker) -> None:
    kept = remembering(tracker, EVERYWHERE, source="web", environment="production")
    view = tracker.of(user_id="42", anonymous_id="0123abcd", consent=AGREED, groups={"company": 7})
    with view, tracker._context({"request_id": "r-1"}):
        tracker.send("timer.stopped", {"duration_seconds": 1.0, "task_id": None, "note": "n", "email": UNSET})
    log, posthog, telemetry = (kept[name].deliveries[0] for name in EVERYWHERE)
    assert log.payload() == {
        "event": "timer.stopped",
        "uuid": UUID,
        "timestamp": "2026-11-30T09:30:00.123Z",
        "source": "web",
        "environment": "production",
        "release": "3",
        "distinct_id": "42",
        "properties": {"duration_seconds": 1.0, "task_id": None, "note": "n", "kind": "timer"},
        "groups": {"company": "7"},
        "context": {"request_id": "r-1"},
        "consent": ["analytics"],
        "redacted_for": ["log"],
    }
    assert posthog.event == "Timer Stopped"
    assert posthog.name == "timer.stopped"
    assert posthog.properties == {"duration_seconds": 1.0, "task_id": None, "kind": "timer"}
    assert posthog.distinct_id is not None
    assert posthog.distinct_id.startswith("now:")
    assert telemetry.distinct_id == "0123abcd"
    assert telemetry.groups is None
    assert telemetry.context == {}
    assert not tracker.failures


def test_an_anonymous_destination_never_sees_a_user_id(tracker: Tracker) -> None:
    kept = remembering(tracker, EVERYWHERE)
    with tracker.of(user_id="42", consent=AGREED):
        tracker.send("timer.stopped", {"duration_seconds": 1.0})
        tracker._identify({"role": "admin"}, None)
        tracker._group("company", 7, {"size": 3})
    [only] = kept["telemetry"].deliveries
    assert only.distinct_id is None
    assert "42" not in str(only.payload())
    assert [one.kind for one in kept["log"].deliveries] == ["event", "identify", "group"]


def test_an_anonymous_id_that_does_not_match_is_refused_there(tracker: Tracker) -> None:
    kept = remembering(tracker, EVERYWHERE)
    with tracker.of(anonymous_id="ada@example.com"):
        tracker.send("timer.stopped", {"duration_seconds": 1.0})
    assert [len(kept[name].deliveries) for name in EVERYWHERE] == [1, 0, 0]
    assert kept["log"].deliveries[0].is_anonymous
    assert [one.stage for one in tracker.failures] == ["refused"]
    assert "ada" not in repr(tracker.failures) + str(tracker.failures[0])


def test_a_person_and_a_group_are_told_of(tracker: Tracker) -> None:
    kept = remembering(tracker, EVERYWHERE)
    with tracker.of(user_id="42", consent=AGREED, groups={"company": "1"}):
        tracker._identify({"role": "admin"}, {"role": "user"})
        tracker._group("company", "7", {"size": 3, "unknown": 1})
    person, group = kept["log"].deliveries
    assert person.payload()["$set"] == {"role": "admin"}
    assert person.payload()["$set_once"] == {"role": "user"}
    told = {"$group_type": "company", "$group_key": "7", "$group_set": {"size": 3}}
    assert group.payload()["properties"] == told
    assert len(kept["posthog"].deliveries) == 2


def test_nobody_is_told_of_without_an_id_or_consent(tracker: Tracker) -> None:
    kept = remembering(tracker, EVERYWHERE)
    tracker._identify({"role": "admin"}, None)
    with tracker.of(user_id="42"):
        tracker._identify({"role": "admin"}, None)
        tracker._group("company", "7", {"size": 3})
    assert not kept["posthog"].deliveries
    assert tracker.counts().of("$identify", "posthog").dropped == 2
    assert tracker.counts().of("$identify", "log") == Count("$identify", "log", 1, 0, 1, 0, 0)


@pytest.mark.parametrize(
    ("consent", "leaves"),
    [
        (None, False),
        ([], False),
        (["marketing"], False),
        (["analytics"], True),
        ("analytics", True),
        (["x"], False),
    ],
)
def test_consent_is_asked_at_each_call(tracker: Tracker, consent: Any, leaves: bool) -> None:
    answers = iter([consent, None])
    kept = remembering(tracker, EVERYWHERE, consent=lambda: next(answers))
    for _ in range(2):
        tracker.send("timer.stopped", {"duration_seconds": 1.0})
    assert len(kept["posthog"].deliveries) == leaves
    assert tracker.counts().of("timer.stopped", "posthog").dropped == 2 - leaves
    assert len(kept["log"].deliveries) == 2
    assert not tracker.failures


def test_a_property_with_a_purpose_of_its_own_stays_here_unless_that_is_agreed_to(tracker: Tracker) -> None:
    kept = remembering(tracker, ["posthog"])
    for consent in (AGREED, ["analytics", "marketing"]):
        with tracker.of(consent=consent):
            tracker.send("timer.stopped", {"duration_seconds": 1.0, "offer": "x"})
    assert ["offer" in one.properties for one in kept["posthog"].deliveries] == [False, True]


def test_what_a_destination_refuses_keeps_the_payload_back_there_alone(tracker: Tracker) -> None:
    kept = remembering(tracker, EVERYWHERE)
    with tracker.of(consent=AGREED):
        tracker.send("timer.stopped", {"duration_seconds": 1.0, "secret": "hunter2"})
    assert not kept["posthog"].deliveries
    assert "secret" not in kept["log"].deliveries[0].properties
    assert [(one.stage, one.destination) for one in tracker.failures] == [("refused", "posthog")]
    assert "hunter2" not in repr(tracker.failures)
    assert tracker.counts().of("timer.stopped", "posthog").refused == 1


def test_hashed_payloads_are_counted(tracker: Tracker) -> None:
    remembering(tracker, ["posthog", "log"])
    with tracker.of(consent=AGREED):
        tracker.send("timer.stopped", {"duration_seconds": 1.0})
        tracker.send("timer.stopped", {"duration_seconds": 1.0, "email": "ada@example.com"})
    counts = tracker.counts()
    assert (counts.of("timer.stopped", "posthog").sent, counts.of("timer.stopped", "posthog").hashed) == (
        2,
        1,
    )
    assert counts.of("timer.stopped", "log").hashed == 0


def test_counts_are_handed_over_once(tracker: Tracker) -> None:
    handed: list[Counts] = []
    remembering(tracker, ["log"], on_counts=handed.append)
    tracker.send("timer.stopped", {"duration_seconds": 1.0})
    assert not handed
    assert tracker.flush()
    assert tracker.flush()
    tracker.send("timer.stopped", {"duration_seconds": 1.0})
    assert tracker.shutdown()
    assert handed == [(Count("timer.stopped", "log", 1, 0, 0, 0, 0),)] * 2
    assert tracker.counts().of("timer.stopped", "log").sent == 2


class Raising:
    """A destination that raises, and says a value of the payload with it."""

    def send(self, delivery: Delivery) -> None:
        raise ConnectionError(f"cannot send {delivery.properties}")


class Missing:
    """A destination whose SDK is not installed."""

    def send(self, delivery: Delivery) -> None:
        import no_such_sdk  # type: ignore[import-not-found]  # that is the point

        no_such_sdk.send(delivery)


@pytest.mark.parametrize(
    ("broken", "error"), [(Raising(), "ConnectionError"), (Missing(), "ModuleNotFoundError")]
)
def test_a_broken_destination_is_counted_and_named_and_the_others_get_theirs(
    tracker: Tracker, broken: Any, error: str
) -> None:
    log = Memory()
    with tracker.of(consent=AGREED):
        tracker.configure(destinations={"posthog": broken, "log": log}, on_failure=tracker.failures.append)
        tracker.failures.clear()  # without keys, configure says that hashes do not leave
        tracker.send("timer.stopped", {"duration_seconds": 1.0, "email": "ada@example.com"})
    [failure] = tracker.failures
    assert (failure.stage, failure.event, failure.destination, failure.error) == (
        "send",
        "timer.stopped",
        "posthog",
        error,
    )
    assert "ada" not in repr(failure) + str(failure)
    assert tracker.counts().of("timer.stopped", "posthog").failed == 1
    assert len(log.deliveries) == 1


def test_without_a_hook_the_first_failure_of_each_kind_is_logged(
    tracker: Tracker, caplog: pytest.LogCaptureFixture
) -> None:
    tracker.configure(destinations={"log": Raising()})
    for _ in range(3):
        tracker.send("timer.stopped", {"duration_seconds": 7_777.0})
    [record] = caplog.records
    assert record.levelno == logging.WARNING
    assert "timer.stopped to log: the destination raised (ConnectionError)" in record.getMessage()
    assert "7777" not in record.getMessage()
    assert tracker.counts().of("timer.stopped", "log").failed == 3


def boom(*_: object) -> Any:
    raise RuntimeError("ada@example.com")


@pytest.mark.parametrize("hook", ["identity", "consent", "on_failure", "on_counts"])
def test_a_hook_that_raises_does_not_stop_the_application(
    tracker: Tracker, hook: str, caplog: pytest.LogCaptureFixture
) -> None:
    kept = remembering(tracker, EVERYWHERE, **{hook: boom})
    tracker.send("timer.stopped", {"duration_seconds": 1.0, "secret": "x"})
    tracker.send("timer.stopped", {"duration_seconds": object()})
    tracker.flush()
    assert len(kept["log"].deliveries) == 1
    assert not kept["posthog"].deliveries  # who cannot be asked has not agreed
    assert "ada" not in caplog.text + repr(tracker.failures)


LOOP: list[object] = []
LOOP.append(LOOP)


@pytest.mark.parametrize(
    "value", [object(), b"x", {1: 2}, LOOP, {"a": {object()}}], ids=lambda one: type(one).__name__
)
def test_a_value_that_json_has_no_word_for_is_refused_and_not_told(tracker: Tracker, value: Any) -> None:
    kept = remembering(tracker, EVERYWHERE)
    tracker.send("timer.stopped", {"duration_seconds": value})
    assert not any(sent(kept).values())
    [failure] = tracker.failures
    assert failure.stage == "values"
    assert tracker.counts().of("timer.stopped", "log").refused == 1


def test_strict_mode_raises(tracker: Tracker) -> None:
    kept = remembering(tracker, EVERYWHERE, mode="strict")
    with pytest.raises(Refused, match="missing-property"):
        tracker.send("timer.stopped", {})
    with pytest.raises(Refused, match="not-json"):
        tracker.send("timer.stopped", {"duration_seconds": object()})
    with pytest.raises(Refused, match="not-in-enum"):
        tracker.of(user_id="1")._identify({"role": "queen"}, None)
    with pytest.raises(Refused, match="unknown-group-type"):
        tracker._group("planet", "7", None)
    with pytest.raises(Refused, match="too-long"), tracker._context({"request_id": "x" * 10}):
        tracker.send("timer.stopped", {"duration_seconds": 1.0})
    assert not any(sent(kept).values())
    with pytest.raises(Refused, match="posthog gets nothing"), tracker.of(consent=AGREED):
        tracker.send("timer.stopped", {"duration_seconds": 1.0, "secret": "x"})
    tracker.configure(destinations={"log": Raising()}, mode="strict")
    with pytest.raises(NotSent, match="to log: the destination raised"):
        tracker.send("timer.stopped", {"duration_seconds": 1.0})


def test_off_does_nothing(tracker: Tracker) -> None:
    kept = remembering(tracker, EVERYWHERE, mode="off", identity=boom)
    tracker.send("timer.stopped", {"duration_seconds": object()})
    tracker._identify({"role": 7}, None)
    assert not any(sent(kept).values())
    assert not tracker.failures
    assert tracker.counts() == ()


def test_a_call_before_configure_or_after_shutdown_is_named_once(
    tracker: Tracker, caplog: pytest.LogCaptureFixture
) -> None:
    tracker.send("timer.stopped", {"duration_seconds": 1.0})
    tracker.send("timer.stopped", {"duration_seconds": 1.0})
    kept = remembering(tracker)
    tracker.shutdown()
    tracker.send("timer.stopped", {"duration_seconds": 1.0})
    assert [record.getMessage().partition(",")[0] for record in caplog.records] == [
        "tracking is not configured",
        "tracking was shut down",
    ]
    assert not kept["log"].deliveries


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"destinations": {"lgo": Memory()}}, "no destination 'lgo'; it has log, posthog, telemetry"),
        ({"destinations": {"log": object()}}, "has no send"),
        ({"destinations": {}, "mode": "dev"}, "mode is one of production, strict, off"),
        ({"destinations": {}, "consent": ["analytics"]}, "consent is a function"),
        ({"destinations": {"posthog": Memory()}, "mode": "strict"}, "no keys are given"),
    ],
)
def test_a_mistake_in_the_settings_is_told_at_once(tracker: Tracker, settings: Plain, message: str) -> None:
    with pytest.raises(NotConfigured, match=message):
        tracker.configure(**settings)


def test_without_keys_hashes_do_not_leave_and_that_is_said(tracker: Tracker) -> None:
    kept = remembering(tracker, ["posthog"], keys=None)
    with tracker.of(user_id="42", consent=AGREED):
        tracker.send("timer.stopped", {"duration_seconds": 1.0, "email": "ada@example.com"})
    [only] = kept["posthog"].deliveries
    assert "email" not in only.properties
    assert only.distinct_id is None
    assert [one.stage for one in tracker.failures] == ["setup"]


def test_who_is_asked_and_a_view_knows_better(tracker: Tracker) -> None:
    kept = remembering(
        tracker, ["log"], identity=lambda: Identity(user_id=1, anonymous_id="a", groups={"company": 1})
    )
    tracker.send("timer.stopped", {"duration_seconds": 1.0})
    with tracker.of(user_id="2", groups={"company": "9"}):
        tracker.send("timer.stopped", {"duration_seconds": 1.0})
    with tracker.of(user_id=Brand("3")):
        tracker.send("timer.stopped", {"duration_seconds": 1.0})
    ids = [(one.distinct_id, one.groups) for one in kept["log"].deliveries]
    assert ids == [("1", {"company": "1"}), ("2", {"company": "9"}), ("3", {"company": "1"})]


def test_an_identity_that_cannot_be_written_is_none(tracker: Tracker) -> None:
    kept = remembering(tracker, EVERYWHERE)
    bad: Any = object()
    with tracker.of(user_id=bad, consent=AGREED), tracker._context({"request_id": bad}):
        tracker.send("timer.stopped", {"duration_seconds": 1.0})
    assert kept["log"].deliveries[0].distinct_id is None
    assert not kept["posthog"].deliveries
    assert [one.stage for one in tracker.failures] == ["identity", "values"]


class Stopped(Event):
    """An event of the catalog."""

    __slots__ = ()
    DATA: ClassVar[Plain] = {}


def test_an_event_is_a_value(tracker: Tracker) -> None:
    kept = remembering(tracker)
    Stopped.DATA = tracker.events["timer.stopped"]
    one = Stopped(duration_seconds=1.0)
    tracker.of(user_id="42").track(one)
    assert kept["log"].deliveries[0].properties == {"duration_seconds": 1.0, "kind": "timer"}
    assert one == Stopped(duration_seconds=1)
    assert one != Stopped(duration_seconds=1.0, task_id=None)
    assert repr(one) == "Stopped(duration_seconds=…)"


def test_a_call_with_wrong_arguments_is_counted_and_raises_nothing(tracker: Tracker) -> None:
    kept = remembering(tracker)
    call = Call("timer.stopped", tracker.events["timer.stopped"], tracker._engine, NOBODY)
    call(7.0)
    call(note="SENTINEL")
    call(**{"duration_seconds": 7.0, "durration": "SENTINEL", "a key of somebody": "SENTINEL"})
    assert [one.properties for one in kept["log"].deliveries] == [{"duration_seconds": 7.0, "kind": "timer"}]
    assert [str(one) for one in tracker.failures] == [
        "timer.stopped: arguments have names: give each as name=value",
        "timer.stopped: without duration_seconds it cannot be sent",
        "timer.stopped: an argument is no argument of it, and is not sent",
        "timer.stopped: 'durration' is no argument of it, and is not sent",
    ]
    assert tracker.counts().of("timer.stopped", "log").refused == 2
    Stopped.DATA = tracker.events["timer.stopped"]
    tracker.track(Stopped(note="SENTINEL"))
    assert str(tracker.failures[-1]) == "timer.stopped: without duration_seconds it cannot be sent"


def test_strict_mode_raises_for_wrong_arguments(tracker: Tracker) -> None:
    remembering(tracker, mode="strict")
    call = Call("timer.stopped", tracker.events["timer.stopped"], tracker._engine, NOBODY)
    with pytest.raises(Refused, match="arguments have names"):
        call(7.0)
    with pytest.raises(Refused, match="'duration_seconds' is missing"):
        call()
    with pytest.raises(Refused, match="no property of that name is declared"):
        call(duration_seconds=7.0, durration=1)


def test_a_call_shows_its_arguments(tracker: Tracker) -> None:
    call = Call("timer.stopped", tracker.events["timer.stopped"], tracker._engine, NOBODY)
    shown = inspect.signature(call).parameters
    assert all(one.kind is inspect.Parameter.KEYWORD_ONLY for one in shown.values())
    assert shown["duration_seconds"].default is inspect.Parameter.empty
    assert shown["task_id"].default is UNSET
    assert "kind" not in shown
    assert repr(call) == "<the call timer.stopped>"


def test_nothing_that_is_printed_shows_a_value(tracker: Tracker) -> None:
    kept = remembering(tracker)
    view = tracker.of(user_id="SENTINEL", groups={"company": "SENTINEL"})
    with view, tracker._context({"request_id": "SENTINEL"}), tracker.recording() as seen:
        tracker.send("timer.stopped", {"duration_seconds": 1.0, "note": "SENTINEL"})
    with view:
        tracker.send("timer.stopped", {"duration_seconds": 1.0, "note": "SENTINEL"})
    shown = [
        kept["log"].deliveries[0],
        seen.calls[0],
        view,
        view._who,
        Identity("SENTINEL"),
        Brand("SENTINEL"),
    ]
    assert "SENTINEL" not in " ".join(map(repr, shown))


def test_context_and_identity_follow_tasks(tracker: Tracker) -> None:
    kept = remembering(tracker)

    async def handle(number: int) -> None:
        with tracker.of(user_id=number), tracker._context({"request_id": f"r{number}"}):
            await asyncio.sleep(0)
            tracker.send("timer.stopped", {"duration_seconds": number})
            await asyncio.sleep(0)
            tracker.send("timer.stopped", {"duration_seconds": number})

    async def main() -> None:
        await asyncio.gather(*map(handle, range(20)))
        assert await tracker.aflush()
        assert await tracker.ashutdown()

    asyncio.run(main())
    for one in kept["log"].deliveries:
        number = one.properties["duration_seconds"]
        assert (one.distinct_id, one.context) == (str(number), {"request_id": f"r{number}"})
    assert len(kept["log"].deliveries) == 40


def test_blocks_nest_and_end(tracker: Tracker) -> None:
    kept = remembering(tracker)
    view = tracker.of(user_id="1")
    with view:
        with view, tracker.of(groups={"company": "7"}):
            tracker.send("timer.stopped", {"duration_seconds": 1.0})
        tracker.send("timer.stopped", {"duration_seconds": 1.0})
    tracker.send("timer.stopped", {"duration_seconds": 1.0})
    first, second, third = kept["log"].deliveries
    assert (first.distinct_id, first.groups) == ("1", {"company": "7"})
    assert (second.distinct_id, second.groups) == ("1", None)
    assert third.distinct_id is None


def test_many_threads_lose_no_event_and_no_count() -> None:
    tracker = tracker_of({"timer.stopped": TIMER}, fixed=False, **ABOUT)
    kept = remembering(tracker, EVERYWHERE, consent=lambda: AGREED)
    start = threading.Barrier(8)

    def work() -> None:
        start.wait()
        for number in range(200):
            tracker.send("timer.stopped", {"duration_seconds": number})

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {name: len(memory.deliveries) for name, memory in kept.items()} == dict.fromkeys(EVERYWHERE, 1_600)
    assert all(one.sent == 1_600 for one in tracker.counts())
    assert len({one.uuid for one in kept["log"].deliveries}) == 1_600
    assert not tracker.failures


class Hanging:
    """A destination that never finishes flushing."""

    def __init__(self) -> None:
        self.let_go = threading.Event()

    def send(self, delivery: Delivery) -> None:
        pass

    def flush(self, timeout: float) -> None:
        self.let_go.wait()


def test_flush_and_shutdown_wait_no_longer_than_they_may(tracker: Tracker) -> None:
    hanging = Hanging()
    tracker.configure(destinations={"log": hanging}, on_failure=tracker.failures.append)
    start = time.monotonic()
    assert not tracker.flush(0.05)
    assert not tracker.shutdown(0.05)
    assert time.monotonic() - start < 5
    assert [(one.stage, one.destination) for one in tracker.failures] == [("flush", "log")] * 2
    hanging.let_go.set()


def test_what_happened_elsewhen_keeps_its_moment_and_id(tracker: Tracker) -> None:
    kept = remembering(tracker)
    other = "0193a5d0-ac96-474b-bcce-b302099a8058"
    with tracker.of(timestamp=NOW.replace(hour=1), uuid=other):
        tracker.send("timer.stopped", {"duration_seconds": 1.0})
    [only] = kept["log"].deliveries
    assert (only.payload()["timestamp"], only.uuid) == ("2026-11-30T01:30:00.123Z", other)


FORKED = """
import os, sys
from tests.codegen.python.test_runtime_calls import ABOUT, TIMER
from tests.codegen.python.trackers import remembering, tracker_of
tracker = tracker_of({"timer.stopped": TIMER}, fixed=False, **ABOUT)
kept = remembering(tracker)
tracker.send("timer.stopped", {"duration_seconds": 1.0})
tracker._engine.tally._lock.acquire()
read, write = os.pipe()
if os.fork() == 0:
    tracker.send("timer.stopped", {"duration_seconds": 2.0})
    os.write(write, kept["log"].deliveries[-1].uuid.encode())
    os._exit(0)
tracker._engine.tally._lock.release()
os.wait()
tracker.send("timer.stopped", {"duration_seconds": 2.0})
assert os.read(read, 99).decode() != kept["log"].deliveries[-1].uuid
print("both went on")
"""


def test_a_forked_process_goes_on_with_ids_of_its_own() -> None:
    done = subprocess.run([sys.executable, "-c", FORKED], capture_output=True, text=True, timeout=60)
    assert done.stdout == "both went on\n", done.stderr


def test_failures_say_where_and_why() -> None:
    assert str(Failure("send", "the destination raised", "a.b", "log", "OSError")) == (
        "a.b to log: the destination raised (OSError)"
    )
    assert str(Failure("setup", "no keys")) == "no keys"


@pytest.mark.parametrize("nonsense", [5, "SENTINEL", [1], object()])
def test_nonsense_raises_nothing_in_production(tracker: Tracker, nonsense: Any) -> None:
    kept = remembering(tracker)
    tracker.track(nonsense)
    tracker._identify(nonsense, None)
    tracker._identify(None, nonsense)
    tracker._group("company", "7", nonsense)
    tracker._group("company", nonsense, {"size": nonsense})
    tracker.of(user_id=nonsense, groups=nonsense, consent=nonsense, timestamp=nonsense, uuid=nonsense)
    with tracker._context({"request_id": nonsense}):
        pass
    assert [one for one in kept["log"].deliveries if one.kind == "identify"] == []
    assert tracker.failures
    assert "SENTINEL" not in repr(tracker.failures)
    remembering(tracker, mode="strict")
    with pytest.raises(TypeError, match="is no event"):
        tracker.track(nonsense)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), {"a": float("-inf")}])
def test_a_number_that_is_not_finite_is_no_json(tracker: Tracker, value: Any) -> None:
    kept = remembering(tracker)
    tracker.send("timer.stopped", {"duration_seconds": value})
    assert kept["log"].deliveries == []
    assert "NaN or Infinity, which JSON does not know" in str(tracker.failures[0])


def test_strict_mode_names_the_value_that_cannot_be_written_and_no_other(tracker: Tracker) -> None:
    remembering(tracker, mode="strict")
    with pytest.raises(Refused) as refused:
        tracker.send("timer.stopped", {"duration_seconds": object(), "task_id": UNSET})
    assert [one.path for one in refused.value.problems] == ["/properties/duration_seconds"]


def test_what_is_said_of_a_person_goes_where_the_catalog_sends_it() -> None:
    known = {"$identify": {"destinations": ["posthog"]}, "$groupidentify": {"destinations": ["log"]}}
    named = {f"person.{name[1:]}": {**one, "aliases": [{"name": name}]} for name, one in known.items()}
    for events, expected in (
        ({"timer.stopped": TIMER}, {"log": ["identify", "group"], "posthog": ["identify", "group"]}),
        ({"timer.stopped": TIMER, **named}, {"log": ["group"], "posthog": ["identify"]}),
    ):
        tracker = tracker_of(events, **ABOUT)
        kept = remembering(tracker, ["log", "posthog"])
        view = tracker.of(user_id="42", consent=["analytics"])
        view._identify({"role": "admin"}, None)
        view._group("company", "7", {"size": 3})
        assert {name: [one.kind for one in to.deliveries] for name, to in kept.items()} == expected
