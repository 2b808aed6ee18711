"""Payloads against a release: by the major version that they were sent under, or by any that is accepted."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Final

import msgspec

from catalog.model.release import Release
from catalog.model.snapshot import Snapshot
from catalog.validation.older import accepted_majors, older_snapshot, snapshot_of
from catalog.validation.verdict import Outcome, Verdict


class _Stamp(msgspec.Struct):
    """What a tracker stamps, as far as it is there."""

    event: object = None
    release: object = None


_STAMP: Final = msgspec.json.Decoder(_Stamp)

_OPEN: Final = (Outcome.REFUSED, Outcome.UNKNOWN)
"""Outcomes that an older version may still turn."""


def _day(today: object) -> date | None:
    """A day, of a date or of a moment, which no date compares with."""
    if isinstance(today, datetime):
        return today.date()
    if today is None or isinstance(today, date):
        return today
    raise TypeError(
        f"today is a datetime.date, or None where no older version ends; it is no {type(today).__name__}"
    )


class Versions:
    """The catalogs of a release: its own, and one for each older major that is still accepted.

    A payload that is stamped with a release (`release` in its envelope, a number) is judged by the major
    version that its event had then. One that is not is tried by the newest first.
    """

    def __init__(self, release: Release, today: date | None) -> None:
        self._release = release
        self._majors = accepted_majors(release, _day(today))
        current = snapshot_of(release)
        depth = max(map(len, self._majors.values()), default=0)
        older = (older_snapshot(release, current, self._majors, rank) for rank in range(depth))
        self.snapshots: tuple[Snapshot, ...] = (current, *older)

    @property
    def current(self) -> Snapshot:
        """The release's own catalog."""
        return self.snapshots[0]

    def judge(self, payload: bytes, judge: Callable[[int], Verdict]) -> Verdict:
        """The verdict on a payload; `judge` gives that of one catalog, 0 being the release's own."""
        first = judge(0)
        ranks = self.ranks(payload, first)
        for rank in ranks:
            found = first if rank == 0 else judge(rank)
            if found.outcome not in _OPEN or len(ranks) == 1:
                return self.named(rank, found)
        return self.named(0, first)

    def ranks(self, payload: bytes, first: Verdict) -> tuple[int, ...]:
        """The catalogs that judge a payload, in the order in which they are asked.

        `first` is the verdict of the release's own catalog.
        """
        if len(self.snapshots) == 1 or first.outcome is Outcome.MALFORMED:
            return (0,)
        if first.outcome is not Outcome.UNKNOWN and first.event not in self._majors:
            return (0,)
        stamp = _stamp(payload)
        if stamp is None:
            return (0,)
        rank = self._rank(stamp)
        return tuple(range(len(self.snapshots))) if rank is None else (rank,)

    def _rank(self, stamp: _Stamp) -> int | None:
        """The catalog of the release that a payload is stamped with; None when it is stamped with none."""
        release = stamp.release
        if not isinstance(release, str) or not release.isascii() or not release.isdigit():
            return None
        number = int(release) if len(release) < 10 else 0
        if not 1 <= number <= self._release.number or not isinstance(stamp.event, str):
            return None
        for rank, snapshot in enumerate(self.snapshots):
            found = snapshot.lookup(stamp.event)
            if found is None:
                continue
            name = found[0].name
            since = self._release.events[name].since if rank == 0 else self._majors[name][rank - 1].since
            if since <= number:
                return rank
        return 0

    def named(self, rank: int, verdict: Verdict) -> Verdict:
        """The verdict of one of the catalogs, with the event's version there."""
        name = verdict.event
        if name is None or verdict.outcome is Outcome.UNKNOWN:
            return verdict
        found = self._release.events[name] if rank == 0 else self._majors[name][rank - 1]
        return msgspec.structs.replace(verdict, version=found.version)


def _stamp(payload: bytes) -> _Stamp | None:
    try:
        return _STAMP.decode(payload)
    except msgspec.DecodeError:
        return None
