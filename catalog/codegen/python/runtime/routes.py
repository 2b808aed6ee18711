"""The way of one event to one destination, laid out once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import Any, NamedTuple

from .counting import DROPPED, FAILED, REFUSED, Tally
from .data import Json
from .deliveries import Delivery
from .failures import Failure, Kept
from .lanes import Late
from .ports import Part, Port, Withheld, part
from .who import Who


class Stamps(NamedTuple):
    """Which program sends, by which release of the catalog."""

    source: str | None
    environment: str | None
    release: str | None


class Occurrence(NamedTuple):
    """One call, as JSON and before any handling: alike for all destinations."""

    kind: str
    who: Who
    context: dict[str, Json]
    consent: list[str] | None
    granted: frozenset[str]
    uuid: str
    timestamp: datetime

    def __repr__(self) -> str:
        return f"Occurrence(kind={self.kind!r})"


class Route:
    """One event on its way to one destination."""

    __slots__ = (
        "_asks",
        "_consent",
        "_hashed",
        "_hashes_key",
        "_left",
        "_part",
        "_port",
        "_row",
        "_stamps",
        "_tally",
        "_version",
        "event",
        "name",
    )

    def __init__(
        self,
        port: Port,
        name: str,
        event: str,
        version: str | None,
        of_event: Part,
        consent: frozenset[str] | None,
        stamps: Stamps,
        tally: Tally,
    ) -> None:
        self._port = port
        self.name = name
        self.event = event
        self._version = version
        self._part = of_event
        self._left = of_event.members.left
        self._asks = bool(of_event.asking) or of_event.members.refuses is not None
        self._hashed = of_event.members.hashed
        self._hashes_key = port.hashes_key
        self._consent = consent
        self._stamps = stamps
        self._tally = tally
        self._row = tally.row(name, port.name)

    @property
    def destination(self) -> str:
        """The name of the destination."""
        return self._port.name

    def send(
        self,
        one: Occurrence,
        values: dict[str, Json],
        person: Mapping[str, dict[str, Json]] | None = None,
    ) -> Failure | None:
        """Redact and hand over; gives what went wrong, and nothing of it when nobody has agreed."""
        try:
            delivery = self._delivery(one, values, person)
        except Withheld as why:
            self._tally.add(self.name, self.destination, REFUSED if why.is_refused else DROPPED)
            if not why.is_refused:
                return None
            return Failure("refused", why.reason, self.name, self.destination)
        except Exception as error:  # noqa: BLE001  # the application goes on
            return self._failed("values", "its values could not be handled", error)
        if delivery is None:
            self._tally.add(self.name, self.destination, DROPPED)
            return None
        hashed = self._hashes_key and delivery.distinct_id is not None
        if self._hashed and not hashed:
            hashed = not self._hashed.isdisjoint(values)
        port = self._port
        try:
            port.send(delivery)
        except Late as late:
            late.settle(partial(self._ended, hashed=hashed), port.report)
            return Failure("send", str(late), self.name, self.destination) if late.is_first else None
        except Exception as error:  # noqa: BLE001  # the application goes on
            return self._ended(error, hashed=hashed)
        self._tally.add_sent(self._row, hashed=hashed)
        return None

    def _ended(self, error: Exception | None, *, hashed: bool) -> Failure | None:
        """Count what became of a delivery; gives what went wrong."""
        if error is None:
            self._tally.add_sent(self._row, hashed=hashed)
            return None
        if isinstance(error, Kept):
            self._tally.add(self.name, self.destination, DROPPED if error.dropped else FAILED)
            return Failure("send", error.reason, self.name, self.destination)
        return self._failed("send", "the destination raised", error)

    def _failed(self, stage: str, reason: str, error: Exception) -> Failure:
        self._tally.add(self.name, self.destination, FAILED)
        return Failure(stage, reason, self.name, self.destination, type(error).__name__)

    def _delivery(
        self,
        one: Occurrence,
        values: dict[str, Json],
        person: Mapping[str, dict[str, Json]] | None,
    ) -> Delivery | None:
        """What leaves; None when nobody has agreed, or nobody is there to be told of."""
        if self._consent is not None and self._consent.isdisjoint(one.granted):
            return None
        port, kind, granted = self._port, one.kind, one.granted
        distinct_id, is_anonymous = port.identity(one.who)
        properties = self._part.left(values, granted, "a property") if self._asks else self._left(values)
        groups = None if one.who.groups is None else port.groups(one.who.groups)
        set_members = set_once = None
        if person is not None:
            if kind == "identify" and distinct_id is None:
                return None
            set_members = port.person.left(person["set"], granted, "a property") if person["set"] else None
            once = person["set_once"]
            set_once = port.person.left(once, granted, "a property") if once else None
        elif kind == "group":
            if not groups:
                return None
            properties, set_members = {}, properties
        stamps = self._stamps
        return Delivery(
            port.name,
            kind,
            self.name,
            self.event,
            properties,
            distinct_id,
            is_anonymous,
            set_members,
            set_once,
            groups,
            port.context.left(one.context, granted, "a part of the context") if one.context else None,
            one.consent,
            one.uuid,
            one.timestamp,
            stamps.source,
            stamps.environment,
            stamps.release,
            self._version,
        )


def event_route(port: Port, event: Mapping[str, Any], stamps: Stamps, tally: Tally) -> Route | None:
    """The way of an event to a destination; None when it does not go there."""
    here = event["destinations"].get(port.name)
    if here is None:
        return None
    return Route(
        port,
        event["name"],
        here["event"],
        event.get("version"),
        part(port.treatments, here["properties"], event["properties"]),
        frozenset(here["consent"]) if "consent" in here else None,
        stamps,
        tally,
    )


def identify_route(port: Port, stamps: Stamps, tally: Tally) -> Route | None:
    """The way of a person's properties to a destination."""
    if "identify" not in port.kinds:
        return None
    nothing = part(port.treatments, {}, {})
    return Route(port, "$identify", "$identify", None, nothing, port.kinds["identify"], stamps, tally)


def group_route(port: Port, kind: str, stamps: Stamps, tally: Tally) -> Route | None:
    """The way of the properties of a kind of group to a destination."""
    of_group = port.group(kind) if "group" in port.kinds else None
    if of_group is None:
        return None
    return Route(port, "$groupidentify", "$groupidentify", None, of_group, port.kinds["group"], stamps, tally)
