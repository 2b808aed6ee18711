"""Sinks: the calls by which an application sends events, and where in them event and properties are."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

HOLE: Final = "{}"
"""Stands in a template where a part of the name is put."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Argument:
    """Where an argument stands: the first of these keywords that a call has, else the position."""

    position: int | None = None
    keywords: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class EventText:
    """The argument is the name."""

    at: Argument
    prefix: str = ""
    templates: tuple[str, ...] = ()
    """What the name is put into: `Mark as {} - [API]`; several: the call sends one of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EventKeys:
    """Members of an object argument are the name, or its parts; a key may be a path with dots."""

    at: Argument
    keys: tuple[str, ...]
    join: str = "."
    prefix: str = ""
    templates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class EventJoined:
    """Several arguments are the parts of the name."""

    parts: tuple[Argument, ...]
    join: str = "."
    prefix: str = ""
    templates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class EventClass:
    """The name is that of the class of which the argument is made: `SomeEvent(prop=…)`."""

    at: Argument


@dataclass(frozen=True, slots=True, kw_only=True)
class EventFixed:
    """Every call sends this one event."""

    name: str


EventAt = EventText | EventKeys | EventJoined | EventClass | EventFixed


@dataclass(frozen=True, slots=True, kw_only=True)
class PropertiesArgument:
    """The argument, or its member `key`, is the object of the properties."""

    at: Argument
    key: str = ""
    leaving_out: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class PropertiesRest:
    """What the object of the event has beside the event."""

    leaving_out: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class PropertiesKeywords:
    """Every keyword argument but that of the event; of an event's class, what it is made with."""

    leaving_out: frozenset[str] = frozenset()


PropertiesAt = PropertiesArgument | PropertiesRest | PropertiesKeywords


@dataclass(frozen=True, slots=True, kw_only=True)
class Sink:
    """One rule: which calls it is about and what they send."""

    id: str
    callee: str
    receiver: Callable[[str], object] | None = None
    """Finds it, or None, in what stands before the callee; None is anything, and also a bare call."""
    is_bare: bool = False
    """Only without a receiver."""
    paths: tuple[str, ...] = ()
    """Patterns of paths that it holds for; none: everywhere."""
    arguments: int | None = None
    """The most positional arguments that a call has; one with more means another function."""
    event: EventAt
    properties: PropertiesAt | None = None
    destination: str | None = None
    is_decoy: bool = False
    """What it finds is no tracking, whatever other sinks say."""
    preset: str | None = None
    """Where it comes from, if the application did not write it."""

    def takes(self, receiver: str | None) -> bool:
        """Whether a call with this receiver can be meant; None is a bare call."""
        if self.is_bare:
            return receiver is None
        return self.receiver is None or self.receiver(receiver or "") is not None
