"""What a check's result depends on, in one digest: every file of the catalog, our own sources, the date."""

import hashlib
import os
import stat
import sys
from datetime import date
from pathlib import Path
from typing import Final, NamedTuple

_PACKAGE: Final = Path(__file__).parents[1]
_READ_BYTES: Final = 1_048_577
"""One more than loading reads of a file: what is beyond it changes no result."""


class Fingerprint(NamedTuple):
    """`digest` is of contents; `stamp`, of sizes and times, is cheap and tells whether anything moved."""

    digest: bytes
    stamp: bytes
    files: int


def fingerprint(catalog: Path, today: date) -> Fingerprint | None:
    """The fingerprint of a check of this catalog today; None when its folder cannot be read.

    Looks at whatever loading looks at: names in the folder and in the folders below it, and the contents of
    the YAML files there. Hidden names are passed over where loading does that.
    """
    contents, stamps = hashlib.sha256(), hashlib.sha256()
    contents.update(
        repr((today.isoformat(), sys.version, os.fspath(catalog))).encode("utf-8", "surrogatepass")
    )
    contents.update(_own_sources())
    try:
        top = sorted(os.scandir(catalog), key=lambda entry: entry.name)
    except OSError:
        return None
    files = 0
    for entry in top:
        if entry.name.startswith("."):
            continue
        files += _note(entry, contents, stamps)
        files += _note_folder(entry, contents, stamps)
    return Fingerprint(contents.digest(), stamps.digest(), files)


def stamp_of(catalog: Path) -> bytes:
    """The stamp alone, without reading a file."""
    stamps = hashlib.sha256()
    nothing = hashlib.sha256()
    try:
        for entry in sorted(os.scandir(catalog), key=lambda entry: entry.name):
            if not entry.name.startswith("."):
                _note(entry, None, stamps)
                _note_folder(entry, None, stamps)
    except OSError:
        return nothing.digest()
    return stamps.digest()


def _note_folder(entry: "os.DirEntry[str]", contents: "hashlib._Hash | None", stamps: "hashlib._Hash") -> int:
    try:
        if not entry.is_dir():
            return 0
        below = sorted(os.scandir(entry.path), key=lambda item: item.name)
    except OSError as error:
        _add(contents, f"unreadable {error.errno}")
        return 0
    files = 0
    for item in below:
        if item.name.startswith("."):
            continue
        files += _note(item, contents, stamps)
        if item.is_dir(follow_symlinks=False):
            for parent, folders, names in os.walk(item.path):
                folders.sort()
                _add(contents, f"{parent} {sorted(names)}")
    return files


def _note(entry: "os.DirEntry[str]", contents: "hashlib._Hash | None", stamps: "hashlib._Hash") -> int:
    """Add one name, and the file's content when it is a definition; the number of files read."""
    _add(contents, entry.name)
    if not entry.name.endswith((".yaml", ".yml")):
        return 0
    try:
        found = os.stat(entry.path)
        _add(stamps, f"{entry.name} {found.st_ino} {found.st_size} {found.st_mtime_ns} {found.st_ctime_ns}")
        if contents is None:
            return 1
        if not stat.S_ISREG(found.st_mode):
            _add(contents, f"mode {stat.S_IFMT(found.st_mode)}")
            return 0
        handle = os.open(entry.path, os.O_RDONLY)
        try:
            contents.update(hashlib.sha256(os.read(handle, _READ_BYTES)).digest())
        finally:
            os.close(handle)
    except OSError as error:
        _add(contents, f"unreadable {error.errno}")
    return 1


def _add(digest: "hashlib._Hash | None", text: str) -> None:
    if digest is not None:
        digest.update(b"\0")
        digest.update(text.encode("utf-8", "surrogatepass"))


def _own_sources() -> bytes:
    """Of every module of the package, so that no result outlives the rule that found it."""
    digest = hashlib.sha256()
    for parent, folders, names in os.walk(_PACKAGE):
        folders[:] = sorted(
            name for name in folders if name != "__pycache__" and not name.startswith("_embedded")
        )
        for name in sorted(names):
            if name.endswith(".py"):
                digest.update(name.encode())
                with open(os.path.join(parent, name), "rb") as file:
                    digest.update(hashlib.sha256(file.read()).digest())
    return digest.digest()
