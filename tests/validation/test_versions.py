"""A release judges payloads by the version that they were sent under, or by any that is still accepted."""

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from catalog.gate.next_release import next_release
from catalog.model.names import EventName
from catalog.model.release import Release
from catalog.privacy.keys import Keyring
from catalog.validation import Outcome, Validator
from catalog.validation.loosened import lets_out_more, loosened
from catalog.validation.redactor import Redactor, Refused
from tests.gate.catalogs import SETTINGS, compared

TODAY = date(2026, 3, 1)
LAST = date(2026, 3, 31)
KEEPING = SETTINGS + "accept_previous_days: 30\n"
EVENT = "timer/stopped.yaml"
FIRST = """\
description: A running timer is stopped.
destinations: [log]
properties:
  duration: {description: Length of the entry., type: integer, minimum: 0, data: none}
  note: {description: What was typed., type: string, maxLength: 80, data: user.content}
"""
SECOND = FIRST.replace("minimum: 0", "minimum: 10")
THIRD = FIRST.replace("type: integer, minimum: 0", "type: string, maxLength: 9")


def released(folder: Path, *states: dict[str, str]) -> Release:
    """The release after these states of a catalog; every break is released, whoever would allow it."""
    last: Release | None = None
    before: dict[str, str] = {"catalog.yaml": states[0].get("catalog.yaml", KEEPING)}
    for state in states:
        after = {"catalog.yaml": KEEPING, **state}
        last, _ = next_release(last, compared(folder, before, after), TODAY)
        before = after
    assert last is not None
    return last


def sent(duration: object, **envelope: object) -> bytes:
    return json.dumps({"event": "timer.stopped", "properties": {"duration": duration}, **envelope}).encode()


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Release:
    """Three majors of one event: a number from 0, a number from 10, a text."""
    return released(tmp_path_factory.mktemp("releases"), {EVENT: FIRST}, {EVENT: SECOND}, {EVENT: THIRD})


@pytest.mark.parametrize(
    ("payload", "outcome", "version"),
    [
        pytest.param(sent("long"), "accepted", "3.0.0", id="the current one"),
        pytest.param(sent(20), "accepted", "2.0.0", id="the newest that takes it"),
        pytest.param(sent(5), "accepted", "1.0.0", id="the oldest that is kept"),
        pytest.param(sent(-5), "refused", "3.0.0", id="none takes it, so the current one says why"),
        pytest.param(sent(20, release="1"), "accepted", "1.0.0", id="stamped with the first release"),
        pytest.param(sent(5, release="2"), "refused", "2.0.0", id="stamped, and wrong for its own release"),
        pytest.param(sent(5, release="3"), "refused", "3.0.0", id="stamped with the current release"),
        pytest.param(sent("long", release="1"), "refused", "1.0.0", id="newer than its stamp allows"),
        pytest.param(sent(5, release="9"), "accepted", "1.0.0", id="a release that is not known is no stamp"),
        pytest.param(sent(5, release="v1"), "accepted", "1.0.0", id="the release of the application"),
        pytest.param(b'{"event": "timer.stopped"', "malformed", None, id="malformed is malformed"),
        pytest.param(b'{"event": "timer.gone", "properties": {}}', "unknown", None, id="unknown is unknown"),
    ],
)
def test_a_payload_is_judged_by_its_version(
    payload: bytes, outcome: str, version: str | None, release: Release
) -> None:
    verdict = Validator(release).validate(payload)
    assert (verdict.outcome, verdict.version) == (outcome, version)


def test_an_older_major_ends_after_its_last_day(release: Release) -> None:
    assert Validator(release, today=LAST).validate(sent(5)).outcome is Outcome.ACCEPTED
    assert Validator(release, today=date(2026, 4, 1)).validate(sent(5)).outcome is Outcome.REFUSED


def test_today_may_be_a_moment_and_is_nothing_else(release: Release) -> None:
    moment = datetime(LAST.year, LAST.month, LAST.day, 23, tzinfo=UTC)
    assert Validator(release, today=moment).validate(sent(5)).outcome is Outcome.ACCEPTED
    wrong: Any = 5
    with pytest.raises(TypeError, match="today is a datetime"):
        Validator(release, today=wrong)


def test_a_stream_is_judged_alike(release: Release) -> None:
    found = list(Validator(release).validate_lines(b"\n".join((sent("a"), sent(20), sent(5)))))
    assert [verdict.version for verdict in found] == ["3.0.0", "2.0.0", "1.0.0"]


def test_without_a_release_there_is_no_version(release: Release, tmp_path: Path) -> None:
    snapshot = compared(tmp_path, {EVENT: FIRST}, {EVENT: SECOND}).new.snapshot
    assert Validator(snapshot).validate(sent(20)).version is None


def test_a_renamed_event_is_known_by_its_older_name(tmp_path: Path) -> None:
    renamed = SECOND + "aliases: [{name: timer.halted}]\n"
    halted = FIRST + "wire: timer.halted\n"
    release = released(tmp_path, {EVENT: halted}, {"timer/ended.yaml": renamed})
    payload = json.dumps({"event": "timer.halted", "properties": {"duration": 3}}).encode()
    verdict = Validator(release).validate(payload)
    assert (verdict.outcome, verdict.event, verdict.version) == ("accepted", "timer.ended", "1.0.0")


STRICTER_NOW = KEEPING.replace(
    "log: {description: The application's log.}",
    "log: {description: The application's log., receives: [none], otherwise: {user.content: truncate}, "
    "truncate: {characters: 3}}",
)


@pytest.mark.parametrize(
    ("then", "now"),
    [
        pytest.param(KEEPING, STRICTER_NOW, id="stricter now"),
        pytest.param(STRICTER_NOW, KEEPING.replace("accept", "drift: report\naccept"), id="stricter then"),
    ],
)
def test_an_older_payload_is_handled_by_the_stricter_of_then_and_now(
    then: str, now: str, tmp_path: Path
) -> None:
    release = released(tmp_path, {"catalog.yaml": then, EVENT: FIRST}, {"catalog.yaml": now, EVENT: SECOND})
    payload = {"event": "timer.stopped", "properties": {"duration": 5, "note": "Call Jane Sentinel"}}
    left = Redactor(release, Keyring("k", {"k": b"0" * 32})).judge(payload, "log")
    assert left.verdict.version == "1.0.0"
    assert left.payload is not None
    properties = left.payload["properties"]
    assert isinstance(properties, dict)
    assert "Sentinel" not in str(properties.get("note"))


def test_a_payload_that_no_version_takes_does_not_leave(release: Release) -> None:
    with pytest.raises(Refused):
        Redactor(release).redact(sent(-5), "log")


DROPPING = FIRST.replace("data: user.content}", "data: user.content, handling: {log: drop}}")
CUTTING = FIRST.replace("data: user.content}", "data: user.content, handling: {log: truncate}}")
OTHERWISE = KEEPING.replace(
    "log: {description: The application's log.}",
    "log: {description: The application's log., receives: [none], otherwise: {user.content: drop}}",
)


@pytest.mark.parametrize(
    ("states", "changes"),
    [
        pytest.param(({EVENT: DROPPING}, {EVENT: CUTTING}), "the property's handling", id="a property"),
        pytest.param(
            ({"catalog.yaml": OTHERWISE, EVENT: FIRST}, {"catalog.yaml": KEEPING, EVENT: FIRST}),
            "what the destination receives",
            id="the destination",
        ),
        pytest.param(({EVENT: DROPPING}, {EVENT: CUTTING}, {EVENT: FIRST}), "twice", id="twice"),
        pytest.param(
            ({EVENT: DROPPING}, {EVENT: CUTTING}, {EVENT: CUTTING.replace("minimum: 0", "minimum: 1")}),
            "and a break after it",
            id="and then a break",
        ),
    ],
)
def test_what_was_sent_before_a_handling_was_softened_is_handled_as_then(
    states: tuple[dict[str, str], ...], changes: str, tmp_path: Path
) -> None:
    release = released(tmp_path, *states)
    redactor = Redactor(release)
    left = {}
    for number in range(1, len(states) + 1):
        properties = {"duration": 5, "note": "Call Jane Sentinel"}
        payload = {"event": "timer.stopped", "release": str(number), "properties": properties}
        left[number] = redactor.redact(payload, "log")["properties"]
    assert left[1] == {"duration": 5}, changes
    assert left[len(states)] != left[1], "what is sent now is handled as now"


def test_words_keep_no_older_version(tmp_path: Path) -> None:
    release = released(tmp_path, {EVENT: DROPPING}, {EVENT: DROPPING + "owner: time\n"})
    assert release.majors == {}
    assert release.events["timer.stopped"].since == 1


@pytest.mark.parametrize(
    ("old", "new", "is_softer"),
    [
        pytest.param(FIRST, CUTTING, False, id="stricter"),
        pytest.param(CUTTING, FIRST, True, id="softer"),
        pytest.param(
            CUTTING.replace("truncate", "mask"), CUTTING.replace("truncate", "hash"), True, id="neither"
        ),
        pytest.param(DROPPING, SECOND.partition("  note")[0], False, id="gone"),
    ],
)
def test_a_softer_handling_is_one_under_which_more_leaves(
    old: str, new: str, is_softer: bool, tmp_path: Path
) -> None:
    settings = {"catalog.yaml": KEEPING}
    pair = compared(tmp_path, {**settings, EVENT: old}, {**settings, EVENT: new})
    before, after = (one.snapshot.events[EventName("timer.stopped")] for one in (pair.old, pair.new))
    around = loosened(pair.old.snapshot, pair.new.snapshot)
    assert lets_out_more(before, after, around) is is_softer
