"""What an argument may be: a node → a small expression, in which names of other places stay names."""

from typing import Final

from tree_sitter import Node

from catalog.scan.facts import (
    ABSENT,
    MAX_DEPTH,
    Array,
    Expression,
    Import,
    Made,
    Name,
    Object,
    Scalar,
    Template,
    Text,
    Unknown,
)
from catalog.scan.javascript.declared import Variable
from catalog.scan.javascript.displays import MAX_ENTRIES, Displays
from catalog.scan.javascript.names import WORDS, Names
from catalog.scan.javascript.nodes import bare, first_value, module_loaded, operands, path_of, unknown
from catalog.scan.javascript.scope import CLASSES, FUNCTIONS, Scope, last_name
from catalog.scan.javascript.scopes import Scopes
from catalog.scan.javascript.source import Source
from catalog.scan.javascript.text import number, unescaped
from catalog.scan.javascript.values import at_key, choice, joined, member_at, together, with_markers

_TEXT_METHODS: Final = frozenset({"toString", "valueOf"})
_MAX_TEXT_BYTES: Final = 8000
_MAX_PROPERTIES: Final = 300
_MAX_ARGUMENTS_BYTES: Final = 4000


class Expressions:
    """Reads the expressions of one file; `imports` grow by what it meets."""

    def __init__(
        self,
        source: Source,
        scopes: Scopes,
        *,
        is_template: bool = False,
        sinks: frozenset[str] = frozenset(),
    ) -> None:
        self.names: Final = Names(source, scopes, self._read, sinks)
        self.imports: Final[dict[str, Import]] = {}
        """Modules that expressions load: `require("./names").SIGNUP`."""
        self._source: Final = source
        self._is_template: Final = is_template
        self._displays: Final = Displays(source, self._read)

    def read(self, node: Node, scope: Scope) -> Expression:
        """What a node may be, seen from a scope."""
        self.names.looked_up = 0
        self._displays.max_entries = MAX_ENTRIES
        return self._read(node, scope, 0)

    def value_of(self, binding: Variable, at: Scope) -> Expression | None:
        """What a variable of the module's top is, its later assignments included; None if nothing says."""
        self._displays.max_entries = MAX_ENTRIES
        return self.names.value_of(binding, at)

    def text(self, node: Node) -> str:
        """What a string literal stands for."""
        return self._displays.text(node)

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
                spread = self._displays.spread(child, scope, depth)
                if not isinstance(spread, Array):
                    return tuple(found), True
                found.extend(spread.items)
            else:
                found.append(self._read(child, scope, depth))
        return tuple(found), False

    def call_arguments(self, node: Node, scope: Scope) -> tuple[tuple[Expression, ...], bool]:
        """The arguments of a call that is a fact itself."""
        self.names.looked_up = 0
        self._displays.max_entries = _MAX_PROPERTIES
        return self.arguments(node, scope)

    def _read(self, node: Node, scope: Scope, depth: int) -> Expression:
        if depth > MAX_DEPTH:
            return unknown("too-deep", node, self._source)
        node = bare(node)
        depth += 1
        match node.type:
            case "string" | "template_string" if node.end_byte - node.start_byte > _MAX_TEXT_BYTES:
                return unknown("expression", node, self._source)
            case "string":
                return self._marked(self.text(node))
            case "number":
                value = number(self._source.of(node))
                return unknown("expression", node, self._source) if value is None else Scalar(value)
            case "true" | "false" | "null" | "undefined":
                return WORDS[node.type]
            case "template_string":
                return self._template_string(node, scope, depth)
            case "identifier" | "shorthand_property_identifier":
                return self.names.read(node, scope, depth)
            case "member_expression" | "subscript_expression":
                return self._member(node, scope, depth)
            case "ternary_expression" | "binary_expression" | "unary_expression":
                return self._operation(node, scope, depth)
            case "object":
                return self._displays.object(node, scope, depth)
            case "array":
                return self._displays.array(node, scope, depth)
            case "call_expression":
                return self._call(node, scope, depth)
            case "new_expression":
                return self._new(node, scope, depth)
            case "assignment_expression":
                right = node.child_by_field_name("right")
                return (
                    unknown("expression", node, self._source)
                    if right is None
                    else self._read(right, scope, depth)
                )
            case "sequence_expression":
                last = node.named_children[-1:]
                return (
                    self._read(last[0], scope, depth) if last else unknown("expression", node, self._source)
                )
            case kind if kind in FUNCTIONS or kind in CLASSES:
                return unknown("expression", node, self._source)
            case _:
                return unknown("expression", node, self._source)

    def _template_string(self, node: Node, scope: Scope, depth: int) -> Expression:
        parts: list[Expression] = []
        for child in node.named_children:
            if child.type == "template_substitution":
                inner = first_value(child)
                parts.append(
                    self._read(inner[0], scope, depth)
                    if inner
                    else unknown("expression", child, self._source)
                )
            else:
                parts.append(self._marked(unescaped(self._source.of(child))))
        return joined(parts)

    def _marked(self, text: str) -> Expression:
        return with_markers(text) if self._is_template else Text(text)

    def _member(self, node: Node, scope: Scope, depth: int) -> Expression:
        steps: list[tuple[Node, Expression | str]] = []
        inner = node
        while inner.type in ("member_expression", "subscript_expression"):
            if inner.type == "member_expression":
                last = inner.child_by_field_name("property")
                key: Expression | str = self._source.of(last) if last is not None else ""
            else:
                index = inner.child_by_field_name("index")
                key = (
                    unknown("expression", inner, self._source)
                    if index is None
                    else self._read(index, scope, depth)
                )
                if isinstance(key, Text):
                    key = key.value
            steps.append((inner, key))
            outer = inner.child_by_field_name("object")
            if outer is None:
                return unknown("expression", node, self._source)
            inner = bare(outer)
        if len(steps) > MAX_DEPTH:
            return unknown("too-deep", node, self._source)
        steps.reverse()
        if inner.type == "this":
            value = self.names.own(steps, scope, depth)
            if value is None:
                return unknown("attribute", node, self._source)
            steps = steps[1:]
        else:
            value = self._read(inner, scope, depth)
        for at, key in steps:
            value = member_at(value, (key,)) if isinstance(key, str) else at_key(value, key)
            if isinstance(value, Unknown):
                return unknown(value.reason, at, self._source)
        return value

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
                return ABSENT
            return unknown("expression", node, self._source)
        left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
        if left is None or right is None:
            return unknown("expression", node, self._source)
        match operator:
            case "||" | "??":
                return choice([self._read(operand, scope, depth) for operand in operands(node, operator)])
            case "&&":
                return self._read(right, scope, depth)
            case "+":
                parts = [self._read(operand, scope, depth) for operand in operands(node, operator)]
                if any(isinstance(part, Text | Template) for part in parts):
                    return joined(parts)
                return unknown("expression", node, self._source)
            case _:
                return unknown("expression", node, self._source)

    def _ternary(self, node: Node, scope: Scope, depth: int) -> Expression:
        options: list[Expression] = []
        while node.type == "ternary_expression":
            consequence, alternative = (
                node.child_by_field_name("consequence"),
                node.child_by_field_name("alternative"),
            )
            if consequence is None or alternative is None:
                return unknown("expression", node, self._source)
            options.append(self._read(consequence, scope, depth))
            node = bare(alternative)
        options.append(self._read(node, scope, depth))
        return choice(options)

    def _call(self, node: Node, scope: Scope, depth: int) -> Expression:
        function = node.child_by_field_name("function")
        if function is None:
            return unknown("call", node, self._source)
        function = bare(function)
        path = path_of(function, self._source)
        listed = node.child_by_field_name("arguments")
        module = module_loaded(node, self._source)
        if module is not None:
            return self._loaded(module)
        if listed is None or listed.end_byte - listed.start_byte > _MAX_ARGUMENTS_BYTES:
            return self._frozen(path, node, scope, depth) or unknown("call", node, self._source)
        frozen = self._frozen(path, node, scope, depth)
        if frozen is not None:
            return frozen
        arguments, _ = self.arguments(node, scope, depth)
        if path == ("String",) and len(arguments) == 1:
            return joined(list(arguments))
        if function.type == "member_expression":
            receiver, method = function.child_by_field_name("object"), last_name(function, self._source)
            if receiver is not None and method in _TEXT_METHODS and not arguments:
                return self._read(receiver, scope, depth)
            if receiver is not None and method in ("join", "concat"):
                joint = together(self._read(receiver, scope, depth), method, arguments)
                if joint is not None:
                    return joint
        if path is None:
            return unknown("call", node, self._source)
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
        path = None if constructor is None else path_of(constructor, self._source)
        if path is None or node.end_byte - node.start_byte > _MAX_ARGUMENTS_BYTES:
            return unknown("call", node, self._source)
        return Made(path, self.arguments(node, scope, depth)[0])
