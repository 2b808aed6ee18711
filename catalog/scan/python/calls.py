"""The calls in a Python file of the wanted names, and of whatever else stands for them there."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cached_property
from typing import Final

from msgspec import structs
from tree_sitter import Node

from catalog.scan.facts import Call, Entry, Expression, Import, Name, StandIn, first_names
from catalog.scan.hints import hints_at
from catalog.scan.occurrences import occurrences
from catalog.scan.python.arguments import NOTHING, Arguments, behind
from catalog.scan.python.bindings import How
from catalog.scan.python.expressions import Expressions
from catalog.scan.python.source import first_inside
from catalog.scan.python.standing import Meaning, Places, Standing
from catalog.scan.python.tracked import annotated, is_imported_at, read_of, roots_of
from catalog.scan.python.uses import Bound, Called, HandedOn, uses_of

_BLANKS: Final = re.compile(r"\s+|\\\n")
_MAX_STANDING: Final = 100
"""So many names may stand for sinks in one file."""


class Calls:
    """The calls of one file, in the order of the text: a name in a comment or a text is none."""

    def __init__(
        self,
        expressions: Expressions,
        callees: frozenset[str],
        others: frozenset[str],
        imports: dict[str, Import],
        trackers: frozenset[str] = frozenset(),
    ) -> None:
        self._expressions: Final = expressions
        self._source: Final = expressions.source
        self._callees: Final = callees
        self._imports: Final = imports
        self._places: Final = Places(expressions.source, expressions.names)
        self._found: Final[dict[int, Call]] = {}
        self._handed_on: Final[dict[int, Call]] = {}
        self._standing: Final[list[Standing]] = []
        self._noted: Final[set[tuple[object, ...]]] = set()
        self._roots: Final = roots_of(imports, trackers)
        self._read(callees | others)

    @property
    def calls(self) -> tuple[Call, ...]:
        """The calls of them."""
        return tuple(self._found[start] for start in sorted(self._found))

    @property
    def handed_on(self) -> tuple[Call, ...]:
        """Where they go on as values and are not followed."""
        return tuple(self._handed_on[start] for start in sorted(self._handed_on))

    @property
    def stand_ins(self) -> tuple[StandIn, ...]:
        """The names that other files can call them by."""
        found: dict[str, StandIn] = {}
        for one in sorted(self._standing, key=lambda one: one.meaning.callee not in self._callees):
            if one.key is not None or not (one.of_class or one.owner_kind == "module"):
                continue
            tracked = one.meaning.tracked
            name = ".".join((*one.of_class, one.name))
            arguments, keywords, _, _ = self._arguments(one.meaning.given)
            found.setdefault(
                name,
                StandIn(
                    name=name,
                    callee=one.meaning.callee,
                    receiver=one.meaning.receiver,
                    binding=one.meaning.binding,
                    bound_to=one.meaning.bound_to,
                    arguments=arguments,
                    keywords=keywords,
                    tracked=tracked,
                ),
            )
        return tuple(found.values())

    @property
    def names(self) -> Iterator[str]:
        """The first parts of the names that are in them."""
        for call in (*self._found.values(), *self._handed_on.values()):
            of = () if call.of is None else (call.of,)
            values = (entry.value for entry in call.keywords)
            yield from first_names((*call.arguments, *values, *call.spreads, *of))
        for one in self.stand_ins:
            yield from first_names((*one.arguments, *(entry.value for entry in one.keywords)))

    def _read(self, names: frozenset[str]) -> None:
        for node in self._mentions(names):
            self._direct(node)
        for node in self._mentions(frozenset(self._roots)):
            if is_imported_at(node):
                self._track_import(node)
        done = 0
        while done < len(self._standing) <= _MAX_STANDING:
            new = self._standing[done:]
            done = len(self._standing)
            for node in self._mentions(frozenset(one.name for one in new)):
                for one in new:
                    if one.name == self._source.text(node):
                        self._stood_for(node, one)
        # `tracker.send(…)`: what `tracker` is, the linking knows.
        for node in self._mentions(frozenset(one.name for one in self._standing if one.of_class) - names):
            if node.start_byte not in self._found and _is_member(node):
                self._direct(node)

    def _mentions(self, names: frozenset[str]) -> Iterator[Node]:
        for start, end in occurrences(self._source.content, names) if names else ():
            node = self._source.root.descendant_for_byte_range(start, end)
            if node is None or (node.start_byte, node.end_byte) != (start, end):
                continue
            if node.type in ("identifier", "string_content"):
                yield node

    def _direct(self, name: Node) -> None:
        """A name of the wanted ones itself."""
        source = self._source
        value, receiver = name, None
        if name.type == "string_content":
            value, receiver = _got_by_name(source.text, name)
            if receiver is None:
                return
        elif _is_member(name) and name.parent is not None:
            value, receiver = name.parent, name.parent.child_by_field_name("object")
        written = None if receiver is None else _BLANKS.sub("", source.text(receiver))
        callee = source.text(name)
        alias = _alias(name)
        if alias is not None:
            module = self._imports.get(source.text(alias))
            origin = () if module is None else (module.module, callee)
            meaning = Meaning(callee=callee, receiver=None, binding="import", bound_to=origin)
            self._note(self._places.imported(source.text(alias), name, meaning))
            return
        binding, bound_to = self._binding(name if receiver is None else receiver, is_bare=receiver is None)
        meaning = Meaning(callee=callee, receiver=written, binding=binding, bound_to=bound_to)
        of = None
        if receiver is not None and callee not in self._callees:
            of = self._owner_of(receiver)
        taken = None if receiver is None else self._places.origin(receiver, self._imports) or None
        self._follow(name, value, meaning, receiver=written, taken_from=taken, of=of)

    def _stood_for(self, name: Node, standing: Standing) -> None:
        """A name that may stand for one of the wanted ones."""
        value = self._places.value_at(name, standing)
        if value is not None and standing.meaning.tracked:
            self._track(name, value, standing.meaning)
        elif value is not None:
            meaning = standing.meaning
            receiver, taken_from = meaning.receiver, None
            if standing.name == meaning.callee:
                # A sink may be about what is written here, too.
                receiver, taken_from = self._receiver_of(name), meaning.receiver or ""
            self._follow(name, value, meaning, receiver=receiver, taken_from=taken_from)

    def _track_import(self, name: Node) -> None:
        local = self._source.text(name)
        meaning = Meaning(
            callee=local, receiver=None, binding="import", bound_to=(), tracked=self._roots[local]
        )
        self._note(self._places.imported(local, name, meaning))

    def _track(self, name: Node, value: Node, meaning: Meaning) -> None:
        """What is read of something that may be of a generated tracker."""
        source = self._source
        for function, parameter in annotated(source, value):
            use = Bound(name=parameter, target=function, given=NOTHING, is_parameter=True)
            one = self._places.bound(use, name, meaning)
            if one is not None:
                self._note(one)
        for of, last, path in read_of(source, value, name, meaning.tracked):
            receiver = of.child_by_field_name("object") if of.type == "attribute" else None
            written = None if receiver is None else _BLANKS.sub("", source.text(receiver))
            meant = replace(
                meaning, callee=source.text(last), receiver=written, bound_to=path[:2], tracked=path
            )
            self._follow(last, of, meant, receiver=written)

    def _follow(
        self,
        name: Node,
        value: Node,
        meaning: Meaning,
        *,
        receiver: str | None,
        taken_from: str | None = None,
        of: Expression | None = None,
    ) -> None:
        for use in uses_of(self._source, value, self._functions):
            given = behind(meaning.given, use.given)
            match use:
                case Called():
                    self._take(
                        name.start_byte,
                        self._call(
                            name, use, given, meaning, receiver=receiver, taken_from=taken_from, of=of
                        ),
                    )
                case Bound():
                    is_name = use.is_parameter or use.target.type == "identifier"
                    if use.name == meaning.callee and is_name and receiver is None and given == NOTHING:
                        continue
                    meant = Meaning(
                        callee=meaning.callee,
                        receiver=receiver if taken_from is None else taken_from or None,
                        binding=meaning.binding,
                        bound_to=meaning.bound_to,
                        given=given,
                        tracked=meaning.tracked,
                    )
                    one = self._places.bound(use, name, meant)
                    if one is not None:
                        self._note(one)
                case HandedOn():
                    is_known = given != NOTHING
                    call = Called(call=use.node, given=given, is_later=True)
                    found = self._call(
                        name, call, given, meaning, receiver=receiver, taken_from=taken_from, of=of
                    )
                    (self._found if is_known else self._handed_on)[name.start_byte] = found

    def _take(self, start: int, call: Call) -> None:
        # What is known to be a sink here says more than a name that another file gave to one.
        former = self._found.get(start)
        if former is not None and call.tracked and not former.tracked:
            self._found[start] = structs.replace(former, tracked=call.tracked)
        elif former is None or call.callee in self._callees or former.callee not in self._callees:
            self._found[start] = call

    def _note(self, one: Standing) -> None:
        # `send = send or log_event` stands for itself.
        meaning = one.meaning
        key = (one.name, one.place, one.owner, one.of_class, one.key, meaning.callee, meaning.tracked)
        if key not in self._noted:
            self._noted.add(key)
            self._standing.append(one)

    def _receiver_of(self, name: Node) -> str | None:
        of = (
            name.parent.child_by_field_name("object")
            if name.parent is not None and _is_member(name)
            else None
        )
        return None if of is None else _BLANKS.sub("", self._source.text(of))

    def _call(
        self,
        name: Node,
        called: Called,
        given: Arguments,
        meaning: Meaning,
        *,
        receiver: str | None,
        taken_from: str | None,
        of: Expression | None,
    ) -> Call:
        source, call = self._source, called.call
        around = self._expressions.names.scopes.around(call)
        inner = [scope.index for scope in around if scope.index is not None]
        outer = call.parent
        first, last = call.start_point[0] + 1, call.end_point[0] + 1
        arguments, keywords, spreads, is_spread = self._arguments(given)
        return Call(
            callee=meaning.callee,
            receiver=receiver,
            binding=meaning.binding,
            bound_to=meaning.bound_to,
            line=source.line(name),
            column=source.column(name),
            start_line=first,
            end_line=last,
            arguments=arguments,
            keywords=keywords,
            spread=is_spread,
            spreads=spreads,
            function=inner[0] if inner else None,
            scope=tuple(scope.name for scope in reversed(around) if scope.kind != "module"),
            is_decorator=outer is not None and outer.type == "decorator",
            is_later=called.is_later,
            hints=hints_at(source.content, first, last),
            named="" if source.text(name) == meaning.callee else source.text(name),
            taken_from=taken_from,
            of=of,
            tracked=meaning.tracked,
        )

    def _arguments(
        self, given: Arguments
    ) -> tuple[tuple[Expression, ...], tuple[Entry, ...], tuple[Expression, ...], bool]:
        read = self._expressions.read
        return (
            tuple(read(value) for value in given.positional),
            tuple(self._expressions.entry(keyword) for keyword in given.keywords),
            tuple(read(value) for value in given.spread_keywords),
            given.is_spread,
        )

    def _binding(self, first: Node, *, is_bare: bool) -> tuple[str, tuple[str, ...]]:
        if not is_bare:
            while first.type in ("attribute", "subscript", "call", "parenthesized_expression"):
                inner = (
                    first.child_by_field_name("object")
                    or first.child_by_field_name("value")
                    or first.child_by_field_name("function")
                    or first_inside(first)
                )
                if inner is None:
                    break
                first = inner
            if first.type != "identifier":
                return "unresolved", ()
            if self._source.text(first) in ("self", "cls"):
                return "attribute", ()
        binding, local = self._expressions.names.bound(first)
        found = self._imports.get(local) if binding == "import" else None
        if found is None:
            return binding, ()
        return binding, (found.module,) if found.name is None else (found.module, found.name)

    def _owner_of(self, receiver: Node) -> Expression:
        if receiver.type == "identifier" and self._source.text(receiver) in ("self", "cls"):
            around = self._expressions.names.scopes.around(receiver)
            path = tuple(scope.name for scope in reversed(around) if scope.kind == "class")
            if path:
                return Name(path)
        return self._expressions.read(receiver)

    @cached_property
    def _functions(self) -> dict[str, Node]:
        """The functions at the file's top, by name."""
        scopes = self._expressions.names.scopes
        found: dict[str, Node] = {}
        for name, bindings in scopes.bindings(scopes.around(self._source.root)[-1]).items():
            defined = [one.statement for one in bindings if one.how is How.DEFINED]
            if len(bindings) == 1 and defined:
                node = defined[0].child_by_field_name("definition") or defined[0]
                if node.type == "function_definition":
                    found[name] = node
        return found


def _is_member(name: Node) -> bool:
    parent = name.parent
    return (
        parent is not None and parent.type == "attribute" and parent.child_by_field_name("attribute") == name
    )


def _alias(name: Node) -> Node | None:
    """`from x import name as alias`."""
    dotted = name.parent
    outer = None if dotted is None else dotted.parent
    if outer is None or outer.type != "aliased_import" or outer.child_by_field_name("name") != dotted:
        return None
    statement = outer.parent
    is_from = statement is not None and statement.type == "import_from_statement"
    return outer.child_by_field_name("alias") if is_from else None


def _got_by_name(text: Callable[[Node], str], content: Node) -> tuple[Node, Node | None]:
    """`getattr(posthog, "capture")`: what it gives, and of what."""
    written = content.parent
    listed = None if written is None else written.parent
    call = None if listed is None else listed.parent
    callee = None if call is None else call.child_by_field_name("function")
    if call is None or listed is None or callee is None or listed.type != "argument_list":
        return content, None
    if text(callee) != "getattr" or listed.named_child(1) != written:
        return content, None
    return call, listed.named_child(0)
