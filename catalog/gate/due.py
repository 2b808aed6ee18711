"""What the calendar brings: events that expire, and older majors whose time ends."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from catalog.findings import Spot
from catalog.model.event import Status
from catalog.model.names import EventName
from catalog.model.release import Release
from catalog.model.snapshot import Snapshot


class Kind(StrEnum):
    """What is due."""

    EXPIRY = "expiry"
    """An event's last day."""
    OLDER_MAJOR = "older-major"
    """The last day on which payloads of an older major version are accepted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """One date: of which event, and how many days are left; fewer than none when it is over."""

    kind: Kind
    event: EventName
    owner: str | None
    day: date
    days_left: int
    version: str | None = None
    """Of the older major."""
    spot: Spot | None = None
    """Where the event's file says it."""

    @property
    def is_over(self) -> bool:
        """Whether the last day has passed."""
        return self.days_left < 0


def due(snapshot: Snapshot, release: Release | None, today: date, within_days: int) -> tuple[Due, ...]:
    """Every date that has passed or comes within so many days, the most urgent first."""
    found = [*_expiries(snapshot, today), *_majors(snapshot, release, today)]
    near = (one for one in found if one.days_left <= within_days)
    return tuple(sorted(near, key=lambda one: (one.day, one.event, one.kind, one.version or "")))


def _expiries(snapshot: Snapshot, today: date) -> Iterator[Due]:
    for event in snapshot.events.values():
        expires = event.definition.expires
        if expires is not None and event.status is not Status.RETIRED:
            yield Due(
                kind=Kind.EXPIRY,
                event=event.name,
                owner=event.definition.owner,
                day=expires,
                days_left=(expires - today).days,
                spot=Spot(kind="event", name=event.name, pointer=("expires",)),
            )


def _majors(snapshot: Snapshot, release: Release | None, today: date) -> Iterable[Due]:
    for name, majors in () if release is None else release.majors.items():
        event = snapshot.events.get(EventName(name))
        for major in majors:
            yield Due(
                kind=Kind.OLDER_MAJOR,
                event=EventName(name),
                owner=None if event is None else event.definition.owner,
                day=major.until,
                days_left=(major.until - today).days,
                version=major.version,
            )
