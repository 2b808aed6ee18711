"""When a role has to approve: the closed grammar of `approvals.<role>.when`."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from catalog.errors import CatalogError
from catalog.model.nearest import nearest


class Word(StrEnum):
    """Conditions that are a word by themselves."""

    ANY = "any"
    """Every change."""
    DATA_COLLECTION = "data-collection"
    """What is collected, in which form, why, where it goes, for how long."""
    PAYLOAD = "payload"
    READER = "reader"
    CALL_SITE = "call-site"
    PRIVACY = "privacy"
    DOCS = "docs"


class Key(StrEnum):
    """Conditions that name something: `destination:posthog`."""

    DESTINATION = "destination"
    """An event that goes there, or the destination itself."""
    RESOURCE = "resource"
    OWNER = "owner"
    DATA = "data"
    """A property of this data category or of one below it."""
    RISK = "risk"
    """`low`, `medium` or `high`: a change of at least this risk."""


RISKS: Final = ("low", "medium", "high")


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition: a word, or a key with what it names."""

    text: str
    word: Word | None = None
    key: Key | None = None
    names: str = ""


class UnknownCondition(CatalogError):
    """A condition that says nothing."""

    def __init__(self, text: str, right: str | None = None) -> None:
        self.text = text
        self.right = right or _right(text)
        super().__init__(f"no condition for an approval is '{text}'; {self.right}")


def _right(text: str) -> str:
    known = (*(word.value for word in Word), *(f"{key.value}:NAME" for key in Key))
    near = nearest(text.partition(":")[0], tuple(item.partition(":")[0] for item in known))
    hint = next((item for item in known if near and item.partition(":")[0] == near[0]), None)
    return f"did you mean '{hint}'" if hint else f"one of {', '.join(known)}"


_WORDS: Final = {word.value: word for word in Word}
_KEYS: Final = {key.value: key for key in Key}
_NAMED: Final = re.compile(r"(?P<key>[a-z-]+):(?P<name>\S.*)")


def condition(text: str) -> Condition:
    """A condition from its text. Raises UnknownCondition with the nearest known one."""
    if text in _WORDS:
        return Condition(text, word=_WORDS[text])
    found = _NAMED.fullmatch(text)
    key = None if found is None else _KEYS.get(found["key"])
    if found is None or key is None:
        raise UnknownCondition(text)
    name = found["name"].strip()
    if key is Key.RISK and name not in RISKS:
        raise UnknownCondition(text, f"one of {', '.join(f'risk:{risk}' for risk in RISKS)}")
    return Condition(text, key=key, names=name)
