"""The page about changes shows the very files that CI jobs are made of, and names what they accept."""

import re
import shutil
from pathlib import Path

import yaml

from catalog.cli.compared import allowed_in, seen_of, side_of
from catalog.cli.init import write_starter
from catalog.loading import load
from catalog.model.conditions import Key, Word
from catalog.model.settings import Mode
from catalog.rules.breaking.comparison import Comparison
from catalog.rules.breaking.rule import Category
from catalog.rules.breaking.runner import judge
from catalog.rules.breaking.table import BREAKING_RULES
from tests.docs.pages import ROOT, blocks_of

ADDED = "  extra: {description: Something new., type: integer, data: none}\n"
PAGE = ROOT / "docs" / "guide" / "changes.md"
TEXT = PAGE.read_text(encoding="utf-8")
BLOCKS = {block.title: block.body for block in blocks_of(TEXT) if block.title}


def first_cells(heading: str) -> set[str]:
    """The code in the first column of the table that begins with a heading."""
    table = re.search(rf"^\| {heading} \|.*\n\| ---.*\n((?:\|.*\n)+)", TEXT, re.MULTILINE)
    assert table
    return {code for row in table[1].splitlines() for code in re.findall(r"`([^`]+)`", row.split("|")[1])}


def test_the_job_for_gitlab_is_the_file_of_the_repository() -> None:
    assert BLOCKS[".gitlab-ci.yml"] == (ROOT / "docs/ci/gitlab.yml").read_text(encoding="utf-8")


def test_the_hooks_are_those_of_the_repository() -> None:
    known = {hook["id"] for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))}
    (repository,) = yaml.safe_load(BLOCKS[".pre-commit-config.yaml"])["repos"]
    assert {hook["id"] for hook in repository["hooks"]} == known


def test_the_workflow_gives_the_action_only_what_it_takes() -> None:
    action = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
    steps = yaml.safe_load(BLOCKS[".github/workflows/rollcall.yml"])["jobs"]["rollcall"]["steps"]
    assert set(steps[-1].get("with", {})) <= set(action["inputs"])


def test_every_condition_is_in_the_table() -> None:
    named = {code.partition(":")[0] for code in first_cells("condition")}
    assert named == {*(word.value for word in Word), *(key.value for key in Key)}


def test_every_mode_is_in_the_table() -> None:
    assert first_cells("mode") == {mode.value for mode in Mode}


def test_the_rules_that_only_some_modes_ask_for_are_in_the_table() -> None:
    (row,) = re.findall(
        r"^\| queries and tables: .*in `backward` nothing is said of it \|$", TEXT, re.MULTILINE
    )
    named = set(re.findall(r"`([a-z]+-[a-z]+)`", row))
    asked = [rule for rule in BREAKING_RULES if rule.is_forward]
    assert named == {rule.id.partition("/")[2] for rule in asked}
    assert {rule.category for rule in asked} == {Category.READER}


def test_readers_take_what_they_know(tmp_path: Path) -> None:
    """A new optional property, and `undeclared` that no longer refuses, pass in the mode `full`."""
    write_starter(tmp_path / "old")
    settings = tmp_path / "old" / "catalog.yaml"
    settings.write_text(settings.read_text() + "modes: {default: full}\nundeclared: refuse\n")
    shutil.copytree(tmp_path / "old", tmp_path / "new")
    changed = tmp_path / "new" / "catalog.yaml"
    changed.write_text(changed.read_text().replace("undeclared: refuse", "undeclared: keep"))
    event = tmp_path / "new" / "invoice" / "paid.yaml"
    event.write_text(event.read_text().replace("properties:\n", "properties:\n" + ADDED, 1))
    old, new = (load(tmp_path / name) for name in ("old", "new"))
    assert (old.findings, new.findings) == ((), ())
    found = judge(
        Comparison(old=side_of(old), new=side_of(new)),
        sources=new.sources,
        allowed=allowed_in(seen_of(new)),
    )
    assert not [one.finding for one in found if one.category in (Category.PAYLOAD, Category.READER)]
