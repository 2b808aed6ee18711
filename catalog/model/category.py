"""Data categories: what a property says about a person, how sensitive that is, and how it may be handled."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from catalog.model.nearest import nearest_path


class Sensitivity(StrEnum):
    """How much harm a leak does; ordered from least to most."""

    PUBLIC = "public"
    TECHNICAL = "technical"
    INTERACTION = "interaction"
    PERSONAL = "personal"
    SENSITIVE = "sensitive"
    PROHIBITED = "prohibited"

    @property
    def rank(self) -> int:
        """Position in the order, 0 for public."""
        return _RANK[self]


_RANK: Final = {level: rank for rank, level in enumerate(Sensitivity)}


class Handling(StrEnum):
    """What is done to a value before it goes to a destination."""

    KEEP = "keep"
    TRUNCATE = "truncate"
    MASK = "mask"
    HASH = "hash"
    DROP = "drop"
    REFUSE = "refuse"


@dataclass(frozen=True, slots=True, kw_only=True)
class Category:
    """One data category; a dotted key inherits from the key before its last dot."""

    key: str
    sensitivity: Sensitivity
    description: str
    fides: str | None = None
    """The nearest key of Fides' taxonomy (fideslang 3.1, CC-BY-4.0)."""
    special: bool = False
    """Whether the GDPR protects it specially: Art. 8, 9."""


NONE: Final = "none"


def _category(
    key: str, sensitivity: Sensitivity, description: str, fides: str | None = None, *, special: bool = False
) -> tuple[str, Category]:
    return key, Category(
        key=key, sensitivity=sensitivity, description=description, fides=fides, special=special
    )


_S = Sensitivity
SHIPPED: Final[Mapping[str, Category]] = MappingProxyType(
    dict(
        (
            _category(NONE, _S.PUBLIC, "reviewed, and not about a person"),
            _category(
                "system.operations",
                _S.TECHNICAL,
                "versions, platform, durations, sizes, counts",
                "system.operations",
            ),
            _category("system.identifier", _S.TECHNICAL, "ids of things, not of people", "system.operations"),
            _category("user.telemetry", _S.TECHNICAL, "device class, locale, time zone", "user.telemetry"),
            _category("user.behavior", _S.INTERACTION, "clicks, views, feature use", "user.behavior"),
            _category(
                "user.behavior.search",
                _S.PERSONAL,
                "what somebody looked for",
                "user.behavior.search_history",
            ),
            _category(
                "user.behavior.purchase",
                _S.PERSONAL,
                "what somebody bought",
                "user.behavior.purchase_history",
            ),
            _category("user.unique_id", _S.PERSONAL, "an internal user id", "user.unique_id"),
            _category(
                "user.unique_id.pseudonymous",
                _S.INTERACTION,
                "a keyed hash or an install id",
                "user.unique_id.pseudonymous",
            ),
            _category(
                "user.device.id", _S.PERSONAL, "device and advertising ids, cookies", "user.device.device_id"
            ),
            _category("user.device.ip", _S.PERSONAL, "an IP address", "user.device.ip_address"),
            _category("user.account", _S.PERSONAL, "user name, role, plan, settings", "user.account"),
            _category("user.name", _S.PERSONAL, "a real name", "user.name"),
            _category("user.contact", _S.PERSONAL, "ways to reach somebody", "user.contact"),
            _category("user.contact.email", _S.PERSONAL, "an e-mail address", "user.contact.email"),
            _category("user.contact.phone", _S.PERSONAL, "a telephone number", "user.contact.phone_number"),
            _category("user.contact.address", _S.PERSONAL, "a postal address", "user.contact.address"),
            _category(
                "user.location.imprecise", _S.INTERACTION, "country or region", "user.location.imprecise"
            ),
            _category(
                "user.location.precise", _S.SENSITIVE, "coordinates or street", "user.location.precise"
            ),
            _category("user.demographic", _S.SENSITIVE, "age, gender, language, family", "user.demographic"),
            _category(
                "user.content",
                _S.SENSITIVE,
                "free text, file names, titles that people typed",
                "user.content",
            ),
            _category(
                "user.financial", _S.SENSITIVE, "cards, accounts, amounts tied to a person", "user.financial"
            ),
            _category("user.employment", _S.PERSONAL, "employer, position", "user.workplace"),
            _category(
                "user.government_id",
                _S.PROHIBITED,
                "passport, tax and social security numbers",
                "user.government_id",
            ),
            _category(
                "user.health",
                _S.PROHIBITED,
                "health, GDPR Art. 9",
                "user.health_and_medical",
                special=True,
            ),
            _category(
                "user.biometric", _S.PROHIBITED, "biometric data, GDPR Art. 9", "user.biometric", special=True
            ),
            _category(
                "user.special",
                _S.PROHIBITED,
                "origin, belief, orientation, union, politics, GDPR Art. 9",
                "user.demographic",
                special=True,
            ),
            _category("user.child", _S.PROHIBITED, "data about a child, GDPR Art. 8", "user.childrens"),
            _category("user.credentials", _S.PROHIBITED, "passwords, tokens, keys", "user.authorization"),
        )
    )
)
"""The categories every catalog has; a catalog may add its own below one of them."""


def ancestors(key: str) -> tuple[str, ...]:
    """A category and everything it inherits from, nearest first: `a.b.c`, `a.b`, `a`."""
    parts = key.split(".")
    return tuple(".".join(parts[:count]) for count in range(len(parts), 0, -1))


def nearest_categories(name: str, known: Iterable[str], count: int = 1) -> tuple[str, ...]:
    """Up to `count` categories that somebody may have meant, best first.

    Nobody is led to a special category, or to `none`, by letters that happen to be alike.
    """
    names = tuple(known)
    unlikely = {key for key in names if key == NONE or any(_is_special(above) for above in ancestors(key))}
    if "." not in name:
        unlikely.discard(NONE)
    return nearest_path(name, names, count, unlikely=unlikely)


def _is_special(key: str) -> bool:
    return key in SHIPPED and SHIPPED[key].special


def covers(general: str, key: str) -> bool:
    """Whether a policy on `general` applies to `key`: the same category, or one that it inherits from."""
    return key == general or key.startswith(general + ".")


_STRICTNESS: Final = {
    Handling.KEEP: 0,
    Handling.TRUNCATE: 1,
    Handling.MASK: 2,
    Handling.HASH: 2,
    Handling.DROP: 3,
    Handling.REFUSE: 4,
}


def stricter(one: Handling, other: Handling) -> Handling:
    """The least handling at least as strict as both; mask and hash cannot be compared, so both mean drop."""
    if one is other:
        return one
    if _STRICTNESS[one] == _STRICTNESS[other]:
        return Handling.DROP
    return max(one, other, key=_STRICTNESS.__getitem__)
