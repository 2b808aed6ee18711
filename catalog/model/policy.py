"""What each destination does to each data category: the one place that reads `receives` and `otherwise`."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from catalog.model.category import NONE, SHIPPED, Category, Handling, Sensitivity, ancestors, stricter
from catalog.model.settings import DestinationDefinition, Settings


class Decision(StrEnum):
    """Which line of a destination's policy decides about a category."""

    RECEIVES = "receives"
    """An entry of `receives` covers it."""
    OTHERWISE = "otherwise"
    """An entry of `otherwise` covers it."""
    EVERYTHING = "everything"
    """The destination has no `receives`, so it takes what is not prohibited."""
    SILENCE = "silence"
    """Nothing is said about it, so it is dropped."""


@dataclass(frozen=True, slots=True)
class Ruling:
    """What is done to a category at a destination, and the entry that says so."""

    handling: Handling
    decision: Decision
    entry: str | None = None
    """The category that the deciding entry names: the same or one above it."""


_DROPPED: Final = Ruling(Handling.DROP, Decision.SILENCE)
_PUBLIC: Final = Ruling(Handling.KEEP, Decision.EVERYTHING)


class Policy:
    """The policies of one catalog's destinations.

    The nearest entry decides, whichever list it stands in: with `receives: [user]` and
    `otherwise: {user.contact: mask}` an e-mail address is masked and a user name kept. Where both lists name
    the same category, `otherwise` holds, being the stricter reading. A prohibited category is kept only
    where it is named itself, and never softer than dropped by an entry above it. What says nothing about a
    person (`none`) is received everywhere, unless `otherwise` names it.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self.categories = categories_of(settings)
        self._known: dict[tuple[str, str | None], Ruling] = {}

    def __reduce__(self) -> tuple[type["Policy"], tuple[Settings]]:
        return Policy, (self._settings,)

    def destination(self, name: str) -> DestinationDefinition | None:
        """A destination's definition; None when the catalog has none of that name."""
        return self._settings.destinations.get(name)

    def sensitivity(self, data: str | None) -> Sensitivity:
        """A category's sensitivity; of an unknown or a missing one, the worst."""
        for key in ancestors(data or ""):
            if key in self.categories:
                return self.categories[key].sensitivity
        return Sensitivity.PROHIBITED

    def handling(self, destination: str, data: str | None) -> Handling:
        """What is done to a category at a destination, before a property tightens it."""
        return self.ruling(destination, data).handling

    def ruling(self, destination: str, data: str | None) -> Ruling:
        """What is done to a category at a destination, and by which entry; None is unclassified."""
        key = (destination, data)
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = self._decide(destination, data)
        return known

    def _decide(self, destination: str, data: str | None) -> Ruling:
        definition = self._settings.destinations.get(destination)
        if definition is None:
            return _DROPPED
        if data is None:
            return _PUBLIC if definition.receives is None else _DROPPED
        is_prohibited = self.sensitivity(data) is Sensitivity.PROHIBITED
        for key in ancestors(data):
            if key in definition.otherwise:
                handling = definition.otherwise[key]
                if is_prohibited and key != data:
                    handling = stricter(handling, Handling.DROP)
                return Ruling(handling, Decision.OTHERWISE, key)
            if key in (definition.receives or ()) and (key == data or not is_prohibited):
                return Ruling(Handling.KEEP, Decision.RECEIVES, key)
        if data == NONE or (definition.receives is None and not is_prohibited):
            return _PUBLIC
        return _DROPPED


def categories_of(settings: Settings) -> Mapping[str, Category]:
    """The shipped categories and the catalog's own, each below an existing one."""
    known = dict(SHIPPED)
    for key in sorted(settings.categories):  # a parent sorts before its children
        own = settings.categories[key]
        parent = next((known[name] for name in ancestors(key)[1:] if name in known), None)
        if key in known or parent is None:
            continue
        known[key] = Category(
            key=key,
            sensitivity=own.sensitivity or parent.sensitivity,
            description=own.description,
            fides=parent.fides,
            special=parent.special if own.special is None else own.special,
        )
    return MappingProxyType(known)
