"""Writes JSON lines: to a file, a stream, or through the logging of the application."""

from __future__ import annotations

import json
import logging
import os
import sys
import threading
from typing import Callable, Final, TextIO, Union

from .data import Json
from .deliveries import Delivery
from .failures import Kept
from .values import stamp

_OF_THE_LINE: Final = frozenset(
    {
        "$tracker",
        "asctime",
        "event",
        "exc_info",
        "levelname",
        "message",
        "name",
        "stack_info",
        "taskName",
        "user_id",
    }
)
"""Members that a line has of itself, or that formatters add: a property called so gets `_` behind."""

ATTRIBUTE: Final = "tracked_line"
"""The one attribute of a LogRecord that holds the line, so that no property can collide with the others."""

Target = Union[None, str, "os.PathLike[str]", TextIO, logging.Logger]


class JsonLog:
    """A destination that writes one line of JSON for each event.

    A line has `asctime`, `levelname`, `name`, the event as `message`, `user_id` where it is known, the
    context, the properties, and under `$tracker` which program sent it. `to` says where it goes:

    - a path: the line is appended in one write; the file is opened each time, so that it may be rotated;
    - a stream, or a function that gives one; standard error unless told otherwise;
    - a logger, or a function that gives one: its handlers get the event as the message. Give them a
      `JsonLines` formatter; another one writes the message alone. Handlers swallow what goes wrong.
    """

    is_prompt: Final = True

    def __init__(
        self,
        to: Target | Callable[[], Target] = None,
        *,
        level: int = logging.INFO,
        name: str = "tracking",
    ) -> None:
        self._to = to
        self._level = level
        self._name = name
        self._lock = threading.Lock()
        self._is_torn = False

    def send(self, delivery: Delivery) -> None:
        """Write one line; raises OSError where the disk is full or nobody reads."""
        to = self._to
        target = to() if callable(to) else to
        if isinstance(target, logging.Logger):
            self._log(target, delivery)
            return
        line = json.dumps(line_of(delivery, logging.getLevelName(self._level), self._name))
        if isinstance(target, (str, os.PathLike)):
            self._append(target, line)
        else:
            stream: TextIO = sys.stderr if target is None else target
            with self._lock:
                stream.write(f"{line}\n")
                stream.flush()

    def _log(self, logger: logging.Logger, delivery: Delivery) -> None:
        if not logger.isEnabledFor(self._level) or not logger.hasHandlers():
            raise Kept("the logger takes nothing of this level, or has no handler")
        line = line_of(delivery, logging.getLevelName(self._level), logger.name)
        record = logger.makeRecord(
            logger.name, self._level, "", 0, delivery.event, (), None, extra={ATTRIBUTE: line}
        )
        record.created = delivery.timestamp.timestamp()
        record.msecs = delivery.timestamp.microsecond // 1000
        logger.handle(record)

    def _append(self, path: str | os.PathLike[str], line: str) -> None:
        """Append in one write, so that lines of several processes do not mix."""
        with self._lock:
            # what a full disk cut off must not spoil the next line
            left = f"\n{line}\n".encode() if self._is_torn else f"{line}\n".encode()
            total = len(left)
            file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o640)
            try:
                while left:
                    count = os.write(file, left)
                    left = left[count:]
                    self._is_torn = bool(left)
            except OSError:
                self._is_torn = self._is_torn or 0 < len(left) < total
                raise
            finally:
                os.close(file)


class JsonLines(logging.Formatter):
    """Formats what JsonLog logs as its line, and other records as lines of the same shape."""

    def format(self, record: logging.LogRecord) -> str:
        """One line of JSON."""
        line = getattr(record, ATTRIBUTE, None)
        if isinstance(line, dict):
            return json.dumps(line)
        made: dict[str, Json] = {
            "asctime": self.formatTime(record),
            "levelname": record.levelname,
            "name": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            made["exc_info"] = self.formatException(record.exc_info)
        return json.dumps(made)


def line_of(delivery: Delivery, level: str, name: str) -> dict[str, Json]:
    """The members of the line of one delivery."""
    line: dict[str, Json] = {
        "asctime": stamp(delivery.timestamp),
        "levelname": level,
        "name": name,
        "message": delivery.event,
    }
    if delivery.distinct_id is not None:
        line["user_id"] = delivery.distinct_id
    payload = delivery.payload()
    around = {one: payload[one] for one in ("$set", "$set_once", "groups") if one in payload}
    properties = payload["properties"]
    assert isinstance(properties, dict)
    for members in (delivery.context or {}, properties, around):
        for member, value in members.items():
            while member in line or member in _OF_THE_LINE:
                member += "_"
            line[member] = value
    line["$tracker"] = {**delivery.stamps, "uuid": delivery.uuid}
    return line
