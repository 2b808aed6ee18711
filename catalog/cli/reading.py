"""A catalog for commands that use it without judging it: as far as it loads, and never silently."""

import os
from pathlib import Path

from catalog.baseline.lock import LOCK_NAME, Lock, lock_of, read_lock, require_locked, write_lock
from catalog.baseline.reading import Baseline, read_reference
from catalog.baseline.reference import Folder
from catalog.baseline.surroundings import Surroundings
from catalog.cli.reference import Meant, folder_today
from catalog.cli.report import counted
from catalog.cli.storage import cache_folder, writing
from catalog.cli.terminal import say
from catalog.errors import CatalogError, DestinationNotLoaded
from catalog.findings import Severity
from catalog.loading import Loaded
from catalog.schema.contract import require_loaded_destination


class NothingToLock(CatalogError):
    """A lock was asked for where there is nothing to hold on to, or nowhere to keep it."""


def read_catalog(meant: Meant, here: Path) -> Baseline:
    """Load a catalog; one sentence says what of it cannot be read, one what cannot be judged by it.

    Raises NotACatalog and what else `read_reference` raises; Unlocked when it is not the locked one.
    """
    found = read_locked(meant, here, cache_folder(os.environ))
    if errors := _unread_in(found.loaded):
        say(
            f"rollcall: {counted(errors, 'error')} of the format {'keeps' if errors == 1 else 'keep'} "
            f"part of the catalog from being read; "
            f"see 'rollcall check --catalog {found.shown}'"
        )
    if unjudged := found.loaded.unjudged:
        more = f" (and {len(unjudged) - 1} more)" if len(unjudged) > 1 else ""
        say(f"rollcall: not everything can be judged by the catalog: {unjudged[0]}{more}")
    return found


def read_locked(meant: Meant, here: Path, cache: Path | None, *, with_release: bool = False) -> Baseline:
    """Load a catalog, which is the one that the project's lock holds if that is about this reference.

    `with_release` reads the release beside a catalog's files too.
    """
    found = _read(meant, here, cache, with_release=with_release)
    place = _lock_place(meant)
    lock = None if place is None else read_lock(place)
    if place is not None and lock is not None and (meant.is_of_project or lock.reference == meant.text):
        require_locked(lock, lock_of(meant.text, found), place)
    return found


def read_and_lock(meant: Meant, here: Path, cache: Path | None) -> Baseline:
    """Load a catalog and write the project's lock on it. Raises NothingToLock where that means nothing."""
    place = _lock_place(meant)
    if isinstance(meant.reference, Folder):
        raise NothingToLock(f"{meant}: a folder is what it is; a release, a commit or a registry is locked")
    if place is None or not meant.is_of_project:
        raise NothingToLock(
            f"{meant}: a lock lies beside the settings that name the catalog; "
            f'write it into rollcall.toml: catalog = "{meant.text}"'
        )
    found = _read(meant, here, cache)
    if errors := errors_in(found.loaded):
        raise NothingToLock(f"{meant}: the catalog has {counted(errors, 'error')}, so it is not locked")
    lock = lock_of(meant.text, found)
    with writing(place):
        write_lock(lock, place)
    say(f"rollcall: {LOCK_NAME} holds {_called(lock)}")
    return found


def _read(meant: Meant, here: Path, cache: Path | None, *, with_release: bool = False) -> Baseline:
    around = Surroundings(
        here=here, catalog=folder_today(here, meant.project), environment=os.environ, cache_folder=cache
    )
    found = read_reference(meant.reference, around, with_release=with_release)
    if found.remark is not None:
        say(f"rollcall: {found.remark}")
    return found


def _lock_place(meant: Meant) -> Path | None:
    if meant.project is None or isinstance(meant.reference, Folder):
        return None
    return meant.project.folder / LOCK_NAME


def _called(lock: Lock) -> str:
    what = "the catalog" if lock.release is None else f"release {lock.release}"
    return f"{what} of {lock.product}, {lock.digest}"


def errors_in(loaded: Loaded) -> int:
    """How many findings keep something from being loaded, or from being judged by."""
    return _unread_in(loaded) + len(loaded.unjudged)


def _unread_in(loaded: Loaded) -> int:
    return sum(finding.severity is Severity.ERROR for finding in loaded.findings)


def require_whole_destination(found: Baseline, name: str) -> None:
    """Raise DestinationNotLoaded when a destination cannot be read, UnknownName when there is none."""
    try:
        require_loaded_destination(found.loaded.snapshot, name)
    except DestinationNotLoaded as error:
        advice = f"see 'rollcall check --catalog {found.shown}'"
        raise DestinationNotLoaded(name, is_there=error.is_there, advice=advice) from None
