"""The imports of a generated module: those that its text uses."""

import re
from collections.abc import Collection, Iterable, Iterator
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


def named(lines: Iterable[str], known: Collection[str], module: str | None) -> tuple[list[str], list[str]]:
    """The lines with their `_types.X` as `_X`, and the imports of these names from the module of types.

    Each is imported by itself: whoever imports the package around it runs in a circle. In the module of
    types, which is None, they are called `X`.
    """
    found: set[str] = set()

    def called(match: re.Match[str]) -> str:
        name = match[1]
        if name not in known:
            return match[0]
        found.add(name)
        return name if module is None else f"_{name}"

    made = [_NAMED.sub(called, line) if "_types." in line else line for line in lines]
    if module is None:
        return made, []
    return made, [f"from {module} import {name} as _{name}" for name in sorted(found)]


_NAMED: Final = re.compile(r"\b_types\.(\w+)")


def _is_used(name: str, text: str) -> bool:
    # what nobody's text can hold by chance but in words about code, where one import too many does no harm
    return f"{name}." in text or f"{name}(" in text
