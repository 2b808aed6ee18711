"""Bytes → one JSON object, or the one problem that makes the payload malformed."""

import json
import re
from typing import Final

import msgspec

from catalog.model.values import MAX_SAFE_INTEGER
from catalog.validation.explain import Json
from catalog.validation.kinds import found_type
from catalog.validation.problems import Problem
from catalog.validation.supplied import is_showable

MAX_BYTES: Final = 1_048_576
MAX_DEPTH: Final = 64

_decoder = msgspec.json.Decoder()
_encoder = msgspec.json.Encoder()


def bytes_of(payload: bytes | bytearray | memoryview) -> bytes:
    """A payload as bytes; raises TypeError for what is none."""
    try:
        return bytes(memoryview(payload))
    except TypeError:
        raise TypeError(f"a payload is bytes, and this is a {type(payload).__name__}") from None


def decode(payload: bytes) -> dict[str, Json] | Problem:
    """The payload's object with every key once, every number a double or an exact integer, every text whole.

    Duplicate keys, NaN, overflow, lone surrogates and depth make it malformed, though parsers let them pass.
    """
    if len(payload) > MAX_BYTES:
        return _problem("too-large", limit=MAX_BYTES)
    try:
        value: Json = _decoder.decode(payload)
    except UnicodeDecodeError:
        return _problem("not-utf-8")
    except RecursionError:
        return _problem("too-deep", limit=MAX_DEPTH)
    except msgspec.ValidationError:
        return _problem("number-overflow")
    except msgspec.DecodeError as error:
        return _unreadable(payload, str(error))
    if not isinstance(value, dict):
        return _problem("not-an-object", found=found_type(value))
    if _may_be_deep(payload) and _depth(value) > MAX_DEPTH:
        return _problem("too-deep", limit=MAX_DEPTH)
    if _may_have_duplicates(payload, value):
        found = _duplicate(payload)
        if found is not None:
            return found
    if len(payload) > _OVERFLOWING_DIGITS and _LONG_INTEGER.search(payload) and _overflows(value):
        return _problem("number-overflow")
    return value


def decode_accepted(payload: bytes) -> dict[str, Json]:
    """The object of a payload that was accepted, hence found to be readable with every key once."""
    value: dict[str, Json] = _decoder.decode(payload)
    return value


def rounded(value: dict[str, Json]) -> dict[str, Json]:
    """The value with integers that a double cannot hold exactly rounded to one, as JavaScript reads them.

    Few payloads need it, so it is done for those that bring such an integer where a number is judged.
    """
    return {name: _rounded(member) for name, member in value.items()}


def _rounded(value: Json) -> Json:
    if isinstance(value, dict):
        return {name: _rounded(member) for name, member in value.items()}
    if isinstance(value, list):
        return [_rounded(item) for item in value]
    if isinstance(value, int) and not -MAX_SAFE_INTEGER <= value <= MAX_SAFE_INTEGER:
        return float(value)
    return value


def _problem(code: str, path: str = "", **context: str | int) -> Problem:
    return Problem(code=code, path=path, context=context)


_PLACE: Final = re.compile(r"\(byte ([0-9]+)\)$").search


def _unreadable(payload: bytes, message: str) -> Problem:
    code = _why(payload, message)
    place = _PLACE(message) if code == "not-json" else None
    return _problem(code) if place is None else _problem(code, byte=int(place[1]) + 1)


_ESCAPED_SURROGATE: Final = re.compile(rb"\\u[dD][89a-fA-F]")


def _why(payload: bytes, message: str) -> str:
    """The code for what a parser could not read; the parser's own words name bytes, not causes."""
    if payload.startswith(b"\xef\xbb\xbf"):
        return "byte-order-mark"
    if payload.startswith((b"\xff\xfe", b"\xfe\xff", b"{\x00", b"\x00{")):
        return "not-utf-8"
    if not payload.strip():
        return "empty"
    try:
        text = payload.decode("utf-8")
    except UnicodeDecodeError:
        return "not-utf-8"
    if _ESCAPED_SURROGATE.search(payload):
        try:
            json.loads(text)
        except (ValueError, RecursionError):
            pass
        else:
            return "lone-surrogate"
    if "truncated" in message:
        return "truncated"
    return "not-finite" if _is_only_not_finite(text) else "not-json"


def _is_only_not_finite(text: str) -> bool:
    """Whether Python's parser, which takes NaN and Infinity, reads the text."""
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


_OVERFLOWING_DIGITS: Final = 309
"""The fewest digits of an integer that is beyond a double, whose largest value is below 1.8e308."""

_LONG_INTEGER: Final = re.compile(rb"[0-9]{%d}" % _OVERFLOWING_DIGITS)


def _overflows(value: Json) -> bool:
    """Whether an integer in the value, at any depth, is beyond a double; the parser reads it exactly."""
    if isinstance(value, dict):
        return any(map(_overflows, value.values()))
    if isinstance(value, list):
        return any(map(_overflows, value))
    if isinstance(value, int):
        try:
            float(value)
        except OverflowError:
            return True
    return False


def _may_be_deep(payload: bytes) -> bool:
    return payload.count(b"{") + payload.count(b"[") > MAX_DEPTH


def _depth(value: Json) -> int:
    """The number of containers around the deepest value, counted without recursion."""
    deepest = 0
    stack: list[tuple[Json, int]] = [(value, 1)]
    while stack:
        item, depth = stack.pop()
        deepest = max(deepest, depth)
        if isinstance(item, dict):
            stack.extend((below, depth + 1) for below in item.values() if isinstance(below, dict | list))
        elif isinstance(item, list):
            stack.extend((below, depth + 1) for below in item if isinstance(below, dict | list))
    return deepest


def _may_have_duplicates(payload: bytes, value: Json) -> bool:
    """False only when no key can stand twice.

    Written again, the value has two quotes for each key and each text, and escaped ones inside texts. A key
    that stood twice is written once, so the payload would have more quotes, unless others are spelt as an
    escape.
    """
    return b"u0022" in payload or payload.count(b'"') != _encoder.encode(value).count(b'"')


class _Repeated(Exception):
    def __init__(self, key: str) -> None:
        self.key = key
        super().__init__()


def _once(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    members = dict(pairs)
    if len(members) != len(pairs):
        seen: set[str] = set()
        for key, _ in pairs:
            if key in seen:
                raise _Repeated(key)
            seen.add(key)
    return members


def _duplicate(payload: bytes) -> Problem | None:
    """The first key that stands twice in one object, wherever it is."""
    try:
        json.loads(payload, object_pairs_hook=_once)
    except _Repeated as repeated:
        return _problem("duplicate-key", key=repeated.key if is_showable(repeated.key) else "<key 1>")
    except (ValueError, RecursionError):
        return None
    return None
