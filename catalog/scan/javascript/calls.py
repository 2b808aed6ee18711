"""The calls of sinks in one file, each with its arguments and how its callee is bound."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Final

from msgspec import structs
from tree_sitter import Node

from catalog.scan.facts import Array, Call, Export, Expression, Name, StandIn
from catalog.scan.hints import hints_at
from catalog.scan.javascript.bindings import Bindings
from catalog.scan.javascript.declared import Argument, Declared, Variable
from catalog.scan.javascript.expressions import Expressions
from catalog.scan.javascript.nodes import bare, unquoted, written
from catalog.scan.javascript.scope import CLASSES, FUNCTIONS, Scope, Trail
from catalog.scan.javascript.scopes import Scopes
from catalog.scan.javascript.source import Source
from catalog.scan.javascript.standing import Meaning, Standing, at_key, exported, value_of
from catalog.scan.javascript.tracked import Trackers, imported
from catalog.scan.javascript.uses import Bound, Called, Given, HandedOn, uses_of
from catalog.scan.javascript.values import member_at
from catalog.scan.occurrences import occurrences

_MAX_HINT_BYTES: Final = 1000
_MAX_STANDING: Final = 100
"""So many names may stand for sinks in one file."""
_MAX_MENTIONS: Final = 20_000
"""A name that is written so often is a short one of a machine's, which stands for many things."""

DEFAULT: Final = "default"


class Calls:
    """Every call whose callee's last name is one of the wanted names, or another name for it."""

    def __init__(
        self,
        source: Source,
        scopes: Scopes,
        expressions: Expressions,
        callees: frozenset[str],
        others: frozenset[str] = frozenset(),
        trackers: frozenset[str] = frozenset(),
    ) -> None:
        self._source: Final = source
        self._scopes: Final = scopes
        self._expressions: Final = expressions
        self._callees: Final = callees
        self._bindings: Final = Bindings(source, scopes, expressions)
        self._has_hints: Final = b"rollcall:" in source.text
        self._found: Final[dict[int, Call]] = {}
        self._handed_on: Final[dict[int, Call]] = {}
        self._standing: Final[dict[tuple[object, ...], Standing]] = {}
        self._trackers: Final = trackers
        self._tracked: Final = Trackers(source, self._note, self._follow)
        self._read(callees, others)

    @property
    def calls(self) -> tuple[Call, ...]:
        """The calls, in the order of the text."""
        return tuple(self._found[start] for start in sorted(self._found))

    @property
    def handed_on(self) -> tuple[Call, ...]:
        """Where sinks go on as values and are not followed."""
        return tuple(self._handed_on[start] for start in sorted(self._handed_on))

    def stand_ins(self, exports: Sequence[Export]) -> tuple[StandIn, ...]:
        """The names that other files can call them by."""
        own = [one for one in exports if one.module is None]
        exported = frozenset(one.source for one in own)
        found = {
            one.name: StandIn(one.name, one.source, None, "local-function", (one.source,))
            for one in own
            if one.source in self._callees and one.name != one.source
        }
        for one in sorted(self._standing.values(), key=lambda one: one.meaning.callee not in self._callees):
            path = (*one.owner, one.name) if one.key is None else (one.name, one.key)
            is_seen = one.is_exported or path[0] in exported
            is_member = len(path) > 1 and (one.owner or self._is_top(one))
            if not is_member and not (is_seen and (one.start < 0 or self._is_top(one))):
                continue
            meaning = one.meaning
            name = ".".join(path)
            found.setdefault(
                name,
                StandIn(
                    name=name,
                    callee=meaning.callee,
                    receiver=meaning.taken_from or meaning.receiver,
                    binding=meaning.binding,
                    bound_to=meaning.bound_to,
                    arguments=meaning.arguments,
                    tracked=meaning.tracked,
                ),
            )
        return tuple(found.values())

    def _is_top(self, one: Standing) -> bool:
        declared = self._scopes.declared(self._scopes.module).get(one.name)
        return isinstance(declared, Variable) and declared.start == one.start

    def _read(self, callees: frozenset[str], others: frozenset[str]) -> None:
        for trail, start in self._mentions(callees | others):
            self._direct(trail, start)
        if DEFAULT in others:
            self._default_imports()
        for one in imported(self._scopes.declared(self._scopes.module), self._trackers):
            self._note(one)
        done = 0
        while done < len(self._standing) <= _MAX_STANDING:
            new = list(self._standing.values())[done:]
            done = len(self._standing)
            named = frozenset(
                one.name for one in new if one.start >= 0 or one.is_import or one.meaning.tracked
            )
            for trail, start in self._mentions(named):
                for one in new:
                    if one.name == self._source.of(trail.nodes[-1]):
                        self._stood_for(trail, start, one)
        # `tracker.send(…)`: what `tracker` is, the linking knows.
        sinks = [one for one in self._standing.values() if not one.meaning.tracked]
        members = {one.name for one in sinks if one.owner} | {one.key for one in sinks if one.key}
        for trail, start in self._mentions(frozenset(members) - callees - others):
            if start not in self._found and trail.nodes[-1].type != "identifier":
                self._direct(trail, start)

    def _mentions(self, names: frozenset[str]) -> Iterator[tuple[Trail, int]]:
        trail = Trail(self._source, self._scopes.module)
        for count, (start, end) in enumerate(occurrences(self._source.text, names) if names else ()):
            if count == _MAX_MENTIONS and not names <= self._callees:
                return
            leaf = trail.to(start)
            begins = start - 1 if leaf.type == "private_property_identifier" else start
            if leaf.start_byte == begins and leaf.end_byte == end:
                yield trail, start

    def _direct(self, trail: Trail, start: int) -> None:
        """A name of the wanted ones itself."""
        nodes, leaf = trail.nodes, trail.nodes[-1]
        name = self._source.of(leaf).removeprefix("#")
        if self._declared_as(trail, name):
            return
        value = value_of(nodes)
        if value is None or name == DEFAULT:
            return
        at, receiver = value
        scope = trail.scopes[at]
        binding, bound_to = self._bindings.of(nodes[at] if receiver is None else receiver, scope)
        meaning = Meaning(
            callee=name,
            receiver=None if receiver is None else written(self._source, receiver),
            binding=binding,
            bound_to=bound_to,
        )
        if receiver is not None:
            meaning = replace(meaning, taken_from=self._bindings.origin(receiver, scope))
        if receiver is not None and name not in self._callees:
            meaning = replace(meaning, of=self._owner_of(receiver, trail, at))
        self._follow(trail, start, at, name, meaning)

    def _declared_as(self, trail: Trail, name: str) -> bool:
        """`import { capture as send }`, `const { capture: send } = …`, `export { capture as send }`."""
        nodes, source = trail.nodes, self._source
        if len(nodes) < 3:
            return False
        leaf, outer = nodes[-1], nodes[-2]
        scope = trail.scopes[-1]
        if outer.type in ("import_specifier", "export_specifier"):
            alias, named = outer.child_by_field_name("alias"), outer.child_by_field_name("name")
            if alias is None or named is None or named.id != leaf.id:
                return outer.type == "import_specifier"
            statement = next((one for one in reversed(nodes) if one.type.endswith("_statement")), outer)
            module = statement.child_by_field_name("source")
            binding, bound_to = self._bindings.of(leaf, scope)
            if module is not None:
                binding, bound_to = "import", (unquoted(module, source), name)
            is_import = outer.type == "import_specifier"
            meaning = Meaning(callee=name, receiver=None, binding=binding, bound_to=bound_to)
            self._note(
                Standing(
                    name=unquoted(alias, source),
                    meaning=meaning,
                    start=-1,
                    is_exported=not is_import,
                    is_import=is_import,
                )
            )
            return True
        pattern: Node | None = None
        if leaf.type == "shorthand_property_identifier_pattern":
            pattern = leaf
        elif outer.type == "pair_pattern" and outer.child_by_field_name("value") != leaf:
            pattern = outer.child_by_field_name("value")
            if pattern is not None and pattern.type == "assignment_pattern":
                pattern = pattern.child_by_field_name("left")
        if pattern is None or pattern.type not in ("identifier", "shorthand_property_identifier_pattern"):
            return False
        local = source.of(pattern)
        binding, bound_to = self._bindings.of_name(local, scope)
        declared = self._scopes.lookup(local, scope)
        taken = of = None
        if declared is not None and isinstance(declared[0], Variable) and declared[0].value is not None:
            steps = [step for step in declared[0].path[:-1] if isinstance(step, str)]
            taken = ".".join((written(self._source, declared[0].value), *steps))
            if name not in self._callees:
                of = member_at(self._expressions.read(declared[0].value, declared[1]), tuple(steps))
        is_exported = any(one.type == "export_statement" for one in nodes[:-2])
        meaning = Meaning(
            callee=name, receiver=None, binding=binding, bound_to=bound_to, taken_from=taken, of=of
        )
        self._note(Standing(name=local, meaning=meaning, start=pattern.start_byte, is_exported=is_exported))
        return True

    def _default_imports(self) -> None:
        for name, binding in self._scopes.declared(self._scopes.module).items():
            if getattr(binding, "name", None) == DEFAULT and name not in self._callees:
                bound = self._bindings.of_name(name, self._scopes.module)
                meaning = Meaning(callee=DEFAULT, receiver=None, binding=bound[0], bound_to=bound[1])
                self._note(Standing(name=name, meaning=meaning, start=-1, is_import=True))

    def _stood_for(self, trail: Trail, start: int, standing: Standing) -> None:
        """A name that may stand for one of the wanted ones."""
        nodes, leaf = trail.nodes, trail.nodes[-1]
        if standing.meaning.tracked and len(nodes) > 1:
            if standing.owner or self._is_meant(trail, standing):
                self._tracked.mentioned(trail, standing)
            return
        if leaf.type not in ("identifier", "shorthand_property_identifier") or len(nodes) < 2:
            return
        name = standing.name
        outer = nodes[-2]
        meaning = standing.meaning
        if outer.type in ("import_specifier", "pair_pattern"):
            return
        if not self._is_meant(trail, standing):
            return
        if outer.type == "export_specifier":
            one = exported(self._source, nodes, standing)
            if one is not None:
                self._note(one)
            return
        at = len(nodes) - 1
        if standing.key is not None:
            found = at_key(self._source, nodes, standing.key)
            if found is None:
                return
            at, member = found
            start, name = member.start_byte, self._source.of(member)
            if name == meaning.callee:
                before = written(self._source, nodes[at].child_by_field_name("object") or leaf)
                meaning = replace(meaning, receiver=before, taken_from=meaning.receiver or "")
        elif name == meaning.callee and meaning.receiver is not None:
            # A sink may be about what is written here, too.
            meaning = replace(meaning, receiver=None, taken_from=meaning.receiver)
        self._follow(trail, start, at, name, meaning)

    def _is_meant(self, trail: Trail, standing: Standing) -> bool:
        meant = self._scopes.lookup(standing.name, trail.scopes[-1])
        if meant is None or isinstance(meant[0], Declared):
            return False
        return standing.start == (meant[0].start if isinstance(meant[0], Variable | Argument) else -1)

    def _follow(self, trail: Trail, start: int, at: int, name: str, meaning: Meaning) -> None:
        for use in uses_of(self._source, trail.nodes, at, name, self._functions):
            given = self._given(use.given, trail.scopes[-1], meaning)
            match use:
                case Called():
                    self._take(start, self._call(trail, start, use.place, given, name, use.is_later))
                case Bound():
                    is_itself = use.name == meaning.callee and given == meaning and use.key is None
                    if not is_itself or meaning.receiver is not None or use.owner or use.is_exported:
                        self._bound(trail, use, given)
                case HandedOn():
                    call = self._call(trail, start, use.place, replace(given, spread=True), name, True)
                    (self._found if given.arguments else self._handed_on)[start] = call

    def _take(self, start: int, call: Call) -> None:
        # What is known to be a sink here says more than a name that another file gave to one.
        former = self._found.get(start)
        if former is not None and call.tracked and not former.tracked:
            self._found[start] = structs.replace(former, tracked=call.tracked)
        elif former is None or call.callee in self._callees or former.callee not in self._callees:
            self._found[start] = call

    def _bound(self, trail: Trail, use: Bound, meaning: Meaning) -> None:
        start = use.start
        if use.is_assigned:
            meant = self._scopes.lookup(use.name, trail.scopes[-1])
            if meant is None or not isinstance(meant[0], Variable | Argument):
                return
            start = meant[0].start
        self._note(
            Standing(
                name=use.name,
                meaning=meaning,
                start=start,
                key=use.key,
                owner=use.owner,
                is_exported=use.is_exported,
            )
        )

    def _note(self, one: Standing) -> None:
        meaning = one.meaning
        stands_for = (meaning.callee, meaning.receiver, meaning.tracked)
        key = (one.name, one.start, one.key, one.owner, one.is_import, *stands_for)
        self._standing.setdefault(key, one)

    def _given(self, given: tuple[Given, ...], scope: Scope, meaning: Meaning) -> Meaning:
        """The meaning with the arguments that a call or `bind` gives, behind those it has."""
        arguments, spread = list(meaning.arguments), meaning.spread
        for one in given:
            if spread:
                break
            listed, spread = self._expressions.call_arguments(one.call, scope)
            if one.is_list and len(listed) > one.skipped:
                first = listed[one.skipped]
                spread = not isinstance(first, Array)
                arguments += first.items if isinstance(first, Array) else ()
            else:
                arguments += listed[one.skipped :]
        return meaning if not given else replace(meaning, arguments=tuple(arguments), spread=spread)

    def _call(
        self,
        trail: Trail,
        start: int,
        place: int,
        meaning: Meaning,
        name: str,
        is_later: bool,
    ) -> Call:
        nodes, node, scope = trail.nodes, trail.nodes[place], trail.scopes[place]
        line, column = self._source.place(start)
        start_line, end_line = (
            self._source.line(node.start_byte),
            self._source.line(max(node.end_byte - 1, 0)),
        )
        return Call(
            callee=meaning.callee,
            receiver=meaning.receiver,
            binding=meaning.binding,
            bound_to=meaning.bound_to,
            line=line,
            column=column,
            start_line=start_line,
            end_line=end_line,
            arguments=meaning.arguments,
            keywords=(),
            spread=meaning.spread,
            function=None if scope.function is None else self._expressions.names.place_of(scope.function),
            scope=scope.names,
            is_decorator=place > 0 and nodes[place - 1].type == "decorator",
            is_later=is_later,
            hints=self._hints_at(node),
            named="" if name == meaning.callee else name,
            taken_from=meaning.taken_from,
            of=meaning.of,
            tracked=meaning.tracked,
        )

    def _owner_of(self, receiver: Node, trail: Trail, at: int) -> Expression:
        receiver = bare(receiver)
        if receiver.type == "this":
            for node in reversed(trail.nodes[:at]):
                named = node.child_by_field_name("name") if node.type in CLASSES else None
                if named is not None:
                    return Name((self._source.of(named),))
        return self._expressions.read(receiver, trail.scopes[at])

    @cached_property
    def _functions(self) -> dict[str, Node]:
        """The functions at the file's top, by name."""
        found: dict[str, Node] = {}
        for name, binding in self._scopes.declared(self._scopes.module).items():
            if isinstance(binding, Declared) and binding.kind == "function":
                found[name] = binding.node
            elif isinstance(binding, Variable) and binding.value is not None and not binding.path:
                value = bare(binding.value)
                if value.type in FUNCTIONS:
                    found[name] = value
        return found

    def _hints_at(self, node: Node) -> tuple[str, ...]:
        if not self._has_hints:
            return ()
        # Of a line that goes on and on, only what is near the call.
        source = self._source
        first, last = source.line(node.start_byte), source.line(max(node.end_byte - 1, 0))
        above = max(first - 1, 1)
        start = max(source.line_span(above)[0], node.start_byte - _MAX_HINT_BYTES)
        end = min(source.line_span(last)[1], node.end_byte + _MAX_HINT_BYTES)
        begins = source.line(start)
        return hints_at(source.text[start:end], first - begins + 1, last - begins + 1)
