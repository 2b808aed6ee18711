"""Whether what is judged is the branch that releases are made on, or one that is still under review."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from catalog.baseline.checkout import repository_of
from catalog.baseline.git import GitFailed, find_repository

_USUAL: Final = ("main", "master")
"""What the branch is called where the clone does not know its origin's."""


def is_on_main(here: Path, environment: Mapping[str, str]) -> bool:
    """Whether the branch of the work tree is the default one of its origin; no commit without a branch is.

    GitLab's jobs have no branch checked out, and say both in the environment:
    https://docs.gitlab.com/ci/variables/predefined_variables/
    """
    stated = environment.get("CI_COMMIT_BRANCH")
    if stated is not None:
        return stated == environment.get("CI_DEFAULT_BRANCH")
    if repository_of(here) is None:
        return False
    try:
        repository = find_repository(here, environment, here)
    except GitFailed:
        return False
    branch = repository.ask("symbolic-ref", "--quiet", "--short", "HEAD")
    default = repository.ask("symbolic-ref", "--quiet", "--short", "refs/remotes/origin/HEAD")
    return branch in ((default.removeprefix("origin/"),) if default else _USUAL)
