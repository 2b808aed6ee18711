"""Names that a payload supplies: printed only when they cannot be personal data."""

import re
from typing import Final

from catalog.privacy.detectors import is_clean

MAX_SHOWN: Final = 64

_IDENTIFIER = re.compile(r"[A-Za-z$_][A-Za-z0-9$_.-]*\Z")
_MANY_DIGITS = re.compile(r"[0-9]{6}")


def is_showable(name: str) -> bool:
    """Whether a supplied name may be printed: a short identifier in which no detector sees personal data.

    A long number may be such data that no detector knows, so it is not printed either.
    """
    return (
        len(name) <= MAX_SHOWN
        and bool(_IDENTIFIER.match(name))
        and not _MANY_DIGITS.search(name)
        and is_clean(name)
    )


class SuppliedNames:
    """Gives names that may not be shown a number each, per payload: `<key 1>`, `<key 2>`."""

    __slots__ = ("_numbers",)

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    def shown(self, name: str) -> str:
        """The name itself, or its number."""
        return name if is_showable(name) else self.hidden(name)

    def hidden(self, name: str) -> str:
        """The number of a name that is data itself, whatever it looks like."""
        return f"<key {self._numbers.setdefault(name, len(self._numbers) + 1)}>"
