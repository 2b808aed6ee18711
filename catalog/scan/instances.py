"""Receivers that are made by a library, whatever they are called: `sdk = Posthog(…)`, in any file."""

import re
from collections.abc import Iterator
from typing import Final

from catalog.scan.facts import Call, Expression, Made, Name
from catalog.scan.linking import Files, Linker

_NAMES: Final = re.compile(r"[A-Za-z_$][\w$]*(?:\.[A-Za-z_$#][\w$]*)*\Z")
_ITSELF: Final = frozenset({"self", "cls", "this"})
_VENDOR: Final = re.compile(r"@?(\w+)")


class Instances:
    """Tells what the receiver of a call was made by, as the receivers of presets are written."""

    def __init__(self, files: Files, linker: Linker) -> None:
        self._files: Final = files
        self._linker: Final = linker
        self._known: Final[dict[tuple[str, tuple[str, ...]], tuple[str, ...]]] = {}

    def receivers(self, call: Call, path: str) -> tuple[str, ...]:
        """What else the receiver could be called: what makes it, and whose library that is from."""
        if call.receiver is None or not _NAMES.match(call.receiver):
            return ()
        for names in _meant(call, call.receiver):
            key = (path, names)
            if key not in self._known:
                self._known[key] = tuple(dict.fromkeys(self._made(Name(names), path)))
            if self._known[key]:
                return self._known[key]
        return ()

    def _made(self, of: Expression, path: str) -> Iterator[str]:
        for placed in self._linker.options(of, path):
            if isinstance(placed.expression, Made):
                yield from self._maker(placed.expression.callee, placed.path)

    def _maker(self, callee: tuple[str, ...], path: str) -> Iterator[str]:
        """A class or a function that is none of the application's own."""
        facts = self._files.facts(path)
        if facts is None:
            return
        for imported in facts.imports:
            if imported.local != callee[0]:
                continue
            if self._files.modules(facts.language, imported.module, path):
                return
            vendor = _VENDOR.match(imported.module)
            if vendor is not None:  # a relative module is of nobody's library
                name = () if imported.name in (None, "default") else (imported.name,)
                yield ".".join((*name, *callee[1:]) or callee)
                yield vendor[1]


def _meant(call: Call, receiver: str) -> Iterator[tuple[str, ...]]:
    """The names that a receiver may have where it is defined: a member of an object is one of its class."""
    names = tuple(receiver.split("."))
    if names[0] not in _ITSELF:
        yield names
        return
    for end in range(len(call.scope), 0, -1):
        yield (*call.scope[:end], *names[1:])
