"""Expressions followed across files: what a name of another module is, whatever the language."""

from collections.abc import Mapping, Sequence
from typing import Final, Protocol, assert_never

from catalog.scan.facts import (
    Array,
    Choice,
    Expression,
    FileFacts,
    Import,
    Keyed,
    Lookup,
    Made,
    Name,
    Object,
    Parameter,
    Scalar,
    Template,
    Text,
    Unknown,
)
from catalog.scan.reasons import (
    AMBIGUOUS,
    CYCLE,
    IMPORT,
    TOO_DEEP,
    TOO_MANY,
    UNDEFINED,
)
from catalog.scan.told import Placed, Texts
from catalog.scan.writing import MAX_OPTIONS, Steps, Writing

_ENDLESS: Final = (CYCLE, TOO_DEEP)


class Files(Protocol):
    """The files that can be asked: their facts, read when they are needed, and where imports lead."""

    def facts(self, path: str) -> FileFacts | None:
        """What a file says; None where it cannot be read."""

    def constants(self, path: str, name: str) -> Mapping[str, Expression]:
        """What a file defines under dotted names that begin with this one, among others."""

    def modules(self, language: str, module: str, importer: str) -> tuple[str, ...]:
        """The files that an import can mean, several where nothing tells which."""


class Linker:
    """Follows names from file to file. What it has found it remembers."""

    def __init__(self, files: Files) -> None:
        self._files = files
        self._known: dict[tuple[str, tuple[str, ...]], list[Placed] | None] = {}
        self._steps = Steps()
        self._writing = Writing(self.options, self._steps)

    def options(self, expression: Expression, path: str) -> list[Placed]:
        """What an expression of a file can be: no name, choice or lookup is among it; never empty."""
        if self._steps.is_too_many:
            return [Placed(Unknown(TOO_DEEP), path)]
        self._steps.taken += 1
        try:
            return self._options(expression, path)
        finally:
            self._steps.taken -= 1

    def texts(self, expression: Expression, path: str) -> Texts:
        """The texts that an expression of a file can be."""
        return self._writing.texts(expression, path)

    def _options(self, expression: Expression, path: str) -> list[Placed]:
        match expression:
            case Name():
                return self.named(expression.path, path)
            case Choice():
                found = [placed for option in expression.options for placed in self.options(option, path)]
                return found[:MAX_OPTIONS] if len(found) <= MAX_OPTIONS else [Placed(Unknown(TOO_MANY), path)]
            case Lookup():
                return self._looked_up(expression, path)
            case Text() | Scalar() | Parameter() | Template() | Object() | Array() | Made() | Unknown():
                return [Placed(expression, path)]
            case _:
                assert_never(expression)

    def _looked_up(self, expression: Lookup, path: str) -> list[Placed]:
        found: list[Placed] = []
        keys = self.options(expression.key, path)
        for of in self.options(expression.of, path):
            for key in keys:
                found += self.member(of, key.expression)
        if not found:
            return [Placed(Unknown("member"), path)]
        return found if len(found) <= MAX_OPTIONS else [Placed(Unknown(TOO_MANY), path)]

    def member(self, of: Placed, key: Expression) -> list[Placed]:
        """What something has under a key; empty where it surely has nothing there."""
        base = of.expression
        match base, key:
            case Object(), Text():
                return self._entry(base, key.value, of.path)
            case Object(), _:
                if isinstance(key, Unknown) and key.reason == "loop":
                    return [Placed(Text(entry.key), of.path) for entry in base.entries]
                return self._values(base, of.path)
            case Array(), Scalar() if isinstance(key.value, int):
                inside = -len(base.items) <= key.value < len(base.items)
                return self.options(base.items[key.value], of.path) if inside else []
            case Array(), _:
                return [placed for item in base.items for placed in self.options(item, of.path)]
            case Parameter(), Text():
                return [Placed(Parameter(base.name, base.function, (*base.path, key.value)), of.path)]
            case Made(), Text():
                given = [entry for entry in base.keywords if entry.key == key.value]
                return self.options(given[0].value, of.path) if given else [Placed(Unknown("call"), of.path)]
            case Text(), _:
                return [of] if key == Text("value") else [Placed(Unknown("attribute"), of.path)]
            case Unknown(), _:
                return [of]
            case _:
                return [Placed(Unknown("member"), of.path)]

    def _entry(self, base: Object, key: str, path: str) -> list[Placed]:
        found = [
            placed for entry in base.entries if entry.key == key for placed in self.options(entry.value, path)
        ]
        for keyed in base.keyed:
            if key in self.texts(keyed.key, path).names:
                found += self.options(keyed.value, path)
        for spread in base.spreads:
            for placed in self.options(spread, path):
                if isinstance(placed.expression, Object):
                    found += self._entry(placed.expression, key, placed.path)
        return found or ([Placed(Unknown("member"), path)] if base.open else [])

    def _values(self, base: Object, path: str) -> list[Placed]:
        values = (*(entry.value for entry in base.entries), *(keyed.value for keyed in base.keyed))
        found = [placed for value in values for placed in self.options(value, path)]
        for spread in base.spreads:
            for placed in self.options(spread, path):
                if isinstance(placed.expression, Object):
                    found += self._values(placed.expression, placed.path)
                else:
                    found.append(Placed(Unknown("member"), path))
        return [*found, Placed(Unknown("member"), path)] if base.open else found

    def named(self, names: tuple[str, ...], path: str) -> list[Placed]:
        """What a dotted name means in a file."""
        key = (path, names)
        if key in self._known:
            found = self._known[key]
            return [Placed(Unknown(CYCLE), path)] if found is None else found
        self._known[key] = None  # seen again on the way, it is defined by itself
        found = self._defined(names, path)
        if found is None:
            found = [Placed(Unknown(UNDEFINED, ".".join(names)), path)]
        # While the name still counts as being followed, so that whoever takes a template or an object apart
        # never comes back to it.
        found = [Placed(self._untangled(*placed), placed.path) for placed in found]
        self._known[key] = found
        return found

    def _untangled(self, expression: Expression, path: str) -> Expression:
        """An expression in which no part that is looked up later leads back to the names that led here."""
        match expression:
            case Name() | Lookup():
                found = self.options(expression, path)
                for placed in found:
                    of = placed.expression
                    # Through an import, a name that is being followed is one that the module has not.
                    if isinstance(of, Unknown) and (len(found) == 1 or of.reason in _ENDLESS):
                        return of
                return expression
            case Choice():
                return Choice(tuple(self._untangled(option, path) for option in expression.options))
            case Template():
                return Template(tuple(self._untangled(part, path) for part in expression.parts))
            case Object() if expression.spreads or expression.keyed:
                # What is spread twice is there once, else a row of such objects takes a power of two.
                spreads = dict.fromkeys(self._untangled(spread, path) for spread in expression.spreads)
                keyed = tuple(
                    Keyed(self._untangled(one.key, path), one.value, one.line, one.column)
                    for one in expression.keyed
                )
                return Object(expression.entries, expression.open, tuple(spreads), keyed)
            case _:
                return expression

    def _defined(self, names: tuple[str, ...], path: str) -> list[Placed] | None:
        """What a file itself defines or imports under a name; None where it does neither."""
        facts = self._files.facts(path)
        if facts is None:
            return None
        found = self._constant(names, path)
        if found is not None:
            return found
        for imported in facts.imports:
            if imported.local == names[0]:
                return self._imported(facts, imported, names[1:], path)
        for export in facts.exports:
            if export.name == "*" and export.module is not None:
                for target in self._files.modules(facts.language, export.module, path):
                    found = self._handed_on(names, target)
                    if found is not None:
                        return found
        return None

    def _constant(self, names: tuple[str, ...], path: str) -> list[Placed] | None:
        constants = self._files.constants(path, names[0])
        for end in range(len(names), 0, -1):
            key = ".".join(names[:end])
            value = constants.get(key)
            if value is not None:
                return self._read_of(self.options(value, path), names[end:], names[end - 1])
            bases = constants.get(f"{key}.*")
            if bases is not None and end < len(names):
                inherited = self._inherited(bases, names[end:], path)
                if inherited is not None:
                    return inherited
        prefix = ".".join(names) + "."
        members = {key[len(prefix) :]: value for key, value in constants.items() if key.startswith(prefix)}
        direct = {key: value for key, value in members.items() if "." not in key and key != "*"}
        if not direct:
            return None
        # A class looked at as a whole: an enum that is looped over, or whose member is looked up.
        return [Placed(Array(tuple(direct.values())), path)]

    def _inherited(self, bases: Expression, rest: tuple[str, ...], path: str) -> list[Placed] | None:
        for base in bases.options if isinstance(bases, Choice) else (bases,):
            if isinstance(base, Name):
                found = self.named((*base.path, *rest), path)
                if not all(isinstance(placed.expression, Unknown) for placed in found):
                    return found
        return None

    def _read_of(self, found: list[Placed], rest: Sequence[str], last: str) -> list[Placed]:
        """What is read of a constant: members, and `value` and `name` of an enum's."""
        for name in rest:
            step: list[Placed] = []
            for placed in found:
                if isinstance(placed.expression, Text | Scalar) and name in ("value", "name"):
                    step.append(placed if name == "value" else Placed(Text(last), placed.path))
                else:
                    step += self.member(placed, Text(name))
            found = step or [Placed(Unknown("member"), "")]
        return found

    def _imported(self, facts: FileFacts, imported: Import, rest: tuple[str, ...], path: str) -> list[Placed]:
        wanted = rest if imported.name is None else (imported.name, *rest)
        targets = self._files.modules(facts.language, imported.module, path)
        results = [self._exported(wanted, target) for target in targets] if wanted else []
        known = [result for result in results if result is not None]
        if not known and wanted:
            # `from package import module`, and `import package.module`.
            below = f"{imported.module}{'' if imported.module.endswith('.') else '.'}{wanted[0]}"
            for target in self._files.modules(facts.language, below, path) if wanted[1:] else ():
                result = self._exported(wanted[1:], target)
                if result is None and len(wanted) > 2:
                    deeper = Import(wanted[0], below, None)
                    result = self._imported(facts, deeper, wanted[1:], path)
                if result is not None:
                    known.append(result)
        if not known:
            reason = UNDEFINED if targets else IMPORT
            return [Placed(Unknown(reason, ".".join((imported.local, *rest))), path)]
        if any(_plain(result) != _plain(known[0]) for result in known[1:]):
            return [Placed(Unknown(AMBIGUOUS, ".".join((imported.local, *rest))), path)]
        return known[0]

    def _exported(self, names: tuple[str, ...], path: str) -> list[Placed] | None:
        """What another file gets when it imports a name from this one."""
        facts = self._files.facts(path)
        if facts is None:
            return None
        for export in facts.exports:
            if export.name != names[0] or export.name == "*":
                continue
            if export.module is None:
                if export.source != export.name:
                    return self._handed_on((export.source, *names[1:]), path)
                continue
            for target in self._files.modules(facts.language, export.module, path):
                if export.source == "*":  # export * as name
                    found = self._handed_on(names[1:], target) if names[1:] else None
                else:
                    found = self._handed_on((export.source, *names[1:]), target, exported=True)
                if found is not None:
                    return found
        return self._handed_on(names, path)

    def _handed_on(self, names: tuple[str, ...], path: str, *, exported: bool = False) -> list[Placed] | None:
        if exported:
            if self._steps.is_too_many:
                return None
            self._steps.taken += 1
            try:
                return self._exported(names, path)
            finally:
                self._steps.taken -= 1
        found = self.named(names, path)
        is_missing = all(
            isinstance(placed.expression, Unknown) and placed.expression.reason in (UNDEFINED, CYCLE)
            for placed in found
        )
        return None if is_missing else found


def _plain(found: list[Placed]) -> list[Expression]:
    return [placed.expression for placed in found]
