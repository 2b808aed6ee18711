"""What older versions that a release keeps do to breaks: a warning only where they accept what is lost."""

from datetime import date
from pathlib import Path

import pytest

from catalog.findings import Severity
from catalog.gate.assessment import Assessment, assess
from catalog.gate.next_release import next_release
from catalog.model.release import Release
from catalog.rules.allowed import Allowed
from catalog.validation import Outcome, Validator
from tests.gate.catalogs import SETTINGS, STOPPED, compared, loaded, side

TODAY = date(2026, 3, 1)
LATER = date(2026, 3, 11)

EVENT = "timer/stopped.yaml"
LOOSE = STOPPED
TIGHT = STOPPED.replace("minimum: 0", "minimum: 1")
FRESH = LOOSE + "  fresh: {description: Fresh., type: integer, minimum: 0, data: none}\n"

Files = dict[str, str]


def with_days(files: Files, days: int = 30) -> Files:
    return {**files, "catalog.yaml": f"{SETTINGS}accept_previous_days: {days}\n"}


def release_of(folder: Path, *catalogs: Files, today: date = TODAY) -> Release:
    """The release of the last of these catalogs, each of which was released."""
    release: Release | None = None
    before: Files = {}
    for files in catalogs:
        release, _ = next_release(release, compared(folder, before, files), today)
        before = files
    assert release is not None
    return release


def assessed(
    folder: Path,
    before: Files,
    after: Files,
    release: Release | None = None,
    released: Files | None = None,
    today: date = TODAY,
) -> Assessment:
    """Two catalogs; `released` is the release's where that is not the older one."""
    place = folder / f"assessed-{len(list(folder.iterdir()))}"
    new = loaded(place / "after", after)
    return assess(
        side(loaded(place / "before", before)),
        side(new),
        sources=new.sources,
        allowed=Allowed((), {}),
        today=today,
        release=release,
        released=None if released is None else side(loaded(place / "released", released)),
    )


def told(assessment: Assessment, rule: str) -> tuple[Severity, str]:
    (found,) = [one.finding for one in assessment.judgements if one.finding.rule == f"breaking/{rule}"]
    return found.severity, found.message


def test_what_the_release_in_force_accepts_warns_and_says_how_long(tmp_path: Path) -> None:
    before, after = with_days({EVENT: LOOSE}), with_days({EVENT: TIGHT})
    found = assessed(tmp_path, before, after, release_of(tmp_path, before))
    severity, message = told(found, "constraint-tightened")
    assert severity is Severity.WARNING
    assert message.endswith(
        "not yet: such payloads are accepted for 30 days after the next release (accept_previous_days)"
    )


def test_without_a_release_no_older_version_accepts_anything(tmp_path: Path) -> None:
    found = assessed(tmp_path, with_days({EVENT: LOOSE}), with_days({EVENT: TIGHT}))
    severity, message = told(found, "constraint-tightened")
    assert severity is Severity.ERROR
    assert "not yet" not in message


def test_what_was_never_released_is_refused_at_once(tmp_path: Path) -> None:
    released, before = with_days({EVENT: LOOSE}), with_days({EVENT: FRESH})
    after = with_days({EVENT: TIGHT})
    found = assessed(tmp_path, before, after, release_of(tmp_path, released), released)
    assert told(found, "property-removed")[0] is Severity.ERROR
    assert told(found, "constraint-tightened")[0] is Severity.WARNING


def test_an_event_that_was_never_released_has_no_older_version(tmp_path: Path) -> None:
    group = "description: Who acts.\nproperties:\n  actor: {description: Who., type: integer, data: none}\n"
    including = LOOSE.replace("destinations:", "include: [actor]\ndestinations:")
    released = with_days({EVENT: including, "_groups/actor.yaml": group})
    before = {**released, "timer/started.yaml": including}
    tighter = group.replace("type: integer", "type: integer, minimum: 0")
    after = {**before, "_groups/actor.yaml": tighter}
    release = release_of(tmp_path, released)
    assert (
        told(assessed(tmp_path, before, after, release, released), "constraint-tightened")[0]
        is Severity.ERROR
    )
    both = release_of(tmp_path, before)
    assert told(assessed(tmp_path, before, after, both), "constraint-tightened")[0] is Severity.WARNING


@pytest.mark.parametrize(("then", "now"), [(0, 30), (30, 0)], ids=["raised", "taken back"])
def test_a_branch_does_not_excuse_its_own_break(then: int, now: int, tmp_path: Path) -> None:
    before, after = with_days({EVENT: LOOSE}, then), with_days({EVENT: TIGHT}, now)
    severity, message = told(
        assessed(tmp_path, before, after, release_of(tmp_path, before)), "constraint-tightened"
    )
    assert severity is Severity.ERROR
    assert message.endswith("counts from the next comparison on") is (now > then)


def test_an_event_may_say_so_itself_from_the_next_comparison_on(tmp_path: Path) -> None:
    own = "accept_previous_days: 7\n"
    for before, after, level in (
        (LOOSE, own + TIGHT, Severity.ERROR),
        (own + LOOSE, own + TIGHT, Severity.WARNING),
        (own + LOOSE, TIGHT, Severity.ERROR),
    ):
        old, new = {EVENT: before}, {EVENT: after}
        found = assessed(tmp_path, old, new, release_of(tmp_path, old))
        assert told(found, "constraint-tightened")[0] is level


def test_what_no_longer_goes_to_a_destination_is_refused_there_at_once(tmp_path: Path) -> None:
    before = with_days({EVENT: LOOSE})
    after = with_days({EVENT: LOOSE.replace("[log, posthog]", "[log]")})
    found = assessed(tmp_path, before, after, release_of(tmp_path, before))
    assert told(found, "destination-dropped")[0] is Severity.ERROR


def test_an_event_that_is_removed_is_refused_at_once(tmp_path: Path) -> None:
    before = with_days({EVENT: LOOSE, "timer/started.yaml": LOOSE})
    after = with_days({EVENT: LOOSE})
    found = assessed(tmp_path, before, after, release_of(tmp_path, before))
    assert told(found, "event-removed")[0] is Severity.ERROR


def test_a_version_that_is_kept_already_ends_on_its_own_day(tmp_path: Path) -> None:
    first, second = with_days({EVENT: LOOSE}), with_days({EVENT: TIGHT})
    release = release_of(tmp_path, first, second)
    # main goes back to the first version and a branch to the second: what it loses, the first accepts
    found = assessed(tmp_path, first, second, release, second, today=LATER)
    severity, message = told(found, "constraint-tightened")
    assert severity is Severity.WARNING
    assert "accepted until 2026-03-31 (accept_previous_days)" in message
    over = assessed(tmp_path, first, second, release, second, today=date(2026, 4, 1))
    assert told(over, "constraint-tightened")[0] is Severity.ERROR


def test_what_is_said_to_last_is_accepted_by_the_next_release(tmp_path: Path) -> None:
    before, after = with_days({EVENT: FRESH}), with_days({EVENT: TIGHT})
    last = release_of(tmp_path, before)
    following, _ = next_release(last, compared(tmp_path, before, after), TODAY)
    validator = Validator(following, today=TODAY)
    lasting = [one for one in assessed(tmp_path, before, after, last).judgements if one.lasting is not None]
    assert len(lasting) == 2
    for judgement in lasting:
        for proof in judgement.breach.proofs:
            assert validator.validate(proof.text.encode(), proof.destination).outcome is Outcome.ACCEPTED


ALIASED = "aliases: [{name: order_old}]\n"


def test_a_retired_event_is_refused_at_once_where_it_does_not_go_any_more(tmp_path: Path) -> None:
    before = with_days({EVENT: ALIASED + LOOSE})
    after = with_days({EVENT: "status: retired\n" + LOOSE.replace("[log, posthog]", "[log]")})
    last = release_of(tmp_path, before)
    found = assessed(tmp_path, before, after, last)
    severity, message = told(found, "destination-dropped")
    assert severity is Severity.ERROR
    assert "not yet" not in message
    assert told(found, "event-retired")[0] is Severity.WARNING
    assert told(found, "name-dropped")[0] is Severity.WARNING
    following, _ = next_release(last, compared(tmp_path, before, after), TODAY)
    validator = Validator(following, today=TODAY)
    for judgement in found.judgements:
        for proof in judgement.breach.proofs:
            accepted = validator.validate(proof.text.encode(), proof.destination).outcome is Outcome.ACCEPTED
            assert accepted is (judgement.lasting is not None)


def test_a_retired_event_lasts_only_where_each_of_its_destinations_takes_it(tmp_path: Path) -> None:
    required = LOOSE.replace("data: none", "required: true, data: none")
    refused = required.replace("data: none", "data: none, handling: {posthog: refuse}")
    before, after = with_days({EVENT: required}), with_days({EVENT: "status: retired\n" + refused})
    last = release_of(tmp_path, before)
    found = assessed(tmp_path, before, after, last)
    following, _ = next_release(last, compared(tmp_path, before, after), TODAY)
    validator = Validator(following, today=TODAY)
    (retired,) = [one for one in found.judgements if one.finding.rule == "breaking/event-retired"]
    assert {proof.destination for proof in retired.breach.proofs} == {None, "log", "posthog"}
    outcomes = [
        validator.validate(proof.text.encode(), proof.destination).outcome for proof in retired.breach.proofs
    ]
    assert (retired.lasting is not None) is (set(outcomes) == {Outcome.ACCEPTED})
