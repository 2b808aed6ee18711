"""What a name stands for: a parameter, a local variable, a field, or something that other files tell."""

from collections.abc import Callable
from typing import Final

from tree_sitter import Node

from catalog.scan.facts import (
    ABSENT,
    Array,
    Choice,
    Entry,
    Expression,
    Function,
    Name,
    Object,
    Parameter,
    Scalar,
    Unknown,
)
from catalog.scan.javascript.changes import Change
from catalog.scan.javascript.declared import Argument, Declared, Imported, Variable
from catalog.scan.javascript.nodes import unknown
from catalog.scan.javascript.patterns import parameters_of
from catalog.scan.javascript.scope import CLASSES, Scope, last_name
from catalog.scan.javascript.scopes import Scopes
from catalog.scan.javascript.source import Source
from catalog.scan.javascript.values import bounded, choice, each, joined, member_at

WORDS: Final = {
    "true": Scalar(True),
    "false": Scalar(False),
    "null": Scalar(None),
    "undefined": ABSENT,
}

_EACH: Final = frozenset({"forEach", "map", "filter", "flatMap", "some", "every", "find"})

# More than are followed for one argument by anybody who reads it.
_MAX_VARIABLES: Final = 200


class Names:
    """Follows the names of one file; `functions` grows by those whose parameters are met."""

    def __init__(
        self,
        source: Source,
        scopes: Scopes,
        read: Callable[[Node, Scope, int], Expression],
        sinks: frozenset[str] = frozenset(),
    ) -> None:
        self._sinks: Final = sinks
        """The names of functions that only send what they get."""
        self.functions: Final[list[Function]] = []
        self.looked_up = 0
        """How many variables were followed for what is read now."""
        self._read: Final = read
        self._source: Final = source
        self._scopes: Final = scopes
        self._places: Final[dict[int, int]] = {}
        self._resolving: Final[set[int]] = set()
        self._changing: Final[set[int]] = set()
        self._so_far: Final[dict[int, list[Expression]]] = {}
        """What a variable was before the value that is being read is assigned to it."""
        self._reads_itself = False
        self._known: Final[dict[tuple[int, int], Expression]] = {}

    def place_of(self, function: Scope) -> int:
        """A function's place in `functions`."""
        place = self._places.get(function.node.id)
        if place is None:
            place = self._places[function.node.id] = len(self.functions)
            names = tuple(name for name, _, _ in parameters_of(function.node, self._source))
            self.functions.append(
                Function(
                    name=function.name,
                    scope=function.parent.names if function.parent is not None else (),
                    parameters=names,
                    line=self._source.line(function.node.start_byte),
                )
            )
        return place

    def read(self, node: Node, scope: Scope, depth: int) -> Expression:
        name = self._source.of(node)
        if name in WORDS:
            return WORDS[name]
        found = self._scopes.lookup(name, scope)
        if found is None:
            return Name((name,))
        binding, at = found
        match binding:
            case Imported():
                return Name((name,))
            case Declared():
                return Name((name,)) if at is self._scopes.module else unknown("variable", node, self._source)
            case Argument():
                return self._argument(binding, at, depth)
            case Variable() if binding.start in self._so_far:
                self._reads_itself = True
                return choice(self._so_far[binding.start])
            case Variable():
                is_top = at is self._scopes.module and not binding.is_each
                if is_top and not self._scopes.is_hoisted(binding):
                    return Name((name,))
                return self._variable(binding, at, node, depth)

    def _argument(self, binding: Argument, at: Scope, depth: int) -> Expression:
        self.looked_up += 1
        if self.looked_up > _MAX_VARIABLES:
            # A minified function assigns its parameters to each other without end.
            return Parameter(binding.name, self.place_of(binding.scope))
        given = self._each_of(binding, at, depth) or Parameter(binding.name, self.place_of(binding.scope))
        options = [member_at(given, binding.path)]
        if binding.default is not None:
            options.append(self._read(binding.default, at, depth))
        return choice(self._with_assigned(options, binding, at, depth))

    def _each_of(self, binding: Argument, at: Scope, depth: int) -> Expression | None:
        """What `NAMES.forEach((name) => …)` gives to its function, one after the other."""
        call = binding.scope.call
        function = None if call is None else call.child_by_field_name("function")
        if function is None or at.parent is None or last_name(function, self._source) not in _EACH:
            return None
        first = next(parameters_of(binding.scope.node, self._source), None)
        several = function.child_by_field_name("object")
        if first is None or first[0] != binding.name or several is None:
            return None
        return each(self._read(several, at.parent, depth))

    def _variable(self, binding: Variable, at: Scope, node: Node, depth: int) -> Expression:
        # What is asked for from outside depends on nothing that is being followed, and is asked for often.
        key = None if self._resolving else (binding.start, depth)
        value = None if key is None else self._known.get(key)
        if value is None:
            value = self._followed(binding, at, node, depth)
            if key is not None:
                self._known[key] = value
        value = self._as_changed(value, binding, at, node.start_byte, depth)
        return self._as_handed_on(value, binding, at, node.start_byte)

    def _as_handed_on(self, value: Expression, binding: Variable, at: Scope, place: int | None) -> Expression:
        is_closed = isinstance(value, Object) and not value.open
        if is_closed and self._scopes.is_handed_on(binding.name, at, place, self._sinks):
            return _opened(value)
        return value

    def _followed(self, binding: Variable, at: Scope, node: Node, depth: int) -> Expression:
        self.looked_up += 1
        if self.looked_up > _MAX_VARIABLES:
            return unknown("too-deep", node, self._source)
        if binding.start in self._resolving:
            return unknown("cycle", node, self._source)
        self._resolving.add(binding.start)
        try:
            options: list[Expression] = []
            if binding.value is not None:
                options.append(self._valued(binding, at, node, depth))
            elif binding.is_each:
                options.append(unknown("loop", node, self._source))
            elif binding.is_ambient:
                options.append(unknown("variable", node, self._source))
            if binding.default is not None:
                options.append(self._read(binding.default, at, depth))
            if not binding.is_constant:
                options = self._with_assigned(options, binding, at, depth)
        finally:
            self._resolving.discard(binding.start)
        return choice(options) if options else unknown("variable", node, self._source)

    def _as_changed(
        self, value: Expression, binding: Variable, at: Scope, place: int | None, depth: int
    ) -> Expression:
        """What an object or array is at a place, to which members and items are added after it is made."""
        if not isinstance(value, Object | Array):
            return value
        changes = self._scopes.changes(binding.name, at)
        if not changes and changes is not None:
            return value
        if changes is None or binding.start in self._changing:
            return _opened(value)
        self._changing.add(binding.start)
        try:
            if isinstance(value, Array):
                return Array(value.items + tuple(self._added(one, depth) for one in changes))
            return self._with_members(value, changes, place, depth)
        finally:
            self._changing.discard(binding.start)

    def _added(self, change: Change, depth: int) -> Expression:
        if change.value is None or not change.is_added:
            return Unknown("member")
        return self._read(change.value, change.scope, depth)

    def _with_members(
        self, value: Object, changes: list[Change], place: int | None, depth: int
    ) -> Expression:
        entries = {entry.key: entry for entry in value.entries}
        spreads = list(value.spreads)
        is_open = value.open or place is None
        for one in changes:
            is_before = place is None or one.start < place
            if one.key is None or one.value is None or one.place is None or not is_before:
                is_open = True
                if one.key is None:  # whichever member it is
                    entries = {key: _doubted(entry) for key, entry in entries.items()}
                elif one.value is None and one.key in entries:
                    entries[one.key] = _doubted(entries[one.key])
                continue
            line, column = self._source.place(one.place.start_byte)
            entry = Entry(one.key, self._read(one.value, one.scope, depth), line, column)
            if place is not None and place < one.until:
                entries[one.key] = entry
            else:
                spreads.append(Choice((Object((entry,)), Object(()))))
        return Object(tuple(entries.values()), is_open, tuple(spreads), value.keyed)

    def _valued(self, binding: Variable, at: Scope, node: Node, depth: int) -> Expression:
        if binding.value is None:
            return unknown("variable", node, self._source)
        value = self._read(binding.value, at, depth)
        if not binding.is_each:
            return member_at(value, binding.path)
        given = each(value)
        return unknown("loop", node, self._source) if given is None else member_at(given, binding.path)

    def value_of(self, binding: Variable, at: Scope) -> Expression | None:
        """What a variable of the module's top is, its later assignments included; None if nothing says."""
        self.looked_up = 0
        if binding.value is None and binding.is_constant:
            return None
        options = [] if binding.value is None else [member_at(self._read(binding.value, at, 0), binding.path)]
        if not binding.is_constant:
            options = self._with_assigned(options, binding, at, 0)
        if not options:
            return None
        value = self._as_changed(choice(options), binding, at, None, 0)
        # By its name a constant of the program's, whoever gets it.
        return value if binding.name.isupper() else self._as_handed_on(value, binding, at, None)

    def _with_assigned(
        self, options: list[Expression], binding: Variable | Argument, at: Scope, depth: int
    ) -> list[Expression]:
        """What a name can be when what is assigned to it later is counted in; `+=` puts it behind."""
        for one in self._scopes.assignments(binding, at):
            if one.added is not None:
                before = choice(options) if options else Unknown("variable")
                added = joined([before, self._read(one.added, one.scope, depth)])
                options = [added] if one.is_always else [*options, added]
            elif one.value is None:
                options = [*options, Unknown("variable")]
            else:
                value, is_rebuilt = self._assigned(one.value, one.scope, binding, options, depth)
                options = [value] if is_rebuilt and one.is_always else [*options, value]
        return options

    def _assigned(
        self, node: Node, scope: Scope, binding: Variable | Argument, before: list[Expression], depth: int
    ) -> tuple[Expression, bool]:
        """A value that is assigned, and whether it is made of what was there before: `name = name + ".b"`."""
        if isinstance(binding, Argument) or not before:
            return self._read(node, scope, depth), False
        self._so_far[binding.start] = before
        self._reads_itself = False
        try:
            value = self._read(node, scope, depth)
            return (bounded(value), True) if self._reads_itself else (value, False)
        finally:
            del self._so_far[binding.start]
            self._reads_itself = False

    def own(self, steps: list[tuple[Node, Expression | str]], scope: Scope, depth: int) -> Expression | None:
        """`this.NAME`, where the class around says what it is from the start and nothing else may."""
        name = steps[0][1]
        owner: Scope | None = scope
        while owner is not None and owner.node.type not in CLASSES:
            owner = owner.parent
        body = owner.node.child_by_field_name("body") if owner is not None else None
        if owner is None or body is None or not isinstance(name, str):
            return None
        for field in body.named_children:
            if field.type not in ("public_field_definition", "field_definition"):
                continue
            named = field.child_by_field_name("name") or field.child_by_field_name("property")
            value = field.child_by_field_name("value")
            if named is None or value is None or self._source.of(named) != name:
                continue
            is_fixed = any(child.type in ("readonly", "static") for child in field.children)
            return self._read(value, owner, depth) if is_fixed or name.startswith("#") else None
        return None


def _doubted(entry: Entry) -> Entry:
    """A member that something else may be put under later."""
    return Entry(entry.key, choice([entry.value, Unknown("member")]), entry.line, entry.column)


def _opened(value: Expression) -> Expression:
    if not isinstance(value, Object):
        return value
    return Object(value.entries, open=True, spreads=value.spreads, keyed=value.keyed)
