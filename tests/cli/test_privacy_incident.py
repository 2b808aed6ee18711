"""The patch of an incident: tools apply it, the catalog stays clean, and nothing leaves any more."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

import catalog
from catalog.loading.embedded import embedded_catalog
from catalog.privacy.choice import rows_meant
from catalog.privacy.datamap import data_map
from tests.cli.command import Command

GOLDEN = Path(__file__).parents[1] / "golden" / "privacy"
CATEGORIES = (
    "user",
    "user.contact",
    "user.contact.email",
    "user.unique_id",
    "user.content",
    "user.device.ip",
)
PROPERTIES = ("reason", "closed_at", "shared_with", "ride.metres", "station", "app_version", "email", "ip")
IDENTITIES = ("distinct_id", "groups.station", "user.unique_id.pseudonymous")
OF_TIMETRACKER = (
    "user.account",
    "user.account.access",
    "user.unique_id",
    "user.behavior",
    "system.operations",
    "username",
    "filters_applied",
    "target_user_id",
    "install_id",
    "distinct_id",
    "$user_id",
)


@pytest.fixture
def bikes(rollcall: Command) -> Path:
    events = rollcall.folder / "events"
    shutil.copytree(GOLDEN / "events", events)
    return events


def applied(program: list[str], patch: str, folder: Path) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        program, input=patch, cwd=folder, text=True, capture_output=True, check=False, timeout=60
    )


def left_of(events: Path, name: str) -> list[str]:
    """What of a name still leaves."""
    loaded = catalog.load(events)
    rows = rows_meant(loaded.snapshot, data_map(loaded.snapshot, loaded.definitions).rows, name)
    return [f"{row.destination} {row.path}" for row in rows if row.leaves]


def tightens(name: str, events: Path, rollcall: Command) -> None:
    """The whole law of a patch: it applies, keeps the catalog clean, and lets nothing of the name leave."""
    assert left_of(events, name)
    before = findings_of(rollcall)
    ended = rollcall("privacy", "incident", name, "--format", "diff")
    assert ended.code == 0
    done = applied(["git", "apply", "-"], ended.out, rollcall.folder)
    assert done.returncode == 0, done.stderr
    assert left_of(events, name) == []
    new = findings_of(rollcall) - before
    assert not [found for found in new if found[0] == "error"], ended.out
    said = (
        f"newly finds 0 errors and {len(new)} warning" if new else "finds nothing that it does not find now"
    )
    assert said in ended.err


def findings_of(rollcall: Command) -> set[tuple[str, ...]]:
    """What a check finds, without lines, which a patch moves."""
    found = json.loads(rollcall("check", "--no-cache", "--format", "json").out)["findings"]
    return {(one["severity"], one["rule"], one["path"], one["message"]) for one in found}


@pytest.mark.parametrize("name", [*CATEGORIES, *PROPERTIES, *IDENTITIES])
def test_a_patch_of_the_worked_catalog_tightens(name: str, rollcall: Command, bikes: Path) -> None:
    tightens(name, bikes, rollcall)


@pytest.mark.parametrize("name", OF_TIMETRACKER)
def test_a_patch_of_the_timetracker_s_catalog_tightens(name: str, rollcall: Command) -> None:
    events = rollcall.folder / "events"
    shutil.copytree(embedded_catalog(), events)
    tightens(name, events, rollcall)


def test_a_finding_that_says_the_same_of_the_same_place_in_other_words_is_not_new(
    rollcall: Command, bikes: Path
) -> None:
    file = bikes / "rental" / "ended.yaml"
    soft = "  mail: {type: string, maxLength: 99, data: user.contact.email, handling: {insight: mask}}\n"
    file.write_text(file.read_text().replace("  ride:\n", f"{soft}  ride:\n"))
    before = findings_of(rollcall)
    ended = rollcall("privacy", "incident", "user.contact.email", "--format", "diff")
    assert applied(["git", "apply", "-"], ended.out, rollcall.folder).returncode == 0
    after = findings_of(rollcall)
    soft_now, soft_then = (
        {one for one in some if one[1] == "pii/softer-handling"} for some in (after - before, before - after)
    )
    assert len(soft_now) == len(soft_then) == 1
    assert "newly finds 0 errors and 2 warnings" in ended.err  # of other entries that are of no use now
    assert "pii/softer-handling" not in ended.err


def test_a_patch_keeps_comments_and_every_other_line(rollcall: Command, bikes: Path) -> None:
    text = (bikes / "catalog.yaml").read_text()
    patch = rollcall("privacy", "incident", "user.contact", "--format", "diff").out
    applied(["git", "apply", "-"], patch, rollcall.folder)
    changed = (bikes / "catalog.yaml").read_text()
    assert "user.contact: drop   # support asks for the shape alone" in changed
    assert sum(a != b for a, b in zip(text.splitlines(), changed.splitlines(), strict=True)) == 2


@pytest.mark.parametrize("program", [["git", "apply", "--check", "-"], ["patch", "-p1", "--dry-run"]])
def test_the_whole_report_can_be_given_to_patch_programs(
    rollcall: Command, bikes: Path, program: list[str]
) -> None:
    if program[0] != "git" and shutil.which(program[0]) is None:
        pytest.skip(f"{program[0]} is not on this machine; git has tried the same patch")
    report = rollcall("privacy", "incident", "user.contact").out
    done = applied(program, report, rollcall.folder)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("ending", ["\r\n", "\n"])
def test_a_file_keeps_its_line_ends_and_its_missing_last_one(
    ending: str, rollcall: Command, bikes: Path
) -> None:
    file = bikes / "_entities" / "person.yaml"
    text = file.read_text().rstrip("\n").replace("\n", ending)
    file.write_bytes(text.encode())
    ended = rollcall.process("privacy", "incident", "email", "--format", "diff")
    assert "\\ No newline at end of file\n" in ended.out
    done = subprocess.run(
        ["git", "apply", "-"], input=ended.out.encode(), cwd=rollcall.folder, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr
    changed = file.read_bytes().decode()
    assert changed.count(ending) == text.count(ending)
    assert changed.endswith("handling: {insight: drop, ledger: drop}}")


def test_a_catalog_elsewhere_is_patched_from_the_folder_that_it_lies_in(
    rollcall: Command, tmp_path: Path
) -> None:
    other = tmp_path / "some where"
    shutil.copytree(GOLDEN / "events", other / "events")
    ended = rollcall("privacy", "incident", "reason", "--catalog", str(other / "events"), "--format", "diff")
    assert "paths of the patch begin in " in ended.err
    assert applied(["git", "apply", "-"], ended.out, other).returncode == 0
    assert left_of(other / "events", "reason") == []


def test_a_folder_with_a_space_in_its_name_can_be_patched(rollcall: Command) -> None:
    shutil.copytree(GOLDEN / "events", rollcall.folder / "our events")
    ended = rollcall("privacy", "incident", "reason", "--catalog", "our events", "--format", "diff")
    done = applied(["git", "apply", "-"], ended.out, rollcall.folder)
    assert done.returncode == 0, done.stderr
    assert left_of(rollcall.folder / "our events", "reason") == []


def test_what_a_file_does_not_allow_is_left_to_people(rollcall: Command, bikes: Path) -> None:
    file = bikes / "_entities" / "person.yaml"
    file.write_text(
        "properties:\n"
        "  email: &mail {description: Receipts., type: string, maxLength: 254, data: user.contact.email}\n"
        "  other: *mail\n"
    )
    ended = rollcall("privacy", "incident", "other", "--format", "diff")
    assert (ended.code, ended.out) == (1, "")  # a pipe into `git apply` must not look as if all were well
    assert "an alias stands for the value; write it out; do it by hand" in ended.err
    assert "the patch does not keep all of it from " in ended.err


def test_an_incident_in_one_event_says_when_others_change_too(rollcall: Command, bikes: Path) -> None:
    ended = rollcall("privacy", "incident", "station", "--event", "rental.ended", "--format", "diff")
    assert "other events change too: the patch touches events/_groups/ride.yaml" in ended.err
    ended = rollcall("privacy", "incident", "reason", "--event", "account.closed", "--format", "diff")
    assert "other events" not in ended.err


def test_what_goes_nowhere_is_told_with_the_places_to_look(rollcall: Command, bikes: Path) -> None:
    ended = rollcall("privacy", "incident", "note")
    assert ended.code == 0
    assert "By this catalog no destination gets it" in ended.out
    assert "---" not in ended.out
    assert "insight      note        rental.ended  90 days" in ended.out
    said = json.loads(rollcall("privacy", "incident", "note", "--format", "json").out)
    assert (said["patch"], said["destinations"]) == ("", [])
    assert [one["destination"] for one in said["kept_out"]] == ["ledger", "insight"]


def test_an_incident_names_events_and_properties_as_the_destination_knows_them(
    rollcall: Command, bikes: Path
) -> None:
    file = bikes / "rental" / "ended.yaml"
    file.write_text(file.read_text() + 'send_as: {insight: "Rental Ended"}\n')
    said = json.loads(rollcall("privacy", "incident", "ride.metres", "--format", "json").out)
    there = {one["destination"]: one for one in said["destinations"]}
    assert there["insight"]["events"] == ["Rental Ended"]
    assert [one["sent_as"] for one in there["insight"]["properties"]] == ["ride.distance"]
    assert there["ledger"]["events"] == ["rental.ended"]
