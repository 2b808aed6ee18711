"""What is put into a local dict after it was made."""

from collections.abc import Iterator
from dataclasses import dataclass

from tree_sitter import Node

from catalog.scan.python.bindings import statements
from catalog.scan.python.source import Source, first_inside


@dataclass(frozen=True, slots=True, kw_only=True)
class Addition:
    """A key with its value; without a key, a whole dict that is merged in; without either, who knows what."""

    key: Node | None
    value: Node | None
    is_always: bool
    """Whether no way leads past it."""


def additions_to(source: Source, body: Node, name: str, place: Node) -> Iterator[Addition]:
    """Everything that a function puts into the dict `name` in front of a place."""
    for statement in statements(body):
        if statement.start_byte >= place.start_byte:
            return
        if statement.type != "expression_statement" or not statement.named_child_count:
            continue
        inner = statement.named_children[0]
        if inner.type == "assignment":
            left = inner.child_by_field_name("left")
            if left is not None and left.type == "subscript" and _is(source, left, "value", name):
                yield Addition(
                    key=left.child_by_field_name("subscript"),
                    value=inner.child_by_field_name("right"),
                    is_always=_is_always(statement, place),
                )
        elif inner.type == "augmented_assignment" and _is(source, inner, "left", name):
            added = inner.child_by_field_name("right")
            yield Addition(key=None, value=added, is_always=_is_always(statement, place))
        elif inner.type == "call":
            yield from _called(source, inner, name, is_always=_is_always(statement, place))


def _called(source: Source, call: Node, name: str, *, is_always: bool) -> Iterator[Addition]:
    callee, listed = call.child_by_field_name("function"), call.child_by_field_name("arguments")
    if (
        callee is None
        or listed is None
        or callee.type != "attribute"
        or not _is(source, callee, "object", name)
    ):
        return
    method = callee.child_by_field_name("attribute")
    if method is None or listed.type != "argument_list":
        return
    given = [child for child in listed.named_children if child.type != "comment"]
    called = source.text(method)
    if called == "setdefault" and len(given) == 2:
        yield Addition(key=given[0], value=given[1], is_always=is_always)
    elif called == "update":
        for child in given:
            if child.type == "keyword_argument":
                # Its name is no expression; what it is called is not worth a case of its own.
                yield Addition(key=None, value=None, is_always=is_always)
            else:
                inner = first_inside(child) if child.type == "dictionary_splat" else child
                yield Addition(key=None, value=inner, is_always=is_always)


def _is_always(statement: Node, place: Node) -> bool:
    """Whether a statement is passed on every way to a place, errors aside."""
    block = statement.parent
    while block is not None and block.type != "module":
        if block.start_byte <= place.start_byte < block.end_byte:
            return True
        outer = block.parent
        if outer is not None and outer.type == "finally_clause":
            outer = outer.parent
        if outer is None or outer.type not in ("with_statement", "try_statement"):
            return False
        block = outer.parent
    return block is not None


def _is(source: Source, node: Node, field: str, name: str) -> bool:
    of = node.child_by_field_name(field)
    return of is not None and of.type == "identifier" and source.text(of) == name
