"""The files of the folders that are scanned: walked once, with what is passed over and why."""

import os
import stat
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, NamedTuple

from catalog.baseline.checkout import repository_of
from catalog.codegen.output import MANIFEST, ManifestUnreadable, generated_in
from catalog.errors import CatalogError
from catalog.scan.ignoring import Ignoring, ignoring_of

MAX_BYTES: Final = 2_000_000
"""A larger file is what a program made: a bundle, a table of data."""


GENERATED: Final = "a generated tracker: its calls stand where it is used"
NO_SOURCE: Final = "no Python, JavaScript or TypeScript by its name"


class NothingToScan(CatalogError):
    """A path that was to be scanned is not there, or nobody may read it."""

    def __init__(self, path: str, reason: str) -> None:
        self.path = path
        self.reason = reason
        super().__init__(f"{path}: {reason}")


class Stamp(NamedTuple):
    """What changes with a file, cheap to look at."""

    size: int
    modified: int
    changed: int
    inode: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Skipped:
    """A file that was not read, or a folder that was not walked."""

    path: str
    reason: str


@dataclass(slots=True, kw_only=True)
class Tree:
    """Every source file under some folders, by the path that people see, with `/`."""

    stamps: dict[str, Stamp] = field(default_factory=dict)
    """In the order of the walk; a file that is unusual in any way is in `skipped` instead."""
    skipped: list[Skipped] = field(default_factory=list)
    folder: Path = field(default_factory=Path)
    """Where relative paths begin."""
    tops: list[str] = field(default_factory=list)
    """Checkouts, or sources in none, seen from outside: what lies above them says nothing of a file."""
    generated: dict[str, str] = field(default_factory=dict)
    """Files of generated trackers, which are not read for calls, with the folder of each tracker."""
    _called: dict[str, list[str]] = field(default_factory=dict)
    _looked: dict[str, bool] = field(default_factory=dict)
    _lists: dict[str, frozenset[str]] = field(default_factory=dict)

    def has(self, path: str) -> bool:
        """Whether there is a file under this path, in the tree or beside it."""
        if path in self.stamps:
            return True
        found = self._looked.get(path)
        if found is None:
            found = self._looked[path] = (self.folder / path).is_file()
        return found

    def called(self, name: str) -> tuple[str, ...]:
        """Every file of the tree with this name, whatever its folder."""
        if not self._called:
            for path in (*self.stamps, *self.generated):
                self._called.setdefault(path.rpartition("/")[2], []).append(path)
        return tuple(self._called.get(name, ()))

    def tracker_of(self, path: str) -> str | None:
        """The folder of the generated tracker that a file belongs to; None where people wrote it."""
        known = self.generated.get(path)
        if known is not None or path in self.stamps:
            return known
        folder = path.rpartition("/")[0]  # it lies beside what is scanned
        while folder:
            if self.has(f"{folder}/{MANIFEST}"):
                if folder not in self._lists:
                    self._lists[folder] = _listed(self.folder / folder, folder)
                return folder if path in self._lists[folder] else None
            folder = folder.rpartition("/")[0]
        return None

    def from_top(self, path: str) -> str:
        """A path as seen from the top of its checkout, if that is looked at from outside."""
        found = [top for top in self.tops if path.startswith(f"{top}/")]
        return path[len(max(found, key=len)) + 1 :] if found else path

    def content(self, path: str) -> bytes:
        """The bytes of a file. Raises OSError."""
        return (self.folder / path).read_bytes()


def walk(sources: Iterable[Path], here: Path, is_source: Callable[[str], bool]) -> Tree:
    """The source files under folders, or those that were named themselves, in the order of their names.

    `here` is the working directory: paths below it are seen from there. Raises NothingToScan.
    """
    tree = Tree(folder=here)
    for source in sources:
        absolute = Path(os.path.abspath(here / source))
        shown = absolute.relative_to(here).as_posix() if absolute.is_relative_to(here) else source.as_posix()
        try:
            status = absolute.stat()
        except OSError as error:
            raise NothingToScan(str(source), (error.strerror or "unreadable").lower()) from None
        top = _seen_from_outside(absolute, here, is_folder=stat.S_ISDIR(status.st_mode))
        if top is not None:
            tree.tops.append(shown.removesuffix(absolute.relative_to(top).as_posix()).rstrip("/"))
        if stat.S_ISDIR(status.st_mode):
            real = Path(os.path.realpath(absolute))
            prefix = "" if shown == "." else f"{shown.rstrip('/')}/"
            around = next((one for one in real.parents if (one / MANIFEST).is_file()), None)
            if around is not None and _is_all_generated(around, real):
                tree.skipped.append(Skipped(path=shown, reason=GENERATED))
                continue
            _Walk(tree, is_source, str(real), prefix).folder(str(real), "", ignoring_of(real))
        else:
            # What is named is read, whatever ignores it.
            if is_source(absolute.name):
                _note(tree, shown, status, is_source=True)
            else:
                tree.skipped.append(Skipped(path=shown, reason=NO_SOURCE))
    return tree


def _seen_from_outside(source: Path, here: Path, *, is_folder: bool) -> Path | None:
    """The top of a source's checkout, else the source's own folder; None where we are inside of it."""
    folder = source if is_folder else source.parent
    top = repository_of(folder)
    if top is None and not source.is_relative_to(here):
        top = folder
    return None if top is None or here.is_relative_to(top) else top


class _Walk:
    """One walk over a folder; links are not followed, since what they lead to inside it is met anyway."""

    def __init__(self, tree: Tree, is_source: Callable[[str], bool], top: str, prefix: str) -> None:
        self._tree = tree
        self._is_source = is_source
        self._top = top
        self._prefix = prefix

    def folder(self, path: str, below: str, ignoring: Ignoring) -> None:
        waiting = [(path, below, ignoring)]
        while waiting:
            path, below, ignoring = waiting.pop()
            waiting += reversed(self._entries(path, below, ignoring))

    def _entries(self, path: str, below: str, ignoring: Ignoring) -> list[tuple[str, str, Ignoring]]:
        try:
            with os.scandir(path) as listed:
                entries = sorted(listed, key=lambda entry: entry.name)
        except OSError as error:
            self._skip(below.rstrip("/") or ".", (error.strerror or "unreadable").lower())
            return []
        self._generated(path, below, entries)
        folders = []
        for entry in entries:
            shown = below + entry.name
            if self._prefix + shown in self._tree.generated:
                continue
            is_source = self._is_source(entry.name)
            if entry.is_symlink():
                is_folder = _leads_to_folder(entry)
                if (is_folder or is_source) and not ignoring.has(entry.path, is_folder=is_folder):
                    self._link(entry, shown)
            elif entry.is_dir(follow_symlinks=False):
                if not ignoring.has(entry.path, is_folder=True):
                    folders.append((entry.path, shown + "/", ignoring.below(entry.path)))
            elif is_source and not ignoring.has(entry.path, is_folder=False):
                try:
                    status = entry.stat(follow_symlinks=False)
                except OSError as error:
                    self._skip(shown, (error.strerror or "unreadable").lower())
                    continue
                _note(self._tree, self._prefix + shown, status, is_source=True)
        return folders

    def _generated(self, path: str, below: str, entries: "list[os.DirEntry[str]]") -> None:
        """Note the files of a tracker that was generated into a folder."""
        if all(entry.name != MANIFEST for entry in entries):
            return
        shown = self._prefix + below
        try:
            names = generated_in(Path(path))
        except (ManifestUnreadable, OSError):
            self._skip(below + MANIFEST, "no list of generated files, so what lies beside it is read")
            return
        folder = shown.rstrip("/") or "."
        self._tree.generated.update((shown + name, folder) for name in names)
        self._skip(below.rstrip("/") or ".", GENERATED)

    def _link(self, entry: "os.DirEntry[str]", shown: str) -> None:
        target = os.path.realpath(entry.path)
        if target == entry.path or not os.path.exists(target):
            self._skip(shown, "a link that leads nowhere")
        elif (entry.path + "/").startswith(target.rstrip("/") + "/"):
            self._skip(shown, "a link that leads back to a folder around it")
        elif target.startswith(self._top.rstrip("/") + "/"):
            self._skip(shown, "a link to what is met where it lies")
        else:
            self._skip(shown, "a link that leads out of the folder")

    def _skip(self, shown: str, reason: str) -> None:
        self._tree.skipped.append(Skipped(path=self._prefix + shown, reason=reason))


def _is_all_generated(tracker: Path, folder: Path) -> bool:
    """Whether a folder below that of a tracker is one of its own."""
    inside = folder.relative_to(tracker).as_posix()
    return any(name.startswith(f"./{inside}/") for name in _listed(tracker, "."))


def _listed(folder: Path, shown: str) -> frozenset[str]:
    try:
        return frozenset(f"{shown}/{name}" for name in generated_in(folder))
    except (ManifestUnreadable, OSError):
        return frozenset()


def _leads_to_folder(entry: "os.DirEntry[str]") -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link to itself
        return False


def _note(tree: Tree, path: str, status: os.stat_result, *, is_source: bool) -> None:
    if not stat.S_ISREG(status.st_mode):
        if is_source:
            tree.skipped.append(Skipped(path=path, reason="no regular file"))
    elif status.st_size > MAX_BYTES:
        size = f"{status.st_size / 1e6:.1f} MB"
        tree.skipped.append(
            Skipped(path=path, reason=f"{size}, more than the {MAX_BYTES // 1_000_000} MB that people write")
        )
    else:
        tree.stamps[path] = Stamp(status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino)
