"""What gives a name its value inside one function, class body or module, in the order of the text."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

from tree_sitter import Node

from catalog.scan.python.source import Source, first_inside


class How(Enum):
    """In which way a name is bound."""

    VALUE = auto()
    ADDED = auto()
    """`name += value`."""
    EACH = auto()
    """A loop: one of what the value holds."""
    IMPORT = auto()
    DEFINED = auto()
    """A function or class of that name."""
    ELSEWHERE = auto()
    """`global`, `nonlocal`: an outer name."""
    UNKNOWN = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Binding:
    """One place that binds a name. `place` says which part of the value it is, as unpacking counts."""

    how: How
    statement: Node
    value: Node | None = None
    place: tuple[int, ...] = ()


BLOCKS: Final = frozenset(
    {
        *("block", "if_statement", "elif_clause", "else_clause", "for_statement", "while_statement"),
        *("try_statement", "except_clause", "except_group_clause", "finally_clause", "with_statement"),
        *("match_statement", "case_clause"),
    }
)
LOOPS: Final = frozenset({"for_statement", "while_statement"})
FUNCTIONS: Final = frozenset({"function_definition", "lambda"})


def statements(block: Node) -> Iterator[Node]:
    """Every statement of a module, class or function body, blocks inside it too, definitions as a whole."""
    waiting = list(reversed(block.named_children))
    while waiting:
        node = waiting.pop()
        if node.type in BLOCKS:
            yield node
            waiting.extend(reversed(node.named_children))
        else:
            yield node


def bindings_of(source: Source, body: Node) -> dict[str, list[Binding]]:
    """Each name that a body binds, not those of functions and classes inside it."""
    found: dict[str, list[Binding]] = {}
    for statement in statements(body):
        for name, binding in bindings_in(source, statement):
            found.setdefault(name, []).append(binding)
    return found


def bindings_in(source: Source, node: Node) -> Iterator[tuple[str, Binding]]:
    """What one statement binds, not what is bound in the blocks inside it."""
    match node.type:
        case "expression_statement":
            for child in node.named_children:
                yield from _of_expression(source, child, node)
        case "for_statement":
            yield from _targets(
                source,
                node.child_by_field_name("left"),
                node.child_by_field_name("right"),
                node,
                How.EACH,
            )
        case "if_statement" | "while_statement" | "elif_clause":
            condition = node.child_by_field_name("condition")
            if condition is not None:
                yield from _walrus(source, condition, node)
        case "function_definition" | "class_definition":
            name = node.child_by_field_name("name")
            if name is not None:
                yield source.text(name), Binding(how=How.DEFINED, statement=node)
        case "decorated_definition":
            inner = node.child_by_field_name("definition")
            name = None if inner is None else inner.child_by_field_name("name")
            if name is not None:
                yield source.text(name), Binding(how=How.DEFINED, statement=node)
        case "import_statement" | "import_from_statement":
            for local in _imported(source, node):
                yield local, Binding(how=How.IMPORT, statement=node)
        case "global_statement" | "nonlocal_statement":
            for child in node.named_children:
                yield source.text(child), Binding(how=How.ELSEWHERE, statement=node)
        case "with_statement" | "except_clause":
            for target in _as_targets(node):
                yield source.text(target), Binding(how=How.UNKNOWN, statement=node)
        case _:
            return


def _of_expression(source: Source, node: Node, statement: Node) -> Iterator[tuple[str, Binding]]:
    if node.type == "augmented_assignment":
        left = node.child_by_field_name("left")
        operator = node.child_by_field_name("operator")
        if left is not None and left.type == "identifier":
            how = How.ADDED if operator is not None and operator.type == "+=" else How.UNKNOWN
            added = node.child_by_field_name("right")
            yield source.text(left), Binding(how=how, statement=statement, value=added)
        return
    if node.type != "assignment":
        yield from _walrus(source, node, statement)
        return
    lefts = []
    value: Node | None = node
    while value is not None and value.type == "assignment":  # a = b = value
        lefts.append(value.child_by_field_name("left"))
        value = value.child_by_field_name("right")
    if value is not None:  # else it is only an annotation
        for left in lefts:
            yield from _targets(source, left, value, statement, How.VALUE)


def _targets(
    source: Source,
    left: Node | None,
    value: Node | None,
    statement: Node,
    how: How,
    place: tuple[int, ...] = (),
) -> Iterator[tuple[str, Binding]]:
    if left is None:
        return
    if left.type == "identifier":
        yield source.text(left), Binding(how=how, statement=statement, value=value, place=place)
    elif left.type in ("pattern_list", "tuple_pattern", "list_pattern"):
        for index, child in enumerate(left.named_children):
            yield from _targets(source, child, value, statement, how, (*place, index))
    elif left.type == "list_splat_pattern" and left.named_child_count:
        yield source.text(left.named_children[0]), Binding(how=How.UNKNOWN, statement=statement)


def _walrus(source: Source, node: Node, statement: Node) -> Iterator[tuple[str, Binding]]:
    """`(name := value)`, where it stands at the front of a condition or a statement."""
    while node.type in ("parenthesized_expression", "comparison_operator", "not_operator"):
        inner = first_inside(node)
        if inner is None:
            return
        node = inner
    if node.type == "named_expression":
        name, value = node.child_by_field_name("name"), node.child_by_field_name("value")
        if name is not None:
            yield source.text(name), Binding(how=How.VALUE, statement=statement, value=value)


def _as_targets(node: Node) -> Iterator[Node]:
    """`with a as name`, `except E as name`."""
    for child in node.named_children:
        if child.type == "as_pattern":
            target = child.child_by_field_name("alias")
            inner = None if target is None else first_inside(target)
            if inner is not None and inner.type == "identifier":
                yield inner
        elif child.type in ("with_clause", "with_item"):
            yield from _as_targets(child)


def _imported(source: Source, node: Node) -> Iterator[str]:
    for child in node.children_by_field_name("name"):
        if child.type == "aliased_import":
            alias = child.child_by_field_name("alias")
            if alias is not None:
                yield source.text(alias)
        else:
            yield source.text(child).partition(".")[0].strip()
