"""Calls a destination from a thread of its own, so that one that hangs holds up nobody."""

from __future__ import annotations

import threading
import time
from collections import deque
from contextvars import copy_context
from typing import Callable, Final, Optional

from .deliveries import Delivery
from .failures import Failure, Kept

PATIENCE_SECONDS: Final = 0.1
"""How long a call waits for a destination, while it keeps up."""

MOST_WAITING: Final = 1_000
"""Deliveries that wait for a destination that does not keep up; what comes then is counted as failed."""

Settled = Callable[[Optional[Exception]], Optional[Failure]]
"""Counts what became of a delivery, which raised or did not; gives what there is to tell."""


class Late(Exception):
    """A destination has not ended with a delivery yet; `settle` takes what is to be done when it has."""

    def __init__(self, job: _Job, *, is_first: bool) -> None:
        self.settle = job.settle
        self.is_first = is_first
        """Whether the destination kept up until now."""
        super().__init__("the destination takes long; the application goes on")


class _Job:
    """One delivery on its way."""

    __slots__ = ("_error", "_is_done", "_lock", "_settled", "delivery", "ended", "run_in")

    def __init__(self, delivery: Delivery) -> None:
        self.delivery = delivery
        self.run_in = copy_context()
        self.ended = threading.Event()
        self._lock = threading.Lock()
        self._is_done = False
        self._error: Exception | None = None
        self._settled: tuple[Settled, Callable[[Failure], object]] | None = None

    def end(self, error: Exception | None) -> None:
        """Note what became of it; the second end of one that was given up changes nothing."""
        with self._lock:
            if self._is_done:
                return
            self._is_done, self._error, settled = True, error, self._settled
        self.ended.set()
        if settled is not None:
            _tell(settled, error)

    def settle(self, settled: Settled, report: Callable[[Failure], object]) -> None:
        """Say what is to be done when it has ended, which may be now."""
        with self._lock:
            if not self._is_done:
                self._settled = (settled, report)
                return
        _tell((settled, report), self._error)

    def result(self) -> None:
        """Raise what the destination raised."""
        if self._error is not None:
            raise self._error


def _tell(settled: tuple[Settled, Callable[[Failure], object]], error: Exception | None) -> None:
    failure = settled[0](error)
    if failure is not None:
        settled[1](failure)


class Lane:
    """The calls of one destination, one after the other, in a thread that ends with the program.

    The caller waits for the destination as long as it keeps up, so that what it raises is known at once and
    context variables are the caller's. From a call on that takes longer, calls wait in a queue, and nobody
    waits for them.
    """

    def __init__(self, name: str, send: Callable[[Delivery], object]) -> None:
        self._name = name
        self._send = send
        self._begin()

    def _begin(self) -> None:
        self._changed = threading.Condition(threading.Lock())
        self._waiting: deque[_Job] = deque()
        self._running: _Job | None = None
        self._thread: threading.Thread | None = None
        self._is_late = False

    def send(self, delivery: Delivery) -> None:
        """Hand over one delivery: raises what the destination raises, or Late where it takes long."""
        job = _Job(delivery)
        with self._changed:
            if len(self._waiting) >= MOST_WAITING:
                raise Kept("the destination hangs, and too much waits for it")
            self._waiting.append(job)
            was_late = self._is_late
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._run, name=f"tracking-{self._name}", daemon=True)
                self._thread.start()
            self._changed.notify_all()
        if was_late or not job.ended.wait(PATIENCE_SECONDS):
            self._is_late = True
            raise Late(job, is_first=not was_late)
        job.result()

    def drain(self, timeout: float) -> bool:
        """Wait until nothing waits any more; False when the time was not enough."""
        deadline = time.monotonic() + timeout
        with self._changed:
            while self._waiting or self._running is not None:
                left = deadline - time.monotonic()
                if left <= 0 or self._thread is None:
                    return False
                self._changed.wait(left)
        return True

    def close(self, timeout: float) -> bool:
        """The same; what is left then is lost, and counted."""
        is_done = self.drain(timeout)
        with self._changed:
            left = [*([] if self._running is None else [self._running]), *self._waiting]
            self._waiting.clear()
        for job in left:
            job.end(Kept("the time to deliver was over"))
        return is_done

    def after_fork(self) -> None:
        """What waits is the parent's to send; the child begins with nothing, and its own thread."""
        self._begin()

    def _run(self) -> None:
        while True:
            with self._changed:
                while not self._waiting:
                    self._is_late = False
                    self._changed.wait()
                job = self._running = self._waiting.popleft()
            error: Exception | None = None
            try:
                job.run_in.run(self._send, job.delivery)
            except Exception as raised:  # noqa: BLE001  # told to whoever waits
                error = raised
            job.end(error)
            with self._changed:
                self._running = None
                self._changed.notify_all()
