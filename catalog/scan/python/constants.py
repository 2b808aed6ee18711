"""What a Python module and its classes define once and for all: constants, enum members, dicts."""

import re
from collections.abc import Iterator
from typing import Final

from tree_sitter import Node

from catalog.scan.facts import (
    Array,
    Choice,
    Expression,
    Lookup,
    Made,
    Name,
    Object,
    Scalar,
    Template,
    Text,
    Unknown,
    first_names,
)
from catalog.scan.python.bindings import bindings_in, statements
from catalog.scan.python.escapes import escapes
from catalog.scan.python.expressions import Expressions, chosen
from catalog.scan.python.growth import grown
from catalog.scan.python.texts import joined

MAX_BYTES: Final = 65_536
"""A larger value is a table of data, and no name of an event is looked for in it."""

_MAX_ROUNDS: Final = 6
"""So often names may lead to others before everything is read."""

_MAX_SIZE: Final = 1_000
_MAX_LEVELS: Final = 20
"""So large, and nested in itself so often, a value may become that is built up step by step."""

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


def constants_of(
    expressions: Expressions, wanted: frozenset[str] | None = None
) -> tuple[dict[str, Expression], frozenset[str] | None]:
    """Dotted names of everything that the module defines at its top and in its classes.

    With `wanted`, at least of what begins with one of these names, and with those that they lead to: gives
    the names too of which all is told.
    """
    found: dict[str, Expression] = {}
    for _ in range(_MAX_ROUNDS if wanted is not None else 0):
        if wanted:
            _body(expressions, expressions.source.root, "", found, auto=None, wanted=wanted)
        more = wanted | frozenset(first_names(found.values())) if wanted is not None else None
        if more == wanted:
            break
        wanted, found = more, {}
    else:
        wanted = None
        _body(expressions, expressions.source.root, "", found, auto=None)
    _settle(expressions, found)
    return found, wanted


def _settle(expressions: Expressions, found: dict[str, Expression]) -> None:
    """What becomes of the module's values behind the statements that make them."""
    source = expressions.source
    for name, value in found.items():
        if "." in name:
            continue
        if _is_closed(value) and escapes(source, source.root, name, None, expressions.names.sinks):
            value = _opened(value)
        found[name] = grown(source, expressions.read, source.root, name, value)


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
    expressions: Expressions,
    body: Node,
    prefix: str,
    found: dict[str, Expression],
    auto: "_Auto | None",
    wanted: frozenset[str] | None = None,
) -> None:
    source = expressions.source
    for statement in statements(body):
        if wanted is not None and wanted.isdisjoint(_defined(expressions, statement)):
            continue
        if statement.type == "expression_statement" and statement.named_child_count:
            written = statement.named_children[0]
            if written.type == "augmented_assignment":
                _add_to(expressions, written, prefix, found, is_always=statement.parent == body)
                continue
            for name, value in _assigned(expressions, written):
                former = found.get(prefix + name)
                if former is not None and not prefix and _names_itself(value, name):
                    rebuilt = _rebuilt(value, name, former)
                    _put(found, name, rebuilt, is_instead=statement.parent == body)
                else:
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
            _made_members(expressions, members, f"{prefix}{name}.", found)


def _made_members(expressions: Expressions, members: Node, prefix: str, found: dict[str, Expression]) -> None:
    """What the methods of a class make and keep: `self.client = Client(…)`."""
    for member in members.named_children:
        method = member.child_by_field_name("definition") or member
        body = method.child_by_field_name("body")
        if method.type != "function_definition" or body is None:
            continue
        for statement in statements(body):
            written = statement.named_children[0] if statement.named_child_count else None
            if statement.type != "expression_statement" or written is None or written.type != "assignment":
                continue
            left, right = written.child_by_field_name("left"), written.child_by_field_name("right")
            if left is None or right is None or left.type != "attribute" or right.type != "call":
                continue
            path = expressions.dotted(left)
            value = expressions.read(right)
            if path is not None and len(path) == 2 and path[0] == "self" and isinstance(value, Made):
                found.setdefault(prefix + path[1], value)


def _defined(expressions: Expressions, statement: Node) -> Iterator[str]:
    """The first parts of the names that a statement at the top gives a value."""
    source = expressions.source
    match statement.type:
        case "class_definition" | "decorated_definition":
            inner = statement.child_by_field_name("definition") or statement
            name = inner.child_by_field_name("name")
            if name is not None:
                yield source.text(name)
        case "expression_statement" if statement.named_child_count:
            node: Node | None = statement.named_children[0]
            while node is not None and node.type in ("assignment", "augmented_assignment"):
                left = node.child_by_field_name("left")
                for part in () if left is None else (left, *left.named_children):
                    yield source.text(part).partition(".")[0].rstrip()
                node = node.child_by_field_name("right")
        case "for_statement":
            yield from (name for name, _ in bindings_in(source, statement))
        case _:
            return


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


def _add_to(
    expressions: Expressions, node: Node, prefix: str, found: dict[str, Expression], *, is_always: bool
) -> None:
    """`name += value`: what it was is what it is no longer, if the statement is always passed."""
    target, right = node.child_by_field_name("left"), node.child_by_field_name("right")
    operator = node.child_by_field_name("operator")
    if target is None or right is None or target.type != "identifier":
        return
    name = prefix + expressions.source.text(target)
    former = found.get(name)
    if former is None:
        return
    is_sum = operator is not None and operator.type == "+="
    if is_sum and right.type in _CONSTANT_KINDS and right.end_byte - right.start_byte <= MAX_BYTES:
        added = expressions.read(right)
        if isinstance(former, Array) and isinstance(added, Array):
            value: Expression = Array(former.items + added.items)
        else:
            value = _bounded(joined((_rebuilt(former, name, Unknown("cycle")), added)))
    elif _is_closed(former):
        value = _opened(former)
    else:
        value = Unknown("variable", expressions.source.shortened(target))
    _put(found, name, value, is_instead=is_always)


def _names_itself(value: Expression, name: str) -> bool:
    match value:
        case Name():
            return value.path == (name,)
        case Template():
            return any(_names_itself(part, name) for part in value.parts)
        case Choice():
            return any(_names_itself(option, name) for option in value.options)
        case Object():
            return any(_names_itself(spread, name) for spread in value.spreads)
        case _:
            return False


def _rebuilt(value: Expression, name: str, former: Expression) -> Expression:
    """A value in which a name stands for what it was before: `NAME = NAME + ".b"`."""
    match value:
        case Name() if value.path == (name,):
            return former
        case Template():
            return _bounded(joined([_rebuilt(part, name, former) for part in value.parts]))
        case Choice():
            return _bounded(chosen([_rebuilt(option, name, former) for option in value.options]))
        case Object():
            spreads = dict.fromkeys(_rebuilt(spread, name, former) for spread in value.spreads)
            return _bounded(Object(value.entries, value.open, tuple(spreads), value.keyed))
        case _:
            return value


def _bounded(value: Expression) -> Expression:
    """A value that is built up from itself, as long as it is small."""
    return value if _size(value, 0) <= _MAX_SIZE else Unknown("too-deep")


def _size(value: Expression, level: int) -> int:
    if level > _MAX_LEVELS:
        return _MAX_SIZE + 1
    match value:
        case Text():
            return 1 + len(value.value) // 100
        case Template():
            return sum(_size(part, level + 1) for part in value.parts)
        case Choice():
            return sum(_size(option, level + 1) for option in value.options)
        case Object():
            return len(value.entries) + sum(_size(spread, level + 1) for spread in value.spreads)
        case _:
            return 1


def _put(found: dict[str, Expression], name: str, value: Expression, *, is_instead: bool = False) -> None:
    former = found.get(name)
    if former is None or former == value or is_instead:
        found[name] = value
    else:  # it is assigned in several branches, or again
        options = former.options if isinstance(former, Choice) else (former,)
        found[name] = former if value in options else Choice((*options, value))


class _Auto:
    """The values of an enum's members that are `auto()`."""

    def __init__(self, body: str, bases: tuple[tuple[str, ...], ...]) -> None:
        self._is_text = any(_TEXT_ENUM.search(".".join(base)) for base in bases)
        self._is_lower = self._is_text or ("_generate_next_value_" in body and ".lower()" in body)

    def member(self, name: str, value: Expression) -> Expression:
        """What a member's value is: of text enums its name in lower case, of others its name.

        Plain `auto()` gives a number, but what is sent of such a member is its name: a number is no event.
        """
        if isinstance(value, Made) and value.callee[-1] == "auto":
            if self._is_lower:
                return Text(name.lower())
            return Text(name)
        return value
