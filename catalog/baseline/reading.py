"""A catalog by reference, loaded: from a folder, a release file, a commit or a registry."""

import os
from dataclasses import dataclass

from catalog.baseline.moved import folder_in
from catalog.baseline.reference import Folder, Git, Reference, ReleaseFile, Remote, parse_reference
from catalog.baseline.release_catalog import loaded_release
from catalog.baseline.release_file import MAX_BYTES, RELEASE_NAME, NotARelease, read_release
from catalog.baseline.remote import fetch
from catalog.baseline.revision import commit_of
from catalog.baseline.surroundings import Surroundings
from catalog.baseline.tree import CommitTree, Found
from catalog.errors import NotACatalog
from catalog.loading.cache import ParseCache
from catalog.loading.folder import SETTINGS_FILE
from catalog.loading.listing import Listing
from catalog.loading.load import Loaded, load, load_tree
from catalog.model.release import Release

__all__ = ["Baseline", "Commit", "Origin", "Surroundings", "read_reference"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Commit:
    """A catalog in a commit: where it was found, from the top of the repository, and in which commit."""

    revision: str
    commit: str
    path: str

    def __str__(self) -> str:
        return f"git:{self.revision}:{self.path}"


Origin = Folder | ReleaseFile | Commit | Remote


@dataclass(frozen=True, slots=True, kw_only=True)
class Baseline:
    """A catalog that was read by reference, as far as it could be.

    `release` is the release that the reference means, or the one that lies in the folder or in the commit
    beside the catalog's files; None without one. `remark` says which folder was taken when it is not the one
    that the reference names.
    """

    loaded: Loaded
    release: Release | None
    origin: Origin
    is_release: bool = False
    """Whether the reference means the release itself."""
    remark: str | None = None

    @property
    def shown(self) -> str:
        """The reference as a person would write it."""
        return str(self.origin)

    @property
    def digest(self) -> str:
        """What a lock holds on to: the digest of the release that is meant, else that of the catalog."""
        if self.is_release and self.release is not None:
            return self.release.digest
        return self.loaded.snapshot.digest

    def place_of(self, path: str) -> str:
        """A file of the catalog as a report calls it."""
        if self.is_release:
            return f"{self.origin}#{path}"
        match self.origin:
            case Folder():
                return (self.origin.path / path).as_posix()
            case Commit():
                return f"{self.origin}/{path}" if self.origin.path else f"{self.origin}{path}"
            case ReleaseFile() | Remote():
                return f"{self.origin}/{path}"

    def file_of(self, path: str) -> str:
        """The file that stands for a file of the catalog, where somebody opens files and knows no references.

        Of a commit it is the one in the work tree, as seen from its top; of a release, the release itself.
        """
        match self.origin:
            case Folder():
                return self.place_of(path)
            case Commit() if self.is_release:
                return self.origin.path
            case Commit():
                return f"{self.origin.path}/{path}" if self.origin.path else path
            case ReleaseFile():
                return self.origin.path.as_posix()
            case Remote():
                return str(self.origin)


def read_reference(
    reference: str | Reference, around: Surroundings, *, with_release: bool = True
) -> Baseline:
    """Load the catalog that a reference means.

    `with_release` False leaves the release beside a catalog's files unread. What is wrong with files is a
    finding of the loaded catalog; a reference that leads to no catalog raises NoReference, NotACatalog,
    NotARelease, GitFailed, UnknownRevision or NoRegistryClient.
    """
    if isinstance(reference, str):
        reference = parse_reference(reference, around.here)
    match reference:
        case Folder():
            return _of_folder(reference, around, with_release=with_release)
        case ReleaseFile():
            return _of_file(reference, around)
        case Git():
            return _of_commit(reference, around, with_release=with_release)
        case Remote():
            return _of_registry(reference, around)


def _of_folder(reference: Folder, around: Surroundings, *, with_release: bool) -> Baseline:
    folder = around.here / reference.path
    try:
        loaded = load(folder, cache_folder=around.cache_folder, shared=around.shared)
    except NotACatalog as error:
        raise NotACatalog(str(reference.path), error.reason) from None
    release = None
    if with_release and os.path.lexists(folder / RELEASE_NAME):
        release = read_release(folder / RELEASE_NAME, str(reference.path / RELEASE_NAME))
    return Baseline(loaded=loaded, release=release, origin=reference)


def _of_file(reference: ReleaseFile, around: Surroundings) -> Baseline:
    if reference.path.suffix in (".yaml", ".yml"):
        raise NotACatalog(
            str(reference.path),
            "a catalog is a folder with a catalog.yaml, or a release file; this is neither",
        )
    release = read_release(around.here / reference.path, str(reference.path))
    return Baseline(loaded=loaded_release(release), release=release, origin=reference, is_release=True)


def _of_commit(reference: Git, around: Surroundings, *, with_release: bool) -> Baseline:
    repository = around.repository()
    tree = CommitTree(repository, commit_of(repository, reference.revision))
    found, remark = folder_in(tree, reference, around.here, around.here / around.catalog)
    origin = Commit(revision=reference.revision, commit=tree.commit, path=found.path)
    if not found.entry.is_tree:
        release = _release_in(tree, found, str(origin))
        return Baseline(loaded=loaded_release(release), release=release, origin=origin, is_release=True)
    files = tree.files(found)
    if SETTINGS_FILE not in files:
        raise NotACatalog(str(origin), f"there is no {SETTINGS_FILE} in that folder, so it is no catalog")
    identity = f"git:{repository.folder}:{found.path}".encode("utf-8", "surrogateescape")
    cache = None if around.cache_folder is None else ParseCache(around.cache_folder, identity)
    beside = tree.find(f"{found.path}/{RELEASE_NAME}") if with_release and RELEASE_NAME in files else None
    return Baseline(
        loaded=load_tree(Listing(str(origin), files), cache, around.shared),
        release=None if beside is None else _release_in(tree, beside, f"{origin}/{RELEASE_NAME}"),
        origin=origin,
        remark=remark,
    )


def _release_in(tree: CommitTree, found: Found, shown: str) -> Release:
    content = tree.content(found.entry, MAX_BYTES)
    if content is None:
        raise NotARelease(shown, f"more than {MAX_BYTES:,} bytes, which no release has")
    return read_release(content, shown)


def _of_registry(reference: Remote, around: Surroundings) -> Baseline:
    content = fetch(reference)
    if isinstance(content, bytes):
        release = read_release(content, str(reference))
        return Baseline(loaded=loaded_release(release), release=release, origin=reference, is_release=True)
    loaded = load_tree(Listing(str(reference), content), shared=around.shared)
    return Baseline(loaded=loaded, release=None, origin=reference)
