"""The words in which an argument is written: `user.email` is user, email."""

import re
from collections.abc import Iterator
from typing import Final

from catalog.scan.facts import Choice, Expression, Lookup, Made, Name, Parameter, Template, Text, Unknown
from catalog.scan.linking import Linker
from catalog.scan.reasons import IMPORT, UNDEFINED
from catalog.scan.told import Placed

_READ: Final = frozenset({"attribute", "variable", "member", IMPORT, UNDEFINED})
"""Reasons for which the source that is left is what is read, and not how it is computed."""

_DOTTED: Final = re.compile(r"[A-Za-z_$][\w$]*(?:\(\))?(?:\??\.[A-Za-z_$][\w$]*(?:\(\))?)*")
_HOLDERS: Final = frozenset({"data", "value", "get", "form", "args", "json"})
"""Last words that say only that something is held: `form.email.data`."""
_GETTER: Final = re.compile(r"get_?(?=[A-Z_a-z])")


def spoken(of: Placed, linker: Linker) -> Iterator[tuple[str, ...]]:
    """The names along each way to a value; nothing for what is computed from one."""
    for path in _paths(of.expression, of.path, linker):
        kept = list(path)
        while len(kept) > 1 and kept[-1] in _HOLDERS:
            kept.pop()
        if kept:
            yield tuple(kept)


def _paths(of: Expression, path: str, linker: Linker) -> Iterator[tuple[str, ...]]:
    match of:
        case Name():
            known = linker.options(of, path)
            if all(isinstance(placed.expression, Unknown) for placed in known):
                yield of.path
        case Parameter():
            yield (of.name, *of.path)
        case Unknown():
            if of.reason in _READ and _DOTTED.fullmatch(of.source):
                yield from _read(re.split(r"\??\.", of.source))
        case Lookup():
            if isinstance(of.key, Text):
                for before in _paths(of.of, path, linker):
                    yield (*before, of.key.value)
        case Choice():
            for option in of.options:
                yield from _paths(option, path, linker)
        case Template():
            for part in of.parts:
                yield from _paths(part, path, linker)
        case Made():
            if not of.arguments and not of.keywords and len(of.callee) > 1:
                yield from _read([*of.callee[:-1], f"{of.callee[-1]}()"])
        case _:
            return


def _read(parts: list[str]) -> Iterator[tuple[str, ...]]:
    """The parts with what a getter gives; a call of anything else computes."""
    if any(part.endswith("()") and not _GETTER.match(part) for part in parts):
        return
    yield tuple(_GETTER.sub("", part.removesuffix("()")) if part.endswith("()") else part for part in parts)
