"""What a scope declares by itself."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from tree_sitter import Node

from catalog.scan.javascript.nodes import imported_names
from catalog.scan.javascript.patterns import Step, names_in, parameters_of
from catalog.scan.javascript.scope import CLASSES, FUNCTIONS, Scope
from catalog.scan.javascript.source import Source

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


def declarations(scope: Scope, source: Source) -> Iterator[tuple[str, Binding]]:
    """Each name that a scope declares, with its declaration, in the order of the text."""
    node = scope.node
    kind = node.type
    if kind in FUNCTIONS:
        yield from _arguments(scope, source)
    elif kind in CLASSES:
        if kind == "class" and scope.name:
            yield scope.name, Declared("class", scope.name, node)
    elif kind == "for_statement":
        initializer = node.child_by_field_name("initializer")
        if initializer is not None:
            yield from _of_statement(initializer, scope, source)
    elif kind == "for_in_statement":
        yield from _of_loop(scope, source)
    elif kind == "catch_clause":
        caught = node.child_by_field_name("parameter")
        if caught is not None:
            for bound in names_in(caught, source):
                yield bound.name, Variable(bound.name, None, (), None, False, scope, bound.start)
    elif kind == "switch_body":
        for case in node.named_children:
            for statement in case.named_children:
                yield from _of_statement(statement, scope, source)
    else:
        for statement in node.named_children:
            yield from _of_statement(statement, scope, source)


def _arguments(scope: Scope, source: Source) -> Iterator[tuple[str, Binding]]:
    for name, pattern, default in parameters_of(scope.node, source):
        for bound in names_in(pattern, source):
            yield (
                bound.name,
                Argument(name, bound.path, bound.default or default, scope, bound.start),
            )
    if scope.node.type == "function_expression":
        own = scope.node.child_by_field_name("name")
        if own is not None:
            name = source.of(own)
            yield name, Declared("function", name, scope.node)


def _of_loop(scope: Scope, source: Source) -> Iterator[tuple[str, Binding]]:
    node = scope.node
    left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
    if left is None or node.child_by_field_name("kind") is None:
        return
    operator = node.child_by_field_name("operator")
    is_of = operator is not None and operator.type == "of"
    for bound in names_in(left, source):
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
    node: Node, scope: Scope, source: Source, *, ambient: bool = False
) -> Iterator[tuple[str, Binding]]:
    match node.type:
        case "lexical_declaration" | "variable_declaration":
            kind = node.child_by_field_name("kind")
            for declarator in node.named_children:
                if declarator.type == "variable_declarator":
                    yield from _of_declarator(
                        declarator, scope, source, kind is not None and kind.type == "const", ambient=ambient
                    )
        case "import_statement":
            for local, module, name in imported_names(node, source):
                yield local, Imported(module, name)
        case "export_statement" | "ambient_declaration":
            is_ambient = ambient or node.type == "ambient_declaration"
            for child in node.named_children:
                if child.type.endswith("_declaration") or child.type in _DECLARED_KINDS:
                    yield from _of_statement(child, scope, source, ambient=is_ambient)
        case "expression_statement":
            inner = node.named_child(0) if node.named_child_count else None
            if inner is not None and inner.type == "internal_module":
                yield from _of_statement(inner, scope, source)
        case "ERROR":
            for child in node.named_children:
                if child.type != "ERROR":
                    yield from _of_statement(child, scope, source)
        case kind if kind in _DECLARED_KINDS:
            named = node.child_by_field_name("name")
            if named is not None:
                name = source.of(named).partition(".")[0]
                yield name, Declared("ambient" if ambient else _DECLARED_KINDS[kind], name, node)
        case _:
            pass


def _of_declarator(
    node: Node, scope: Scope, source: Source, is_constant: bool, *, ambient: bool
) -> Iterator[tuple[str, Binding]]:
    pattern, value = node.child_by_field_name("name"), node.child_by_field_name("value")
    if pattern is None:
        return
    for bound in names_in(pattern, source):
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
