"""The calls of sinks in one file, each with its arguments and how its callee is bound."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from tree_sitter import Node

from catalog.scan.facts import Call
from catalog.scan.hints import hints_at
from catalog.scan.javascript.bindings import Bindings
from catalog.scan.javascript.declared import Argument, Variable
from catalog.scan.javascript.expressions import Expressions
from catalog.scan.javascript.nodes import bare, path_of
from catalog.scan.javascript.scope import Trail
from catalog.scan.javascript.scopes import Scopes
from catalog.scan.javascript.source import Source
from catalog.scan.occurrences import occurrences

# What can follow the name of a function that is called: `(`, `?.(`, `!(`, `<T>(`, `"](`, `)(`, a comment,
# `as`; and what can follow one that is given another name: `:`, `as`.
_FOLLOWED: Final = re.compile(rb"""\s*(?:[(?!<"'`)/:]|as\b|satisfies\b)""")
_AROUND: Final = frozenset(
    {
        "parenthesized_expression",
        "non_null_expression",
        "as_expression",
        "satisfies_expression",
        "type_assertion",
        "instantiation_expression",
    }
)
# `a?.[0]!.b` is `a[0].b` to whoever asks what stands before a name.
_CHAINED: Final = (("?.[", "["), ("?.(", "("), ("?.", "."), ("!.", "."), ("![", "["))
_MAX_RECEIVER_BYTES: Final = 200
_MAX_HINT_BYTES: Final = 1000


@dataclass(frozen=True, slots=True)
class _Alias:
    """Another name under which a file calls a sink: `import { capture as send }`."""

    callee: str
    start: int
    """Where the alias is declared; −1 at the module's top."""


def calls_of(
    source: Source, scopes: Scopes, expressions: Expressions, callees: frozenset[str]
) -> tuple[Call, ...]:
    """Every call whose callee's last name is one of the names, or another name for it."""
    reader = _Calls(source, scopes, expressions)
    return reader.read(callees)


class _Calls:
    def __init__(self, source: Source, scopes: Scopes, expressions: Expressions) -> None:
        self._source: Final = source
        self._scopes: Final = scopes
        self._expressions: Final = expressions
        self._bindings: Final = Bindings(source, scopes, expressions)
        self._has_hints: Final = b"rollcall:" in source.text

    def read(self, callees: frozenset[str]) -> tuple[Call, ...]:
        aliases: dict[str, list[_Alias]] = {}
        found = list(self._found(callees, aliases))
        others = frozenset(aliases) - callees
        if others:
            for call, start in self._named_otherwise(others, aliases):
                found.append((call, start))
            found.sort(key=lambda each: each[1])
        return tuple(call for call, _ in found)

    def _found(self, callees: frozenset[str], aliases: dict[str, list[_Alias]]) -> Iterator[tuple[Call, int]]:
        trail = Trail(self._source, self._scopes.module)
        text = self._source.text
        for start, end in occurrences(text, callees):
            name = text[start:end].decode()
            if _FOLLOWED.match(text, end) is None:
                continue
            leaf = trail.to(start)
            begins = start - 1 if leaf.type == "private_property_identifier" else start
            if leaf.start_byte != begins or leaf.end_byte != end:
                continue
            _note_alias(trail.nodes, name, self._source, aliases)
            call = self._call(trail, name, start)
            if call is not None:
                yield call, start

    def _named_otherwise(
        self, others: frozenset[str], aliases: dict[str, list[_Alias]]
    ) -> Iterator[tuple[Call, int]]:
        trail = Trail(self._source, self._scopes.module)
        for start, end in occurrences(self._source.text, others):
            if _FOLLOWED.match(self._source.text, end) is None:
                continue
            leaf = trail.to(start)
            if leaf.start_byte != start or leaf.end_byte != end or leaf.type != "identifier":
                continue
            name = self._source.of(leaf)
            meant = self._scopes.lookup(name, trail.scopes[-1])
            if meant is None:
                continue
            declared_at = meant[0].start if isinstance(meant[0], Variable | Argument) else -1
            alias = next((each for each in aliases[name] if each.start == declared_at), None)
            call = None if alias is None else self._call(trail, alias.callee, start, is_alias=True)
            if call is not None:
                yield call, start

    def _call(self, trail: Trail, name: str, start: int, *, is_alias: bool = False) -> Call | None:
        nodes, scopes = trail.nodes, trail.scopes
        found = _called(nodes, is_alias=is_alias)
        if found is None:
            return None
        at, callee, receiver = found
        node = nodes[at]
        scope = scopes[at]
        binding, bound_to = self._bindings.of(receiver if receiver is not None else callee, scope)
        arguments, spread = self._expressions.call_arguments(node, scope)
        line, column = self._source.place(start)
        start_line, end_line = (
            self._source.line(node.start_byte),
            self._source.line(max(node.end_byte - 1, 0)),
        )
        return Call(
            callee=name,
            receiver=None if receiver is None else self._written(receiver),
            binding=binding,
            bound_to=bound_to,
            line=line,
            column=column,
            start_line=start_line,
            end_line=end_line,
            arguments=arguments,
            keywords=(),
            spread=spread,
            function=None if scope.function is None else self._expressions.names.place_of(scope.function),
            scope=scope.names,
            is_decorator=at > 0 and nodes[at - 1].type == "decorator",
            hints=self._hints_at(node),
        )

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

    def _written(self, receiver: Node) -> str:
        path = path_of(receiver, self._source)
        if path is not None:
            return ".".join(path)
        receiver = bare(receiver)
        text = self._source.text[receiver.start_byte : receiver.end_byte]
        written = "".join(text[-_MAX_RECEIVER_BYTES:].decode(errors="ignore").split())
        for written_so, meant in _CHAINED:
            written = written.replace(written_so, meant)
        return written


def _called(nodes: list[Node], *, is_alias: bool) -> tuple[int, Node, Node | None] | None:
    """For the trail to a name, the position of the call of it, the callee and what stands before the name."""
    at = len(nodes) - 1
    leaf = nodes[at]
    receiver: Node | None = None
    match leaf.type:
        case "identifier":
            pass
        case "property_identifier" | "private_property_identifier":
            at -= 1
            if at < 0 or nodes[at].type != "member_expression":
                return None
            receiver = nodes[at].child_by_field_name("object")
        case "string_fragment":
            at -= 2
            if at < 0 or nodes[at].type != "subscript_expression":
                return None
            receiver = nodes[at].child_by_field_name("object")
            if receiver is None or receiver.id == nodes[at + 1].id:
                return None
        case _:
            return None
    if is_alias and receiver is not None:
        return None
    callee = nodes[at]
    if receiver is not None and receiver.end_byte > leaf.start_byte:
        return None
    while at > 0:
        at -= 1
        outer = nodes[at]
        if outer.type == "call_expression":
            function = outer.child_by_field_name("function")
        elif outer.type == "new_expression":
            function = outer.child_by_field_name("constructor")
        elif outer.type in _AROUND:
            continue
        else:
            return None
        arguments = outer.child_by_field_name("arguments")
        is_template_tag = arguments is not None and arguments.type == "template_string"
        if function is None or is_template_tag or function.id != nodes[at + 1].id:
            return None
        return at, callee, receiver
    return None


def _note_alias(nodes: list[Node], name: str, source: Source, aliases: dict[str, list[_Alias]]) -> None:
    """`import { capture as send }`, `const { capture: send } = …`."""
    if len(nodes) < 2:
        return
    leaf, outer = nodes[-1], nodes[-2]
    if outer.type == "import_specifier":
        alias, named = outer.child_by_field_name("alias"), outer.child_by_field_name("name")
        if alias is not None and named is not None and named.id == leaf.id:
            aliases.setdefault(source.of(alias), []).append(_Alias(name, -1))
    elif outer.type == "pair_pattern":
        value = outer.child_by_field_name("value")
        if value is not None and value.type == "assignment_pattern":
            value = value.child_by_field_name("left")
        if value is not None and value.type == "identifier" and value.id != leaf.id:
            aliases.setdefault(source.of(value), []).append(_Alias(name, value.start_byte))
