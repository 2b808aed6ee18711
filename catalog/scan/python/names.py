"""What a name of a Python file stands for at a place: a parameter, local values, or a name of the module."""

from collections.abc import Callable
from typing import Final

from tree_sitter import Node

from catalog.scan.facts import (
    Array,
    Choice,
    Entry,
    Expression,
    Lookup,
    Name,
    Object,
    Parameter,
    Scalar,
    Text,
    Unknown,
)
from catalog.scan.python.additions import additions_to
from catalog.scan.python.bindings import Binding, How
from catalog.scan.python.escapes import escapes
from catalog.scan.python.growth import grown
from catalog.scan.python.scopes import Scope, Scopes, arriving, comprehension_value, is_always_passed
from catalog.scan.python.source import Source
from catalog.scan.python.texts import joined

_OWN: Final = ("self", "cls")
_MAX_LOOKED_UP: Final = 300
"""So many local names one expression may need: generated code assigns them to each other without end."""


class Names:
    """Follows the names of one file; `read` gives the expression of a value."""

    def __init__(
        self, source: Source, read: Callable[[Node], Expression], sinks: frozenset[str] = frozenset()
    ) -> None:
        self.scopes = Scopes(source)
        self.sinks = sinks
        """The names of functions that only send what they get."""
        self._source = source
        self._read = read
        self.looked_up = 0
        """How many local names the expression that is being read has needed."""
        self._open: set[tuple[int, int]] = set()
        self._growing: set[tuple[int, str]] = set()

    def value(self, node: Node) -> Expression:
        """What an identifier stands for."""
        name = self._source.text(node)
        around = self.scopes.around(node)
        each = comprehension_value(self._source, node, name)
        if each is not None:
            return _one_of(self._read(each))
        for depth, scope in enumerate(around):
            if scope.kind == "module":
                break
            if scope.kind == "class" and depth:
                continue  # a class body's names are not seen from its methods
            found = self._in_scope(scope, name, node, is_own=depth == 0)
            if found is not None:
                return found
        return Name((name,))

    def own_member(self, of: Node, name: str) -> Expression | None:
        """`self.NAME` and `cls.NAME`, where the class around gives it a value."""
        if of.type != "identifier" or self._source.text(of) not in _OWN:
            return None
        around = self.scopes.around(of)
        classes = [scope for scope in around if scope.kind == "class"]
        if not classes or name not in self.scopes.bindings(classes[0]):
            return None
        return Name((*(scope.name for scope in reversed(classes)), name))

    def bound(self, node: Node) -> tuple[str, str]:
        """How an identifier is bound, and the scope's own word: see `Call.binding`."""
        name = self._source.text(node)
        for depth, scope in enumerate(self.scopes.around(node)):
            if scope.kind == "class" and depth:
                continue
            bindings = self.scopes.bindings(scope).get(name, [])
            if bindings and bindings[-1].how is How.ELSEWHERE:
                continue
            kinds = {binding.how for binding in bindings}
            if How.IMPORT in kinds:
                return "import", name
            if How.DEFINED in kinds:
                return "local-function", name
            if bindings:
                return ("global" if scope.kind == "module" else "local"), name
            if name in (one.lstrip("*") for one in scope.parameters):
                return "parameter", name
        return "unresolved", name

    def _in_scope(self, scope: Scope, name: str, node: Node, *, is_own: bool) -> Expression | None:
        bindings = self.scopes.bindings(scope).get(name, [])
        if any(binding.how is How.ELSEWHERE for binding in bindings):
            return None
        if name in scope.parameters:
            is_parameter = True
        elif f"*{name}" in scope.parameters or f"**{name}" in scope.parameters:
            return Unknown("spread", name)
        else:
            is_parameter = False
        if not bindings and not is_parameter:
            return None
        self.looked_up += 1
        if self.looked_up > _MAX_LOOKED_UP:
            return Unknown("too-deep", name)
        # A function inside may run at any time: whatever the outer one binds can be there.
        reaching = arriving(bindings, node) if is_own else bindings
        options: list[Expression] = []
        if is_parameter and scope.index is not None:
            hidden = is_own and any(
                is_always_passed(binding, node) and binding.how is How.VALUE for binding in reaching
            )
            if not hidden:
                options.append(Parameter(name, scope.index))
        for binding in reaching:
            found = self.bound_value(binding, name, options)
            if binding.how is How.ADDED:
                options = [found]
            elif found not in options:
                options.append(found)
        if not options:
            return Unknown("variable", name) if bindings else None
        if any(isinstance(option, Array) for option in options):
            options = self._with_items(options, scope, name)
        if any(isinstance(option, Object) for option in options):
            options = [self._with_additions(option, scope, name, node) for option in options]
        return options[0] if len(options) == 1 else _flat(options)

    def bound_value(self, binding: Binding, name: str, former: list[Expression]) -> Expression:
        """What a binding gives its name; `former` is what the name was before it, for `+=`."""
        value = binding.value
        match binding.how:
            case How.IMPORT | How.DEFINED | How.ELSEWHERE:
                return Name((name,))
            case How.UNKNOWN:
                return Unknown("variable", name)
            case How.VALUE | How.ADDED | How.EACH:
                pass
        if value is None:
            return Unknown("variable", name)
        key = (value.start_byte, value.end_byte)
        if key in self._open:
            return Unknown("cycle", name)
        self._open.add(key)
        try:
            found = self._read(value)
        finally:
            self._open.discard(key)
        if binding.how is How.ADDED:
            before = _flat(former) if len(former) > 1 else (former or [Unknown("variable", name)])[0]
            return joined((before, found))
        if binding.how is How.EACH:
            found = _one_of(found)
        for index in binding.place:
            found = Unknown("variable", name) if isinstance(found, Unknown) else Lookup(found, Scalar(index))
        return found

    def _with_items(self, options: list[Expression], scope: Scope, name: str) -> list[Expression]:
        """Lists and what is put into them: `names.append("a.b")`."""
        key = (scope.node.id, name)
        if key in self._growing:
            return options
        self._growing.add(key)
        try:
            node = scope.node
            return [
                grown(self._source, self._read, node, name, one) if isinstance(one, Array) else one
                for one in options
            ]
        finally:
            self._growing.discard(key)

    def _with_additions(self, option: Expression, scope: Scope, name: str, node: Node) -> Expression:
        """A dict and what is put into it before it is used: `props["x"] = 1`, `props.update(…)`."""
        body = scope.node.child_by_field_name("body")
        if not isinstance(option, Object) or body is None:
            return option
        entries = list(option.entries)
        spreads = list(option.spreads)
        is_open = option.open or escapes(self._source, scope.node, name, node, self.sinks)
        for added in additions_to(self._source, body, name, node):
            key = None if added.key is None else self._read(added.key)
            if isinstance(key, Text) and added.value is not None and added.key is not None:
                place = (self._source.line(added.key), self._source.column(added.key))
                entry = Entry(key.value, self._read(added.value), *place)
                if added.is_always:
                    entries.append(entry)
                else:
                    spreads.append(Choice((Object((entry,)), Object(()))))
            elif added.key is None and added.value is not None:
                merged = self._read(added.value)
                spreads.append(merged if added.is_always else Choice((merged, Object(()))))
            else:
                is_open = True
        return Object(tuple(entries), is_open, tuple(spreads), option.keyed)


def _one_of(value: Expression) -> Expression:
    """What a loop over a value gives."""
    return value if isinstance(value, Unknown) else Lookup(value, Unknown("loop"))


def _flat(options: list[Expression]) -> Expression:
    found: list[Expression] = []
    for option in options:
        for inner in option.options if isinstance(option, Choice) else (option,):
            if inner not in found:
                found.append(inner)
    return found[0] if len(found) == 1 else Choice(tuple(found))
