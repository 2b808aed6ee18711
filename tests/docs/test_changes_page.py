"""The page about changes shows the very files that CI jobs are made of, and names what they accept."""

import re

import yaml

from catalog.model.conditions import Key, Word
from catalog.model.settings import Mode
from tests.docs.pages import ROOT, blocks_of

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
