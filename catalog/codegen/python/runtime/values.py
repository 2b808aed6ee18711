"""Arguments → JSON: what a caller may give besides JSON's own values, and how it is written."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime, timezone
from enum import Enum
from math import isfinite
from typing import Any, Callable, ClassVar, Final
from uuid import UUID

from .brands import Brand
from .data import Json
from .unset import UNSET


class NotJson(Exception):
    """A value of a type that cannot be sent; says which type, and never the value."""

    code: ClassVar[str] = "not-json"

    def __init__(self, type_name: str) -> None:
        super().__init__(f"a value of type {type_name} cannot be sent")


class NotFinite(NotJson):
    """A number that JSON has no word for."""

    code: ClassVar[str] = "not-finite"

    def __init__(self) -> None:
        Exception.__init__(self, "NaN or Infinity, which JSON does not know")


PLAIN: Final[frozenset[type]] = frozenset({str, int, bool, type(None)})
"""The classes whose values are JSON as they are, every one of them."""


def plain(value: Any) -> Json:
    """A value as JSON. Raises NotJson for one that cannot be sent, RecursionError for one that holds itself.

    Moments are written in UTC, enum members as their values, sets as sorted lists; members of objects and
    items that are UNSET are left out. A moment without an offset is written without one, which no contract
    takes, since nobody knows when it was.
    """
    kind = value.__class__
    if kind in PLAIN:
        same: Json = value
        return same
    write = _WRITERS.get(kind)
    if write is None:
        write = _writer(value)
    return write(value)


def plain_members(values: Mapping[str, Any]) -> dict[str, Json]:
    """An object's members as JSON, without those that are UNSET."""
    made: dict[str, Any] = {
        name: value if value.__class__ in PLAIN else plain(value)
        for name, value in values.items()
        if value is not UNSET
    }
    return made


def rfc3339(moment: datetime) -> str:
    """A moment in UTC, with milliseconds, or with microseconds where it has them.

    JavaScript writes the same of the same moment.
    """
    if moment.tzinfo is None:
        return moment.isoformat()
    try:
        moment = moment.astimezone(timezone.utc)
    except OverflowError:  # the first and the last day of the calendar
        return moment.isoformat()
    precision = "microseconds" if moment.microsecond % 1000 else "milliseconds"
    return moment.replace(tzinfo=None).isoformat(timespec=precision) + "Z"


def stamp(moment: datetime) -> str:
    """A moment as a payload is stamped with it: in UTC, with milliseconds."""
    return rfc3339(moment.replace(microsecond=moment.microsecond // 1000 * 1000))


def sorting_key(value: Json) -> str:
    """A text by which JSON values are put in order."""
    return json.dumps(value, sort_keys=True)


def _list(value: object) -> Json:
    assert isinstance(value, (list, tuple))
    return [plain(item) for item in value if item is not UNSET]


def _set(value: object) -> Json:
    assert isinstance(value, (set, frozenset))
    return sorted((plain(item) for item in value if item is not UNSET), key=sorting_key)


def _object(value: object) -> Json:
    assert isinstance(value, Mapping)
    made: dict[str, Json] = {}
    for key, member in value.items():
        name = key if key.__class__ is str else plain(key)
        if not isinstance(name, str):
            raise NotJson(f"{type(key).__name__} as a key")
        if member is not UNSET:
            made[name] = plain(member)
    return made


def _brand(value: object) -> Json:
    assert isinstance(value, Brand)
    return value.value


def _member(value: object) -> Json:
    assert isinstance(value, Enum)
    return plain(value.value)


def _moment(value: object) -> Json:
    assert isinstance(value, datetime)
    return rfc3339(value)


def _day(value: object) -> Json:
    assert isinstance(value, date)
    return value.isoformat()


def _text(value: object) -> Json:
    assert isinstance(value, str)
    return str.__str__(value)


def _integer(value: object) -> Json:
    assert isinstance(value, int)
    return int.__int__(value)


def _number(value: object) -> Json:
    assert isinstance(value, float)
    if not isfinite(value):
        raise NotFinite
    return float.__float__(value)


_Write = Callable[[object], Json]

_WRITERS: Final[dict[type, _Write]] = {
    float: _number,
    list: _list,
    tuple: _list,
    dict: _object,
    set: _set,
    frozenset: _set,
    datetime: _moment,
    date: _day,
    UUID: str,
}

_KINDS: Final = (
    (Enum, _member),
    (Brand, _brand),
    (datetime, _moment),
    (date, _day),
    (UUID, str),
    (str, _text),
    (int, _integer),
    (float, _number),
    (Mapping, _object),
    ((list, tuple), _list),
    ((set, frozenset), _set),
)
"""The first that fits decides: an enum's member may be a text as well, and a moment is a day."""


def _writer(value: object) -> _Write:
    for kind, write in _KINDS:
        if isinstance(value, kind):
            return write
    raise NotJson(type(value).__name__)
