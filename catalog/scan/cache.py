"""Facts kept between runs: by the digest of a file's content, and its stamp so that it need not be read."""

import hashlib
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Final

import msgspec

from catalog.loading.cache import digest_of_bytes, digest_of_sources, write_whole
from catalog.scan.reading import Wanted
from catalog.scan.tree import Stamp

_FORMAT: Final = 1
_PARSERS: Final = (
    "tree-sitter",
    "tree-sitter-html",
    "tree-sitter-javascript",
    "tree-sitter-python",
    "tree-sitter-typescript",
)
SETTLED_NS: Final = 2_000_000_000
"""A file written so shortly before it was read may be written again within the clock's grain."""


class Known(msgspec.Struct, array_like=True):
    """What a former run saw of a file; a `digest` that is empty says that no wanted name stands in it."""

    stamp: tuple[int, int, int, int]
    digest: bytes
    skipped: str


class _Kept(msgspec.Struct, array_like=True):
    version: int
    files: dict[str, Known]
    facts: dict[bytes, bytes]


class FactsCache:
    """What one run knows for the next, in one file per scanned place and set of wanted names.

    Void when a front end or a grammar changes. Whatever goes wrong with it, the scan goes on without it.
    """

    def __init__(self, folder: Path, place: str, wanted: Wanted) -> None:
        key = repr((place, *map(sorted, wanted), _readers())).encode("utf-8", "surrogatepass")
        name = hashlib.sha256(key).hexdigest()[:32]
        self._path = folder / f"scanned-{name}.msgpack"
        kept = self._read()
        self.files: Mapping[str, Known] = kept.files
        self.facts: Mapping[bytes, bytes] = kept.facts

    def save(self, files: dict[str, Known], facts: dict[bytes, bytes], more: Mapping[bytes, bytes]) -> None:
        """Write what this run found, with what it read later, when that differs from what is there."""
        facts = {**facts, **more}
        if files == self.files and facts.keys() == self.facts.keys():
            return
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            content = msgspec.msgpack.encode(_Kept(_FORMAT, files, facts))
            write_whole(self._path, digest_of_bytes(content) + content)
        except (OSError, UnicodeEncodeError):
            return  # a full disk or a strange name costs the next run some time, nothing else

    def _read(self) -> _Kept:
        try:
            written = self._path.read_bytes()
            content = written[32:]
            if digest_of_bytes(content) == written[:32]:
                kept = msgspec.msgpack.decode(content, type=_Kept)
                if kept.version == _FORMAT:
                    return kept
        except (OSError, msgspec.DecodeError):
            pass
        return _Kept(_FORMAT, {}, {})


def is_settled(stamp: Stamp, now_ns: int) -> bool:
    """Whether a file's stamp can be trusted to change with the next write."""
    return stamp.modified < now_ns - SETTLED_NS and stamp.changed < now_ns - SETTLED_NS


def _readers() -> tuple[str, ...]:
    """What facts depend on beside the files: our front ends and the grammars below them."""
    sources = sorted(Path(__file__).parent.rglob("*.py"))
    return (digest_of_sources(sources).hex(), *(version(name) for name in _PARSERS))
