"""What one destination gets: an event after redaction, under the names that it expects."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Callable, NamedTuple, Optional, Protocol

from .data import Json
from .values import stamp


class Delivery(NamedTuple):
    """One event, or what is set for a person or a group, as it leaves for one destination.

    Everything in it is redacted already; `repr` shows no value all the same.
    """

    destination: str
    kind: str
    """`event`, `identify` or `group`."""
    name: str
    """The event's name in the catalog."""
    event: str
    """The event's name as it is sent; `$identify` or `$groupidentify` for the other kinds."""
    properties: dict[str, Json]
    distinct_id: str | None
    is_anonymous: bool
    """Whether `distinct_id` is of nobody who is known."""
    set: dict[str, Json] | None
    """Properties of the person, or of the group whose kind and key are `groups`."""
    set_once: dict[str, Json] | None
    groups: dict[str, Json] | None
    """Kind of group → the key of the group, after handling."""
    context: dict[str, Json] | None
    consent: list[str] | None
    """The purposes that the person has agreed to; None when nobody said."""
    uuid: str
    timestamp: datetime
    """When it was, in UTC."""
    source: str | None
    environment: str | None
    release: str | None
    """The number of the catalog's release."""
    version: str | None
    """The event's version in that release."""

    @property
    def stamps(self) -> dict[str, str]:
        """Which program sent it, by which release."""
        stated = (
            ("source", self.source),
            ("environment", self.environment),
            ("release", self.release),
            ("version", self.version),
        )
        return {name: value for name, value in stated if value is not None}

    def payload(self) -> dict[str, Json]:
        """The canonical payload: JSON values alone."""
        made: dict[str, Json] = {
            "event": self.event,
            "uuid": self.uuid,
            "timestamp": stamp(self.timestamp),
            **self.stamps,
        }
        if self.distinct_id is not None:
            made["distinct_id"] = self.distinct_id
        made["properties"] = self.properties
        if self.kind == "group":
            [(kind, key)] = (self.groups or {"": None}).items()
            made["properties"] = {"$group_type": kind, "$group_key": key, "$group_set": self.set or {}}
        else:
            about = (("$set", self.set), ("$set_once", self.set_once), ("groups", self.groups))
            made.update({name: member for name, member in about if member is not None})
        if self.context is not None:
            made["context"] = self.context
        if self.consent is not None:
            made["consent"] = [*self.consent]
        made["redacted_for"] = [self.destination]
        return made

    def __repr__(self) -> str:
        return f"Delivery(destination={self.destination!r}, kind={self.kind!r}, event={self.event!r})"


Lost = Callable[[Mapping[str, int], str, Optional[str]], None]
"""How a destination tells what it lost: how many payloads of which events, why, after which exception."""


class Destination(Protocol):
    """Where events go. It may also have `flush(timeout)`, `shutdown(timeout)` and `attach(lost)`.

    `flush` and `shutdown` give False when something is left after so many seconds.

    What `send` raises is counted and reported. In mode `production` it is called by a thread of its own with
    the context variables of the caller, who goes on when it takes long; one whose `is_prompt` is true never
    waits for anybody, and is called by the thread that tracks. A destination that delivers later tells what
    it lost to the function that `attach` gives it: how many payloads of which events, why, and the type of
    the exception behind it.
    """

    def send(self, delivery: Delivery, /) -> None:
        """Take one delivery."""
