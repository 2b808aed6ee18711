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


def additions_to(source: Source, body: Node, name: str, end: int) -> Iterator[Addition]:
    """Everything that a function puts into the dict `name` in front of a place."""
    for statement in statements(body):
        if statement.start_byte >= end:
            return
        if statement.type != "expression_statement" or not statement.named_child_count:
            continue
        inner = statement.named_children[0]
        if inner.type == "assignment":
            left = inner.child_by_field_name("left")
            if left is not None and left.type == "subscript" and _is(source, left, "value", name):
                yield Addition(
                    key=left.child_by_field_name("subscript"), value=inner.child_by_field_name("right")
                )
        elif inner.type == "augmented_assignment" and _is(source, inner, "left", name):
            yield Addition(key=None, value=inner.child_by_field_name("right"))
        elif inner.type == "call":
            yield from _called(source, inner, name)


def _called(source: Source, call: Node, name: str) -> Iterator[Addition]:
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
        yield Addition(key=given[0], value=given[1])
    elif called == "update":
        for child in given:
            if child.type == "keyword_argument":
                # Its name is no expression; what it is called is not worth a case of its own.
                yield Addition(key=None, value=None)
            else:
                inner = first_inside(child) if child.type == "dictionary_splat" else child
                yield Addition(key=None, value=inner)


def _is(source: Source, node: Node, field: str, name: str) -> bool:
    of = node.child_by_field_name(field)
    return of is not None and of.type == "identifier" and source.text(of) == name
