"""Timestamps and UUIDs decided without a long regular expression, for the fast path."""

import re
from binascii import Error, unhexlify
from datetime import date, datetime
from typing import Annotated, Final
from uuid import UUID

import msgspec

_TIME: Final = re.compile(
    r"T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\.[0-9]+)?(?:Z|[+-](?:[01][0-9]|2[0-3]):[0-5][0-9])\Z"
).match
_read_day: Final = date.fromisoformat


def is_timestamp(text: str) -> bool:
    """Whether a text is of the type timestamp; the same answer as its pattern, in a third of the time."""
    if text[4:8:3] != "--" or _TIME(text, 10) is None:
        return False
    try:
        _read_day(text[:10])
    except ValueError:
        return False
    return True


def is_uuid(text: str) -> bool:
    """Whether a text is of the type uuid; the same answer as its pattern."""
    if len(text) != 36 or text[8:24:5] != "----":
        return False
    try:
        return len(unhexlify(text.replace("-", ""))) == 16
    except (Error, ValueError):
        return False


def is_moment(text: str) -> bool:
    """Whether a text is what the envelope's `timestamp` may be: a moment with its offset.

    More than the type timestamp admits, since clients write it themselves: RFC 3339 in either case, also
    with a space for the `T` and an offset without a colon, as Python's `str(datetime)` and `strftime` write
    them.
    """
    return _reads(text, MOMENT)


def is_identity(text: str) -> bool:
    """Whether a text is what the envelope's `uuid` may be: a UUID in either case, with or without hyphens."""
    return _reads(text, UUID)


MOMENT: Final = Annotated[datetime, msgspec.Meta(tz=True)]
"""How the fast path reads the envelope's timestamp; both engines ask the same reader."""


def _reads(text: str, kind: object) -> bool:
    try:
        msgspec.convert(text, type=kind)
    except (msgspec.ValidationError, UnicodeEncodeError):
        return False
    return True
