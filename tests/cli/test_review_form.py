"""`rollcall diff --review-form`: what a reviewer gets for a realistic change of TimeTracker's catalog."""

import re
import shutil
from pathlib import Path

import pytest

from catalog.loading.embedded import embedded_catalog
from tests.cli.command import Command
from tests.cli.test_against import edit

GOLDEN = Path(__file__).parents[1] / "golden" / "review"

STOPPED = "timer/stopped.yaml"
NOTE = """\
  note:
    description: What the user typed when stopping, so that support can see why entries are empty.
    type: string
    maxLength: 500
    data: user.content
    destinations: [log]
    handling: {log: drop}
"""
NASTY = '{description: "<img src=x> | [a](b) `c|d`", type: string, maxLength: 9, data: user.content}'
USER = """\
  user_id: {description: Who stopped it., type: integer, minimum: 1, data: user.unique_id}
"""


@pytest.fixture
def before(rollcall: Command) -> Path:
    """TimeTracker's catalog as ./before, and the same as ./events, which the tests change."""
    shutil.copytree(embedded_catalog(), rollcall.folder / "before")
    shutil.copytree(embedded_catalog(), rollcall.folder / "events")
    return rollcall.folder / "before"


def form(rollcall: Command) -> str:
    return rollcall("diff", "before", "events", "--review-form").out


def test_the_form_of_a_change_is_filled_in_where_the_catalog_knows(rollcall: Command, before: Path) -> None:
    events = rollcall.folder / "events"
    edit(events / STOPPED, ("properties:\n", f"properties:\n{NOTE}{USER}"))
    edit(events / STOPPED, ("maximum: 2147483647", "maximum: 86400"))
    edit(
        events / "timer" / "started.yaml",
        ("description: Whether notes were written.", "description: Whether notes were typed."),
    )
    settings = events / "catalog.yaml"
    lead, posthog, rest = settings.read_text().partition("\n  posthog:")
    settings.write_text(lead + posthog + rest.replace("retention_days: 365", "retention_days: 730", 1))
    assert form(rollcall) == (GOLDEN / "form.md").read_text(encoding="utf-8")


def test_what_the_catalog_does_not_say_is_left_to_a_person(rollcall: Command, before: Path) -> None:
    (rollcall.folder / "events" / "timer" / "paused.yaml").write_text(
        "destinations: [posthog]\nproperties:\n  who: {type: string, maxLength: 9}\n"
    )
    text = form(rollcall)
    assert "| timer.paused | who (new) | ✎ | ✎ unclassified | prohibited | posthog: dropped |" in text
    assert "✎ No purpose is stated" in text
    assert "Answers for it: ✎ no owner is named" in text


def test_a_new_event_is_reviewed_with_all_that_it_carries(rollcall: Command, before: Path) -> None:
    events = rollcall.folder / "events"
    (events / "timer" / "paused.yaml").write_text((events / STOPPED).read_text())
    rows = re.findall(r"^\| timer\.paused \| (\w+) \(new\) \|", form(rollcall), re.MULTILINE)
    assert "duration_seconds" in rows
    assert len(rows) == len(set(rows)) == 6


def test_what_is_no_longer_collected_is_no_question_but_a_change(rollcall: Command, before: Path) -> None:
    (rollcall.folder / "events" / STOPPED).unlink()
    text = form(rollcall)
    assert "No property is collected that was not" in text
    assert "| timer.stopped | the event is gone |" in text


def test_a_property_of_a_context_is_reviewed_once(rollcall: Command, before: Path) -> None:
    edit(
        rollcall.folder / "events" / "_context" / "request.yaml",
        (
            "properties:\n",
            "properties:\n  agent: {description: It., type: string, maxLength: 99, data: user.telemetry}\n",
        ),
    )
    rows = [line for line in form(rollcall).splitlines() if line.startswith("| request | context agent")]
    assert len(rows) == 1


def test_nothing_of_a_catalog_acts_as_markup(rollcall: Command, before: Path) -> None:
    edit(
        rollcall.folder / "events" / STOPPED,
        (
            "properties:\n",
            f"properties:\n  note: {NASTY}\n",
        ),
    )
    text = form(rollcall)
    assert "<img" not in text
    assert "[a](b)" not in text
    row = next(line for line in text.splitlines() if line.startswith("| timer.stopped | note"))
    assert len(re.findall(r"(?<!\\)\|", row)) == 7


def test_a_catalog_without_changes_needs_no_review(rollcall: Command, before: Path) -> None:
    assert form(rollcall).endswith("\n\nNothing changed, so there is nothing to review.\n")


@pytest.mark.parametrize("more", [["--approvals"], ["--format", "json"], ["--json-schema"]])
def test_a_form_is_asked_for_by_itself(more: list[str], rollcall: Command, before: Path) -> None:
    ended = rollcall("diff", "before", "events", "--review-form", *more)
    assert (ended.code, ended.out) == (2, "")
