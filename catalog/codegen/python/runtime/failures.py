"""What went wrong while tracking: told to a hook, never raised in production, never with a value."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from typing import Callable, Final, NamedTuple

LOGGER: Final = logging.getLogger(__package__)


class Failure(NamedTuple):
    """One thing that went wrong. It holds no value of a payload, nor what an exception said."""

    stage: str
    """`setup`, `values`, `refused`, `identity`, `consent`, `send`, `lost`, `flush` or `hook`."""
    reason: str
    """What happened, in words."""
    event: str | None = None
    destination: str | None = None
    error: str | None = None
    """The type of the exception behind it."""

    def __str__(self) -> str:
        where = " to ".join(part for part in (self.event, self.destination) if part)
        because = f" ({self.error})" if self.error else ""
        return f"{where + ': ' if where else ''}{self.reason}{because}"


class TrackingError(Exception):
    """Something that strict mode raises; its text holds no value."""


class NotConfigured(TrackingError):
    """`configure` was called with something that cannot work."""


class NotSent(TrackingError):
    """A destination did not take what it was given."""

    def __init__(self, failures: Iterable[Failure]) -> None:
        self.failures = tuple(failures)
        super().__init__("; ".join(map(str, self.failures)))


class Kept(TrackingError):
    """Raised by a destination for what it cannot take; `reason` says why, without a value."""

    def __init__(self, reason: str, *, dropped: bool = False) -> None:
        self.reason = reason
        self.dropped = dropped
        """Whether it is counted as dropped instead of failed."""
        super().__init__(reason)


class Reporter:
    """Hands failures to the hook; without one, logs the first of each kind."""

    def __init__(self, hook: Callable[[Failure], object] | None) -> None:
        self._hook = hook
        self._told: set[tuple[str, str | None, str | None]] = set()

    def report(self, failure: Failure) -> None:
        """Tell of one failure; whatever the hook does, nothing is raised."""
        if self._hook is None:
            self._log(failure)
            return
        try:
            self._hook(failure)
        except Exception as error:  # noqa: BLE001  # the application goes on
            self._log(failure)
            self._log(Failure("hook", "the hook for failures raised", error=type(error).__name__))

    def _log(self, failure: Failure) -> None:
        kind = (failure.stage, failure.destination, failure.error)
        if kind not in self._told:
            self._told.add(kind)
            LOGGER.warning("tracking: %s; more of this kind is not logged", failure)
