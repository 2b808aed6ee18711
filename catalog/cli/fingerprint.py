"""What a check's result depends on, in one digest: files, our own sources, libraries, the date."""

import hashlib
import os
import stat
import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Final, NamedTuple

from catalog.cli.extensions import installed

_PACKAGE: Final = Path(__file__).parents[1]
_READ_BYTES: Final = 1_048_577
"""One more than loading reads of a file: what is beyond it changes no result."""

_KEPT_BYTES: Final = 65_536


class Fingerprint(NamedTuple):
    """`digest` is of contents; `stamp`, of sizes and times, is cheap and tells whether anything moved."""

    digest: bytes
    stamp: bytes
    files: int
    contents: Mapping[str, bytes]
    """What was read, by path from the catalog's folder, for loading; files of unusual size are left out."""


def fingerprint(catalog: Path, today: date) -> Fingerprint | None:
    """The fingerprint of a check of this catalog today; None when its folder cannot be read.

    Looks at whatever loading looks at: names in the folder and in the folders below it, and the contents of
    the YAML files there. Hidden names are passed over where loading does that.
    """
    programs = (today.isoformat(), sys.version, [folder for folder, _ in installed()])
    start = repr(programs).encode("utf-8", "surrogatepass") + _own_sources()
    look = _Look(hashlib.sha256(start))
    if not look.at(catalog):
        return None
    return Fingerprint(look.digest.digest(), look.stamp(), look.files, look.contents)


def stamp_of(catalog: Path) -> bytes | None:
    """The stamp alone, without reading a file."""
    look = _Look(None)
    return look.stamp() if look.at(catalog) else None


class _Look:
    """One walk over a catalog: hashes contents if it was given a hash, and collects stamps."""

    def __init__(self, digest: "hashlib._Hash | None") -> None:
        self.files = 0
        self.contents: dict[str, bytes] = {}
        self.digest = digest if digest is not None else hashlib.sha256()
        self._reads = digest is not None
        self._stamps: list[tuple[str, int, int, int, int]] = []

    def stamp(self) -> bytes:
        """Of everything seen."""
        return hashlib.sha256(repr(self._stamps).encode("utf-8", "surrogatepass")).digest()

    def at(self, catalog: Path) -> bool:
        """Walk; False when the folder itself cannot be read."""
        top = Path(os.path.realpath(catalog))
        try:
            entries = sorted(os.scandir(catalog), key=lambda entry: entry.name)
        except OSError:
            return False
        for entry in entries:
            if not entry.name.startswith("."):
                self._name(entry, entry.name)
                # Loading goes into no link that leads back here.
                if entry.is_symlink() and top.is_relative_to(os.path.realpath(entry.path)):
                    self._note("leads back")
                else:
                    self._folder(entry)
        return True

    def _folder(self, entry: "os.DirEntry[str]") -> None:
        try:
            if not entry.is_dir():
                return
            below = sorted(os.scandir(entry.path), key=lambda item: item.name)
        except OSError as error:
            self._note(f"unreadable {error.errno}")
            return
        for item in below:
            if item.name.startswith("."):
                continue
            self._name(item, f"{entry.name}/{item.name}")
            if item.is_dir(follow_symlinks=False):
                for parent, folders, names in os.walk(item.path):
                    folders.sort()
                    self._note(f"{os.path.relpath(parent, item.path)} {sorted(names)}")

    def _name(self, entry: "os.DirEntry[str]", path: str) -> None:
        """Take in one name, and the file's content when it is a definition."""
        self._note(entry.name)
        if not entry.name.endswith((".yaml", ".yml")):
            return
        self.files += 1
        try:
            if self._reads:
                # Not blocking, so that a named pipe in the place of a file does not hold us up.
                handle = os.open(entry.path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
                try:
                    found = os.fstat(handle)
                    is_file = stat.S_ISREG(found.st_mode)
                    content = os.read(handle, _READ_BYTES) if is_file else b""
                finally:
                    os.close(handle)
                self.digest.update(b"%d %d\0" % (stat.S_IFMT(found.st_mode), len(content)))
                self.digest.update(content)
                if is_file and len(content) <= _KEPT_BYTES:
                    self.contents[path] = content
            else:
                found = os.stat(entry.path)
        except OSError as error:
            self._note(f"unreadable {error.errno}")
            return
        self._stamps.append((entry.path, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns))

    def _note(self, text: str) -> None:
        if self._reads:
            self.digest.update(b"\0" + text.encode("utf-8", "surrogatepass") + b"\0")


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
