"""Payloads against a release: by the major version that they were sent under, or by any that is accepted."""

import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Final

import msgspec

from catalog.model.names import EventName
from catalog.model.release import Release
from catalog.validation.older import older_catalogs, snapshot_of
from catalog.validation.problems import Problem
from catalog.validation.verdict import Outcome, Verdict


class _Stamp(msgspec.Struct):
    """What a tracker stamps, as far as it is there."""

    event: object = None
    release: object = None


_STAMP: Final = msgspec.json.Decoder(_Stamp)

_NUMBER: Final = re.compile(r"[1-9][0-9]{0,8}")
"""A release as trackers stamp it; `01` is somebody's own number."""

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
    """The catalogs of a release: its own, and those of older versions that are still accepted.

    A payload that is stamped with a release (`release` in its envelope, a number) is judged by the version
    that its event had then. One that is not is tried by the newest first.
    """

    def __init__(self, release: Release, today: date | None) -> None:
        self._release = release
        self.current = snapshot_of(release)
        """The release's own catalog."""
        self._older = older_catalogs(release, self.current, _day(today))
        self.older = tuple(one.snapshot for one in self._older)
        """The catalogs of older versions; in what follows, the first has the rank 1."""
        self._known = frozenset(name for one in self._older for name in one.majors)

    def judge(self, payload: bytes, destination: str | None, judge: Callable[[int], Verdict]) -> Verdict:
        """The verdict on a payload; `judge` gives that of one catalog by its rank, 0 being the release's."""
        first = judge(0)
        ranks = self.ranks(payload, first)
        for rank in ranks:
            found = self.settled(rank, first if rank == 0 else judge(rank), destination)
            if found.outcome not in _OPEN or len(ranks) == 1:
                return found
        return self.settled(0, first, destination)

    def ranks(self, payload: bytes, first: Verdict) -> tuple[int, ...]:
        """The ranks of the catalogs that judge a payload, in the order in which they are asked.

        `first` is the verdict of the release's own catalog.
        """
        if not self._older or first.outcome is Outcome.MALFORMED:
            return (0,)
        if first.outcome is not Outcome.UNKNOWN and first.event not in self._known:
            return (0,)
        stamp = _stamp(payload)
        if stamp is None:
            return (0,)
        rank = self._rank(stamp)
        return tuple(range(1 + len(self._older))) if rank is None else (rank,)

    def _rank(self, stamp: _Stamp) -> int | None:
        """The catalog of the release that a payload is stamped with; None when it is stamped with none."""
        release = stamp.release
        if not isinstance(release, str) or not _NUMBER.fullmatch(release):
            return None
        number = int(release)
        if number > self._release.number or not isinstance(stamp.event, str):
            return None
        found = self.current.lookup(stamp.event)
        if found is not None and self._release.events[found[0].name].since <= number:
            return 0
        for rank, one in enumerate(self._older, start=1):
            found = one.snapshot.lookup(stamp.event)
            if found is not None and one.majors[found[0].name].since <= number:
                return rank
        return 0

    def settled(self, rank: int, verdict: Verdict, destination: str | None) -> Verdict:
        """The verdict of one of the catalogs with the event's version there.

        What no longer goes to a destination does not go there in an older version either.
        """
        name = verdict.event
        if name is None or verdict.outcome is Outcome.UNKNOWN:
            return verdict
        if rank == 0:
            return msgspec.structs.replace(verdict, version=self._release.events[name].version)
        verdict = msgspec.structs.replace(verdict, version=self._older[rank - 1].majors[name].version)
        now = self.current.events[EventName(name)].destinations
        if destination is None or destination in now:
            return verdict
        context: dict[str, str | tuple[str, ...]] = {"event": name, "destination": destination, "known": now}
        gone = Problem(code="wrong-destination", path="/event", context=context)
        others = (problem for problem in verdict.problems if problem.code != gone.code)
        return msgspec.structs.replace(verdict, outcome=Outcome.REFUSED, problems=(gone, *others))


def _stamp(payload: bytes) -> _Stamp | None:
    try:
        return _STAMP.decode(payload)
    except msgspec.DecodeError:
        return None
