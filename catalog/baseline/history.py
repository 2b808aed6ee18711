"""The releases before the last one, from git's history of the file that holds it."""

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import msgspec

from catalog.baseline.git import GitFailed, Repository, find_repository
from catalog.baseline.reading import Baseline, Commit
from catalog.baseline.reference import Folder, ReleaseFile, Remote
from catalog.baseline.release_file import MAX_BYTES, RELEASE_NAME, read_release
from catalog.baseline.surroundings import Surroundings
from catalog.errors import CatalogError
from catalog.model.release import Release

_BLOB: Final = re.compile(r"^:[0-7]{6} [0-7]{6} [0-9a-f]+ ([0-9a-f]{40,64}) ", re.MULTILINE)
"""One side of a change in `git log --raw`, see git-diff-tree(1): the content after it."""
_LOG: Final = ("log", "--format=", "--raw", "--no-abbrev", "--no-show-signature", "--no-ext-diff", "-m")


class NoHistory(CatalogError):
    """A release before the last one cannot be found; `digest` is the one that is named."""

    def __init__(self, path: str, digest: str, advice: str) -> None:
        self.digest = digest
        super().__init__(f"{path}: the release before it, digest {digest}, cannot be found: {advice}")


class _Head(msgspec.Struct):
    """What identifies a release, read without the rest of it."""

    digest: str


def earlier_releases(base: Baseline, around: Surroundings) -> tuple[Release, ...]:
    """The releases before the one that a reference leads to, the newest first, down to number 1.

    Each release names the digest of the one before it, so that no commit can slip in another one. They are
    looked for in git's history of the release file, through renames of its folder. Raises NoHistory with the
    command that helps, GitFailed, and what reading a release raises.
    """
    release = base.release
    if release is None or release.previous is None:
        return ()
    shown, path, revision = _file_of(base, around, release.previous)
    try:
        repository = find_repository(path.parent, around.environment, around.here)
    except GitFailed as error:
        raise NoHistory(shown, release.previous, f"it is looked for in git's history; {error}") from None
    known: dict[str, bytes] = {}
    found: list[Release] = []
    sought: str | None = release.previous
    candidates = _contents(repository, path, revision)
    while sought is not None:
        while sought not in known:
            content = next(candidates, None)
            if content is None:
                raise NoHistory(shown, sought, _advice(repository, revision))
            known[_digest_in(content)] = content
        one = read_release(known[sought], f"release {sought[:12]} in the history of {shown}")
        found.append(one)
        sought = one.previous
    return tuple(found)


def _file_of(base: Baseline, around: Surroundings, sought: str) -> tuple[str, Path, str]:
    """What messages call the release file, where it lies in the work tree, and from which commit to look."""
    match base.origin:
        case Folder(path=path):
            return str(path / RELEASE_NAME), around.here / path / RELEASE_NAME, "HEAD"
        case ReleaseFile(path=path):
            return str(path), around.here / path, "HEAD"
        case Commit(commit=commit, path=inside):
            repository = around.repository()
            top = repository.work_tree or repository.folder
            file = inside if base.is_release else f"{inside}/{RELEASE_NAME}".lstrip("/")
            return f"git:{base.origin.revision}:{file}", top / file, commit
        case Remote():
            raise NoHistory(
                base.shown, sought, "a registry's older releases are not read; name a git: reference"
            )


def _contents(repository: Repository, path: Path, revision: str) -> Iterator[bytes]:
    """Every content that the file ever had, the newest first; through renames when that is not enough."""
    top = repository.work_tree or repository.folder
    inside = Path(os.path.normpath(path)).relative_to(top) if path.is_relative_to(top) else None
    file = repository.path_of(path.parent)
    shown = str(inside) if inside is not None else f"{file}/{path.name}".lstrip("/")
    told: set[str] = set()
    for option in ("--full-history", "--follow"):
        listed = repository.ask(*_LOG, option, revision, "--", shown) or ""
        names = [
            name for name in dict.fromkeys(_BLOB.findall(listed)) if name.strip("0") and name not in told
        ]
        told.update(names)
        for name in names:
            content = repository.contents([name], MAX_BYTES)[name]
            if content is not None:
                yield content


def _digest_in(content: bytes) -> str:
    """The digest that a release states; empty for what is none."""
    try:
        return msgspec.json.decode(content, type=_Head).digest
    except (msgspec.DecodeError, RecursionError):
        return ""


def _advice(repository: Repository, revision: str) -> str:
    if repository.ask("rev-parse", "--is-shallow-repository") == "true":
        return "this clone is shallow; get its history with: git fetch --unshallow"
    return f"no commit up to {revision[:12]} has it; commit every release"
