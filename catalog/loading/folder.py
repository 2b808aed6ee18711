"""A catalog's folder: which files it has, and what each of them defines."""

import errno
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from catalog.errors import NotACatalog
from catalog.loading.document import MAX_BYTES, Defect
from catalog.model.names import EventName, event_name

Kind = Literal["settings", "group", "context", "entity", "event"]

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


def files_of(root: Path) -> Iterator[SourceFile | Misplaced]:
    """Every file of a catalog in a fixed order; raises NotACatalog when the folder itself cannot be read."""
    try:
        entries = sorted(os.scandir(root), key=lambda entry: entry.name)
    except OSError as error:
        raise NotACatalog(str(root), _reason(error)) from None
    except ValueError:
        raise NotACatalog(_shown(str(root)), "no folder can have this name") from None
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
        if entry.name.endswith((".yaml", ".yml")):
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
        if is_folder and _leads_back(entry, root):
            yield Misplaced(path=_shown(entry.name), defect=_stray("format/stray-file", _BACK))
        elif is_folder:
            yield from _folder(root, entry.name)


def _folder(root: Path, folder: str) -> Iterator[SourceFile | Misplaced]:
    try:
        entries = sorted(os.scandir(root / folder), key=lambda entry: entry.name)
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
        if dot and suffix == "yml":
            yield Misplaced(
                path=shown, defect=_stray("format/stray-file", "a definition ends in .yaml; rename the file")
            )
        elif dot and suffix == "yaml":
            name = event_name(folder, stem) if kind == "event" else stem
            if name is None or shown != path or (kind == "event" and folder.startswith("_")):
                yield Misplaced(path=shown, defect=_stray("format/stray-file", _WHERE))
            else:
                yield SourceFile(path=path, kind=kind, name=name)
        elif _leads_back(entry, root):
            yield Misplaced(path=shown, defect=_stray("format/stray-file", _BACK))
        elif entry.is_dir(follow_symlinks=False):
            yield from (
                Misplaced(path=_shown(f"{path}/{below}"), defect=_stray("format/stray-file", _WHERE))
                for below in _yaml_below(root / folder / entry.name)
            )


def _leads_back(entry: "os.DirEntry[str]", root: Path) -> bool:
    """Whether an entry is a link to the catalog's folder, or to one around it."""
    return entry.is_symlink() and Path(os.path.realpath(root)).is_relative_to(os.path.realpath(entry.path))


_BACK: Final = "a link that leads back to the catalog's own folder, or to one around it; delete it"
_WHERE: Final = (
    "no definition belongs here; events lie in <resource>/<action>.yaml with letters, digits, '_' and '-', "
    "the rest in _groups, _context and _entities"
)


def _yaml_below(folder: Path) -> Iterator[str]:
    for parent, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            if name.endswith((".yaml", ".yml")):
                yield Path(parent, name).relative_to(folder).as_posix()


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
                return _stray("format/unreadable-file", _NO_FILE)
            if found.st_size > MAX_BYTES:
                return _stray("format/too-large", f"the file has more than {MAX_BYTES:,} bytes; split it")
            return os.read(handle, MAX_BYTES + 1)
        finally:
            os.close(handle)
    except OSError as error:
        if error.errno in (errno.ENOENT, errno.ELOOP, errno.ENXIO):
            return _stray("format/unreadable-file", _NO_FILE)
        return _stray("format/unreadable-file", _reason(error))


_NO_FILE: Final = "not a regular file, or a broken link"


def _shown(path: str) -> str:
    """A path that can be printed: control characters and bytes that are not UTF-8 as escapes."""
    return path if path.isprintable() else path.encode("unicode_escape").decode("ascii")


def _stray(rule: str, message: str) -> Defect:
    return Defect(rule=rule, message=message)


def _reason(error: OSError) -> str:
    reason = error.strerror or "unknown reason"
    return f"cannot be read: {reason[:1].lower()}{reason[1:]}"
