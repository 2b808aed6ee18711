"""Which function, class or module a name belongs to, and which of its values can arrive at a place."""

from dataclasses import dataclass
from typing import Final

from tree_sitter import Node

from catalog.scan.facts import Function
from catalog.scan.python.bindings import FUNCTIONS, LOOPS, Binding, How, bindings_of
from catalog.scan.python.source import Source, first_inside

_COMPREHENSIONS: Final = frozenset(
    {"list_comprehension", "set_comprehension", "dictionary_comprehension", "generator_expression"}
)

_DEFINITIONS: Final = FUNCTIONS | {"class_definition"}
_MAX_DEFINITIONS: Final = 100
"""So many functions and classes may stand in one another."""

_DEEP: Final = 500
_MAX_DEEP_LEVELS: Final = 2_000_000
"""So many levels of the tree a file may cost at places that are deeper than `_DEEP`: each costs its depth."""


class TooDeepError(Exception):
    """A place stands deeper than any that people write; `node` begins there."""

    def __init__(self, node: Node) -> None:
        super().__init__("nested too deeply")
        self.node = node


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """A function, class or the module around a place; `index` is a function's place in the facts."""

    node: Node
    kind: str
    name: str
    index: int | None = None
    parameters: tuple[str, ...] = ()


class Scopes:
    """The scopes of one file, found from inside out, and the functions among them numbered."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self.functions: list[Function] = []
        self._known: dict[int, Scope] = {}
        self._deep_levels = 0
        self._around: dict[int, tuple[Scope, ...]] = {}
        self._bindings: dict[int, dict[str, list[Binding]]] = {}

    def around(self, node: Node) -> tuple[Scope, ...]:
        """The scopes that a node stands in, innermost first, the module last."""
        owner = self._owner(node)
        if owner is None:
            return (self._scope(self._source.root, ()),)
        found = self._around.get(owner.id)
        if found is None:
            outer = self.around(owner)
            found = (self._scope(owner, outer), *outer)
            self._around[owner.id] = found
        return found

    def bindings(self, scope: Scope) -> dict[str, list[Binding]]:
        """What a scope binds itself."""
        found = self._bindings.get(scope.node.id)
        if found is None:
            body = scope.node if scope.kind == "module" else scope.node.child_by_field_name("body")
            found = {} if body is None or scope.kind == "lambda" else bindings_of(self._source, body)
            self._bindings[scope.node.id] = found
        return found

    def _owner(self, node: Node) -> Node | None:
        """The nearest definition in whose body (or lambda) a node stands; a decorator is outside of it."""
        found = None
        # From the top: asking each node for its parent would take a square of the depth.
        parent = self._source.root
        levels = definitions = 0
        while parent != node:
            levels += 1
            if levels > _DEEP:
                self._deep_levels += 1
                if self._deep_levels > _MAX_DEEP_LEVELS:
                    raise TooDeepError(parent)
            inner = parent.child_with_descendant(node)
            if inner is None:
                break
            if parent.type in _DEFINITIONS:
                definitions += 1
                if definitions > _MAX_DEFINITIONS:
                    raise TooDeepError(parent)
            if parent.type == "lambda":
                found = parent
            elif parent.type in ("function_definition", "class_definition"):
                body = parent.child_by_field_name("body")
                if body is not None and body.start_byte <= inner.start_byte:
                    found = parent
            parent = inner
        return found

    def _scope(self, node: Node, outer: tuple[Scope, ...]) -> Scope:
        found = self._known.get(node.id)
        if found is None:
            found = self._known[node.id] = self._new(node, outer)
        return found

    def _new(self, node: Node, outer: tuple[Scope, ...]) -> Scope:
        if node.type == "module":
            return Scope(node=node, kind="module", name="")
        named = node.child_by_field_name("name")
        name = "<lambda>" if named is None else self._source.text(named)
        if node.type == "class_definition":
            return Scope(node=node, kind="class", name=name)
        parameters = _parameters(self._source, node.child_by_field_name("parameters"))
        path = tuple(scope.name for scope in reversed(outer) if scope.kind != "module")
        self.functions.append(
            Function(name=name, scope=path, parameters=parameters, line=self._source.line(node))
        )
        kind = "lambda" if node.type == "lambda" else "function"
        return Scope(node=node, kind=kind, name=name, index=len(self.functions) - 1, parameters=parameters)


def comprehension_value(source: Source, node: Node, name: str) -> Node | None:
    """What a comprehension around a place takes a name from; None where it is no name of a comprehension."""
    parent = node.parent
    while parent is not None and parent.type not in FUNCTIONS and parent.type != "class_definition":
        if parent.type in _COMPREHENSIONS:
            for clause in parent.named_children:
                if clause.type == "for_in_clause":
                    left = clause.child_by_field_name("left")
                    if left is not None and source.text(left) == name:
                        return clause.child_by_field_name("right")
        parent = parent.parent
    return None


def arriving(bindings: list[Binding], place: Node) -> list[Binding]:
    """The bindings whose value may still be there at a place of the same body.

    Those behind the place count only where a loop leads back to it; the last one before it that every way
    passes hides the earlier ones.
    """
    before: list[Binding] = []
    for binding in bindings:
        statement = binding.statement
        if statement.end_byte <= place.start_byte or _is_inside(statement, place):
            if _is_own_statement(binding, place):
                continue
            if _is_passed(statement, place) and binding.how in (How.VALUE, How.IMPORT, How.DEFINED):
                before = []
            before.append(binding)
        elif _share_loop(statement, place):
            before.append(binding)
    return before


def is_always_passed(binding: Binding, place: Node) -> bool:
    """Whether no way leads to a place without this binding."""
    return _is_passed(binding.statement, place)


def _is_own_statement(binding: Binding, place: Node) -> bool:
    """Whether a place stands in the very value that is bound: `x = f(x)` reads the former x."""
    value = binding.value
    if value is None or binding.how is How.EACH:
        return False
    return value.start_byte <= place.start_byte < value.end_byte


def _is_inside(statement: Node, place: Node) -> bool:
    return statement.start_byte <= place.start_byte < statement.end_byte


def _is_passed(statement: Node, place: Node) -> bool:
    if statement.type in LOOPS or statement.type in ("if_statement", "elif_clause"):
        return _is_inside(statement, place)
    block = statement.parent
    return block is not None and (block.type == "module" or _is_inside(block, place))


def _share_loop(statement: Node, place: Node) -> bool:
    parent = statement.parent
    while parent is not None and parent.type not in FUNCTIONS:
        if parent.type in LOOPS and _is_inside(parent, place):
            return True
        parent = parent.parent
    return False


def _parameters(source: Source, node: Node | None) -> tuple[str, ...]:
    if node is None:
        return ()
    found = []
    for child in node.named_children:
        name: Node | None = child
        stars = ""
        if child.type in ("default_parameter", "typed_default_parameter"):
            name = child.child_by_field_name("name")
        elif child.type == "typed_parameter":
            name = first_inside(child)
        if name is not None and name.type in ("list_splat_pattern", "dictionary_splat_pattern"):
            stars = "*" if name.type == "list_splat_pattern" else "**"
            name = first_inside(name)
        if name is not None and name.type == "identifier":
            found.append(stars + source.text(name))
    return tuple(found)
