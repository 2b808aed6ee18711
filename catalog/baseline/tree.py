"""A catalog's folder in a commit: its files as a listing, links followed inside the repository."""

import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from catalog.baseline.git import Entry, GitFailed, Repository
from catalog.loading.document import MAX_BYTES, Defect
from catalog.loading.folder import LEADS_BACK, NO_FILE, SETTINGS_FILE, TOO_LARGE

_MAX_LINKS: Final = 40
"""As Linux follows them, path_resolution(7)."""
_MAX_DEPTH: Final = 256
"""So many folders one below the other are looked into: git is asked for all of them in one command."""
_SUBMODULE: Final = Defect(
    rule="format/unreadable-file",
    message="a submodule, whose files are in another repository; a catalog lies in one",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a path leads to in a commit: the entry, the path without links, and the trees on the way."""

    entry: Entry
    path: str
    above: frozenset[str]


class CommitTree:
    """A commit of a repository, looked at as a tree of files."""

    def __init__(self, repository: Repository, commit: str) -> None:
        self.repository = repository
        self.commit = commit
        top = repository.ask("rev-parse", "--verify", "--quiet", f"{commit}^{{tree}}")
        if top is None:
            raise repository.failed(f"the tree of {commit} is missing")
        self._top = Entry("040000", top)

    def find(self, path: str) -> Found | None:
        """What a path from the top leads to, through links; None when there is nothing.

        Raises GitFailed where the path leads into a submodule.
        """
        for _ in range(_MAX_LINKS):
            parts = [part for part in path.split("/") if part not in ("", ".")]
            prefixes = ["/".join(parts[: length + 1]) for length in range(len(parts))]
            if len(prefixes) > _MAX_DEPTH:
                return None
            if not prefixes:
                return Found(entry=self._top, path="", above=frozenset({self._top.name}))
            entries = self.repository.entries(self.commit, "-t", paths=prefixes)
            above = {self._top.name}
            for prefix in prefixes:
                entry = entries.get(prefix)
                if entry is None or (not entry.is_tree and prefix != prefixes[-1] and entry.is_blob):
                    return None
                if entry.is_submodule:
                    raise GitFailed(
                        f"'{prefix}' is a submodule, whose files are in another repository; "
                        "read the catalog from there"
                    )
                if entry.is_link:
                    target = self._target(prefix, entry)
                    if target is None:
                        return None
                    path = posixpath.join(target, prefixes[-1][len(prefix) :].lstrip("/"))
                    break
                if entry.is_tree:
                    above.add(entry.name)
            else:
                return Found(entry=entries[prefixes[-1]], path=prefixes[-1], above=frozenset(above))
        return None

    def _target(self, path: str, link: Entry) -> str | None:
        """Where a link leads, from the top; None for a place outside the repository."""
        content = self.repository.contents([link.name], MAX_BYTES)[link.name] or b""
        target = content.decode("utf-8", "surrogateescape")
        joined = posixpath.normpath(posixpath.join(posixpath.dirname(path), target))
        if target.startswith("/") or "\0" in target or joined == ".." or joined.startswith("../"):
            return None
        return "" if joined == "." else joined

    def files(self, folder: Found) -> dict[str, bytes | Defect]:
        """Every file of a catalog's folder by its path in it; of files that are no YAML, the name alone."""
        blobs: dict[str, str] = {}
        found: dict[str, bytes | Defect] = {}
        for path, value in self._below(folder):
            if isinstance(value, Defect):
                found[path] = value
            elif path.endswith(".yaml") and path.count("/") <= 1:
                blobs[path] = value
            else:
                found[path] = b""
        contents = self.repository.contents(blobs.values(), MAX_BYTES)
        for path, name in blobs.items():
            content = contents[name]
            found[path] = TOO_LARGE if content is None else content
        return found

    def _below(self, folder: Found) -> Iterator[tuple[str, str | Defect]]:
        """Path → blob of a folder, or what is wrong there. Links count where a folder on disk has them."""
        for path, entry in self.repository.entries(folder.entry.name, "-r").items():
            depth = path.count("/")
            if entry.is_submodule:
                if depth == 0:
                    yield path, _SUBMODULE
            elif entry.is_blob:
                yield path, entry.name
            elif depth <= 1:
                yield from self._linked(folder, path, depth)

    def _linked(self, folder: Found, path: str, depth: int) -> Iterator[tuple[str, str | Defect]]:
        target = self._leading(f"{folder.path}/{path}")
        if path.endswith(".yaml"):
            yield path, NO_FILE if target is None or target.entry.is_tree else target.entry.name
        elif target is None or not target.entry.is_tree:
            return
        elif target.entry.name in folder.above:
            yield path, LEADS_BACK
        elif depth == 0:
            for below, entry in self.repository.entries(target.entry.name, "-r").items():
                if entry.is_blob:
                    yield f"{path}/{below}", entry.name
                elif entry.is_link and "/" not in below:
                    for name, value in self._linked(target, below, 1):
                        yield f"{path}/{name}", value

    def _leading(self, path: str) -> Found | None:
        try:
            return self.find(path)
        except GitFailed:  # into a submodule: a broken link
            return None

    def folders_with_settings(self) -> list[str]:
        """Every folder of the commit that has a catalog.yaml."""
        return [
            path.rpartition("/")[0]
            for path, entry in self.repository.entries(self.commit, "-r").items()
            if path.rpartition("/")[2] == SETTINGS_FILE and not entry.is_submodule
        ]

    def content(self, entry: Entry, max_bytes: int) -> bytes | None:
        """The content of a file; None when it has more than `max_bytes`."""
        return self.repository.contents([entry.name], max_bytes)[entry.name]

    def settings_of(self, folders: list[str]) -> Mapping[str, bytes]:
        """Folder → the content of its catalog.yaml."""
        found = {}
        for folder in folders:
            at = self.find(f"{folder}/{SETTINGS_FILE}")
            content = None if at is None or at.entry.is_tree else self.content(at.entry, MAX_BYTES)
            if content is not None:
                found[folder] = content
        return found
