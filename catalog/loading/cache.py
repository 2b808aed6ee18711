"""Parsed files by the digest of their bytes: a second run does not parse what has not changed."""

import hashlib
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Final

import msgspec
import yaml

from catalog.loading import document

_FORMAT: Final = 2


class ParseCache:
    """JSON of every file that parsed without a defect, kept in one file per catalog.

    Entries are found by the SHA-256 of a file's bytes, and the whole cache is void when the parser's own
    source changes, so that it is never stale. `catalog` tells one catalog from others. Writing replaces the
    file in one step: two runs at once do each other no harm. Whatever goes wrong with it, loading goes on
    without it.
    """

    def __init__(self, folder: Path, catalog: bytes) -> None:
        name = hashlib.sha256(catalog).hexdigest()[:32]
        self._path = folder / f"parsed-{name}.msgpack"
        self._known = self._read()
        self._used: dict[bytes, bytes] = {}

    def get(self, digest: bytes) -> bytes | None:
        """The JSON of the file with this digest, when it was parsed before."""
        found = self._known.get(digest)
        if found is not None:
            self._used[digest] = found
        return found

    def put(self, digest: bytes, content: bytes) -> None:
        """Remember the JSON of a file that parsed without a defect."""
        self._used[digest] = content

    def save(self) -> None:
        """Write what this run used, when that differs from what is there."""
        if self._used.keys() == self._known.keys():
            return
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            content = msgspec.msgpack.encode((_FORMAT, _parser_digest(), self._used))
            write_whole(self._path, digest_of_bytes(content) + content)
        except OSError:
            return  # a full or read-only disk costs the next run some time, nothing else

    def _read(self) -> dict[bytes, bytes]:
        try:
            written = self._path.read_bytes()
            content = written[32:]
            if digest_of_bytes(content) != written[:32]:
                return {}  # damaged
            version, parser, entries = msgspec.msgpack.decode(
                content, type=tuple[int, bytes, dict[bytes, bytes]]
            )
        except (OSError, msgspec.DecodeError):
            return {}
        return entries if (version, parser) == (_FORMAT, _parser_digest()) else {}


def digest_of_bytes(content: bytes) -> bytes:
    """SHA-256 of a file's bytes."""
    return hashlib.sha256(content).digest()


def write_whole(path: Path, content: bytes) -> None:
    """Replace a file in one step: readers see the old or the new one, and a failure leaves the old one."""
    with tempfile.TemporaryDirectory(prefix=f".{path.name}.", dir=path.parent) as folder:
        whole = Path(folder, path.name)
        whole.write_bytes(content)  # made by open(), so that its mode follows the umask
        os.replace(whole, path)


def _parser_digest() -> bytes:
    """What the cached JSON depends on besides the bytes: our reader and the parser below it."""
    try:
        sources = digest_of_sources((Path(document.__file__),))
    except OSError:
        return b""
    return sources + yaml.__version__.encode()


def digest_of_sources(paths: Iterable[Path]) -> bytes:
    """SHA-256 over the contents of source files, so that a result is not kept past the code that made it."""
    digest = hashlib.sha256()
    for path in paths:
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.digest()
