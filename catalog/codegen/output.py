"""Generated files in a folder: written whole or not at all, and never over what somebody else put there."""

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from catalog.errors import CatalogError

MANIFEST: Final = ".rollcall-files.json"
"""What was generated: path → SHA-256, so that the next run knows which files are its own."""

Files = Mapping[str, bytes]
"""Relative path with `/` → content."""


class ForeignFiles(CatalogError):
    """Files that were not generated stand where generated ones would be written."""

    def __init__(self, folder: Path, names: tuple[str, ...]) -> None:
        self.folder = folder
        self.names = names
        shown = ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")
        verb = "was" if len(names) == 1 else "were"
        super().__init__(
            f"{folder}: {shown} {verb} not generated and would be overwritten; choose another folder, or "
            f"move {'it' if len(names) == 1 else 'them'} away"
        )


class ManifestUnreadable(CatalogError):
    """The list of generated files is not one, so that nobody knows which files are ours."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drift:
    """How a folder differs from what would be generated into it."""

    missing: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    surplus: tuple[str, ...] = ()
    """Files that were generated once and are not any more."""

    def __bool__(self) -> bool:
        return bool(self.missing or self.changed or self.surplus)


def manifest_of(files: Files, kind: str | None = None) -> bytes:
    """The list of files as it is written beside them; `kind` is what they are together."""
    listed = {name: hashlib.sha256(files[name]).hexdigest() for name in sorted(files)}
    made = {**({} if kind is None else {"kind": kind}), "generated": listed}
    return (json.dumps(made, indent=1, ensure_ascii=False) + "\n").encode()


def kind_in(folder: Path) -> str | None:
    """What the files that were generated into a folder are; None without any, or where nobody said."""
    found = _manifest(folder).get("kind")
    return found if isinstance(found, str) else None


def generated_in(folder: Path) -> Mapping[str, str]:
    """The files that were generated into a folder, with their digests; raises ManifestUnreadable."""
    listed = _manifest(folder)["generated"]
    assert isinstance(listed, dict)
    return {name: str(digest) for name, digest in listed.items()}


def _manifest(folder: Path) -> Mapping[str, object]:
    path = folder / MANIFEST
    try:
        read = json.loads(path.read_bytes())
    except (FileNotFoundError, NotADirectoryError):
        return {"generated": {}}
    except ValueError:
        read = None
    listed = read.get("generated") if isinstance(read, dict) else None
    if not isinstance(listed, dict) or not all(_is_within(name) for name in listed):
        raise ManifestUnreadable(
            f"{path}: not a list of generated files; delete it together with the generated files, and "
            "generate them again"
        )
    assert isinstance(read, dict)
    return read


def _is_within(name: str) -> bool:
    return bool(name) and not name.startswith("/") and ".." not in name.split("/") and "\\" not in name


def drift(folder: Path, files: Files) -> Drift:
    """What differs between a folder and what would be generated into it."""
    known = generated_in(folder)
    missing = tuple(name for name in sorted(files) if not (folder / name).is_file())
    return Drift(
        missing=missing,
        changed=tuple(
            name
            for name in sorted(files)
            if name not in missing and (folder / name).read_bytes() != files[name]
        ),
        surplus=tuple(name for name in sorted(known) if name not in files and (folder / name).is_file()),
    )


def write(folder: Path, files: Files, kind: str | None = None) -> Drift:
    """Make a folder hold these files, and say what that changed; `kind` is what they are together.

    Files that are there and were not generated stay; where one of them is in the way, ForeignFiles is raised
    and nothing is written. Everything is written beside the folder first, so that a full disk leaves the old
    files as they were; a failure while they are moved into place moves the old ones back.
    """
    found = drift(folder, files)
    known = generated_in(folder)
    foreign = tuple(name for name in found.changed if name not in known)
    foreign += tuple(name for name in sorted(files) if (folder / name).is_dir() and name not in foreign)
    if foreign:
        raise ForeignFiles(folder, foreign)
    everything = {**files, MANIFEST: manifest_of(files, kind)}
    if (
        not found
        and (folder / MANIFEST).is_file()
        and (folder / MANIFEST).read_bytes() == everything[MANIFEST]
    ):
        return found
    folder = folder.absolute()  # of "." nobody knows the name, and what lies beside it
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{folder.name}.", dir=folder.parent) as beside:
        new, old = Path(beside, "new"), Path(beside, "old")
        for name, content in everything.items():
            _place(new / name).write_bytes(content)
        _exchange(folder, new, old, written=everything, removed=found.surplus)
    return found


def _exchange(folder: Path, new: Path, old: Path, *, written: Iterable[str], removed: Iterable[str]) -> None:
    """Move files into place, and those that were there out of it; back again where that fails."""
    done: list[tuple[Path, Path]] = []
    try:
        for name in (*removed, *written):
            target = folder / name
            if target.is_file():
                done.append((target, _place(old / name)))
                os.replace(target, old / name)
            if (new / name).is_file():
                done.append((new / name, target))
                os.replace(new / name, _place(target))
    except BaseException:
        for came_from, went_to in reversed(done):
            if went_to.is_file():
                os.replace(went_to, came_from)
        raise
    for name in removed:
        _drop_empty((folder / name).parent, folder)


def _place(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


def _drop_empty(place: Path, above: Path) -> None:
    """Remove a folder in which only what Python leaves behind is left, and those above it."""
    while place != above and place.is_dir():
        left = [entry for entry in place.iterdir() if entry.name != "__pycache__"]
        if left:
            return
        shutil.rmtree(place / "__pycache__", ignore_errors=True)
        place.rmdir()
        place = place.parent
