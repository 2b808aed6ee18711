"""One source file read: most are done with when none of the wanted names stands in their bytes."""

import hashlib
from codecs import BOM_UTF8
from typing import Final, NamedTuple

import msgspec

from catalog.scan.facts import FileFacts
from catalog.scan.languages import language_of
from catalog.scan.occurrences import occurrences

_LOOKED_AT: Final = 8_192
_UTF_16: Final = (b"\xff\xfe", b"\xfe\xff")
DEFAULT: Final = "default"
BINARY: Final = "no text: it has NUL bytes"

_ENCODER: Final = msgspec.msgpack.Encoder()
_DECODER: Final = msgspec.msgpack.Decoder(FileFacts)


class Wanted(NamedTuple):
    """The names that are looked for."""

    callees: frozenset[str]
    """Of sinks."""
    others: frozenset[str] = frozenset()
    """Under which files call sinks that other files gave these names."""
    homes: frozenset[str] = frozenset()
    """Words in the names of modules whose default is a sink: who imports it calls it as he likes."""
    trackers: frozenset[str] = frozenset()
    """By which generated trackers are imported: of their modules, and what they are called there."""
    handed: frozenset[str] = frozenset()
    """Under which files hand trackers on that have other names there."""

    @property
    def searched(self) -> frozenset[str]:
        """Those of which a file must hold one to be read."""
        return (self.others - {DEFAULT}) | self.homes | self.handed or self.callees | self.trackers


class Reading(msgspec.Struct, array_like=True):
    """What became of a file: its facts when a wanted name stands in it, else why it has none."""

    path: str
    digest: bytes = b""
    """Of what the facts depend on; empty for a file that was looked at only."""
    facts: bytes = b""
    skipped: str = ""


def read_file(path: str, content: bytes, wanted: Wanted, known: frozenset[bytes]) -> Reading:
    """Read a file's bytes; those of `known` digests have been read before and get no facts again."""
    # The mark is part of no word.
    content = content.removeprefix(BOM_UTF8)
    if b"\0" in content[:_LOOKED_AT] and content[:2] not in _UTF_16:
        return Reading(path, skipped=BINARY)
    if content[:2] not in _UTF_16 and not occurrences(content, wanted.searched):
        return Reading(path)
    digest = digest_of(path, content)
    return Reading(path, digest, b"" if digest in known else parsed(path, content, wanted))


def digest_of(path: str, content: bytes) -> bytes:
    """What a file's facts are found by: its bytes, and the end of its name, which says the language."""
    name = path.rpartition("/")[2]
    return hashlib.sha256(
        name[name.find(".") :].encode("utf-8", "surrogateescape") + b"\0" + content
    ).digest()


def parsed(path: str, content: bytes, wanted: Wanted, *, is_whole: bool = False) -> bytes:
    """The facts of a file, encoded; with all constants where `is_whole`, else those that its calls need."""
    language = language_of(path)
    facts = (
        FileFacts("none")
        if language is None
        else language.read(
            content, path, wanted.callees, wanted.others, wanted.trackers | wanted.handed, is_whole=is_whole
        )
    )
    return _ENCODER.encode(facts)


def facts_of(encoded: bytes) -> FileFacts:
    """Decode what `parsed` gave."""
    return _DECODER.decode(encoded)
