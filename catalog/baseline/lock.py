"""rollcall.lock: the very catalog that a repository was built with, whatever its reference leads to today."""

import json
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from catalog.baseline.reading import Baseline
from catalog.errors import CatalogError
from catalog.loading.cache import write_whole

LOCK_NAME: Final = "rollcall.lock"
"""Beside the file that names the catalog."""
UPDATE: Final = "rollcall check --update-lock"

_DIGEST: Final = re.compile(r"[0-9a-f]{64}")
_MAX_BYTES: Final = 65_536


@dataclass(frozen=True, slots=True, kw_only=True)
class Lock:
    """A reference as it was written, and what it led to; `release` None is a catalog that is no release."""

    reference: str
    product: str
    release: int | None
    digest: str


class WrongLock(CatalogError):
    """A lock cannot be read."""


class Unlocked(CatalogError):
    """A reference leads to something else than the lock holds."""


def lock_of(reference: str, baseline: Baseline) -> Lock:
    """The lock on a catalog that was read by a reference."""
    return Lock(
        reference=reference,
        product=baseline.loaded.snapshot.settings.product,
        release=baseline.release.number if baseline.is_release and baseline.release is not None else None,
        digest=baseline.digest,
    )


def read_lock(path: Path) -> Lock | None:
    """The lock in a file; None when there is no file. Raises WrongLock, and OSError."""
    try:
        with path.open("rb") as file:
            content = file.read(_MAX_BYTES)
    except FileNotFoundError:
        return None
    try:
        data = tomllib.loads(content.decode("utf-8"))
    except (ValueError, RecursionError):
        raise WrongLock(f"{path}: not TOML; write it anew with '{UPDATE}'") from None
    match data:
        case {"reference": str() as reference, "product": str() as product, "digest": str() as digest}:
            release = data.get("release")
            if _DIGEST.fullmatch(digest) and (release is None or type(release) is int):
                return Lock(reference=reference, product=product, release=release, digest=digest)
        case _:
            pass
    raise WrongLock(f"{path}: no lock that rollcall writes; write it anew with '{UPDATE}'")


def write_lock(lock: Lock, path: Path) -> None:
    """Write a lock in one step. Raises OSError."""
    release = "" if lock.release is None else f"release = {lock.release}\n"
    write_whole(
        path,
        (
            f"# Written by '{UPDATE}'; commit it.\n"
            f"reference = {_quoted(lock.reference)}\n"
            f"product = {_quoted(lock.product)}\n"
            f"{release}"
            f"digest = {_quoted(lock.digest)}\n"
        ).encode(),
    )


def require_locked(lock: Lock, now: Lock, path: Path) -> None:
    """Raise Unlocked when a reference leads to something else now."""
    if lock.reference != now.reference:
        raise Unlocked(
            f"{path}: it is of {lock.reference}, and the project's catalog is {now.reference}; "
            f"if that is meant, run '{UPDATE}'"
        )
    if lock.digest != now.digest:
        raise Unlocked(
            f"{path}: {_called(lock)} has the digest {lock.digest}, and {now.reference} leads to "
            f"{_called(now)} with {now.digest}; if that is meant, run '{UPDATE}'"
        )


def _called(lock: Lock) -> str:
    return (
        f"the catalog of {lock.product}"
        if lock.release is None
        else f"release {lock.release} of {lock.product}"
    )


def _quoted(text: str) -> str:
    """A basic string of TOML 1.0, which is one of JSON but for a character that JSON need not escape."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
