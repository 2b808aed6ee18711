"""Who an event is about, and what is known around a call."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Final, NamedTuple, Union
from uuid import UUID

from .brands import Brand
from .data import Json
from .hashing import text_of
from .values import plain

Id = Union[str, int, UUID, Brand]
"""What identifies a person or a group."""


class Identity(NamedTuple):
    """Who an event is about; `repr` tells nothing of it."""

    user_id: Id | None = None
    anonymous_id: Id | None = None
    groups: Mapping[str, Id] | None = None

    def __repr__(self) -> str:
        return "Identity(…)"


class Who(NamedTuple):
    """Who an event is about and what they have agreed to, as JSON."""

    user_id: str | None = None
    anonymous_id: str | None = None
    groups: dict[str, Json] | None = None
    consent: list[str] | None = None
    timestamp: datetime | None = None
    uuid: str | None = None

    def over(self, other: Who) -> Who:
        """This where it says something, else the other; the ids of two people are never mixed."""
        has_id = self.user_id is not None or self.anonymous_id is not None
        groups = other.groups if self.groups is None else {**(other.groups or {}), **self.groups}
        return Who(
            self.user_id if has_id else other.user_id,
            self.anonymous_id if has_id else other.anonymous_id,
            groups,
            other.consent if self.consent is None else self.consent,
            other.timestamp if self.timestamp is None else self.timestamp,
            other.uuid if self.uuid is None else self.uuid,
        )

    def __repr__(self) -> str:
        return "Who(…)"


NOBODY: Final = Who()


class Ambient(NamedTuple):
    """What holds within a block: `with tracker.context(...)` and `with tracker.of(...)`."""

    context: dict[str, Json]
    who: Who
    outer: Ambient | None = None

    def __repr__(self) -> str:
        return "Ambient(…)"


def who_of(
    user_id: Id | None = None,
    anonymous_id: Id | None = None,
    groups: Mapping[str, Id] | None = None,
    consent: Iterable[str] | None = None,
    timestamp: datetime | None = None,
    uuid: str | UUID | None = None,
) -> Who:
    """Who an event is about, from what a caller says; an empty id is none."""
    keys = None if groups is None else {name: id_text(key) for name, key in groups.items()}
    return Who(
        id_text(user_id),
        id_text(anonymous_id),
        None if keys is None else {name: key for name, key in keys.items() if key is not None},
        None if consent is None else purposes(consent),
        timestamp,
        None if uuid is None else str(uuid),
    )


def purposes(consent: Iterable[str]) -> list[str]:
    """What somebody has agreed to, as a list; one text is one purpose."""
    return [consent] if isinstance(consent, str) else [str(plain(one)) for one in consent]


def id_text(value: Id | None) -> str | None:
    """An id as text, numbers as JSON writes them; None for none, also for an empty one."""
    if value is None or isinstance(value, str):
        return value or None
    made = plain(value)
    return text_of(made) or None
