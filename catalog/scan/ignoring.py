""".gitignore as git reads it: nested files, those above the folder that is scanned, and .git/info/exclude."""

from pathlib import Path
from typing import Final

import pathspec

from catalog.baseline.checkout import repository_of

_NEVER: Final = frozenset(
    {
        *(".git", ".hg", ".svn", ".tox", ".nox", ".venv", ".mypy_cache", ".pytest_cache", ".ruff_cache"),
        *("__pycache__", "node_modules", "bower_components", "site-packages"),
    }
)
"""Folders that hold nobody's own source code, whether or not a .gitignore says so."""


class Ignoring:
    """What is ignored in one folder: the files of patterns that hold there, each with where it begins."""

    def __init__(self, specs: tuple[tuple[str, pathspec.GitIgnoreSpec], ...] = ()) -> None:
        self._specs = specs

    def below(self, folder: str) -> "Ignoring":
        """What is ignored in a folder that lies in this one, an absolute path."""
        spec = _spec_of(Path(folder, ".gitignore"))
        return self if spec is None else Ignoring((*self._specs, (folder.rstrip("/") + "/", spec)))

    def has(self, path: str, *, is_folder: bool) -> bool:
        """Whether a file or folder is ignored; the nearest file that says anything decides."""
        if is_folder and path.rpartition("/")[2] in _NEVER:
            return True
        for start, spec in reversed(self._specs):
            said = spec.check_file(path[len(start) :] + ("/" if is_folder else "")).include
            if said is not None:
                return said
        return False


def ignoring_of(folder: Path) -> Ignoring:
    """What the repository around an absolute folder ignores in it."""
    top = repository_of(folder)
    if top is None:
        return Ignoring().below(str(folder))
    exclude = _spec_of(top / ".git" / "info" / "exclude")
    found = Ignoring(() if exclude is None else ((f"{top}/".replace("//", "/"), exclude),))
    between = [place for place in (folder, *folder.parents) if place.is_relative_to(top)]
    for place in reversed(between):
        found = found.below(str(place))
    return found


def _spec_of(path: Path) -> pathspec.GitIgnoreSpec | None:
    try:
        lines = path.read_text("utf-8", "replace").splitlines()
    except OSError:
        return None
    if not any(line.strip() and not line.startswith("#") for line in lines):
        return None
    return pathspec.GitIgnoreSpec.from_lines(_readable(lines))


def _readable(lines: list[str]) -> list[str]:
    """The patterns that can be read: git passes over the others without a word."""
    found = []
    for line in lines:
        try:
            pathspec.GitIgnoreSpec.from_lines([line])
        except ValueError:
            continue
        found.append(line)
    return found
