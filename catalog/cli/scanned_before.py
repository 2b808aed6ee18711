"""What the same scan finds in another commit: its files beside the work tree, which is not touched."""

import os
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from catalog.baseline.git import GitFailed, Repository, find_repository
from catalog.baseline.moved import NotInRevision
from catalog.baseline.reading import Baseline, read_reference
from catalog.baseline.reference import Folder, Git
from catalog.baseline.revision import UnknownRevision, commit_of
from catalog.baseline.surroundings import Surroundings
from catalog.baseline.tree import CommitTree
from catalog.cli.scanned import Judging, Lines, findings_of
from catalog.codegen.output import MANIFEST
from catalog.errors import CatalogError, NotACatalog
from catalog.findings import Finding
from catalog.rules.usage.since import added, stood
from catalog.scan.languages import language_of
from catalog.scan.scan import Scan
from catalog.scan.tree import MAX_BYTES

_BATCH: Final = 500
_SETTINGS: Final = ("tsconfig", "jsconfig", "package")
"""How the JSON files begin that say what imports mean."""

Scanner = Callable[[Sequence[Path], Path], Scan]
"""Scans sources under a working directory as the command was told to."""


class NotInRepository(CatalogError):
    """The working directory is in no work tree, so no commit has its files."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Before:
    """A commit, and the sources that are scanned in it as they are scanned now."""

    revision: str
    sources: Sequence[Path]
    here: Path


def new_since(
    findings: Sequence[Finding], before: Before, judging: Judging, scanner: Scanner, cache: Path | None
) -> tuple[Finding, ...]:
    """The findings that the same scan of a commit does not have, wherever their lines and files have gone.

    The commit is judged beside its own catalog, so that a call is new when its event has gone; beside the one
    of now where it had none. Raises GitFailed, UnknownRevision and NotInRepository.
    """
    repository = find_repository(before.here, os.environ, before.here)
    revision = before.revision.removeprefix("git:")
    commit = commit_of(repository, revision)
    inside = repository.path_of(before.here)
    if inside is None or repository.work_tree is None:
        raise NotInRepository(f"{before.here} is in no work tree, so --against cannot look at it before")
    renames = _renames(repository, commit, inside)
    with _checked_out(repository, commit) as (top, paths):
        here = top / inside
        here.mkdir(parents=True, exist_ok=True)
        # A file that has gone since may be where a call was that is now in another one.
        gone = [path for path in paths if not os.path.lexists(repository.work_tree / path)]
        wanted = [
            Path(os.path.relpath(path, inside or ".")) for path in gone if language_of(path) is not None
        ]
        sources = [source for source in (*_relative(before), *wanted) if (here / source).exists()]
        if not sources:
            return tuple(findings)
        then = replace(judging, catalog=_catalog_then(judging, commit, before.here, cache), baseline=None)
        old = findings_of(scanner(sources, here), then, here)
        lines = Lines(here)
        known = [stood(finding, lines.of, _now(finding.path, here, renames)) for finding in old]
    lines = Lines(before.here)
    compared = [(one, stood(one, lines.of, _now(one.path, before.here, {}))) for one in findings]
    return added(compared, known)


def _renames(repository: Repository, commit: str, inside: str) -> dict[str, str]:
    """The same as git's, seen from the working directory."""
    return {
        os.path.relpath(old, inside or "."): os.path.relpath(new, inside or ".")
        for old, new in repository.renames(commit).items()
    }


def _now(path: str, here: Path, renames: Mapping[str, str]) -> str:
    """The path of a file seen from the working directory, as it is called now."""
    seen = os.path.relpath(here / path, here)
    return renames.get(seen, seen)


def _relative(before: Before) -> Iterator[Path]:
    for source in before.sources:
        yield Path(os.path.relpath(before.here / source, before.here))


def _catalog_then(judging: Judging, commit: str, here: Path, cache: Path | None) -> Baseline:
    origin = judging.catalog.origin
    if not isinstance(origin, Folder):
        return judging.catalog
    around = Surroundings(here=here, catalog=here / origin.path, environment=os.environ, cache_folder=cache)
    try:
        return read_reference(Git(revision=commit, path=None), around, with_release=False)
    except (NotACatalog, NotInRevision, UnknownRevision, GitFailed):
        return judging.catalog  # none yet, or it lies in another repository


@contextmanager
def _checked_out(repository: Repository, commit: str) -> Iterator[tuple[Path, Collection[str]]]:
    """The source files of a commit, and what says what their imports mean, in a folder that goes again.

    With the paths of those files, seen from the top.
    """
    entries = CommitTree(repository, commit).repository.entries(commit, "-r")
    wanted = {path: entry.name for path, entry in entries.items() if entry.is_blob and _is_wanted(path)}
    with TemporaryDirectory(prefix="rollcall-") as name:
        top = Path(os.path.realpath(name))
        (top / ".git").mkdir()  # so that a .gitignore above the sources holds as it does in the work tree
        paths = iter(wanted)
        while batch := [*islice(paths, _BATCH)]:
            _write(top, batch, repository, wanted)
        yield top, wanted


def _write(top: Path, batch: Collection[str], repository: Repository, wanted: dict[str, str]) -> None:
    contents = repository.contents((wanted[path] for path in batch), MAX_BYTES)
    for path in batch:
        content = contents[wanted[path]]
        if content is not None:
            target = top / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)


def _is_wanted(path: str) -> bool:
    name = path.rpartition("/")[2]
    is_settings = name.endswith(".json") and name.startswith(_SETTINGS)
    return is_settings or name in (".gitignore", MANIFEST) or language_of(name) is not None
