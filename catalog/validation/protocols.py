"""What a payload may look like when it arrives: one reader for each kind of input."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

import msgspec

from catalog.model.envelope import STAMPS
from catalog.validation.decode import decode
from catalog.validation.explain import Json
from catalog.validation.kinds import found_type
from catalog.validation.problems import Problem
from catalog.validation.verdict import Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Protocol:
    """One kind of input: how its payloads become canonical, and where a canonical part stood before."""

    name: str
    read: Callable[[bytes], dict[str, Json] | Problem]
    """Bytes → a canonical payload, or the problem that makes them malformed."""
    place: Callable[[str], str]
    """A JSON Pointer into the canonical payload → the pointer into the payload as it arrived."""


def at_home(verdict: Verdict, protocol: Protocol) -> Verdict:
    """The verdict with its problems' paths pointing into the payload as it arrived."""
    if not verdict.problems:
        return verdict
    problems = tuple(
        msgspec.structs.replace(problem, path=protocol.place(problem.path)) for problem in verdict.problems
    )
    return msgspec.structs.replace(verdict, problems=problems)


OF_THE_LINE: Final = frozenset(
    {"asctime", "event", "exc_info", "levelname", "message", "name", "stack_info", "taskName", "user_id"}
)
"""Members of a log line that are no properties."""


TRACKER: Final = "$tracker"
"""The member of a log line in which a tracker says which occurrence it is and which program sent it."""


_AROUND: Final = ("groups", "$set", "$set_once")
"""Members of a tracker's line that are about groups and the person."""


def _stamps(value: Mapping[str, Json]) -> dict[str, Json]:
    """What a tracker says of itself in a log line; nothing where the member is something else."""
    found = value.get(TRACKER)
    return found if isinstance(found, dict) and found.keys() <= frozenset(STAMPS) else {}


def _read_log_line(line: bytes) -> dict[str, Json] | Problem:
    """A line of a structured log, as python-json-logger writes TimeTracker's: the message is the event.

    `asctime`, `levelname`, `name`, a repeated `event` and what the formatter adds of itself belong to the
    line; `user_id` is the identity; what a tracker says of itself stands under `$tracker`, and in its lines
    groups and what is said of the person stand beside it; everything else is a property.
    """
    value = decode(line)
    if isinstance(value, Problem):
        return value
    message = value.get("message")
    if "message" not in value:
        return Problem(code="no-event", path="", context={"key": "message"})
    if not isinstance(message, str):
        return Problem(
            code="wrong-envelope",
            path="/event",
            context={
                "key": "message",
                "found": found_type(message),
                "expected": "the event's name as a string",
            },
        )
    stamps = _stamps(value)
    around = {name: value[name] for name in _AROUND if stamps and isinstance(value.get(name), dict)}
    made: dict[str, Json] = {
        **stamps,
        **around,
        "event": message,
        "properties": {
            name: member
            for name, member in value.items()
            if (name not in OF_THE_LINE or (name == "event" and member != message))
            and not (name == TRACKER and stamps)
            and name not in around
        },
    }
    user = value.get("user_id")
    if user is not None:
        made["distinct_id"] = str(user) if isinstance(user, int) and not isinstance(user, bool) else user
    return made


_MOVED: Final = {
    "/event": "/message",
    "/distinct_id": "/user_id",
    **{f"/{name}": f"/{TRACKER}/{name}" for name in STAMPS},
}


def _place_in_log_line(path: str) -> str:
    return _MOVED.get(path, path.removeprefix("/properties"))


CANONICAL: Final = Protocol(name="canonical", read=decode, place=str)
LOG: Final = Protocol(name="log", read=_read_log_line, place=_place_in_log_line)

PROTOCOLS: Final[Mapping[str, Protocol]] = MappingProxyType({"canonical": CANONICAL, "log": LOG})
"""Every kind of input, by the name that `--protocol` takes."""
