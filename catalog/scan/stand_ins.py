"""Calls of names that stand for a sink in another file, or as a member of a class or an object."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from msgspec.structs import replace

from catalog.scan.facts import Call, Choice, Entry, Expression, FileFacts, Made, Name, StandIn, Text, Unknown
from catalog.scan.linking import Files, Linker

_MAX_STEPS: Final = 20
"""So often a name may be handed on from file to file."""


@dataclass(frozen=True, slots=True)
class _Found:
    stand_in: StandIn
    path: str


class StandIns:
    """Follows the callee of a call from file to file to the sink that it stands for."""

    def __init__(self, files: Files, linker: Linker) -> None:
        self._files: Final = files
        self._linker: Final = linker
        self._known: Final[dict[tuple[str, tuple[str, ...]], _Found | None]] = {}

    def meant(self, call: Call, path: str) -> Iterator[Call]:
        """The call as one of what its callee stands for, and of what that stands for in turn."""
        found = self._of_call(call, path)
        for _ in range(_MAX_STEPS):
            if found is None:
                return
            stand_in = found.stand_in
            given = {entry.key for entry in call.keywords}
            yield replace(
                call,
                callee=stand_in.callee,
                receiver=stand_in.receiver,
                arguments=tuple(self._told(one, found.path) for one in stand_in.arguments) + call.arguments,
                keywords=tuple(
                    Entry(one.key, self._told(one.value, found.path), call.line, call.column)
                    for one in stand_in.keywords
                    if one.key not in given
                )
                + call.keywords,
                named=call.named or call.callee,
                taken_from=None,
                of=None,
            )
            found = self._of_stand_in(found)

    def _of_call(self, call: Call, path: str) -> _Found | None:
        if call.of is not None:
            for placed in self._linker.options(call.of, path):
                if isinstance(placed.expression, Made):  # `tracker = Tracker()`
                    found = self._named((*placed.expression.callee, call.callee), placed.path)
                    if found is not None:
                        return found
            options = call.of.options if isinstance(call.of, Choice) else (call.of,)
            for option in options:
                if isinstance(option, Name):
                    found = self._named((*option.path, call.callee), path)
                    if found is not None:
                        return found
            return None
        if call.binding != "import":
            return None
        names: tuple[str, ...] = call.bound_to[1:] or (call.callee,)
        if call.receiver is not None:
            names = (*call.bound_to[1:], *call.receiver.split(".")[1:], call.callee)
        return self._imported(call.bound_to[0], names, path)

    def _of_stand_in(self, found: _Found) -> _Found | None:
        one = found.stand_in
        if one.binding != "import" or one.receiver is not None or len(one.bound_to) != 2:
            return None
        return self._imported(one.bound_to[0], one.bound_to[1:], found.path)

    def _named(self, names: tuple[str, ...], path: str) -> _Found | None:
        """What a dotted name stands for in a file."""
        key = (path, names)
        if key not in self._known:
            if len(self._known) > 100_000:
                return None
            self._known[key] = None  # seen again on the way, it leads nowhere
            self._known[key] = self._looked_up(names, path)
        return self._known[key]

    def _looked_up(self, names: tuple[str, ...], path: str) -> _Found | None:
        facts = self._files.facts(path)
        if facts is None:
            return None
        name = ".".join(names)
        for one in facts.stand_ins:
            if one.name == name and not one.tracked:
                return _Found(one, path)
        for imported in facts.imports:
            if imported.local == names[0]:
                rest = names[1:] if imported.name is None else (imported.name, *names[1:])
                return self._imported(imported.module, rest, path) if rest else None
        return self._inherited(names, path) or self._handed_on(facts, names, path)

    def _inherited(self, names: tuple[str, ...], path: str) -> _Found | None:
        """A member of a class that its base has."""
        if len(names) < 2:
            return None
        bases = self._files.constants(path, names[0]).get(".".join((*names[:-1], "*")))
        for base in bases.options if isinstance(bases, Choice) else (bases,):
            if isinstance(base, Name):
                found = self._named((*base.path, names[-1]), path)
                if found is not None:
                    return found
        return None

    def _handed_on(self, facts: FileFacts, names: tuple[str, ...], path: str) -> _Found | None:
        for export in facts.exports:
            if export.name not in (names[0], "*"):
                continue
            if export.module is None:
                found = self._named((export.source, *names[1:]), path) if export.source != names[0] else None
            else:
                rest = names if export.name == "*" else (export.source, *names[1:])
                is_module = export.source == "*" and export.name != "*"
                found = self._imported(export.module, names[1:] if is_module else rest, path)
            if found is not None:
                return found
        return None

    def _imported(self, module: str, names: tuple[str, ...], path: str) -> _Found | None:
        """What a name of a module stands for; parts of it may be those of a module inside."""
        facts = self._files.facts(path)
        if facts is None:
            return None
        below = module
        for start in range(len(names)):
            for target in self._files.modules(facts.language, below, path):
                found = self._named(names[start:], target)
                if found is not None:
                    return found
            below = f"{below}{'' if below.endswith('.') else '.'}{names[start]}"
        return None

    def _told(self, expression: Expression, path: str) -> Expression:
        """What a call begins with, as far as it is the same in every file."""
        texts = self._linker.texts(expression, path)
        if texts.names and texts.reason is None:
            options = tuple(Text(name) for name in texts.names)
            return options[0] if len(options) == 1 else Choice(options)
        return Unknown("variable")
