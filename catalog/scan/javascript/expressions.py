"""What an argument may be: a node → a small expression, in which names of other places stay names."""

import re
from typing import Final

from tree_sitter import Node

from catalog.scan.facts import (
    MAX_DEPTH,
    Array,
    Choice,
    Entry,
    Expression,
    Function,
    Import,
    Keyed,
    Lookup,
    Made,
    Name,
    Object,
    Parameter,
    Scalar,
    Template,
    Text,
    Unknown,
)
from catalog.scan.javascript.scopes import (
    CLASSES,
    FUNCTIONS,
    REST,
    Argument,
    Declared,
    Imported,
    Scope,
    Scopes,
    Step,
    Variable,
    module_loaded,
    parameters_of,
    unquoted,
)
from catalog.scan.javascript.source import Source
from catalog.scan.javascript.text import number, unescaped

# What stands around a value and does not change it.
_AROUND: Final = frozenset(
    {
        "parenthesized_expression",
        "as_expression",
        "satisfies_expression",
        "non_null_expression",
        "await_expression",
        "instantiation_expression",
    }
)
_WORDS: Final[dict[str, bool | None]] = {"true": True, "false": False, "null": None, "undefined": None}
_EACH: Final = frozenset({"forEach", "map", "filter", "flatMap", "some", "every", "find"})
_TEXT_METHODS: Final = frozenset({"toString", "valueOf"})

# Larger ones are data that somebody keeps in a program, not what is sent for an event.
_MAX_TEXT_BYTES: Final = 8000
_MAX_ENTRIES: Final = 5000
_MAX_PROPERTIES: Final = 300
_MAX_VARIABLES: Final = 200
_MAX_ARGUMENTS_BYTES: Final = 4000

_MUSTACHE: Final = re.compile(r"\{\{.*?\}\}", re.DOTALL)


class Expressions:
    """Reads the expressions of one file; `functions` and `imports` grow by what is met."""

    def __init__(self, source: Source, scopes: Scopes, *, is_template: bool = False) -> None:
        self.functions: Final[list[Function]] = []
        self.imports: Final[dict[str, Import]] = {}
        """Modules that expressions load: `require("./names").SIGNUP`."""
        self._source: Final = source
        self._scopes: Final = scopes
        self._is_template: Final = is_template
        self._places: Final[dict[int, int]] = {}
        self._looked_up = 0
        self._resolving: Final[set[int]] = set()
        self._known: Final[dict[tuple[int, int], Expression]] = {}
        self._max_entries = _MAX_ENTRIES

    def read(self, node: Node, scope: Scope) -> Expression:
        """What a node may be, seen from a scope."""
        self._looked_up = 0
        self._max_entries = _MAX_ENTRIES
        return self._read(node, scope, 0)

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

    def path(self, node: Node) -> tuple[str, ...] | None:
        """`a.b?.c`, `a["b"]` → its parts; None for anything else."""
        parts: list[str] = []
        for _ in range(MAX_DEPTH):
            node = self.bare(node)
            match node.type:
                case (
                    "identifier" | "this" | "super" | "property_identifier" | "shorthand_property_identifier"
                ):
                    parts.append(self._source.of(node))
                    return tuple(reversed(parts))
                case "member_expression":
                    inner, last = node.child_by_field_name("object"), node.child_by_field_name("property")
                case "subscript_expression":
                    inner, last = node.child_by_field_name("object"), node.child_by_field_name("index")
                    if last is None or last.type != "string":
                        return None
                case _:
                    return None
            if inner is None or last is None:
                return None
            parts.append(unquoted(last, self._source))
            node = inner
        return None

    def bare(self, node: Node) -> Node:
        """A node without brackets, assertions, `!` and `await`."""
        while node.type in _AROUND or node.type == "type_assertion":
            inner = node.named_children[-1:] if node.type == "type_assertion" else _first_value(node)
            if not inner:
                return node
            node = inner[0]
        return node

    def text(self, node: Node) -> str:
        """What a string literal stands for."""
        return unescaped(self._source.of(node)[1:-1])

    def arguments(self, node: Node, scope: Scope, depth: int = 0) -> tuple[tuple[Expression, ...], bool]:
        """The arguments of a call up to the first one that stands for several, and whether there is one."""
        found: list[Expression] = []
        listed = node.child_by_field_name("arguments")
        if listed is None:
            return (), False
        if listed.type == "template_string":
            return (), True
        for child in listed.named_children:
            if child.type == "comment":
                continue
            if child.type == "spread_element":
                spread = self._spread(child, scope, depth)
                if not isinstance(spread, Array):
                    return tuple(found), True
                found.extend(spread.items)
            else:
                found.append(self._read(child, scope, depth))
        return tuple(found), False

    def call_arguments(self, node: Node, scope: Scope) -> tuple[tuple[Expression, ...], bool]:
        """The arguments of a call that is a fact itself."""
        self._looked_up = 0
        self._max_entries = _MAX_PROPERTIES
        return self.arguments(node, scope)

    def _read(self, node: Node, scope: Scope, depth: int) -> Expression:
        if depth > MAX_DEPTH:
            return self._unknown("too-deep", node)
        node = self.bare(node)
        depth += 1
        match node.type:
            case "string" | "template_string" if node.end_byte - node.start_byte > _MAX_TEXT_BYTES:
                return self._unknown("expression", node)
            case "string":
                return self._marked(self.text(node))
            case "number":
                value = number(self._source.of(node))
                return self._unknown("expression", node) if value is None else Scalar(value)
            case "true" | "false" | "null" | "undefined":
                return Scalar(_WORDS[node.type])
            case "template_string":
                return self._template_string(node, scope, depth)
            case "identifier" | "shorthand_property_identifier":
                return self._name(node, scope, depth)
            case "member_expression" | "subscript_expression":
                return self._member(node, scope, depth)
            case "ternary_expression" | "binary_expression" | "unary_expression":
                return self._operation(node, scope, depth)
            case "object":
                return self._object(node, scope, depth)
            case "array":
                return self._array(node, scope, depth)
            case "call_expression":
                return self._call(node, scope, depth)
            case "new_expression":
                return self._new(node, scope, depth)
            case "assignment_expression":
                right = node.child_by_field_name("right")
                return self._unknown("expression", node) if right is None else self._read(right, scope, depth)
            case "sequence_expression":
                last = node.named_children[-1:]
                return self._read(last[0], scope, depth) if last else self._unknown("expression", node)
            case kind if kind in FUNCTIONS or kind in CLASSES:
                return self._unknown("expression", node)
            case _:
                return self._unknown("expression", node)

    def _template_string(self, node: Node, scope: Scope, depth: int) -> Expression:
        parts: list[Expression] = []
        for child in node.named_children:
            if child.type == "template_substitution":
                inner = _first_value(child)
                parts.append(
                    self._read(inner[0], scope, depth) if inner else self._unknown("expression", child)
                )
            else:
                parts.append(self._marked(unescaped(self._source.of(child))))
        return joined(parts)

    def _marked(self, text: str) -> Expression:
        """A text; where a template engine fills something in, a template."""
        if not self._is_template or "{{" not in text:
            return Text(text)
        parts: list[Expression] = []
        done = 0
        for marker in _MUSTACHE.finditer(text):
            parts += [Text(text[done : marker.start()]), Unknown("template", marker[0])]
            done = marker.end()
        return joined([*parts, Text(text[done:])])

    def _name(self, node: Node, scope: Scope, depth: int) -> Expression:
        name = self._source.of(node)
        if name in _WORDS:
            return Scalar(_WORDS[name])
        found = self._scopes.lookup(name, scope)
        if found is None:
            return Name((name,))
        binding, at = found
        match binding:
            case Imported():
                return Name((name,))
            case Declared():
                return Name((name,)) if at is self._scopes.module else self._unknown("variable", node)
            case Argument():
                return self._argument(binding, at, depth)
            case Variable():
                is_top = at is self._scopes.module and not binding.is_each
                if is_top and not self._scopes.is_hoisted(binding):
                    return Name((name,))
                return self._variable(binding, at, node, depth)

    def _argument(self, binding: Argument, at: Scope, depth: int) -> Expression:
        self._looked_up += 1
        if self._looked_up > _MAX_VARIABLES:
            # A minified function assigns its parameters to each other without end.
            return Parameter(binding.name, self.place_of(binding.scope))
        given = self._each_of(binding, at, depth) or Parameter(binding.name, self.place_of(binding.scope))
        options = [member_at(given, binding.path)]
        if binding.default is not None:
            options.append(self._read(binding.default, at, depth))
        options += self._assigned(binding, at, depth)
        return choice(options)

    def _each_of(self, binding: Argument, at: Scope, depth: int) -> Expression | None:
        """What `NAMES.forEach((name) => …)` gives to its function, one after the other."""
        call = binding.scope.call
        function = None if call is None else call.child_by_field_name("function")
        if function is None or at.parent is None or self._scopes.last_name(function) not in _EACH:
            return None
        first = next(parameters_of(binding.scope.node, self._source), None)
        several = function.child_by_field_name("object")
        if first is None or first[0] != binding.name or several is None:
            return None
        return _each(self._read(several, at.parent, depth))

    def _variable(self, binding: Variable, at: Scope, node: Node, depth: int) -> Expression:
        # What is asked for from outside depends on nothing that is being followed, and is asked for often.
        key = None if self._resolving else (binding.start, depth)
        if key is not None and key in self._known:
            return self._known[key]
        value = self._followed(binding, at, node, depth)
        if key is not None:
            self._known[key] = value
        return value

    def _followed(self, binding: Variable, at: Scope, node: Node, depth: int) -> Expression:
        self._looked_up += 1
        if self._looked_up > _MAX_VARIABLES:
            return self._unknown("too-deep", node)
        if binding.start in self._resolving:
            return self._unknown("cycle", node)
        self._resolving.add(binding.start)
        try:
            options: list[Expression] = []
            if binding.value is not None:
                options.append(self._valued(binding, at, node, depth))
            elif binding.is_each:
                options.append(self._unknown("loop", node))
            elif binding.is_ambient:
                options.append(self._unknown("variable", node))
            if binding.default is not None:
                options.append(self._read(binding.default, at, depth))
            if not binding.is_constant:
                options += self._assigned(binding, at, depth)
        finally:
            self._resolving.discard(binding.start)
        value = choice(options) if options else self._unknown("variable", node)
        return self._as_changed(value, binding, at)

    def _as_changed(self, value: Expression, binding: Variable, at: Scope) -> Expression:
        """An object whose members are assigned later may have more than it begins with."""
        if isinstance(value, Object) and self._scopes.is_changed(binding.name, at):
            return Object(value.entries, open=True, spreads=value.spreads, keyed=value.keyed)
        return value

    def _valued(self, binding: Variable, at: Scope, node: Node, depth: int) -> Expression:
        if binding.value is None:
            return self._unknown("variable", node)
        value = self._read(binding.value, at, depth)
        if not binding.is_each:
            return member_at(value, binding.path)
        each = _each(value)
        return self._unknown("loop", node) if each is None else member_at(each, binding.path)

    def value_of(self, binding: Variable, at: Scope) -> Expression | None:
        """What a variable of the module's top is, its later assignments included; None if nothing says."""
        self._looked_up = 0
        self._max_entries = _MAX_ENTRIES
        if binding.value is None and binding.is_constant:
            return None
        options = [] if binding.value is None else [member_at(self._read(binding.value, at, 0), binding.path)]
        if not binding.is_constant:
            options += self._assigned(binding, at, 0)
        if not options:
            return None
        value = choice(options)
        return self._as_changed(value, binding, at)

    def _assigned(self, binding: Variable | Argument, at: Scope, depth: int) -> list[Expression]:
        return [
            Unknown("variable") if value is None else self._read(value, scope, depth)
            for value, scope in self._scopes.assignments(binding, at)
        ]

    def _member(self, node: Node, scope: Scope, depth: int) -> Expression:
        steps: list[tuple[Node, Expression | str]] = []
        inner = node
        while inner.type in ("member_expression", "subscript_expression"):
            if inner.type == "member_expression":
                last = inner.child_by_field_name("property")
                key: Expression | str = self._source.of(last) if last is not None else ""
            else:
                index = inner.child_by_field_name("index")
                key = self._unknown("expression", inner) if index is None else self._read(index, scope, depth)
                if isinstance(key, Text):
                    key = key.value
            steps.append((inner, key))
            outer = inner.child_by_field_name("object")
            if outer is None:
                return self._unknown("expression", node)
            inner = self.bare(outer)
        if len(steps) > MAX_DEPTH:
            return self._unknown("too-deep", node)
        steps.reverse()
        if inner.type == "this":
            value = self._own(steps, scope, depth)
            if value is None:
                return self._unknown("attribute", node)
            steps = steps[1:]
        else:
            value = self._read(inner, scope, depth)
        for at, key in steps:
            value = member_at(value, (key,)) if isinstance(key, str) else at_key(value, key)
            if isinstance(value, Unknown):
                return self._unknown(value.reason, at)
        return value

    def _own(self, steps: list[tuple[Node, Expression | str]], scope: Scope, depth: int) -> Expression | None:
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

    def _operation(self, node: Node, scope: Scope, depth: int) -> Expression:
        if node.type == "ternary_expression":
            return self._ternary(node, scope, depth)
        operator_node = node.child_by_field_name("operator")
        operator = operator_node.type if operator_node is not None else ""
        if node.type == "unary_expression":
            argument = node.child_by_field_name("argument")
            value = self._read(argument, scope, depth) if argument is not None and operator in "-+" else None
            if isinstance(value, Scalar) and isinstance(value.value, int | float) and operator:
                return Scalar(-value.value if operator == "-" else value.value)
            if operator == "void":
                return Scalar(None)
            return self._unknown("expression", node)
        left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
        if left is None or right is None:
            return self._unknown("expression", node)
        match operator:
            case "||" | "??":
                return choice(
                    [self._read(operand, scope, depth) for operand in self._operands(node, operator)]
                )
            case "&&":
                return self._read(right, scope, depth)
            case "+":
                parts = [self._read(operand, scope, depth) for operand in self._operands(node, operator)]
                if any(isinstance(part, Text | Template) for part in parts):
                    return joined(parts)
                return self._unknown("expression", node)
            case _:
                return self._unknown("expression", node)

    def _operands(self, node: Node, operator: str) -> list[Node]:
        """The operands of `a + b + c`, however many: the tree is as deep as they are many."""
        found: list[Node] = []
        while node.type == "binary_expression":
            kind, left = node.child_by_field_name("operator"), node.child_by_field_name("left")
            right = node.child_by_field_name("right")
            if kind is None or kind.type != operator or left is None or right is None:
                break
            found.append(right)
            node = left
        found.append(node)
        found.reverse()
        return found

    def _ternary(self, node: Node, scope: Scope, depth: int) -> Expression:
        options: list[Expression] = []
        while node.type == "ternary_expression":
            consequence, alternative = (
                node.child_by_field_name("consequence"),
                node.child_by_field_name("alternative"),
            )
            if consequence is None or alternative is None:
                return self._unknown("expression", node)
            options.append(self._read(consequence, scope, depth))
            node = self.bare(alternative)
        options.append(self._read(node, scope, depth))
        return choice(options)

    def _object(self, node: Node, scope: Scope, depth: int) -> Expression:
        entries: list[Entry] = []
        keyed: list[Keyed] = []
        spreads: list[Expression] = []
        is_open = False
        for member in node.named_children:
            if len(entries) >= self._max_entries:
                is_open = True
                break
            match member.type:
                case "pair":
                    key, value = member.child_by_field_name("key"), member.child_by_field_name("value")
                    name = None if key is None else self._key(key, scope, depth)
                    if key is None or value is None or name is None:
                        is_open = True
                    elif isinstance(name, str):
                        entries.append(self._entry(name, self._read(value, scope, depth), key))
                    else:
                        keyed.append(
                            Keyed(name, self._read(value, scope, depth), *self._source.place(key.start_byte))
                        )
                case "shorthand_property_identifier":
                    entries.append(
                        self._entry(self._source.of(member), self._read(member, scope, depth), member)
                    )
                case "method_definition":
                    key = member.child_by_field_name("name")
                    name = None if key is None else self._key(key, scope, depth)
                    if key is not None and isinstance(name, str):
                        entries.append(self._entry(name, self._unknown("expression", member), key))
                case "spread_element":
                    spread = self._spread(member, scope, depth)
                    if isinstance(spread, Object):
                        entries.extend(spread.entries)
                        keyed.extend(spread.keyed)
                        spreads.extend(spread.spreads)
                        is_open = is_open or spread.open
                    elif isinstance(spread, Name):
                        spreads.append(spread)
                    else:
                        is_open = True
                case "ERROR":
                    is_open = True
                case _:
                    pass
        # A later member of the same name wins, as it does in JavaScript.
        once = {entry.key: entry for entry in entries}
        return Object(tuple(once.values()), open=is_open, spreads=tuple(spreads), keyed=tuple(keyed))

    def _spread(self, node: Node, scope: Scope, depth: int) -> Expression:
        inner = _first_value(node)
        return self._read(inner[0], scope, depth) if inner else self._unknown("expression", node)

    def _key(self, node: Node, scope: Scope, depth: int) -> str | Expression | None:
        """The key of a member: a text, or an expression that another file may tell; None if nothing does."""
        match node.type:
            case "property_identifier" | "private_property_identifier" | "identifier":
                return self._source.of(node)
            case "string":
                return self.text(node)
            case "number":
                return self._source.of(node)
            case "computed_property_name":
                inner = _first_value(node)
                value = self._read(inner[0], scope, depth) if inner else None
                if isinstance(value, Text):
                    return value.value
                return value if isinstance(value, Name | Choice | Lookup) else None
            case _:
                return None

    def _entry(self, name: str, value: Expression, key: Node) -> Entry:
        line, column = self._source.place(key.start_byte)
        return Entry(name, value, line, column)

    def _array(self, node: Node, scope: Scope, depth: int) -> Expression:
        items: list[Expression] = []
        for child in node.named_children:
            if len(items) >= self._max_entries:
                return self._unknown("expression", node)
            if child.type == "comment":
                continue
            if child.type == "spread_element":
                spread = self._spread(child, scope, depth)
                if not isinstance(spread, Array):
                    return self._unknown("expression", node)
                items.extend(spread.items)
            else:
                items.append(self._read(child, scope, depth))
        return Array(tuple(items))

    def _call(self, node: Node, scope: Scope, depth: int) -> Expression:
        function = node.child_by_field_name("function")
        if function is None:
            return self._unknown("call", node)
        function = self.bare(function)
        path = self.path(function)
        listed = node.child_by_field_name("arguments")
        module = module_loaded(node, self._source)
        if module is not None:
            return self._loaded(module)
        if listed is None or listed.end_byte - listed.start_byte > _MAX_ARGUMENTS_BYTES:
            return self._frozen(path, node, scope, depth) or self._unknown("call", node)
        frozen = self._frozen(path, node, scope, depth)
        if frozen is not None:
            return frozen
        arguments, _ = self.arguments(node, scope, depth)
        if path == ("String",) and len(arguments) == 1:
            return joined(list(arguments))
        if function.type == "member_expression":
            receiver, method = function.child_by_field_name("object"), self._scopes.last_name(function)
            if receiver is not None and method in _TEXT_METHODS and not arguments:
                return self._read(receiver, scope, depth)
            if receiver is not None and method in ("join", "concat"):
                together = _together(self._read(receiver, scope, depth), method, arguments)
                if together is not None:
                    return together
        if path is None:
            return self._unknown("call", node)
        return Made(path, arguments)

    def _loaded(self, module: str) -> Name:
        """A module that is loaded where it is used: a name for it that no program can have."""
        local = f"require({module})"
        self.imports.setdefault(local, Import(local, module))
        return Name((local,))

    def _frozen(
        self, path: tuple[str, ...] | None, node: Node, scope: Scope, depth: int
    ) -> Expression | None:
        """`Object.freeze({…})` and its like, which give back what they are given."""
        if (
            path is None
            or path[0] != "Object"
            or path[-1] not in ("freeze", "seal", "assign", "preventExtensions")
        ):
            return None
        arguments, _ = self.arguments(node, scope, depth)
        if not arguments:
            return None
        if path[-1] != "assign":
            return arguments[0]
        objects = [part for part in arguments if isinstance(part, Object)]
        return Object(
            tuple({entry.key: entry for part in objects for entry in part.entries}.values()),
            open=len(objects) < len(arguments) or any(part.open for part in objects),
            spreads=tuple(spread for part in objects for spread in part.spreads),
            keyed=tuple(keyed for part in objects for keyed in part.keyed),
        )

    def _new(self, node: Node, scope: Scope, depth: int) -> Expression:
        constructor = node.child_by_field_name("constructor")
        path = None if constructor is None else self.path(constructor)
        if path is None or node.end_byte - node.start_byte > _MAX_ARGUMENTS_BYTES:
            return self._unknown("call", node)
        return Made(path, self.arguments(node, scope, depth)[0])

    def _unknown(self, reason: str, node: Node) -> Unknown:
        return Unknown(reason, self._source.shortened(node))


def joined(parts: list[Expression]) -> Expression:
    """Texts and expressions in a row, neighbouring texts made one."""
    flat: list[Expression] = []
    run: list[str] = []
    for part in parts:
        for piece in part.parts if isinstance(part, Template) else (part,):
            if isinstance(piece, Text | Scalar):
                run.append(piece.value if isinstance(piece, Text) else _as_text(piece))
                continue
            if any(run):
                flat.append(Text("".join(run)))
            run.clear()
            flat.append(piece)
    if any(run) or not flat:
        flat.append(Text("".join(run)))
    return flat[0] if len(flat) == 1 and isinstance(flat[0], Text) else Template(tuple(flat))


def choice(options: list[Expression]) -> Expression:
    """One of several, each once."""
    flat: dict[Expression, None] = {}
    for option in options:
        flat.update(dict.fromkeys(option.options if isinstance(option, Choice) else (option,)))
    return next(iter(flat)) if len(flat) == 1 else Choice(tuple(flat))


def member_at(value: Expression, path: tuple[Step, ...]) -> Expression:
    """What stands at a path in a value."""
    for step in path:
        if step == REST:
            value = Object((), open=True) if isinstance(value, Object) else Unknown("member")
        elif isinstance(step, int):
            value = at_key(value, Scalar(step))
        else:
            value = _member_of(value, step)
    return value


def at_key(value: Expression, key: Expression) -> Expression:
    """A member of a value by a key that is an expression."""
    if isinstance(key, Text):
        return _member_of(value, key.value)
    if isinstance(value, Array) and isinstance(key, Scalar):
        position = key.value
        if isinstance(position, int) and 0 <= position < len(value.items):
            return value.items[position]
        return Scalar(None)
    if isinstance(value, Object) and isinstance(key, Scalar):
        return _member_of(value, _as_text(key))
    if isinstance(value, Unknown | Scalar | Text | Template):
        return Unknown("member")
    return Lookup(value, key)


def _member_of(value: Expression, name: str) -> Expression:
    match value:
        case Object():
            found = next((entry.value for entry in reversed(value.entries) if entry.key == name), None)
            if found is not None:
                return found
            if value.keyed or value.spreads:
                return Lookup(value, Text(name))
            return Unknown("member") if value.open else Scalar(None)
        case Name():
            return Name((*value.path, name))
        case Parameter():
            return Parameter(value.name, value.function, (*value.path, name))
        case Choice():
            return choice([_member_of(option, name) for option in value.options])
        case Lookup():
            return Lookup(value, Text(name))
        case Unknown():
            return value
        case Made():
            return Unknown("call", ".".join((*value.callee, name)))
        case Text() | Scalar() | Template() | Array():
            return Unknown("member")


def _each(value: Expression) -> Expression | None:
    """What a loop over a value gives; None where nothing tells."""
    match value:
        case Array() if value.items:
            return choice(list(value.items))
        case Name() | Lookup():
            return Lookup(value, Unknown("loop"))
        case Made(callee=("Object", "values"), arguments=(of,)):
            return Lookup(of, Unknown("member"))
        case Made(callee=("Object", "keys"), arguments=(of,)):
            return Lookup(of, Unknown("loop"))
        case _:
            return None


def _together(value: Expression, method: str, arguments: tuple[Expression, ...]) -> Expression | None:
    """`["a", b].join(".")` and `"a".concat(b)`."""
    if method == "concat":
        return joined([value, *arguments]) if isinstance(value, Text | Template) else None
    separator = arguments[0] if arguments else Text(",")
    if not isinstance(value, Array) or not isinstance(separator, Text):
        return None
    parts: list[Expression] = []
    for item in value.items:
        parts += [separator, item] if parts else [item]
    return joined(parts)


def _as_text(scalar: Scalar) -> str:
    match scalar.value:
        case None:
            return "null"
        case bool():
            return "true" if scalar.value else "false"
        case _:
            return str(scalar.value)


def _first_value(node: Node) -> list[Node]:
    return next(([child] for child in node.named_children if child.type != "comment"), [])
