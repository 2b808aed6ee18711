"""Where a name is declared: the scopes around a place, what each declares, and what is assigned later.

Nothing walks the whole tree. A place is reached from the root by its offset, and only the scopes on that path
are asked what they declare, so that a file costs little more than its parsing.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
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
_DECLARED_KINDS: Final = {
    "function_declaration": "function",
    "generator_function_declaration": "function",
    "function_signature": "function",
    "class_declaration": "class",
    "abstract_class_declaration": "class",
    "enum_declaration": "enum",
    "internal_module": "namespace",
    "module": "namespace",
}

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

REST: Final = "..."
"""The step of a path that means all that is left."""

Step = str | int

# More scopes around a place than any program has that people wrote.
_MAX_SCOPES: Final = 200
_MAX_NAMES: Final = 40
_MAX_HOISTS: Final = 20
# A name that is written so often is a short one of a machine's; nobody knows what becomes of it.
_MAX_MENTIONS: Final = 500
_MAX_ASSIGNMENTS: Final = 16
_MAX_PATTERN: Final = 10

_ASSIGNED: Final = re.compile(
    rb"(?<![\w$.\x80-\xff])([A-Za-z_$][\w$]*)\s{0,20}(?:=(?![=>])|\+=|\?\?=|\|\|=|&&=)"
)
_IN_WORD: Final = re.compile(rb"[\w$\x80-\xff]")
_CHANGED_AFTER: Final = re.compile(
    rb"\s{0,20}(?:\.\s{0,20}[\w$]+|\[[^\]\n]{0,80}\])\s{0,20}(?:=(?![=>])|\+=|\?\?=|\|\|=)"
)
_CHANGED_BEFORE: Final = re.compile(rb"(?:\bObject\.assign\(|\bdelete\b)\s{0,20}$")


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


@dataclass(frozen=True, slots=True)
class Imported:
    """An import's name."""

    module: str
    name: str | None


@dataclass(frozen=True, slots=True)
class Declared:
    """A function, class, enum or namespace of the file."""

    kind: str
    name: str
    node: Node


@dataclass(frozen=True, slots=True)
class Variable:
    """What `const`, `let` or `var` declares."""

    name: str
    value: Node | None
    path: tuple[Step, ...]
    """What of the value: `const { a: { b } } = value` declares `b` with ("a", "b")."""
    default: Node | None
    is_constant: bool
    scope: Scope
    start: int
    """Where its name stands."""
    is_each: bool = False
    """Whether it is each item of the value in turn: `for (const x of value)`."""
    is_ambient: bool = False
    """`declare const x`: it comes from elsewhere."""


@dataclass(frozen=True, slots=True)
class Argument:
    """What a function is given."""

    name: str
    """The name of its parameter: `#0` for the first one that is destructured, `...rest` for the rest."""
    path: tuple[Step, ...]
    default: Node | None
    scope: Scope
    start: int


Binding = Imported | Declared | Variable | Argument


@dataclass(frozen=True, slots=True)
class Bound:
    """One name of a pattern."""

    name: str
    path: tuple[Step, ...]
    default: Node | None
    start: int


class Scopes:
    """All that is known of a file's scopes."""

    def __init__(self, source: Source, root: Node) -> None:
        self._source: Final = source
        self.module: Final = Scope(root, None, "")
        self._declared: Final[dict[int, dict[str, Binding]]] = {}
        self._hoists: Final[dict[tuple[str, int], Variable | None]] = {}
        self._values_of_hoisted: Final[dict[int, list[tuple[Node | None, Scope]]]] = {}

    def lookup(self, name: str, scope: Scope) -> tuple[Binding, Scope] | None:
        """The declaration that a name means at a place, and the scope it stands in."""
        at: Scope | None = scope
        steps = 0
        while at is not None:
            binding = self.declared(at).get(name)
            if binding is not None:
                return binding, at
            steps += 1
            at = at.parent if steps < _MAX_SCOPES or at.parent is None else self.module
            if at is self.module and steps > _MAX_SCOPES:
                break
        return self._hoisted(name, scope)

    def is_hoisted(self, binding: Variable) -> bool:
        """Whether a `var` is declared in inner blocks only: each of them counts as an assignment."""
        return binding.start in self._values_of_hoisted

    def _hoisted(self, name: str, scope: Scope) -> tuple[Variable, Scope] | None:
        if name not in self._assigned or b"var" not in self._source.text:
            return None
        function = scope.function
        for _ in range(_MAX_HOISTS):
            outer = function or self.module
            key = (name, outer.node.id)
            if key not in self._hoists:
                self._hoists[key] = self._declared_in_blocks(name, outer)
            found = self._hoists[key]
            if found is not None:
                return found, outer
            if function is None:
                return None
            function = function.parent.function if function.parent is not None else None
        return None

    def _declared_in_blocks(self, name: str, outer: Scope) -> Variable | None:
        values: list[tuple[Node | None, Scope]] = []
        first = -1
        for offset in _within(self._assigned.get(name, []), outer.node):
            trail = Trail(self, outer)
            trail.to(offset)
            kinds = [node.type for node in trail.nodes[-3:-1]]
            if kinds == ["variable_declaration", "variable_declarator"]:
                scope = trail.scopes[-1]
                if scope.function is outer.function:
                    first = offset if first < 0 else first
                    values.append((trail.nodes[-2].child_by_field_name("value"), scope))
        if not values:
            return None
        self._values_of_hoisted[first] = values[:_MAX_ASSIGNMENTS]
        return Variable(name, None, (), None, False, outer, first)

    def declared(self, scope: Scope) -> dict[str, Binding]:
        """What a scope declares by itself."""
        found = self._declared.get(scope.node.id)
        if found is None:
            found = {}
            for name, binding in self._declarations(scope):
                found.setdefault(name, binding)
            self._declared[scope.node.id] = found
        return found

    def assignments(self, binding: Variable | Argument, scope: Scope) -> list[tuple[Node | None, Scope]]:
        """What is assigned to a name after its declaration, each with its scope; None where it is unknown."""
        name = binding.name if isinstance(binding, Variable) else self._source.text[binding.start :]
        if isinstance(name, bytes):
            matched = re.match(rb"[\w$]+", name)
            name = matched[0].decode() if matched else ""
        found = list(self._values_of_hoisted.get(binding.start, ()))
        for offset in _within(self._assigned.get(name, []), scope.node):
            if offset == binding.start:
                continue
            trail = Trail(self, scope)
            trail.to(offset)
            assignment = trail.nodes[-2] if len(trail.nodes) > 1 else None
            if assignment is None or trail.scopes[-1] is None:
                continue
            if assignment.type not in ("assignment_expression", "augmented_assignment_expression"):
                continue
            left = assignment.child_by_field_name("left")
            if left is None or left.start_byte != offset:
                continue
            meant = self.lookup(name, trail.scopes[-1])
            if meant is None or meant[1].node.id != scope.node.id:
                continue
            if len(found) >= _MAX_ASSIGNMENTS:
                return [*found, (None, scope)]
            is_plain = assignment.type == "assignment_expression" or _operator(assignment) in ("??=", "||=")
            found.append((assignment.child_by_field_name("right") if is_plain else None, trail.scopes[-1]))
        return found

    def is_changed(self, name: str, scope: Scope) -> bool:
        """Whether members of an object are assigned or deleted somewhere in a scope."""
        text, end = self._source.text, scope.node.end_byte
        wanted = name.encode()
        at = text.find(wanted, scope.node.start_byte, end)
        for _ in range(_MAX_MENTIONS):
            if at < 0:
                return False
            after = at + len(wanted)
            before = text[at - 1 : at] if at else b""
            if not _IN_WORD.match(text, after) and not _IN_WORD.match(before) and before != b".":
                is_set = _CHANGED_AFTER.match(text, after) is not None
                if is_set or _CHANGED_BEFORE.search(text, max(at - 40, 0), at) is not None:
                    return True
            at = text.find(wanted, after, end)
        return True

    def enter(self, node: Node, scope: Scope, around: list[Node]) -> Scope:
        """The scope inside a node: a new one if the node makes one."""
        kind = node.type
        if kind in FUNCTIONS:
            return Scope(node, scope, self.function_name(node, around), _call_with(node, around))
        if kind in CLASSES:
            name = node.child_by_field_name("name")
            return Scope(node, scope, self._source.of(name) if name else self._assigned_name(node, around))
        if kind in _BLOCKS:
            return Scope(node, scope, "")
        return scope

    def function_name(self, node: Node, around: list[Node]) -> str:
        """What a function is called: its own name, or that of what it is assigned to; "" if it has none."""
        name = node.child_by_field_name("name")
        # Calls use the name of the variable: `const send = useCallback(function capture() {…})`.
        assigned = "" if node.type == "method_definition" else self._assigned_name(node, around)
        if assigned or name is None:
            return assigned
        return self._source.of(name)

    def _assigned_name(self, node: Node, around: list[Node]) -> str:
        inner = node
        for outer in reversed(around):
            match outer.type:
                case (
                    "parenthesized_expression"
                    | "as_expression"
                    | "satisfies_expression"
                    | "non_null_expression"
                ):
                    pass
                case "arguments":
                    first = outer.named_child(0) if outer.named_child_count else None
                    if first is None or first.id != inner.id:
                        return ""
                case "call_expression":
                    function = outer.child_by_field_name("function")
                    if function is None or self.last_name(function) not in SAME_FUNCTION:
                        return ""
                case "variable_declarator" | "public_field_definition" | "field_definition":
                    name = outer.child_by_field_name("name") or outer.child_by_field_name("property")
                    is_name = name is not None and not name.type.endswith("_pattern")
                    return self._source.of(name) if name is not None and is_name else ""
                case "pair":
                    key = outer.child_by_field_name("key")
                    return (
                        self._source.of(key).strip("\"'")
                        if key is not None and key.type != "computed_property_name"
                        else ""
                    )
                case "assignment_expression":
                    left = outer.child_by_field_name("left")
                    return self.last_name(left) if left is not None else ""
                case "export_statement":
                    return "default" if outer.child_by_field_name("value") is not None else ""
                case _:
                    return ""
            inner = outer
        return ""

    def last_name(self, node: Node) -> str:
        """`React.useCallback` → `useCallback`."""
        if node.type == "member_expression":
            last = node.child_by_field_name("property")
            return self._source.of(last) if last is not None else ""
        return self._source.of(node) if node.type == "identifier" else ""

    @cached_property
    def _assigned(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for match in _ASSIGNED.finditer(self._source.text):
            found.setdefault(match[1].decode(), []).append(match.start(1))
        return found

    def _declarations(self, scope: Scope) -> Iterator[tuple[str, Binding]]:
        node = scope.node
        kind = node.type
        if kind in FUNCTIONS:
            yield from self._arguments(scope)
        elif kind in CLASSES:
            if kind == "class" and scope.name:
                yield scope.name, Declared("class", scope.name, node)
        elif kind == "for_statement":
            initializer = node.child_by_field_name("initializer")
            if initializer is not None:
                yield from self._of_statement(initializer, scope)
        elif kind == "for_in_statement":
            yield from self._of_loop(scope)
        elif kind == "catch_clause":
            caught = node.child_by_field_name("parameter")
            if caught is not None:
                for bound in names_in(caught, self._source):
                    yield bound.name, Variable(bound.name, None, (), None, False, scope, bound.start)
        elif kind == "switch_body":
            for case in node.named_children:
                for statement in case.named_children:
                    yield from self._of_statement(statement, scope)
        else:
            for statement in node.named_children:
                yield from self._of_statement(statement, scope)

    def _arguments(self, scope: Scope) -> Iterator[tuple[str, Binding]]:
        for name, pattern, default in parameters_of(scope.node, self._source):
            for bound in names_in(pattern, self._source):
                yield (
                    bound.name,
                    Argument(name, bound.path, bound.default or default, scope, bound.start),
                )
        if scope.node.type == "function_expression":
            own = scope.node.child_by_field_name("name")
            if own is not None:
                name = self._source.of(own)
                yield name, Declared("function", name, scope.node)

    def _of_loop(self, scope: Scope) -> Iterator[tuple[str, Binding]]:
        node = scope.node
        left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
        if left is None or node.child_by_field_name("kind") is None:
            return
        operator = node.child_by_field_name("operator")
        is_of = operator is not None and operator.type == "of"
        for bound in names_in(left, self._source):
            yield (
                bound.name,
                Variable(
                    bound.name,
                    right if is_of else None,
                    bound.path,
                    bound.default,
                    True,
                    scope,
                    bound.start,
                    is_each=True,
                ),
            )

    def _of_statement(
        self, node: Node, scope: Scope, *, ambient: bool = False
    ) -> Iterator[tuple[str, Binding]]:
        match node.type:
            case "lexical_declaration" | "variable_declaration":
                kind = node.child_by_field_name("kind")
                for declarator in node.named_children:
                    if declarator.type == "variable_declarator":
                        yield from self._of_declarator(
                            declarator, scope, kind is not None and kind.type == "const", ambient=ambient
                        )
            case "import_statement":
                for local, module, name in imported_names(node, self._source):
                    yield local, Imported(module, name)
            case "export_statement" | "ambient_declaration":
                is_ambient = ambient or node.type == "ambient_declaration"
                for child in node.named_children:
                    if child.type.endswith("_declaration") or child.type in _DECLARED_KINDS:
                        yield from self._of_statement(child, scope, ambient=is_ambient)
            case "expression_statement":
                inner = node.named_child(0) if node.named_child_count else None
                if inner is not None and inner.type == "internal_module":
                    yield from self._of_statement(inner, scope)
            case "ERROR":
                for child in node.named_children:
                    if child.type != "ERROR":
                        yield from self._of_statement(child, scope)
            case kind if kind in _DECLARED_KINDS:
                named = node.child_by_field_name("name")
                if named is not None:
                    name = self._source.of(named).partition(".")[0]
                    yield name, Declared("ambient" if ambient else _DECLARED_KINDS[kind], name, node)
            case _:
                pass

    def _of_declarator(
        self, node: Node, scope: Scope, is_constant: bool, *, ambient: bool
    ) -> Iterator[tuple[str, Binding]]:
        pattern, value = node.child_by_field_name("name"), node.child_by_field_name("value")
        if pattern is None:
            return
        for bound in names_in(pattern, self._source):
            yield (
                bound.name,
                Variable(
                    bound.name,
                    value,
                    bound.path,
                    bound.default,
                    is_constant,
                    scope,
                    bound.start,
                    is_ambient=ambient,
                ),
            )


class Trail:
    """The nodes and scopes from the root to a place; asked for places in order, it passes each node once."""

    def __init__(self, scopes: Scopes, start: Scope) -> None:
        self._scopes: Final = scopes
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
            scopes.append(self._scopes.enter(child, scopes[-1], nodes))
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
                self.scopes.append(self._scopes.enter(child, self.scopes[-1], self.nodes))
                self.nodes.append(child)
                return True
        return False


def names_in(
    pattern: Node, source: Source, path: tuple[Step, ...] = (), default: Node | None = None
) -> Iterator[Bound]:
    """The names that a pattern binds."""
    if len(path) > _MAX_PATTERN:
        return
    match pattern.type:
        case "identifier" | "shorthand_property_identifier_pattern":
            yield Bound(source.of(pattern), path, default, pattern.start_byte)
        case "assignment_pattern" | "object_assignment_pattern":
            left, right = pattern.child_by_field_name("left"), pattern.child_by_field_name("right")
            if left is not None:
                steps = path
                if left.type == "shorthand_property_identifier_pattern":
                    steps = (*path, source.of(left))
                yield from names_in(left, source, steps, right)
        case "rest_pattern":
            for child in pattern.named_children:
                yield from names_in(child, source, (*path, REST))
        case "object_pattern":
            for child in pattern.named_children:
                yield from _names_in_member(child, source, path)
        case "array_pattern":
            position = 0
            for child in pattern.children:
                if child.type == ",":
                    position += 1
                elif child.is_named:
                    steps = path if child.type == "rest_pattern" else (*path, position)
                    yield from names_in(child, source, steps)
        case _:
            pass


def _names_in_member(member: Node, source: Source, path: tuple[Step, ...]) -> Iterator[Bound]:
    match member.type:
        case "shorthand_property_identifier_pattern":
            yield Bound(source.of(member), (*path, source.of(member)), None, member.start_byte)
        case "pair_pattern":
            key, value = member.child_by_field_name("key"), member.child_by_field_name("value")
            if key is None or value is None or key.type == "computed_property_name":
                return
            yield from names_in(value, source, (*path, source.of(key).strip("\"'")))
        case _:
            yield from names_in(member, source, path)


def parameters_of(function: Node, source: Source) -> Iterator[tuple[str, Node, Node | None]]:
    """The parameters of a function: name, pattern and default."""
    single = function.child_by_field_name("parameter")
    listed = function.child_by_field_name("parameters")
    position = 0
    for child in [single] if single is not None else listed.named_children if listed is not None else []:
        pattern, default = child, None
        if child.type in ("required_parameter", "optional_parameter"):
            inner = child.child_by_field_name("pattern")
            if inner is None or inner.type == "this":  # `this: T` is for the compiler, not for callers
                continue
            pattern, default = inner, child.child_by_field_name("value")
        elif child.type == "assignment_pattern":
            left = child.child_by_field_name("left")
            if left is None:
                continue
            pattern, default = left, child.child_by_field_name("right")
        elif child.type in ("comment", "decorator"):
            continue
        if pattern.type == "identifier":
            yield source.of(pattern), pattern, default
        elif pattern.type == "rest_pattern":
            rest = next((part for part in pattern.named_children if part.type == "identifier"), None)
            yield (
                REST + (source.of(rest) if rest is not None else ""),
                rest if rest is not None else pattern,
                None,
            )
        else:
            yield f"#{position}", pattern, default
        position += 1


def imported_names(node: Node, source: Source) -> Iterator[tuple[str, str, str | None]]:
    """What an import statement binds: local name, module, name there."""
    from_ = node.child_by_field_name("source")
    for clause in node.named_children:
        if clause.type == "import_require_clause":
            required = clause.child_by_field_name("source")
            local = next((child for child in clause.named_children if child.type == "identifier"), None)
            if required is not None and local is not None:
                yield source.of(local), unquoted(required, source), None
        elif clause.type == "import_clause" and from_ is not None:
            module = unquoted(from_, source)
            for part in clause.named_children:
                if part.type == "identifier":
                    yield source.of(part), module, "default"
                elif part.type == "namespace_import":
                    for child in part.named_children:
                        yield source.of(child), module, None
                elif part.type == "named_imports":
                    for specifier in part.named_children:
                        name = specifier.child_by_field_name("name")
                        if name is not None:
                            alias = specifier.child_by_field_name("alias") or name
                            yield source.of(alias), module, unquoted(name, source)


def module_loaded(node: Node, source: Source) -> str | None:
    """The module of `require("…")` or `import("…")`; None for any other node."""
    if node.type != "call_expression":
        return None
    function, listed = node.child_by_field_name("function"), node.child_by_field_name("arguments")
    if function is None or listed is None or source.of(function) not in ("require", "import"):
        return None
    first = listed.named_child(0) if listed.named_child_count else None
    return unquoted(first, source) if first is not None and first.type == "string" else None


def unquoted(node: Node, source: Source) -> str:
    """A string's text without its quotes, for module names, in which nobody escapes."""
    text = source.of(node)
    return text[1:-1] if node.type == "string" else text


def _operator(node: Node) -> str:
    operator = node.child_by_field_name("operator")
    return operator.type if operator is not None else ""


def _call_with(function: Node, around: list[Node]) -> Node | None:
    if len(around) < 2 or around[-1].type != "arguments" or around[-2].type != "call_expression":
        return None
    is_first = around[-1].named_child(0) == function
    return around[-2] if is_first else None


def _within(offsets: list[int], node: Node) -> list[int]:
    first = bisect_left(offsets, node.start_byte)
    # One more than are looked at: whoever assigns so often is not a name's constant anyway.
    return offsets[first : min(bisect_left(offsets, node.end_byte), first + 4 * _MAX_ASSIGNMENTS)]
