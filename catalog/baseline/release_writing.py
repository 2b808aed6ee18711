"""Writing a release: in one step, and never over a release that the new one does not follow."""

import contextlib
import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Final

from catalog.baseline.release_file import digest_of_release, encode_release, read_release
from catalog.errors import CatalogError
from catalog.model.release import Release

WAIT_SECONDS: Final = 10.0
"""So long another writer may take; writing 5,000 events takes about a second."""
_PAUSE_SECONDS: Final = 0.02


class NotTheNextRelease(CatalogError):
    """A release cannot be written: it does not follow the one that is there."""

    def __init__(self, path: Path, reason: str) -> None:
        self.path = path
        super().__init__(f"{path}: {reason}")


def write_release(release: Release, path: Path) -> None:
    """Write a release where the one that it follows lies, or where none is.

    Of two writers at once, one succeeds. Raises NotTheNextRelease, NotARelease when what lies there is
    damaged, and OSError; then the old file is as it was.
    """
    if digest_of_release(release) != release.digest:
        raise ValueError("a release is written with its own digest")
    content = encode_release(release)
    target = Path(os.path.realpath(path))
    with _locked(target, path) as (lock, place):
        _require_predecessor(release, target, path)
        lock.write(content)
        lock.flush()
        os.fsync(lock.fileno())
        lock.close()
        if target.exists():
            os.chmod(place, target.stat().st_mode & 0o7777)
        os.replace(place, target)


def _require_predecessor(release: Release, target: Path, path: Path) -> None:
    if not target.exists():
        if release.previous is not None:
            raise NotTheNextRelease(
                path,
                f"the release that release {release.number} continues is gone; nothing was written",
            )
        return
    there = read_release(target, str(path))
    if release.previous != there.digest or release.number != there.number + 1:
        raise NotTheNextRelease(
            path,
            f"release {there.number} was written there meanwhile; nothing was overwritten, so run "
            "'rollcall release' again",
        )


@contextlib.contextmanager
def _locked(target: Path, path: Path) -> Iterator[tuple[BinaryIO, Path]]:
    """The file that becomes the target, which only one writer can make; it is gone if that fails.

    As git does it; a lock of the operating system would not hold on every network drive.
    """
    place = target.with_name(f".{target.name}.lock")
    handle = _made(place, path)
    try:
        with os.fdopen(handle, "wb") as file:
            yield file, place
    except BaseException:
        # Not after success: the name may already be that of the next writer's file.
        with contextlib.suppress(FileNotFoundError):
            place.unlink()
        raise


def _made(place: Path, path: Path) -> int:
    latest = time.monotonic() + WAIT_SECONDS
    while True:
        try:
            return os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
        except FileExistsError:
            if time.monotonic() >= latest:
                raise NotTheNextRelease(
                    path,
                    "another 'rollcall release' is writing there, or was stopped half-way; "
                    f"if none is running, delete {place.name} beside it",
                ) from None
            time.sleep(_PAUSE_SECONDS)
