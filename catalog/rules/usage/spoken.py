"""The words in which an argument is written: `user.email` is user, email."""

import re
from collections.abc import Iterator
from typing import Final

from catalog.scan.facts import Choice, Expression, Lookup, Made, Name, Parameter, Template, Text, Unknown
from catalog.scan.linking import Linker
from catalog.scan.reasons import IMPORT, UNDEFINED
from catalog.scan.told import Placed

_READ: Final = frozenset({"attribute", "call", "variable", "member", IMPORT, UNDEFINED})
"""Reasons for which the source that is left may be what is read, and not how it is computed."""

_DOTTED: Final = re.compile(r"[A-Za-z_$][\w$]*(?:\(\))?(?:\??\.[A-Za-z_$][\w$]*(?:\(\))?)*")
_HOLDERS: Final = frozenset({"data", "value", "get", "form", "args", "json"})
"""Last words that say only that something is held: `form.email.data`."""
_GETTER: Final = re.compile(r"get_(?=[A-Za-z])|(?:get|use)(?=[A-Z])")
"""What gives a thing: `user.get_email()`, `useUser().email`."""

_BY_NAME: Final = frozenset({"get", "getItem", "header", "pop"})
"""What gives a member by its name: `session.get("email")`, `localStorage.getItem("email")`."""

_KEEPING: Final = frozenset(
    {
        *("lower", "upper", "casefold", "title", "capitalize", "strip", "lstrip", "rstrip", "encode"),
        *("toLowerCase", "toUpperCase", "toString", "trim", "trimStart", "trimEnd"),
    }
)
"""Methods that leave a text what it says."""


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
            # One that is taken apart has no name of its own.
            name = () if of.name.startswith("#") else (of.name.removeprefix("..."),)
            if of.path or name:
                yield (*name, *of.path)
        case Unknown():
            if of.reason in _READ and _DOTTED.fullmatch(of.source):
                yield from _read(re.split(r"\??\.", of.source))
        case Lookup():
            key = linker.texts(of.key, path)
            if len(key.names) == 1 and key.reason is None:
                for before in _paths(of.of, path, linker):
                    yield (*before, *key.names)
        case Choice():
            for option in of.options:
                yield from _paths(option, path, linker)
        case Template():
            for part in of.parts:
                yield from _paths(part, path, linker)
        case Made():
            yield from _given(of, path, linker)
        case _:
            return


def _given(of: Made, path: str, linker: Linker) -> Iterator[tuple[str, ...]]:
    """What a call reads: a member by its name, what a getter gives, or a text in other letters."""
    *before, last = of.callee
    named = [argument.value for argument in of.arguments if isinstance(argument, Text)]
    if of.callee == ("getattr",) and len(of.arguments) > 1 and named:
        for owner in _paths(of.arguments[0], path, linker):
            yield (*owner, named[0])
    elif before and last in _BY_NAME and named:
        yield (*before, named[0])
    elif before and (last in _KEEPING or (not of.arguments and not of.keywords)):
        yield from _read([*before, f"{last}()"])


def _read(parts: list[str]) -> Iterator[tuple[str, ...]]:
    """The parts with what a getter gives; a call of anything else computes."""
    while len(parts) > 1 and parts[-1].removesuffix("()") in _KEEPING:
        parts = parts[:-1]
    if any(part.endswith("()") and not _GETTER.match(part) for part in parts):
        return
    yield tuple(_GETTER.sub("", part[:-2], count=1) if part.endswith("()") else part for part in parts)
