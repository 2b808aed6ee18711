"""Versions are computed from what changed and from what that breaks."""

from datetime import date
from pathlib import Path

import pytest

from catalog.baseline.release_file import encode_release, read_release
from catalog.gate.next_release import next_release
from catalog.gate.versions import bumps
from catalog.model.release import Release
from tests.gate.catalogs import SETTINGS, STOPPED, compared

TODAY = date(2026, 3, 1)
EVENT = "timer/stopped.yaml"


def released(folder: Path, *states: dict[str, str], day: date = TODAY) -> Release:
    """The release after these states of a catalog, one release for each."""
    last: Release | None = None
    before: dict[str, str] = {}
    for state in states:
        last, _ = next_release(last, compared(folder, before, state), day)
        before = state
    assert last is not None
    return last


def versions(release: Release) -> dict[str, str]:
    return {name: event.version for name, event in release.events.items()}


LONGER = STOPPED + "  note: {description: What was typed., type: string, maxLength: 80, data: none}\n"

STEPS = [
    # id, what becomes of the event, its version in the second release
    pytest.param(STOPPED, "1.0.0", id="nothing changed"),
    pytest.param(STOPPED.replace("is stopped", "was stopped"), "1.0.1", id="words are a patch"),
    pytest.param(LONGER, "1.1.0", id="an addition is minor"),
    pytest.param(STOPPED.replace("minimum: 0", "minimum: 1"), "2.0.0", id="a tightened limit is major"),
    pytest.param(STOPPED.replace("integer, minimum: 0", "integer"), "1.1.0", id="a loosened limit is minor"),
    pytest.param(STOPPED.replace("log, posthog", "log"), "2.0.0", id="a destination less is major"),
    pytest.param(STOPPED.replace("data: none", "data: user.behavior"), "1.1.0", id="a category is minor"),
]


@pytest.mark.parametrize(("after", "version"), STEPS)
def test_the_next_version_says_what_changed(after: str, version: str, tmp_path: Path) -> None:
    assert versions(released(tmp_path, {EVENT: STOPPED}, {EVENT: after})) == {"timer.stopped": version}


def test_a_name_that_was_kept_undeclared_is_an_addition_when_it_is_declared(tmp_path: Path) -> None:
    keeping = STOPPED + "undeclared: keep\n"
    longer = LONGER + "undeclared: keep\n"
    assert versions(released(tmp_path, {EVENT: keeping}, {EVENT: longer})) == {"timer.stopped": "1.1.0"}


def test_what_breaks_is_major_though_somebody_allows_it(tmp_path: Path) -> None:
    allowed = STOPPED.replace("minimum: 0", "minimum: 1")
    allowed += "allow: {breaking/constraint-tightened: nobody sends zero}\n"
    assert versions(released(tmp_path, {EVENT: STOPPED}, {EVENT: allowed})) == {"timer.stopped": "2.0.0"}


def test_an_event_that_was_removed_and_comes_again_goes_on_with_the_next_major(tmp_path: Path) -> None:
    other = {"timer/started.yaml": STOPPED}
    release = released(tmp_path, {EVENT: STOPPED, **other}, other, {EVENT: STOPPED, **other})
    assert versions(release) == {"timer.started": "1.0.0", "timer.stopped": "2.0.0"}
    assert release.events["timer.stopped"].removed is None


def test_a_removed_event_keeps_its_version_and_the_release_that_lost_it(tmp_path: Path) -> None:
    other = {"timer/started.yaml": STOPPED}
    release = released(tmp_path, {EVENT: STOPPED, **other}, other, other)
    assert (release.events["timer.stopped"].version, release.events["timer.stopped"].removed) == ("1.0.0", 2)


def test_a_change_that_is_reverted_before_a_release_has_no_version(tmp_path: Path) -> None:
    assert versions(released(tmp_path, {EVENT: STOPPED}, {EVENT: STOPPED})) == {"timer.stopped": "1.0.0"}


def test_a_change_that_is_reverted_after_a_release_is_a_change_of_its_own(tmp_path: Path) -> None:
    release = released(tmp_path, {EVENT: STOPPED}, {EVENT: LONGER}, {EVENT: STOPPED})
    assert versions(release) == {"timer.stopped": "2.0.0"}


def test_two_branches_that_change_one_event_make_one_version(tmp_path: Path) -> None:
    both = LONGER.replace("is stopped", "was stopped")
    assert versions(released(tmp_path, {EVENT: STOPPED}, {EVENT: both})) == {"timer.stopped": "1.1.0"}


def test_a_renamed_event_takes_its_version_along(tmp_path: Path) -> None:
    renamed = STOPPED + "aliases: [{name: timer.stopped}]\n"
    release = released(tmp_path, {EVENT: STOPPED}, {EVENT: LONGER}, {"timer/ended.yaml": renamed})
    assert release.events["timer.ended"].version.startswith("2.")
    assert release.events["timer.stopped"].removed == 3


def test_a_change_of_a_group_reaches_all_events_that_include_it(tmp_path: Path) -> None:
    group = "properties: {actor_id: {description: Who., type: integer, data: none}}\n"
    events = {f"timer/e{n}.yaml": STOPPED + "include: [actor]\n" for n in range(300)}
    before = {**events, "_groups/actor.yaml": group}
    after = {**events, "_groups/actor.yaml": group.replace("integer", "integer, minimum: 1")}
    comparison = compared(tmp_path, before, after)
    assert len(comparison.changes) == 1
    assert len(comparison.changes[0].reaches) == 300
    first, _ = next_release(None, compared(tmp_path, {}, before), TODAY)
    assert {str(bump.after) for bump in bumps(comparison, first)} == {"2.0.0"}


def test_an_older_major_is_kept_while_its_payloads_are_accepted(tmp_path: Path) -> None:
    keeping = {"catalog.yaml": SETTINGS + "accept_previous_days: 30\n"}
    tighter = {EVENT: STOPPED.replace("minimum: 0", "minimum: 1"), **keeping}
    release = released(tmp_path, {EVENT: STOPPED, **keeping}, tighter)
    (kept,) = release.majors["timer.stopped"]
    assert (kept.version, kept.since, kept.until) == ("1.0.0", 1, date(2026, 3, 31))
    assert kept.policy in release.policies
    later, _ = next_release(release, compared(tmp_path, tighter, tighter), date(2026, 4, 1))
    assert later.majors == {}
    assert later.policies == {}


def test_a_release_is_read_back_as_it_was_written(tmp_path: Path) -> None:
    keeping = {"catalog.yaml": SETTINGS + "accept_previous_days: 30\n"}
    tighter = {EVENT: STOPPED.replace("minimum: 0", "minimum: 1"), **keeping}
    release = released(tmp_path, {EVENT: STOPPED, **keeping}, tighter)
    assert read_release(encode_release(release)) == release
    assert (release.number, release.previous is None) == (2, False)
