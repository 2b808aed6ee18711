"""Recorded payloads → what was seen of each event; broken lines are told by number, and no value is kept."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from catalog.adoption.observed import Seen, SeenEvent
from catalog.model.envelope import GROUPED, HOMES, IDENTITIES, MOVED_OUT
from catalog.model.values import Json
from catalog.privacy.detectors import is_clean
from catalog.validation.protocols import CANONICAL, Protocol
from catalog.validation.supplied import is_showable

_AROUND = frozenset({*MOVED_OUT, *IDENTITIES, *GROUPED, "$group_type", "groups", "context"})
_MOST_DIGITS = 4
"""A version or a year may be part of a name; longer numbers are somebody's, or made at run time."""
_MAX_EVENTS = 5_000
"""Names beyond so many are counted only: a name that is made at run time is no event."""


@dataclass(slots=True, kw_only=True)
class Traffic:
    """What recorded payloads show."""

    events: dict[str, SeenEvent] = field(default_factory=dict)
    context: dict[str, Seen] = field(default_factory=dict)
    """What SDKs add: names that begin with `$`, and the members of `context`."""
    person: dict[str, Seen] = field(default_factory=dict)
    payloads: int = 0
    broken: dict[str, list[int]] = field(default_factory=dict)
    """File → the numbers of the lines that are no payload."""
    hidden: int = 0
    """Payloads whose event's name cannot be written down: it may be somebody's, or is made at run time."""

    def take(self, lines: Iterable[tuple[int, bytes]], source: str, protocol: Protocol = CANONICAL) -> None:
        """Note every line of a source: its number and its bytes."""
        for number, line in lines:
            if not self._line(protocol.read(line)):
                self.broken.setdefault(source, []).append(number)

    def _line(self, value: object) -> bool:
        """Note one line; whether it is a payload."""
        name = value.get("event") if isinstance(value, dict) else None
        properties = value.get("properties", {}) if isinstance(value, dict) else None
        if not isinstance(value, dict) or not isinstance(name, str) or not isinstance(properties, dict):
            return False
        self.payloads += 1
        known = self.events.get(name)
        if known is None:
            if not _is_name(name) or len(self.events) >= _MAX_EVENTS:
                self.hidden += 1
                return True
            known = self.events[name] = SeenEvent(wire=name)
        own = {key: member for key, member in properties.items() if not _is_around(key)}
        known.take(own)
        self._context({key: properties[key] for key in properties.keys() - own.keys() - _AROUND})
        for members in (value, properties):
            for key, home in HOMES.items():
                member = members.get(key)
                if isinstance(member, dict) and home == "person":
                    _note(self.person, member)
                elif isinstance(member, dict) and home == "context":
                    self._context(member)
        return True

    def _context(self, members: Mapping[str, Json]) -> None:
        _note(self.context, members)


def _note(seen: dict[str, Seen], members: Mapping[str, Json]) -> None:
    for key, member in members.items():
        if is_showable(key):
            seen.setdefault(key, Seen()).take(member, key)


def _is_around(key: str) -> bool:
    """Whether a name among properties is an SDK's, or one that nobody may write down."""
    return key in _AROUND or key.startswith("$") or not is_showable(key)


def _is_name(name: str) -> bool:
    """Whether the name of an event may be written down: `App: User Sign Up` may, `/users/81/edit` may not."""
    if "://" in name or sum(map(str.isdigit, name)) > _MOST_DIGITS or not is_clean(name):
        return False
    words = name.replace(":", " ").replace("[", " ").replace("]", " ").replace("/", " ").split()
    return 0 < len(words) <= 12 and all(is_showable(f"a{word}") or word == "-" for word in words)
