"""Payload files and standard input as lines: any size in constant memory, gzip and zstd by their magic."""

import os
import re
import stat
import sys
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import BinaryIO, Final, Literal, NamedTuple

from catalog.errors import CatalogError

STANDARD_INPUT: Final = "-"
_CHUNK_BYTES: Final = 131_072
_ZSTD_CHUNK_BYTES: Final = 1_024
"""Four bytes can stand for a block of 128 KiB (RFC 8878 §3.1.1.2), so a kilobyte may become 32 MiB."""
MAX_WINDOW_BYTES: Final = 134_217_728
"""What a zstd frame may have kept in memory while it is unpacked: as much as the zstd program allows."""
_MARK_BYTES: Final = 4
_UTF_16: Final = re.compile(rb"\xff\xfe[\t\n\r -~]\x00|\xfe\xff\x00[\t\n\r -~]")
_GZIP: Final = b"\x1f\x8b"
_ZSTD: Final = b"\x28\xb5\x2f\xfd"
_ZSTD_SKIPPABLE: Final = b"\x2a\x4d\x18"
"""Bytes 2 to 4 of a skippable frame, RFC 8878 §3.1.2."""


class UnreadableInput(CatalogError):
    """An input that was named cannot be read."""

    def __init__(self, name: str, reason: str) -> None:
        self.name = name
        self.reason = reason
        super().__init__(f"{name}: {reason}")


Trouble = Literal["too-large", "broken-archive", "window-too-large", "utf-16"]
"""What keeps a line, or all that is left of an input, from being judged: the code of its problem."""


class Stopped(Exception):
    """An input cannot be read further; what came before it stands."""

    def __init__(self, trouble: Trouble) -> None:
        self.trouble: Trouble = trouble
        super().__init__(trouble)


class Line(NamedTuple):
    """One line that is not blank: its number from 1, its bytes, and what keeps it from being judged.

    A line with trouble has no content.
    """

    number: int
    content: bytes
    trouble: Trouble | None


def require_input(name: str) -> None:
    """Raise UnreadableInput for a file that certainly cannot be read, before any other is judged."""
    if name == STANDARD_INPUT:
        if sys.stdin is None:
            raise UnreadableInput("standard input", "it is closed")
        return
    try:
        if stat.S_ISDIR(os.stat(name).st_mode):
            raise UnreadableInput(name, "a folder; name files with payloads, one JSON object per line")
    except (OSError, ValueError) as error:
        raise UnreadableInput(name, _reason(error)) from None
    if not os.access(name, os.R_OK):
        raise UnreadableInput(name, "permission denied")


def size_of(names: Iterable[str]) -> int | None:
    """The bytes of all inputs together; None when one of them is no regular file."""
    total = 0
    for name in names:
        found = None if name == STANDARD_INPUT else os.stat(name)
        if found is None or not stat.S_ISREG(found.st_mode):
            return None
        total += found.st_size
    return total


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """An opened input: what people call it, and its handle."""

    name: str
    handle: BinaryIO

    def chunks(self, note: Callable[[int], None]) -> Iterator[bytes]:
        """The content, unpacked if it is an archive. Raises Stopped.

        Before every read, which may wait for more, `note` hears how many bytes came with the last one.
        """
        return _of_bytes(_unpacked(self._read(note)))

    def _read(self, note: Callable[[int], None]) -> Iterator[bytes]:
        # What is there, without waiting for more: a pipe that trickles is judged as it comes.
        read = getattr(self.handle, "read1", self.handle.read)
        while True:
            try:
                chunk: bytes = read(_CHUNK_BYTES)
            except OSError as error:
                raise UnreadableInput(self.name, _reason(error)) from None
            if not chunk:
                return
            yield chunk
            note(len(chunk))


@contextmanager
def opened(name: str) -> Iterator[Input]:
    """A file by its path, or standard input as `-`; closed at the end. Raises UnreadableInput."""
    require_input(name)
    if name == STANDARD_INPUT:
        yield Input(name="<stdin>", handle=sys.stdin.buffer)
        return
    try:
        handle = open(name, "rb", buffering=0)  # noqa: SIM115  # an error of the body is none of the file
    except OSError as error:
        raise UnreadableInput(name, _reason(error)) from None
    with handle:
        yield Input(name=name, handle=handle)


def split_lines(chunks: Iterator[bytes], max_bytes: int) -> Iterator[Line]:
    """Lines that are not blank, numbered as editors do; never holds more than `max_bytes` and a chunk.

    Longer lines are skipped to their end, and where an input cannot be read further is its last line: both
    are reported as trouble.
    """
    number, held, is_skipping, is_blank = 0, b"", False, True
    try:
        for chunk in chunks:
            parts = chunk.split(b"\n")
            rest = parts.pop()
            for part in parts:
                number += 1
                if is_skipping:
                    if not (is_blank and _is_blank(part)):
                        yield Line(number, b"", "too-large")
                    is_skipping = False
                    continue
                whole = held + part if held else part
                held = b""
                if not _is_blank(whole):
                    yield _line(number, whole, max_bytes)
            if is_skipping:
                is_blank = is_blank and _is_blank(rest)
            else:
                held += rest
                if len(held) > max_bytes:
                    is_skipping, is_blank, held = True, _is_blank(held), b""
    except Stopped as stopped:
        yield Line(number + 1, b"", stopped.trouble)
        return
    if is_skipping and not is_blank:
        yield Line(number + 1, b"", "too-large")
    elif not _is_blank(held):
        yield _line(number + 1, held, max_bytes)


def _line(number: int, content: bytes, max_bytes: int) -> Line:
    if len(content) > max_bytes:
        return Line(number, b"", "too-large")
    return Line(number, content, None)


def _is_blank(content: bytes) -> bool:
    return not content or content.isspace()


def _of_bytes(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """The content, unless it is UTF-16: a byte order mark and a character of ASCII, as JSON begins with one.

    The mark alone is one bad line, behind which a stream goes on.
    """
    start = b""
    for chunk in chunks:
        # Little by little only at the beginning, so that nothing is lost where an archive breaks off there.
        if len(start) < _MARK_BYTES:
            start += chunk[:_MARK_BYTES]
            if _UTF_16.match(start):
                raise Stopped("utf-16")
        yield chunk


def _unpacked(chunks: Iterator[bytes]) -> Iterator[bytes]:
    start = b""
    for chunk in chunks:
        start += chunk
        if len(start) >= _MARK_BYTES:
            break
    whole = _with(start, chunks)
    if start.startswith(_GZIP):
        return _gunzip(whole)
    if start.startswith(_ZSTD) or (start[1:4] == _ZSTD_SKIPPABLE and start[0] >> 4 == 5):
        return _unzstd(whole)
    return whole


def _with(start: bytes, chunks: Iterator[bytes]) -> Iterator[bytes]:
    if start:
        yield start
    yield from chunks


def _gunzip(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """All members of a gzip file (RFC 1952 §2.2); zeros after a member are padding, as for gzip itself."""
    decoder = zlib.decompressobj(wbits=31)
    is_between = False
    for data in chunks:
        while True:
            if is_between:
                data = data.lstrip(b"\0")
                if not data:
                    break
                decoder, is_between = zlib.decompressobj(wbits=31), False
            spare = decoder.copy()
            try:
                content = decoder.decompress(data, _CHUNK_BYTES)
            except zlib.error:
                yield from _up_to_damage(spare, data)
                raise Stopped("broken-archive") from None
            if content:
                yield content
            if decoder.eof:
                data, is_between = decoder.unused_data, True
                continue
            data = decoder.unconsumed_tail
            if not data and len(content) < _CHUNK_BYTES:
                break
    if not is_between:
        raise Stopped("broken-archive")


def _up_to_damage(decoder: "zlib._Decompress", data: bytes) -> Iterator[bytes]:
    """What can still be read of a damaged piece: the decoder gives nothing of a call that fails."""
    for place in range(len(data)):
        try:
            content = decoder.decompress(data[place : place + 1])
        except zlib.error:
            return
        if content:
            yield content


def _unzstd(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """All frames of a zstd file."""
    import zstandard  # only archives pay for it

    context = zstandard.ZstdDecompressor(max_window_size=MAX_WINDOW_BYTES)
    decoder, is_between = context.decompressobj(), True
    try:
        for chunk in chunks:
            for start in range(0, len(chunk), _ZSTD_CHUNK_BYTES):
                data = chunk[start : start + _ZSTD_CHUNK_BYTES]
                while data:
                    content = decoder.decompress(data)
                    if content:
                        yield content
                    is_between = decoder.eof
                    data = decoder.unused_data if is_between else b""
                    if is_between:
                        decoder = context.decompressobj()
    except zstandard.ZstdError as error:
        # libzstd's name of ZSTD_error_frameParameter_windowTooLarge; the binding hands on no number.
        is_window = "too much memory" in str(error)
        raise Stopped("window-too-large" if is_window else "broken-archive") from None
    if not is_between:
        raise Stopped("broken-archive")


def _reason(error: Exception) -> str:
    reason = (isinstance(error, OSError) and error.strerror) or "no path of a file"
    return reason[:1].lower() + reason[1:]
