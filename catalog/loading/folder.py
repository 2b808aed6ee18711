"""A catalog's folder: which files it has, and what each of them defines."""

import errno
import os
import stat
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

from catalog.errors import NotACatalog
from catalog.findings import Kind
from catalog.loading.document import MAX_BYTES, Defect
from catalog.model.names import MAX_NAME_LENGTH, EventName, event_name

SETTINGS_FILE: Final = "catalog.yaml"
FOLDERS: Final[dict[str, Kind]] = {"_groups": "group", "_context": "context", "_entities": "entity"}


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceFile:
    """One file of a catalog: its path from the catalog's folder, what it defines and under which name."""

    path: str
    kind: Kind
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Misplaced:
    """A path that defines nothing, with what is wrong about it."""

    path: str
    defect: Defect


def path_of_event(name: EventName) -> str:
    """The file that defines an event, from the catalog's folder."""
    resource, _, action = name.partition(".")
    return f"{resource}/{action}.yaml"


def path_of(kind: Kind, name: str) -> str:
    """The file that defines something, from the catalog's folder."""
    match kind:
        case "settings":
            return SETTINGS_FILE
        case "event":
            return path_of_event(EventName(name))
        case "group" | "context" | "entity":
            folder = next(folder for folder, kind_ in FOLDERS.items() if kind_ == kind)
            return f"{folder}/{name}.yaml"


NO_FILE: Final = Defect(rule="format/unreadable-file", message="not a regular file, or a broken link")
TOO_LARGE: Final = Defect(
    rule="format/too-large", message=f"the file has more than {MAX_BYTES:,} bytes; split it"
)
LEADS_BACK: Final = Defect(
    rule="format/stray-file",
    message="a link that leads back to the catalog's own folder, or to one around it; delete it",
)


class Entry(Protocol):
    """One name in a folder; an `os.DirEntry` is one."""

    @property
    def name(self) -> str:
        """The name, without the folder."""
        ...

    def is_dir(self, *, follow_symlinks: bool = True) -> bool:
        """Whether it is a folder, or a link to one where links are followed."""
        ...

    def is_symlink(self) -> bool:
        """Whether it is a link."""
        ...


class Tree(Protocol):
    """Where the files of a catalog lie, on disk or wherever they were read from; paths are from its top."""

    @property
    def shown(self) -> str:
        """The tree as a person calls it."""
        ...

    def entries(self, folder: str) -> Sequence[Entry]:
        """The names in a folder, sorted; the top is "". Raises OSError, and ValueError for no name at all."""
        ...

    def fault(self, folder: str, entry: Entry) -> Defect | None:
        """Why nothing can be read through an entry, although it looks like a folder."""
        ...

    def yaml_below(self, folder: str) -> Iterable[str]:
        """The YAML files anywhere below a folder."""
        ...

    def read(self, path: str) -> bytes | Defect:
        """The bytes of a file, or why they cannot be had."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Disk:
    """A catalog's folder; `contents` holds what somebody has just read of its files, by path."""

    root: Path
    contents: Mapping[str, bytes]

    @property
    def shown(self) -> str:
        """The folder's path."""
        return str(self.root)

    def entries(self, folder: str) -> Sequence[Entry]:
        """What lies in a folder."""
        return sorted(os.scandir(self.root / folder if folder else self.root), key=lambda entry: entry.name)

    def fault(self, folder: str, entry: Entry) -> Defect | None:
        """A link to the catalog's folder, or to one around it."""
        if entry.is_symlink():
            target = os.path.realpath(self.root / folder / entry.name)
            if Path(os.path.realpath(self.root)).is_relative_to(target):
                return LEADS_BACK
        return None

    def yaml_below(self, folder: str) -> Iterable[str]:
        """Found without following links."""
        for parent, folders, names in os.walk(self.root / folder):
            folders.sort()
            for name in sorted(names):
                if is_like_yaml(name):
                    yield Path(parent, name).relative_to(self.root).as_posix()

    def read(self, path: str) -> bytes | Defect:
        """Read now, unless the content is known."""
        known = self.contents.get(path)
        return read_source(f"{self.root}{os.sep}{path}") if known is None else known


def is_like_yaml(name: str) -> bool:
    """Whether somebody took the file for a definition: by its ending, whatever its case."""
    return name.lower().endswith((".yaml", ".yml"))


def files_of(tree: Tree) -> Iterator[SourceFile | Misplaced]:
    """Every file of a catalog in a fixed order; raises NotACatalog when the folder itself cannot be read."""
    try:
        entries = tree.entries("")
    except OSError as error:
        raise NotACatalog(tree.shown, _reason(error)) from None
    except ValueError:
        raise NotACatalog(_shown(tree.shown), "no folder can have this name") from None
    settings = next((entry for entry in entries if entry.name == SETTINGS_FILE), None)
    if settings is None:
        yield Misplaced(
            path=SETTINGS_FILE,
            defect=_stray(
                "format/no-settings", "there is no catalog.yaml; write one, or run 'rollcall init'"
            ),
        )
    else:
        yield SourceFile(path=SETTINGS_FILE, kind="settings", name="catalog")
    for entry in entries:
        if entry.name.startswith(".") or entry.name == SETTINGS_FILE:
            continue
        if is_like_yaml(entry.name):
            yield Misplaced(
                path=_shown(entry.name),
                defect=_stray(
                    "format/stray-file", "a definition lies in a folder: events in <resource>/<action>.yaml"
                ),
            )
            continue
        try:
            is_folder = entry.is_dir()
        except OSError as error:
            yield Misplaced(path=_shown(entry.name), defect=_stray("format/unreadable-file", _reason(error)))
            continue
        fault = tree.fault("", entry) if is_folder else None
        if fault is not None:
            yield Misplaced(path=_shown(entry.name), defect=fault)
        elif is_folder:
            yield from _folder(tree, entry.name)


def _folder(tree: Tree, folder: str) -> Iterator[SourceFile | Misplaced]:
    try:
        entries = tree.entries(folder)
    except OSError as error:
        yield Misplaced(path=_shown(folder), defect=_stray("format/unreadable-file", _reason(error)))
        return
    kind: Kind = FOLDERS.get(folder, "event")
    for entry in entries:
        path = f"{folder}/{entry.name}"
        shown = _shown(path)
        if entry.name.startswith("."):
            continue
        stem, dot, suffix = entry.name.rpartition(".")
        if dot and suffix != "yaml" and is_like_yaml(entry.name):
            yield Misplaced(
                path=shown, defect=_stray("format/stray-file", "a definition ends in .yaml; rename the file")
            )
        elif dot and suffix == "yaml":
            name = event_name(folder, stem) if kind == "event" else stem
            if name is None or shown != path or (kind == "event" and folder.startswith("_")):
                yield Misplaced(path=shown, defect=_stray("format/stray-file", _WHERE))
            else:
                yield SourceFile(path=path, kind=kind, name=name)
        elif fault := tree.fault(folder, entry):
            yield Misplaced(path=shown, defect=fault)
        elif entry.is_dir(follow_symlinks=False):
            yield from (
                Misplaced(path=_shown(below), defect=_stray("format/stray-file", _WHERE))
                for below in tree.yaml_below(path)
            )


_WHERE: Final = (
    "no definition belongs here; events lie in <resource>/<action>.yaml with letters, digits, '_' and '-', "
    f"under {MAX_NAME_LENGTH} characters together, the rest in _groups, _context and _entities"
)


def read_source(path: str | Path) -> bytes | Defect:
    """The bytes of a definition, or why they cannot be had; never reads more than the largest definition."""
    try:
        # Not blocking, so that a named pipe in a file's place does not hold us up.
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        try:
            found = os.fstat(handle)
            if stat.S_ISDIR(found.st_mode):
                return _stray("format/unreadable-file", "a folder stands where a file should be")
            if not stat.S_ISREG(found.st_mode):
                return NO_FILE
            if found.st_size > MAX_BYTES:
                return TOO_LARGE
            return os.read(handle, MAX_BYTES + 1)
        finally:
            os.close(handle)
    except OSError as error:
        if error.errno in (errno.ENOENT, errno.ELOOP, errno.ENXIO):
            return NO_FILE
        return _stray("format/unreadable-file", _reason(error))


def _shown(path: str) -> str:
    """A path that can be printed: control characters and bytes that are not UTF-8 as escapes."""
    return path if path.isprintable() else path.encode("unicode_escape").decode("ascii")


def _stray(rule: str, message: str) -> Defect:
    return Defect(rule=rule, message=message)


def _reason(error: OSError) -> str:
    reason = error.strerror or "unknown reason"
    return f"cannot be read: {reason[:1].lower()}{reason[1:]}"
