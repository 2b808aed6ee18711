"""How the first name of a callee is bound: it tells a tracker from a function that is only called like it."""

import re
from typing import Final

from tree_sitter import Node

from catalog.scan.javascript.declared import Argument, Declared, Imported, Variable
from catalog.scan.javascript.expressions import Expressions
from catalog.scan.javascript.nodes import bare, module_loaded, path_of
from catalog.scan.javascript.scope import FUNCTIONS, SAME_FUNCTION, Scope, last_name
from catalog.scan.javascript.scopes import Scopes
from catalog.scan.javascript.source import Source

Bound = tuple[str, tuple[str, ...]]
"""A binding as `facts.Call` has it, and what it is bound to."""

_GLOBALS: Final = frozenset(
    {"window", "globalThis", "self", "global", "top", "parent", "document", "console", "process"}
)
_WORD: Final = re.compile(r"[\w$]+")
_UNRESOLVED: Final[Bound] = ("unresolved", ())

# `a.b().c().d()…`
_MAX_CHAIN: Final = 50

# An alias of an alias of an alias …
_MAX_ALIASES: Final = 10


class Bindings:
    """Answers for the names of one file."""

    def __init__(self, source: Source, scopes: Scopes, expressions: Expressions) -> None:
        self._source: Final = source
        self._scopes: Final = scopes
        self._expressions: Final = expressions

    def of(self, node: Node, scope: Scope, depth: int = 0) -> Bound:
        """How the first name of an expression is bound: of `a` in `a.b.c`, of `useX` in `useX().y`."""
        first, call = self._first(node)
        if call is not None:
            return self._of_call(call, scope, depth)
        match first.type:
            case "this" | "super":
                return "attribute", ()
            case "identifier" | "shorthand_property_identifier":
                return self.of_name(self._source.of(first), scope, depth)
            case kind if kind in FUNCTIONS:
                return "local-function", ()
            case "new_expression":
                constructor = first.child_by_field_name("constructor")
                path = None if constructor is None else path_of(constructor, self._source)
                return "local", path or ()
            case "binary_expression":
                left = first.child_by_field_name("left")
                return (
                    _UNRESOLVED if left is None or depth > _MAX_ALIASES else self.of(left, scope, depth + 1)
                )
            case "ternary_expression":
                either = first.child_by_field_name("consequence")
                return (
                    _UNRESOLVED
                    if either is None or depth > _MAX_ALIASES
                    else self.of(either, scope, depth + 1)
                )
            case _:
                return "local", ()

    def origin(self, receiver: Node, scope: Scope) -> str | None:
        """What a receiver that is one name stands for: `posthog` after `const client = posthog`."""
        receiver = bare(receiver)
        found = (
            self._scopes.lookup(self._source.of(receiver), scope) if receiver.type == "identifier" else None
        )
        match found:
            case (Imported() as imported, _):
                if imported.name not in (None, "default"):
                    return imported.name
                words = _WORD.findall(imported.module.rpartition("/")[2])
                return words[0] if words else None
            case (Variable(value=Node() as value, path=()), _) if not found[0].is_each:
                value = bare(value)
                if value.type == "call_expression":
                    function = value.child_by_field_name("function")
                    name = "" if function is None else last_name(function, self._source)
                    return f"{name}()" if is_hook(name) else None
                path = path_of(value, self._source)
                return None if path is None else ".".join(path)
            case _:
                return None

    def _first(self, node: Node) -> tuple[Node, Node | None]:
        """What an expression begins with, and the innermost call of it if it begins with one."""
        call: Node | None = None
        for _ in range(_MAX_CHAIN):
            node = bare(node)
            inner = None
            if node.type in ("member_expression", "subscript_expression"):
                inner = node.child_by_field_name("object")
            elif node.type == "call_expression":
                call, inner = node, node.child_by_field_name("function")
            if inner is None:
                return node, call
            node = inner
        return node, None

    def _of_call(self, call: Node, scope: Scope, depth: int) -> Bound:
        function = call.child_by_field_name("function")
        if function is None:
            return _UNRESOLVED
        function = bare(function)
        listed = call.child_by_field_name("arguments")
        first = listed.named_child(0) if listed is not None and listed.named_child_count else None
        module = module_loaded(call, self._source)
        if module is not None:
            return "import", (module,)
        name = last_name(function, self._source)
        if name in SAME_FUNCTION and first is not None and depth < _MAX_ALIASES:
            return self.of(first, scope, depth + 1)
        path = path_of(function, self._source) or ()
        if is_hook(name):
            return "hook", (name,)
        if not path:
            return ("local-function", ()) if function.type in FUNCTIONS else ("local", ())
        binding, bound_to = (
            self.of_name(path[0], scope, depth + 1) if path[0] not in ("this", "super") else ("attribute", ())
        )
        # What an imported function gives is as good as imported: `getAnalytics().track(…)`.
        return (
            (binding, bound_to)
            if binding in ("import", "attribute", "parameter", "prop")
            else ("local", path)
        )

    def of_name(self, name: str, scope: Scope, depth: int = 0) -> Bound:
        """How a name is bound."""
        found = self._scopes.lookup(name, scope)
        if found is None:
            return ("global", ()) if name in _GLOBALS else _UNRESOLVED
        binding, at = found
        match binding:
            case Imported():
                return "import", (binding.module,) if binding.name is None else (binding.module, binding.name)
            case Declared():
                match binding.kind:
                    case "function":
                        return "local-function", (name,)
                    case "ambient":
                        return "global", ()
                    case _:
                        return "local", (name,)
            case Argument():
                is_component = binding.name == "#0" or (binding.name == "props" and not binding.path)
                return ("prop" if is_component and binding.scope.name[:1].isupper() else "parameter"), ()
            case Variable():
                return self._of_variable(binding, at, depth)

    def _of_variable(self, binding: Variable, at: Scope, depth: int) -> Bound:
        if binding.is_ambient:
            return "global", ()
        if depth > _MAX_ALIASES:
            return _UNRESOLVED
        value, scope = binding.value, at
        if value is None:
            if binding.is_constant or binding.is_each:
                return "local", ()
            assigned = next(
                (one for one in self._scopes.assignments(binding, at) if one.value is not None), None
            )
            if assigned is None or assigned.value is None:
                return "local", ()
            value, scope = assigned.value, assigned.scope
        kind, bound_to = self.of(value, scope, depth + 1)
        if kind == "local-function" and not bound_to:
            return kind, (binding.name,)
        if kind == "import" and len(bound_to) == 1 and binding.path and isinstance(binding.path[0], str):
            return kind, (bound_to[0], binding.path[0])
        if kind in ("unresolved", "attribute") and not binding.path:
            return "local", bound_to
        return kind, bound_to


def is_hook(name: str) -> bool:
    """Whether a function is a hook by its name: `usePostHog`."""
    return name.startswith("use") and name[3:4].isupper()
