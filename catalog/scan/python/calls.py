"""The calls in a Python file whose callee has one of the wanted names."""

import re
from typing import Final

from tree_sitter import Node

from catalog.scan.facts import Call, Import
from catalog.scan.hints import hints_at
from catalog.scan.occurrences import occurrences
from catalog.scan.python.arguments import LATER, arguments_of, sent_later
from catalog.scan.python.expressions import Expressions
from catalog.scan.python.source import first_inside

_BLANKS: Final = re.compile(r"\s+|\\\n")


def calls_of(
    expressions: Expressions, callees: frozenset[str], imports: dict[str, Import]
) -> tuple[Call, ...]:
    """Every call of them, in the order of the text: a name in a comment or a text is none."""
    found = []
    for start, end in occurrences(expressions.source.content, callees):
        node = expressions.source.root.descendant_for_byte_range(start, end)
        if (
            node is not None
            and node.type == "identifier"
            and (node.start_byte, node.end_byte) == (start, end)
        ):
            call = _call(expressions, node, imports)
            if call is not None:
                found.append(call)
    return tuple(found)


def _call(expressions: Expressions, name: Node, imports: dict[str, Import]) -> Call | None:
    source = expressions.source
    callee = name
    parent = name.parent
    if parent is not None and parent.type == "attribute" and parent.child_by_field_name("attribute") == name:
        callee, parent = parent, parent.parent
    later = None
    if parent is not None and parent.type == "attribute" and parent.child_by_field_name("object") == callee:
        method = parent.child_by_field_name("attribute")
        later = None if method is None else source.text(method)
        if later not in LATER:
            return None
        reached, parent = parent, parent.parent
    else:
        reached = callee
    if parent is None or parent.type != "call" or parent.child_by_field_name("function") != reached:
        return None
    listed = parent.child_by_field_name("arguments")
    if listed is None:
        return None
    given = arguments_of(source, listed)
    if later is not None:
        given = sent_later(source, later, given)
    receiver = callee.child_by_field_name("object") if callee is not name else None
    around = expressions.names.scopes.around(parent)
    inner = [scope.index for scope in around if scope.index is not None]
    binding, bound_to = _binding(expressions, name, receiver, imports)
    outer = parent.parent
    first, last = parent.start_point[0] + 1, parent.end_point[0] + 1
    spread = [expressions.read(value) for value in given.spread_keywords]
    return Call(
        callee=source.text(name),
        receiver=None if receiver is None else _BLANKS.sub("", source.text(receiver)),
        binding=binding,
        bound_to=bound_to,
        line=source.line(name),
        column=source.column(name),
        start_line=first,
        end_line=last,
        arguments=tuple(expressions.read(value) for value in given.positional),
        keywords=tuple(expressions.entry(keyword) for keyword in given.keywords),
        spread=given.is_spread,
        spreads=tuple(spread),
        function=inner[0] if inner else None,
        scope=tuple(scope.name for scope in reversed(around) if scope.kind != "module"),
        is_decorator=outer is not None and outer.type == "decorator",
        is_later=later is not None,
        hints=hints_at(source.content, first, last),
    )


def _binding(
    expressions: Expressions, name: Node, receiver: Node | None, imports: dict[str, Import]
) -> tuple[str, tuple[str, ...]]:
    first = name
    if receiver is not None:
        first = receiver
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
        if expressions.source.text(first) in ("self", "cls"):
            return "attribute", ()
    binding, local = expressions.names.bound(first)
    found = imports.get(local) if binding == "import" else None
    if found is None:
        return binding, ()
    return binding, (found.module,) if found.name is None else (found.module, found.name)
