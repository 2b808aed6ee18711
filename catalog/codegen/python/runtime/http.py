"""Posts canonical payloads to a URL, such as the registry's or a gateway's, from a thread of its own."""

from __future__ import annotations

import atexit
import json
import os
import random
import threading
import time
import weakref
from collections import Counter, deque
from collections.abc import Mapping
from typing import Any, Callable, Final, NamedTuple, Union
from urllib.parse import urlsplit

from .deliveries import Delivery, Lost
from .failures import Kept

Headers = Union[Mapping[str, str], "Callable[[], Mapping[str, str]]"]

AT_EXIT_SECONDS: Final = 2.0
"""How long the end of the program waits for what is still queued."""

_LONGEST_WAIT: Final = 60.0
"""Seconds that a server can have us wait with Retry-After."""


class _Queued(NamedTuple):
    name: str
    body: bytes


class Http:
    """A destination that posts payloads in batches: a JSON array, or one JSON object a line with `ndjson`.

    `send` writes a payload as JSON and puts it into a queue; it never waits for the network. A full queue
    drops what comes, which is counted. A batch goes out when `batch` payloads or `batch_bytes` are there, or
    after `interval` seconds. What cannot be delivered is tried again `retries` times (not found, busy,
    failing: any 5xx, 408, 429), with growing pauses or as Retry-After says; then it is lost, counted and
    reported, as what the server refuses is at once. Redirections are refused. A server that hangs holds the
    thread for `timeout` seconds a try, and the application never; at the end of the program it is waited
    for two seconds at most.
    """

    is_prompt: Final = True

    def __init__(
        self,
        url: str,
        *,
        headers: Headers | None = None,
        ndjson: bool = False,
        timeout: float = 5.0,
        queue: int = 10_000,
        batch: int = 100,
        batch_bytes: int = 500_000,
        interval: float = 1.0,
        retries: int = 4,
        pause: float = 0.5,
    ) -> None:
        """Raises ValueError for what is no http URL. `headers` may be a function, asked for each batch."""
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError("give an absolute URL that begins with https:// or http://")
        self._url = url
        self._headers = headers
        self._ndjson = ndjson
        self._timeout = timeout
        self._most = queue
        self._batch = batch
        self._batch_bytes = batch_bytes
        self._interval = interval
        self._retries = retries
        self._pause = pause
        self._lost: Lost | None = None
        self._begin()
        _ALL.add(self)
        _at_exit(self)

    def _begin(self) -> None:
        self._changed = threading.Condition(threading.Lock())
        self._queue: deque[_Queued] = deque()
        self._in_flight: list[_Queued] = []
        self._thread: threading.Thread | None = None
        self._flushing = 0
        self._is_closed = False
        self._gives_up_at: float | None = None

    def __repr__(self) -> str:
        return f"Http({urlsplit(self._url).hostname!r})"

    def attach(self, lost: Lost) -> None:
        """Tell this function what is lost."""
        self._lost = lost

    def send(self, delivery: Delivery) -> None:
        """Queue one payload; raises Kept when there is no room for it."""
        body = json.dumps(delivery.payload(), separators=(",", ":")).encode()
        with self._changed:
            if self._is_closed:
                raise Kept("it was shut down", dropped=True)
            if len(self._queue) >= self._most:
                raise Kept("its queue is full", dropped=True)
            self._queue.append(_Queued(delivery.name, body))
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._run, name="tracking-http", daemon=True)
                self._thread.start()
            # the thread waits for the first payload and for a full batch
            if len(self._queue) == 1 or len(self._queue) >= self._batch:
                self._changed.notify_all()

    def flush(self, timeout: float) -> bool:
        """Send what is queued now, within so many seconds; False when something is left."""
        return self._wait(timeout, close=False)

    def shutdown(self, timeout: float) -> bool:
        """Send what is queued, and stop. What is left after so many seconds is lost, counted and reported."""
        return self._wait(timeout, close=True)

    def _wait(self, timeout: float, *, close: bool) -> bool:
        deadline = time.monotonic() + timeout
        with self._changed:
            self._flushing += 1
            if close:
                self._is_closed = True
                self._gives_up_at = deadline
            self._changed.notify_all()
            while self._queue or self._in_flight:
                left = deadline - time.monotonic()
                if left <= 0 or self._thread is None:
                    break
                self._changed.wait(left)
            self._flushing -= 1
            is_done = not self._queue and not self._in_flight
            given_up = [*self._in_flight, *self._queue] if close else []
            if close:
                self._queue.clear()
                self._in_flight = []
        self._tell(given_up, "the time to deliver was over", None)
        return is_done

    def _run(self) -> None:
        while True:
            batch = self._taken()
            if batch is None:
                return
            reason, error = self._deliver(batch)
            with self._changed:
                is_ours = self._in_flight is batch
                if is_ours:
                    self._in_flight = []
                self._changed.notify_all()
            if reason is not None and is_ours:
                self._tell(batch, reason, error)

    def _taken(self) -> list[_Queued] | None:
        """The next batch, when it is full or its time has come; None at the end."""
        with self._changed:
            while not self._queue:
                if self._is_closed:
                    return None
                self._changed.wait()
            due = time.monotonic() + self._interval
            while len(self._queue) < self._batch and not self._flushing and not self._is_closed:
                left = due - time.monotonic()
                if left <= 0:
                    break
                self._changed.wait(left)
            batch: list[_Queued] = []
            size = 0
            while self._queue and len(batch) < self._batch:
                size += len(self._queue[0].body) + 1
                if batch and size > self._batch_bytes:
                    break
                batch.append(self._queue.popleft())
            self._in_flight = batch
            return batch

    def _deliver(self, batch: list[_Queued]) -> tuple[str | None, str | None]:
        """Post one batch, again where that may help; gives why it is lost, and the type of the exception."""
        bodies = [one.body for one in batch]
        content = b"\n".join(bodies) + b"\n" if self._ndjson else b"[" + b",".join(bodies) + b"]"
        pause = self._pause
        reason, error = "", None
        for tries_left in range(self._retries, -1, -1):
            status, retry_after, error = self._post(content)
            if status is not None and 200 <= status < 300:
                return None, None
            if status is not None and status < 500 and status not in (408, 429):
                return f"the server answered {status}", None
            reason = "the server did not answer" if status is None else f"the server answered {status}"
            if not tries_left or not self._rests(max(pause * random.uniform(0.5, 1.0), retry_after)):
                break
            pause *= 2
        return reason, error

    def _rests(self, seconds: float) -> bool:
        """Wait before another try; False when there is no time for one."""
        until = time.monotonic() + seconds
        with self._changed:
            while True:
                now, end = time.monotonic(), self._gives_up_at
                if end is not None and now >= end:
                    return False
                if now >= until:
                    return True
                self._changed.wait((until if end is None else min(until, end)) - now)

    def _post(self, content: bytes) -> tuple[int | None, float, str | None]:
        """The status of the answer, how long to wait before another try, and what was raised."""
        from urllib.error import HTTPError
        from urllib.request import HTTPRedirectHandler, Request, build_opener

        class Refusing(HTTPRedirectHandler):
            def redirect_request(self, *_: Any, **__: Any) -> None:
                return None  # a redirection is an answer like any other, and no 2xx

        try:
            headers = self._headers() if callable(self._headers) else self._headers
            kind = "application/x-ndjson" if self._ndjson else "application/json"
            made = {"Content-Type": kind, **(headers or {})}
            request = Request(self._url, data=content, headers=made, method="POST")  # noqa: S310  # http or https
            with build_opener(Refusing()).open(request, timeout=self._timeout) as answer:
                return answer.status, 0.0, None
        except HTTPError as answer:
            with answer:
                return answer.code, _seconds(answer.headers.get("Retry-After")), None
        except Exception as error:  # noqa: BLE001  # whatever the network and the headers do
            return None, 0.0, type(error).__name__

    def _tell(self, batch: list[_Queued], reason: str, error: str | None) -> None:
        if batch and self._lost is not None:
            self._lost(Counter(one.name for one in batch), reason, error)

    def _after_fork(self) -> None:
        """What is queued is the parent's to send; the child begins with nothing, and its own thread."""
        is_closed = self._is_closed
        self._begin()
        self._is_closed = is_closed


def _seconds(retry_after: str | None) -> float:
    """What Retry-After asks for, RFC 9110 §10.2.3; a date is not read."""
    if retry_after is None or not retry_after.strip().isdigit():
        return 0.0
    return min(float(retry_after.strip()[:9]), _LONGEST_WAIT)


_ALL: Final[weakref.WeakSet[Http]] = weakref.WeakSet()


def _at_exit(http: Http) -> None:
    reference = weakref.ref(http)

    def end() -> None:
        found = reference()
        if found is not None:
            found.shutdown(AT_EXIT_SECONDS)

    atexit.register(end)


def _after_fork() -> None:
    for http in _ALL:
        http._after_fork()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork)
