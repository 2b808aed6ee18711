"""Which branch counts as main: what is unreleased is an error there."""

from pathlib import Path

import pytest

from catalog.cli.main_branch import is_on_main
from tests.cli.test_scan_findings import git


def started(folder: Path, branch: str) -> Path:
    folder.mkdir()
    git(folder, "init", "-q", "-b", branch)
    (folder / "a.py").write_text("x = 1\n")
    git(folder, "add", ".")
    git(folder, "commit", "-qm", "one")
    return folder


def test_main_is_what_the_origin_calls_its_own(tmp_path: Path) -> None:
    origin = started(tmp_path / "origin", "trunk")
    git(tmp_path, "clone", "-q", str(origin), "clone")
    clone = tmp_path / "clone"
    assert is_on_main(clone, {})
    git(clone, "checkout", "-qb", "main")
    assert not is_on_main(clone, {})


def test_without_an_origin_main_has_its_usual_names(tmp_path: Path) -> None:
    folder = started(tmp_path / "here", "master")
    assert is_on_main(folder, {})
    git(folder, "checkout", "-qb", "feature")
    assert not is_on_main(folder, {})
    git(folder, "checkout", "-q", "--detach")
    assert not is_on_main(folder, {})
    assert not is_on_main(tmp_path, {})


@pytest.mark.parametrize(("branch", "expected"), [("trunk", True), ("feature", False)])
def test_a_job_without_a_branch_is_told_by_its_environment(
    branch: str, expected: bool, tmp_path: Path
) -> None:
    folder = started(tmp_path / "here", "main")
    said = {"CI_COMMIT_BRANCH": branch, "CI_DEFAULT_BRANCH": "trunk"}
    assert is_on_main(folder, said) is expected
