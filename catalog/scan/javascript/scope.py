"""The scopes around a place, and the way to it from the root.

Nothing walks the whole tree: a place is reached by its offset, and only what lies on the way is looked at, so
that a file costs little more than its parsing.
"""

from typing import Final

from tree_sitter import Node

from catalog.scan.javascript.source import Source

FUNCTIONS: Final = frozenset(
    {
        "function_declaration",
        "generator_function_declaration",
        "function_expression",
        "generator_function",
        "arrow_function",
        "method_definition",
    }
)
CLASSES: Final = frozenset({"class_declaration", "abstract_class_declaration", "class"})

_BLOCKS: Final = frozenset(
    {
        "statement_block",
        "switch_body",
        "for_statement",
        "for_in_statement",
        "catch_clause",
        "ERROR",
    }
)

# Functions that give back the function they are given, or one that does the same later.
SAME_FUNCTION: Final = frozenset(
    {
        "useCallback",
        "useEffectEvent",
        "useEvent",
        "useEventCallback",
        "useMemoizedFn",
        "useDebouncedCallback",
        "useThrottledCallback",
        "memo",
        "forwardRef",
        "observer",
        "debounce",
        "throttle",
        "once",
        "cache",
    }
)

_MAX_NAMES: Final = 40


class Scope:
    """A part of the program in which names are declared."""

    __slots__ = ("call", "function", "name", "names", "node", "parent")

    def __init__(self, node: Node, parent: "Scope | None", name: str, call: Node | None = None) -> None:
        self.node = node
        self.parent = parent
        self.name = name
        self.call = call
        """The call that a function is the first argument of."""
        outer = () if parent is None else parent.names
        self.names: tuple[str, ...] = (*outer, name) if name and len(outer) < _MAX_NAMES else outer
        """Of the classes and functions around, the scope's own among them."""
        self.function: Scope | None
        """The innermost function, the scope itself if it is one."""
        if node.type in FUNCTIONS:
            self.function = self
        else:
            self.function = None if parent is None else parent.function


class Trail:
    """The nodes and scopes from the root to a place; asked for places in order, it passes each node once."""

    def __init__(self, source: Source, start: Scope) -> None:
        self._source: Final = source
        # A cursor, because `Node.first_child_for_byte` gives a node that crashes where there is none.
        self._cursor: Final = start.node.walk()
        self.nodes: Final[list[Node]] = [start.node]
        self.scopes: Final[list[Scope]] = [start]
        """For each node, the scope inside it."""

    def to(self, offset: int) -> Node:
        """Go to the leaf at a byte offset."""
        nodes, scopes, cursor = self.nodes, self.scopes, self._cursor
        while len(nodes) > 1 and not nodes[-1].start_byte <= offset < nodes[-1].end_byte:
            nodes.pop()
            scopes.pop()
            if nodes[-1].is_error and offset < nodes[-1].end_byte and self._beside(offset):
                break
            cursor.goto_parent()
        while cursor.goto_first_child_for_byte(offset) is not None:
            child = cursor.node
            if child is None or child.start_byte > offset:
                cursor.goto_parent()
                break
            scopes.append(enter(child, scopes[-1], nodes, self._source))
            nodes.append(child)
        return nodes[-1]

    def _beside(self, offset: int) -> bool:
        """Go on to a later child of the same node.

        What does not parse is one long row; to begin at its front each time would take a square of time.
        """
        cursor = self._cursor
        while cursor.goto_next_sibling():
            child = cursor.node
            if child is not None and child.end_byte > offset:
                if child.start_byte > offset:
                    return False
                self.scopes.append(enter(child, self.scopes[-1], self.nodes, self._source))
                self.nodes.append(child)
                return True
        return False


def enter(node: Node, scope: Scope, around: list[Node], source: Source) -> Scope:
    """The scope inside a node: a new one if the node makes one."""
    kind = node.type
    if kind in FUNCTIONS:
        return Scope(node, scope, _function_name(node, around, source), _call_with(node, around))
    if kind in CLASSES:
        name = node.child_by_field_name("name")
        return Scope(node, scope, source.of(name) if name else _assigned_name(node, around, source))
    if kind in _BLOCKS:
        return Scope(node, scope, "")
    return scope


def _function_name(node: Node, around: list[Node], source: Source) -> str:
    """What a function is called: its own name, or that of what it is assigned to; "" if it has none."""
    name = node.child_by_field_name("name")
    # Calls use the name of the variable: `const send = useCallback(function capture() {…})`.
    assigned = "" if node.type == "method_definition" else _assigned_name(node, around, source)
    if assigned or name is None:
        return assigned
    return source.of(name)


def _assigned_name(node: Node, around: list[Node], source: Source) -> str:
    inner = node
    for outer in reversed(around):
        match outer.type:
            case (
                "parenthesized_expression" | "as_expression" | "satisfies_expression" | "non_null_expression"
            ):
                pass
            case "arguments":
                first = outer.named_child(0) if outer.named_child_count else None
                if first is None or first.id != inner.id:
                    return ""
            case "call_expression":
                function = outer.child_by_field_name("function")
                if function is None or last_name(function, source) not in SAME_FUNCTION:
                    return ""
            case "variable_declarator" | "public_field_definition" | "field_definition":
                name = outer.child_by_field_name("name") or outer.child_by_field_name("property")
                is_name = name is not None and not name.type.endswith("_pattern")
                return source.of(name) if name is not None and is_name else ""
            case "pair":
                key = outer.child_by_field_name("key")
                return (
                    source.of(key).strip("\"'")
                    if key is not None and key.type != "computed_property_name"
                    else ""
                )
            case "assignment_expression":
                left = outer.child_by_field_name("left")
                return last_name(left, source) if left is not None else ""
            case "export_statement":
                return "default" if outer.child_by_field_name("value") is not None else ""
            case _:
                return ""
        inner = outer
    return ""


def last_name(node: Node, source: Source) -> str:
    """`React.useCallback` → `useCallback`."""
    if node.type == "member_expression":
        last = node.child_by_field_name("property")
        return source.of(last) if last is not None else ""
    return source.of(node) if node.type == "identifier" else ""


def _call_with(function: Node, around: list[Node]) -> Node | None:
    if len(around) < 2 or around[-1].type != "arguments" or around[-2].type != "call_expression":
        return None
    is_first = around[-1].named_child(0) == function
    return around[-2] if is_first else None
