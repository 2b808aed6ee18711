"""Names that a payload supplies: printed only when they cannot be personal data."""

import re
from typing import Final

from catalog.privacy.detectors import is_clean, is_clean_name

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
        and is_clean_name(name)
    )


class SuppliedNames:
    """Gives names that may not be shown a number each, per payload: `<key 1>`, `<key 2>`."""

    __slots__ = ("_declared", "_numbers")

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._declared: set[str] = set()

    def declared(self, name: str, key: str) -> str:
        """A name that the catalog declares as `key`, or its number, the same wherever it is met again.

        What a `*` stands for is the payload's own; what stands before it is the catalog's.
        """
        end = "" if key == name else name[len(key) - 1 :]
        if end and not (is_showable(end) and is_clean(name)):
            return self.hidden(name)
        self._declared.add(name)
        return name

    def shown(self, name: str) -> str:
        """The name itself, or its number."""
        return name if name in self._declared or is_showable(name) else self.hidden(name)

    def hidden(self, name: str) -> str:
        """The number of a name that is data itself, whatever it looks like."""
        return f"<key {self._numbers.setdefault(name, len(self._numbers) + 1)}>"
