"""What objects of a class make and keep: `this.client = new Client(…)`, and of which class fields are."""

from collections.abc import Callable, Iterator

from tree_sitter import Node

from catalog.scan.facts import Expression, Made
from catalog.scan.javascript.nodes import bare
from catalog.scan.javascript.source import Source

Read = Callable[[Node], Expression]


def made_members(body: Node, source: Source, read: Read) -> Iterator[tuple[str, Made]]:
    """The members of a class's objects that are made by a class or a function, with what makes them."""
    for member in body.named_children:
        if member.type in ("public_field_definition", "field_definition"):
            yield from _of_field(member, source, read)
        elif member.type == "method_definition" and _name(member, source) == "constructor":
            yield from _of_constructor(member, source, read)


def _of_field(field: Node, source: Source, read: Read) -> Iterator[tuple[str, Made]]:
    name, value = _name(field, source), field.child_by_field_name("value")
    if name is None:
        return
    made = None if value is None else read(bare(value))
    if isinstance(made, Made):
        yield name, made
    else:
        yield from _of_type(name, field, source)


def _of_constructor(method: Node, source: Source, read: Read) -> Iterator[tuple[str, Made]]:
    parameters, body = method.child_by_field_name("parameters"), method.child_by_field_name("body")
    for parameter in () if parameters is None else parameters.named_children:
        pattern = parameter.child_by_field_name("pattern")
        # `private client: Client` is a member as well
        if pattern is not None and any(
            child.type in ("accessibility_modifier", "readonly") for child in parameter.children
        ):
            yield from _of_type(source.of(pattern), parameter, source)
    for statement in () if body is None else body.named_children:
        written = statement.named_child(0) if statement.named_child_count else None
        if statement.type != "expression_statement" or written is None:
            continue
        left, right = written.child_by_field_name("left"), written.child_by_field_name("right")
        if written.type != "assignment_expression" or left is None or right is None:
            continue
        of, last = left.child_by_field_name("object"), left.child_by_field_name("property")
        made = read(bare(right))
        if of is not None and last is not None and of.type == "this" and isinstance(made, Made):
            yield source.of(last), made


def _of_type(name: str, node: Node, source: Source) -> Iterator[tuple[str, Made]]:
    """What the annotation says, where it is one name: `client: Client`."""
    annotation = node.child_by_field_name("type")
    kind = None if annotation is None else annotation.named_child(0)
    if kind is not None and kind.type in ("type_identifier", "nested_type_identifier"):
        yield name, Made(tuple(source.of(kind).split(".")))


def _name(node: Node, source: Source) -> str | None:
    named = node.child_by_field_name("name") or node.child_by_field_name("property")
    return None if named is None or named.type == "computed_property_name" else source.of(named)
