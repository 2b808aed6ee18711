"""The imports of a generated module: those that its text uses."""

from collections.abc import Iterable, Iterator
from typing import Final

_STANDARD: Final = {
    "_dt": "import datetime as _dt",
    "_t": "import typing as _t",
    "_uuid": "import uuid as _uuid",
}


def imports(lines: Iterable[str]) -> list[str]:
    """The modules of the standard library that a text uses, under names that no event can have."""
    text = "\n".join(lines)
    found = [line for name, line in _STANDARD.items() if _is_used(name, text)]
    return ["from __future__ import annotations", "", *found, *([""] if found else [])]


def used(lines: Iterable[str], name: str, line: str) -> Iterator[str]:
    """An import, where the text uses its name."""
    if _is_used(name, "\n".join(lines)):
        yield line


def _is_used(name: str, text: str) -> bool:
    # what nobody's text can hold by chance but in words about code, where one import too many does no harm
    return f"{name}." in text or f"{name}(" in text
