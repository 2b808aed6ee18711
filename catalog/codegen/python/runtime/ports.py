"""What each destination of a tracker takes around an event: identity, person, groups and context."""

from __future__ import annotations

import re
import time
from collections.abc import Iterable, Mapping
from typing import (
    Any,
    Callable,
    NamedTuple,
)

from .data import Json
from .deliveries import Delivery, Destination
from .failures import Failure
from .hashing import Keyring
from .lanes import Lane
from .treatments import Members, Treated, Treatments
from .who import Who


class Withheld(Exception):
    """A payload does not leave for a destination; `is_refused` tells refused from dropped."""

    def __init__(self, reason: str, *, is_refused: bool) -> None:
        self.reason = reason
        self.is_refused = is_refused
        super().__init__(reason)


class Asking(NamedTuple):
    """A member that needs a consent of its own: to all these purposes."""

    name: str
    purposes: frozenset[str]
    is_required: bool


class Part(NamedTuple):
    """What is done to the members of an event, a context, a person or a group."""

    members: Members
    asking: tuple[Asking, ...]

    def left(self, members: dict[str, Json], granted: frozenset[str], what: str) -> dict[str, Json]:
        """What leaves; raises Withheld when one of them keeps the payload back."""
        if self.asking:
            members = self._agreed(members, granted)
        refuses = self.members.refuses
        if refuses is not None and refuses(members):
            raise Withheld(f"{what} that it refuses", is_refused=True)
        return self.members.left(members)

    def _agreed(self, members: dict[str, Json], granted: frozenset[str]) -> dict[str, Json]:
        for name, purposes, is_required in self.asking:
            if name in members and not purposes <= granted:
                if is_required:
                    raise Withheld("nobody has agreed to a property that it needs", is_refused=False)
                members = {one: value for one, value in members.items() if one != name}
        return members


def part(
    treatments: Treatments,
    entries: Mapping[str, list[Any]],
    definitions: Mapping[str, Mapping[str, Any]],
    context: Iterable[str] | None = None,
) -> Part:
    """What is done to named members, of which the generated data says all."""
    asking = tuple(
        Asking(name, frozenset(entry[2]), bool(definitions.get(name, {}).get("required")))
        for name, entry in entries.items()
        if len(entry) > 2
    )
    return Part(treatments.members(entries, context), asking)


def _after(
    first: Callable[[float], bool], second: Callable[[float], object] | None
) -> Callable[[float], object]:
    """One end after the other, within the same time."""

    def both(timeout: float) -> bool:
        deadline = time.monotonic() + timeout
        is_done = first(timeout)
        if second is not None and second(max(0.0, deadline - time.monotonic())) is False:
            return False
        return is_done

    return both


class Port:
    """One destination of a tracker, and what it takes around events."""

    __slots__ = (
        "_anonymous",
        "_groups",
        "_key",
        "_knows_people",
        "context",
        "destination",
        "flush",
        "hashes_key",
        "is_without_keys",
        "kinds",
        "lane",
        "name",
        "person",
        "report",
        "send",
        "shutdown",
        "treatments",
    )

    def __init__(
        self,
        name: str,
        destination: Destination,
        catalog: Mapping[str, Any],
        keys: Keyring | None,
        report: Callable[[Failure], object],
        *,
        raises: bool,
    ) -> None:
        """`report` is told what goes wrong later; `raises` has calls wait for what the destination does."""
        about = catalog["destinations"][name]
        formats = {kind: re.compile(pattern) for kind, pattern in catalog["formats"].items()}
        self.name = name
        self.destination = destination
        self.report = report
        self.send: Callable[[Delivery], object] = destination.send
        self.flush: Callable[[float], object] | None = getattr(destination, "flush", None)
        self.shutdown: Callable[[float], object] | None = getattr(destination, "shutdown", None)
        self.lane: Lane | None = None
        if not raises and not getattr(destination, "is_prompt", False):
            self.lane = Lane(name, destination.send)
            self.send = self.lane.send
            self.shutdown = _after(self.lane.close, self.shutdown or self.flush)
            self.flush = _after(self.lane.drain, self.flush)
        self.treatments = Treatments(formats, None if keys is None else keys.digester(name))
        self.is_without_keys = keys is None and bool(about.get("hashes"))
        identity = about["identity"]
        self._knows_people: bool = identity == "user_id"
        self._anonymous = re.compile(identity["anonymous"]) if isinstance(identity, dict) else None
        self._key = self.treatments.of(about["key"])
        self.hashes_key = self._knows_people and self._key.hashes
        self.kinds: dict[str, frozenset[str] | None] = {
            kind: None if asked is None else frozenset(asked) for kind, asked in about["kinds"].items()
        }
        self.context = part(self.treatments, about["context"], catalog["context"], [*catalog["context"]])
        self.person = part(self.treatments, about["person"], catalog["person"])
        self._groups: dict[str, tuple[Treated, Part]] = {
            group: (
                self.treatments.of(entry["key"]),
                part(self.treatments, entry["properties"], catalog["groups"].get(group, {})),
            )
            for group, entry in about["groups"].items()
        }

    def identity(self, who: Who) -> tuple[str | None, bool]:
        """The id that leaves, and whether it is nobody's who is known."""
        if self._knows_people:
            is_anonymous = who.user_id is None
            given = who.anonymous_id if is_anonymous else who.user_id
            return self._handled(self._key, given, "an id"), is_anonymous
        if self._anonymous is None:
            return None, True
        given = who.anonymous_id
        if given is not None and not self._anonymous.search(given):
            raise Withheld("an anonymous id that it does not take", is_refused=True)
        return given, True

    def _handled(self, key: Treated, given: str | None, what: str) -> str | None:
        if given is None:
            return None
        if key.refuses is not None and key.refuses(given):
            raise Withheld(f"{what} that it refuses", is_refused=True)
        if key.is_gone:
            return None
        return given if key.act is None else str(key.act(given))

    def groups(self, given: Mapping[str, Json] | None) -> dict[str, Json] | None:
        """The keys of groups that leave."""
        if given is None or not self._knows_people:
            return None
        made: dict[str, Json] = {}
        for group, key in given.items():
            known = self._groups.get(group)
            if known is not None:
                left = self._handled(known[0], str(key), "a group's key")
                if left is not None:
                    made[group] = left
        return made

    def group(self, kind: str) -> Part | None:
        """What is done to the properties of a group."""
        known = self._groups.get(kind)
        return None if known is None else known[1]
