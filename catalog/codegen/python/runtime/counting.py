"""How often each event was sent, dropped, refused or lost at each destination: numbers, no values."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from typing import Final, NamedTuple

SENT: Final = 0
HASHED: Final = 1
DROPPED: Final = 2
REFUSED: Final = 3
FAILED: Final = 4


class Count(NamedTuple):
    """What became of one event at one destination."""

    event: str
    destination: str
    sent: int
    """Payloads that the destination took."""
    hashed: int
    """Those of them in which something was hashed."""
    dropped: int
    """Payloads that were not to go there: nobody had agreed, or its queue was full."""
    refused: int
    """Payloads that may not go there: they held what it refuses, or an identity that it does not take."""
    failed: int
    """Payloads that it should have got: it raised, or they were lost on the way."""


class Counts(tuple[Count, ...]):
    """Counts of all events and destinations, in the order of their names."""

    __slots__ = ()

    def of(self, event: str, destination: str) -> Count:
        """The counts of one event at one destination."""
        for count in self:
            if count.event == event and count.destination == destination:
                return count
        return Count(event, destination, 0, 0, 0, 0, 0)


class Tally:
    """Counts, from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._rows: dict[tuple[str, str], list[int]] = {}
        self._told: dict[tuple[str, str], list[int]] = {}

    def add(self, event: str, destination: str, what: int, number: int = 1) -> None:
        """Count something."""
        with self._lock:
            self._row(event, destination)[what] += number

    def add_sent(self, row: list[int], *, hashed: bool) -> None:
        """Count a payload that was sent, on its row."""
        with self._lock:
            row[SENT] += 1
            if hashed:
                row[HASHED] += 1

    def row(self, event: str, destination: str) -> list[int]:
        """The row of one event at one destination."""
        with self._lock:
            return self._row(event, destination)

    def _row(self, event: str, destination: str) -> list[int]:
        return self._rows.setdefault((event, destination), [0, 0, 0, 0, 0])

    def total(self) -> Counts:
        """Everything that was counted."""
        with self._lock:
            return _counts((key, row) for key, row in self._rows.items() if any(row))

    def news(self) -> Counts:
        """What was counted since the last time that this was asked."""
        with self._lock:
            made = []
            for key, row in self._rows.items():
                before = self._told.get(key, [0, 0, 0, 0, 0])
                added = [now - then for now, then in zip(row, before)]
                if any(added):
                    made.append((key, added))
                    self._told[key] = row[:]
            return _counts(made)

    def after_fork(self) -> None:
        """What was counted is the parent's to tell; a lock that another thread held is nobody's here."""
        self._lock = threading.Lock()
        self._told.clear()
        for row in self._rows.values():
            row[:] = [0, 0, 0, 0, 0]


def _counts(rows: Iterable[tuple[tuple[str, str], list[int]]]) -> Counts:
    return Counts(Count(event, destination, *row) for (event, destination), row in sorted(rows))
