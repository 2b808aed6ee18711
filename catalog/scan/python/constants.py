"""What a Python module and its classes define once and for all: constants, enum members, dicts."""

import re
from collections.abc import Iterator
from typing import Final

from tree_sitter import Node

from catalog.scan.facts import Choice, Expression, Lookup, Made, Name, Object, Scalar, Text, Unknown
from catalog.scan.python.bindings import bindings_in, statements
from catalog.scan.python.escapes import escapes
from catalog.scan.python.expressions import Expressions

MAX_BYTES: Final = 65_536
"""A larger value is a table of data, and no name of an event is looked for in it."""

BASES: Final = "*"
"""`Class.*` holds what a class inherits from."""

_TEXT_ENUM: Final = re.compile(r"(?:^|\.)(?:StrEnum|\w*StrEnum|TextChoices)$")
_CONSTANT_KINDS: Final = frozenset(
    {
        *("string", "concatenated_string", "dictionary", "list", "tuple", "set", "identifier", "attribute"),
        *("call", "binary_operator", "conditional_expression", "boolean_operator", "subscript"),
        *("parenthesized_expression", "integer", "float", "true", "false", "none", "assignment"),
        *("expression_list",),
    }
)


def constants_of(expressions: Expressions) -> dict[str, Expression]:
    """Dotted names of everything that the module defines at its top and in its classes."""
    found: dict[str, Expression] = {}
    source = expressions.source
    _body(expressions, source.root, "", found, auto=None)
    for name, value in found.items():
        is_own = "." not in name and _is_closed(value)
        if is_own and escapes(source, source.root, name, None, expressions.names.sinks):
            found[name] = _opened(value)
    return found


def _is_closed(value: Expression) -> bool:
    options = value.options if isinstance(value, Choice) else (value,)
    return any(isinstance(option, Object) and not option.open for option in options)


def _opened(value: Expression) -> Expression:
    match value:
        case Choice():
            return Choice(tuple(_opened(option) for option in value.options))
        case Object():
            return Object(value.entries, True, value.spreads, value.keyed)
        case _:
            return value


def _body(
    expressions: Expressions, body: Node, prefix: str, found: dict[str, Expression], auto: "_Auto | None"
) -> None:
    source = expressions.source
    for statement in statements(body):
        if statement.type == "expression_statement" and statement.named_child_count:
            for name, value in _assigned(expressions, statement.named_children[0]):
                _put(found, prefix + name, auto.member(name, value) if auto is not None else value)
        elif statement.type == "for_statement" and not prefix:
            for name, binding in bindings_in(source, statement):
                _put(found, name, expressions.names.bound_value(binding, name, []))
        elif statement.type in ("class_definition", "decorated_definition"):
            defined = statement
            if statement.type == "decorated_definition":
                inner = statement.child_by_field_name("definition")
                if inner is None or inner.type != "class_definition":
                    continue
                defined = inner
            name_node, members = defined.child_by_field_name("name"), defined.child_by_field_name("body")
            if name_node is None or members is None:
                continue
            name = source.text(name_node)
            bases = _bases(expressions, defined)
            if bases:
                options = tuple(Name(base) for base in bases)
                found[f"{prefix}{name}.{BASES}"] = options[0] if len(options) == 1 else Choice(options)
            members_auto = _Auto(source.text(members), bases)
            _body(expressions, members, f"{prefix}{name}.", found, auto=members_auto)


def _assigned(expressions: Expressions, node: Node) -> Iterator[tuple[str, Expression]]:
    source = expressions.source
    if node.type != "assignment":
        return
    left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
    if left is None or right is None:
        return
    if right.type == "assignment":
        yield from _assigned(expressions, right)
        while right is not None and right.type == "assignment":
            right = right.child_by_field_name("right")
        if right is None:
            return
    if right.type not in _CONSTANT_KINDS or right.end_byte - right.start_byte > MAX_BYTES:
        value: Expression = Unknown("expression", source.shortened(right))
    else:
        value = expressions.read(right)
    if left.type == "identifier":
        yield source.text(left), value
    elif left.type == "attribute":
        path = expressions.dotted(left)
        if path is not None:
            yield ".".join(path), value
    elif left.type in ("pattern_list", "tuple_pattern"):
        for index, child in enumerate(left.named_children):
            if child.type == "identifier":
                yield source.text(child), Lookup(value, Scalar(index))


def _bases(expressions: Expressions, defined: Node) -> tuple[tuple[str, ...], ...]:
    listed = defined.child_by_field_name("superclasses")
    if listed is None:
        return ()
    paths = (expressions.dotted(child) for child in listed.named_children)
    return tuple(path for path in paths if path is not None)


def _put(found: dict[str, Expression], name: str, value: Expression) -> None:
    former = found.get(name)
    if former is None or former == value:
        found[name] = value
    else:  # it is assigned in several branches, or again
        options = former.options if isinstance(former, Choice) else (former,)
        found[name] = former if value in options else Choice((*options, value))


class _Auto:
    """The values of an enum's members that are `auto()`."""

    def __init__(self, body: str, bases: tuple[tuple[str, ...], ...]) -> None:
        self._is_text = any(_TEXT_ENUM.search(".".join(base)) for base in bases)
        self._is_name = "_generate_next_value_" in body
        self._is_lower = self._is_text or (self._is_name and ".lower()" in body)

    def member(self, name: str, value: Expression) -> Expression:
        """What a member's value is: of text enums the name in lower case, of others a number for the name."""
        if isinstance(value, Made) and value.callee[-1] == "auto":
            if self._is_lower:
                return Text(name.lower())
            return Text(name if self._is_name else f"<auto>{name}")
        return value
