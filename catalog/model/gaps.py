"""Gaps of a catalog: what is on the roll and could not be read, so that nothing is judged without it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class UnreadEvent:
    """An event that is on the roll, and of which no payload can be judged."""

    event: str
    reason: str
    """Half a sentence: its file has errors."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnreadPart:
    """A context or an entity of which not everything could be read."""

    reason: str
    """Half a sentence: the context 'app' has errors."""
    names: frozenset[str] = frozenset()
    """Names that are there, or may be, and say nothing that can be judged by; one may end in `*`."""
    stated: frozenset[str] = frozenset()
    """Those among the names under which its file states a property, whatever else is wrong with it."""
    is_open: bool = False
    """Whether it may have any other name as well."""
    has_unread_key: bool = False
    """Whether it is unknown what the key of an entity is, and so how it has to be handled."""

    def may_have(self, name: str) -> bool:
        """Whether a name that nothing else declares may be one of those that could not be read."""
        return (
            self.is_open
            or name in self.names
            or any(one.endswith("*") and name.startswith(one[:-1]) for one in self.names)
        )


_Parts = Mapping[str, UnreadPart]
_NOTHING: Final[Mapping[str, UnreadPart]] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Gaps:
    """Everything that could not be read, by name.

    `events` are filed under every name that may arrive for them. `groups` are the property groups whose
    files have errors.
    """

    events: Mapping[str, UnreadEvent] = field(default_factory=lambda: MappingProxyType({}))
    groups: frozenset[str] = frozenset()
    contexts: _Parts = field(default_factory=lambda: _NOTHING)
    entities: _Parts = field(default_factory=lambda: _NOTHING)
    destinations: frozenset[str] | None = frozenset()
    """The names of destinations that could not be read; None when they could be any."""

    @property
    def is_empty(self) -> bool:
        """Whether everything could be read."""
        return self == NO_GAPS

    @property
    def around(self) -> "Gaps":
        """The gaps for those who look at the whole definitions alone: damaged ones may have any name."""
        return Gaps(
            contexts={name: replace(part, is_open=True) for name, part in self.contexts.items()},
            entities={name: replace(part, is_open=True) for name, part in self.entities.items()},
        )


NO_GAPS: Final = Gaps()
