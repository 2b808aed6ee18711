"""Where a reference is read from, and what it leads to now, told without loading it."""

import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from catalog.baseline.git import GitFailed, Repository, find_repository
from catalog.baseline.reference import Folder, Git, Reference, ReleaseFile, Remote

if TYPE_CHECKING:  # a result that was kept needs no loading
    from catalog.loading.shared import Shared


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What a reference is read from: our folder, the current catalog's folder, the environment, a cache.

    `catalog` need not exist. `cache_folder` None keeps nothing between runs.
    """

    here: Path
    catalog: Path
    environment: Mapping[str, str]
    cache_folder: Path | None = None
    shared: "Shared | None" = None
    """What catalogs that are read from here have alike."""

    def repository(self) -> Repository:
        """The repository that the current catalog lies in, else the one that we are in. Raises GitFailed."""
        catalog = self.here / self.catalog
        return find_repository(catalog if catalog.is_dir() else self.here, self.environment, self.here)


def stamp_of(reference: Reference, around: Surroundings) -> bytes | None:
    """A digest of what a reference leads to: the same one, the same catalog and the same release.

    None where only loading tells, or where loading will say what is wrong. It costs a hundredth of loading,
    so that a result which was kept beside it need not be found again.
    """
    match reference:
        case ReleaseFile():
            try:
                content = (around.here / reference.path).read_bytes()
            except OSError:
                return None
            return hashlib.sha256(b"release\0" + content).digest()
        case Git():
            return _of_commit(reference, around)
        case Folder() | Remote():
            return None


def _of_commit(reference: Git, around: Surroundings) -> bytes | None:
    try:
        repository = around.repository()
        commit = repository.commit(reference.revision)
    except GitFailed:
        return None
    path = reference.path
    if path is None or path.startswith("./"):
        folder = around.here / (around.catalog if path is None else path)
        path = repository.path_of(Path(os.path.normpath(folder)))
    if commit is None or path is None:
        return None
    # Where a moved catalog is found depends on the work tree too.
    settings = PurePosixPath(path, "catalog.yaml").as_posix()
    if reference.path is None and settings not in repository.entries(commit, "-t", paths=[settings]):
        return None
    return hashlib.sha256(
        repr((str(repository.folder), commit, path)).encode("utf-8", "surrogateescape")
    ).digest()
