"""Canonical JSON (RFC 8785): the same value, the same bytes, in every program."""

import hashlib

import msgspec
import rfc8785

_ENCODER = msgspec.json.Encoder(order="sorted")


def canonical(value: object) -> bytes:
    """A JSON value in its canonical form; raises rfc8785.CanonicalizationError for what JSON cannot hold.

    Most values are written alike by msgspec, in a fraction of the time: all but numbers that are not whole,
    and names that are not ASCII, whose order RFC 8785 §3.2.3 gives by UTF-16. Only what holds one of those is
    written piece by piece.
    """
    if _is_plain(value):
        return _ENCODER.encode(value)
    if isinstance(value, dict) and all(isinstance(name, str) and name.isascii() for name in value):
        members = (rfc8785.dumps(name) + b":" + canonical(value[name]) for name in sorted(value))
        return b"{" + b",".join(members) + b"}"
    return rfc8785.dumps(value)  # type: ignore[arg-type]  # its JSON type is not exported


_LARGEST = 2**53 - 1


def _is_plain(value: object) -> bool:
    """Whether msgspec writes a value as RFC 8785 does."""
    kind = value.__class__
    if kind is str:
        # of what is not printable, escapes differ
        return value.isprintable()  # type: ignore[attr-defined,no-any-return]  # a text
    if kind is dict:
        for name, member in value.items():  # type: ignore[attr-defined]  # an object
            if name.__class__ is not str or not name.isascii() or not name.isprintable():
                return False
            if not _is_plain(member):
                return False
        return True
    if kind is list:
        return all(map(_is_plain, value))  # type: ignore[call-overload]  # a list
    if kind is int:
        return -_LARGEST <= value <= _LARGEST  # type: ignore[operator]  # a number
    return value is None or kind is bool


def digest_of(value: object) -> str:
    """SHA-256 of a value's canonical JSON, in lower-case hex."""
    return hashlib.sha256(canonical(value)).hexdigest()
