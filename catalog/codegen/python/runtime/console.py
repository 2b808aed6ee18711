"""Prints what leaves, one line each: for development."""

from __future__ import annotations

import json
import sys
from typing import Callable, Final, TextIO

from .deliveries import Delivery


class Console:
    """A destination that prints to standard error, or to the stream that it is given."""

    is_prompt: Final = True

    def __init__(self, stream: TextIO | Callable[[], TextIO] | None = None) -> None:
        self._stream: TextIO | Callable[[], TextIO] | None = stream

    def send(self, delivery: Delivery) -> None:
        """Print one line: the time, the event, then what leaves as JSON."""
        payload = delivery.payload()
        moment = payload.pop("timestamp")
        told = {name: member for name, member in payload.items() if name not in ("event", "redacted_for")}
        made = self._stream() if callable(self._stream) else self._stream
        stream: TextIO = made or sys.stderr
        stream.write(f"{moment} {delivery.destination} {delivery.event} {json.dumps(told)}\n")
