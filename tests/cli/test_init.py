"""`rollcall init`: a catalog to begin with, whole or not at all."""

import json
import os
import shutil
from pathlib import Path

import pytest

from catalog.cli import init
from catalog.cli.init import CannotWriteHere, write_starter
from tests.cli.command import Command, no_traceback


def test_the_starter_catalog_has_no_findings(rollcall: Command) -> None:
    assert rollcall("init").code == 0
    ended = rollcall("check", "--format", "json", "--no-cache")
    assert ended.code == 0
    assert json.loads(ended.out) == {
        "findings": [],
        "summary": {"errors": 0, "warnings": 0, "events": 2, "properties": 4},
    }


def test_every_file_of_the_starter_catalog_explains_itself(starter: Path) -> None:
    assert all("#" in path.read_text() for path in starter.rglob("*.yaml"))


def test_its_own_examples_are_accepted(rollcall: Command, starter: Path) -> None:
    (rollcall.folder / "in").write_text(
        '{"event": "account.signed_up", "properties": {"plan": "team", "app_version": "1.2.3"}}\n'
        '{"event": "invoice.paid", "properties": {"invoice_id": 1042, "days_open": 12, "method": null}}\n'
    )
    assert rollcall("validate", "in").out == "2 of 2 payloads accepted\n"


def test_what_was_written_is_listed(rollcall: Command) -> None:
    ended = rollcall("init", "roll", "--format", "json")
    said = json.loads(ended.out)
    assert said["folder"] == "roll"
    assert sorted(said["files"]) == sorted(
        path.relative_to("roll").as_posix() for path in Path("roll").rglob("*.yaml")
    )
    assert rollcall("init", "other").out.endswith("rollcall check --catalog other\n")


def test_a_place_that_cannot_be_written_to_is_named_as_it_was_given(rollcall: Command) -> None:
    ended = rollcall("init", "/proc/new")  # nobody can make a folder there, root neither
    assert ended.code == 2
    assert ended.err == "rollcall: /proc/new: no such file or directory\n"
    assert no_traceback(ended)


def test_an_empty_folder_is_filled(rollcall: Command) -> None:
    (rollcall.folder / "events").mkdir()
    assert rollcall("init").code == 0
    assert (rollcall.folder / "events" / "catalog.yaml").is_file()


@pytest.mark.parametrize("name", [".", "{here}"])
def test_the_working_directory_is_filled_and_stays_the_same_folder(name: str, rollcall: Command) -> None:
    before = rollcall.folder.stat().st_ino
    ended = rollcall("init", name.format(here=rollcall.folder))
    assert (ended.code, ended.err) == (0, "")
    assert rollcall.folder.stat().st_ino == before
    assert sorted(os.listdir(".")) == ["_context", "account", "catalog.yaml", "invoice"]
    assert rollcall("check", "--catalog", ".", "--no-cache").code == 0


@pytest.mark.parametrize("taken", ["file", "folder", "link", "broken link"])
def test_nothing_is_overwritten(taken: str, rollcall: Command) -> None:
    target = rollcall.folder / "events"
    match taken:
        case "file":
            target.write_text("mine")
        case "folder":
            target.mkdir()
            (target / ".mine").write_text("mine")
        case "link":
            (rollcall.folder / "elsewhere").mkdir()
            target.symlink_to("elsewhere")
        case _:
            target.symlink_to("nowhere")
    before = sorted(rollcall.folder.rglob("*"))
    ended = rollcall("init")
    assert (ended.code, ended.out) == (2, "")
    assert ended.err.startswith("rollcall: events: ")
    assert sorted(rollcall.folder.rglob("*")) == before


def test_the_folder_around_it_must_be_there(rollcall: Command) -> None:
    ended = rollcall("init", "a/b")
    assert ended.code == 2
    assert "there is no folder" in ended.err
    assert not list(rollcall.folder.iterdir())


def test_a_failure_half_way_leaves_nothing(
    rollcall: Command, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    broken = tmp_path / "starter"
    shutil.copytree(init._STARTER, broken)
    (broken / "zzz.yaml").symlink_to("nowhere")
    monkeypatch.setattr(init, "_STARTER", broken)
    with pytest.raises(OSError, match="No such file"):
        write_starter(rollcall.folder / "events")
    assert list(rollcall.folder.iterdir()) == []


def test_a_failure_half_way_leaves_an_existing_folder_empty(
    rollcall: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    renamed: list[str] = []
    really = os.rename

    def fails_at_the_third(source: Path, target: Path) -> None:
        if len(renamed) == 2:
            raise OSError(28, "No space left on device")
        really(source, target)
        renamed.append(target.name)

    monkeypatch.setattr(os, "rename", fails_at_the_third)
    ended = rollcall("init", ".")
    assert len(renamed) == 2
    assert (ended.code, ended.out) == (2, "")
    assert ended.err == "rollcall: .: no space left on device\n"
    assert os.listdir(".") == []


def test_files_get_the_usual_permissions(starter: Path) -> None:
    probe = starter.parent / "probe"
    probe.mkdir()
    assert starter.stat().st_mode == probe.stat().st_mode
    (probe / "file").write_text("")
    assert (starter / "catalog.yaml").stat().st_mode == (probe / "file").stat().st_mode


def test_an_error_says_what_would_be_right(tmp_path: Path) -> None:
    (tmp_path / "events").write_text("")
    with pytest.raises(CannotWriteHere, match="name a folder that does not exist yet"):
        write_starter(tmp_path / "events")


def test_a_name_with_control_characters_reaches_no_terminal(rollcall: Command) -> None:
    ended = rollcall("init", "a\x1b[31m")
    assert ended.code == 0
    assert "\x1b" not in ended.out
    assert no_traceback(ended)
    assert os.listdir(rollcall.folder) == ["a\x1b[31m"]
