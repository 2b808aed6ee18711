"""Python's expressions as facts: local names followed, names of the module and of imports left as names."""

from collections.abc import Callable, Iterator
from typing import Final

from tree_sitter import Node

from catalog.scan.facts import (
    MAX_DEPTH,
    Array,
    Choice,
    Entry,
    Expression,
    Keyed,
    Lookup,
    Made,
    Name,
    Object,
    Parameter,
    Scalar,
    Text,
    Unknown,
)
from catalog.scan.python.arguments import Arguments, Keyword, arguments_of
from catalog.scan.python.names import Names
from catalog.scan.python.source import Source, first_inside
from catalog.scan.python.texts import formatted, joined, percent, text_of

_SCALARS: Final = {"true": True, "false": False, "none": None}
_TRUTH: Final = Made(("bool",))
"""What a comparison gives: nobody knows which, but of which type."""
_CASES: Final[dict[str, Callable[[str], str]]] = {
    "lower": str.lower,
    "upper": str.upper,
    "strip": str.strip,
    "title": str.title,
}


class Expressions:
    """Reads the expressions of one file."""

    def __init__(self, source: Source, sinks: frozenset[str] = frozenset()) -> None:
        self.source = source
        self.names = Names(source, self.read, sinks)
        self._depth = 0

    def read(self, node: Node) -> Expression:
        """The fact that an expression is."""
        if self._depth >= MAX_DEPTH:
            return Unknown("too-deep")
        if not self._depth:
            self.names.looked_up = 0
        self._depth += 1
        try:
            return self._read(node)
        finally:
            self._depth -= 1

    def entry(self, keyword: Keyword) -> Entry:
        """A keyword argument or a member, with its place."""
        place = keyword.node
        return Entry(
            keyword.name, self.read(keyword.value), self.source.line(place), self.source.column(place)
        )

    def _read(self, node: Node) -> Expression:
        match node.type:
            case "string" | "concatenated_string":
                return text_of(self.source, node, self.read)
            case "true" | "false" | "none":
                return Scalar(_SCALARS[node.type])
            case "integer" | "float":
                return _number(self.source.text(node))
            case "identifier":
                return self.names.value(node)
            case "attribute":
                return self._attribute(node)
            case "subscript":
                return self._subscript(node)
            case "call":
                return self._call(node)
            case "conditional_expression":
                first, _, second = (*node.named_children, *(None, None, None))[:3]
                return self._choice(first, second)
            case "boolean_operator":
                return self._boolean(node)
            case "binary_operator":
                return self._binary(node)
            case "unary_operator":
                return self._negative(node)
            case "comparison_operator" | "not_operator":
                return _TRUTH
            case "parenthesized_expression" | "await" | "keyword_argument":
                inner = first_inside(node)
                return Unknown("expression") if inner is None else self.read(inner)
            case "named_expression":
                value = node.child_by_field_name("value")
                return Unknown("expression") if value is None else self.read(value)
            case "dictionary":
                return self._dictionary(node)
            case "list" | "tuple" | "set" | "expression_list":
                return Array(tuple(self.read(child) for child in _items(node)))
            case _:
                return Unknown("expression", self.source.shortened(node))

    def dotted(self, node: Node) -> tuple[str, ...] | None:
        """The parts of `a.b.c`; None where it begins with anything but a name."""
        parts: list[str] = []
        while node.type == "attribute":
            name, of = node.child_by_field_name("attribute"), node.child_by_field_name("object")
            if name is None or of is None:
                return None
            parts.append(self.source.text(name))
            node = of
        if node.type != "identifier":
            return None
        return (self.source.text(node), *reversed(parts))

    def _attribute(self, node: Node) -> Expression:
        of, named = node.child_by_field_name("object"), node.child_by_field_name("attribute")
        if of is None or named is None:
            return Unknown("attribute")
        name = self.source.text(named)
        own = self.names.own_member(of, name)
        if own is not None:
            return own
        base = self.read(of)
        match base:
            case Name():
                return Name((*base.path, name))
            case Parameter():
                return Parameter(base.name, base.function, (*base.path, name))
            case Text() | Choice() | Lookup() if name == "value":
                return base
            case _:
                return Unknown("attribute", self.source.shortened(node))

    def _subscript(self, node: Node) -> Expression:
        of, key = node.child_by_field_name("value"), node.child_by_field_name("subscript")
        if of is None or key is None:
            return Unknown("member", self.source.shortened(node))
        base = self.read(of)
        if key.type == "slice" or isinstance(base, Unknown | Made):
            return Unknown("member", self.source.shortened(node))
        member = self.read(key)
        if isinstance(base, Parameter) and isinstance(member, Text):
            return Parameter(base.name, base.function, (*base.path, member.value))
        return Lookup(base, member)

    def _choice(self, *nodes: Node | None) -> Expression:
        return chosen([self.read(node) for node in nodes if node is not None])

    def _boolean(self, node: Node) -> Expression:
        operator = node.child_by_field_name("operator")
        right = node.child_by_field_name("right")
        if operator is not None and operator.type == "or":
            return self._choice(node.child_by_field_name("left"), right)
        return Unknown("expression") if right is None else self.read(right)

    def _negative(self, node: Node) -> Expression:
        argument = node.child_by_field_name("argument")
        value = Unknown("expression") if argument is None else self.read(argument)
        if (
            isinstance(value, Scalar)
            and isinstance(value.value, int | float)
            and node.children[0].type == "-"
        ):
            return Scalar(-value.value)
        return value

    def _binary(self, node: Node) -> Expression:
        left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
        operator = node.child_by_field_name("operator")
        if left is None or right is None or operator is None:
            return Unknown("expression")
        base = self.read(left)
        if operator.type == "%" and isinstance(base, Text):
            value = self.read(right)
            if isinstance(value, Object):
                return percent(base.value, (), {entry.key: entry.value for entry in value.entries})
            return percent(base.value, value.items if isinstance(value, Array) else (value,), {})
        if operator.type == "+":
            other = self.read(right)
            if isinstance(base, Array) and isinstance(other, Array):
                return Array(base.items + other.items)
            if isinstance(base, Scalar) or isinstance(other, Scalar):
                return Unknown("expression", self.source.shortened(node))
            return joined((base, other))
        if operator.type == "|":
            return Object((), spreads=(base, self.read(right)))
        return Unknown("expression", self.source.shortened(node))

    def _dictionary(self, node: Node) -> Expression:
        entries: list[Entry] = []
        keyed: list[Keyed] = []
        spreads: list[Expression] = []
        is_open = False
        for child in node.named_children:
            if child.type == "dictionary_splat" and child.named_child_count:
                spreads.append(self.read(child.named_children[0]))
            elif child.type == "pair":
                key, value = child.child_by_field_name("key"), child.child_by_field_name("value")
                name = None if key is None else self.read(key)
                if key is not None and value is not None and isinstance(name, Text):
                    entries.append(self.entry(Keyword(name=name.value, value=value, node=key)))
                elif key is not None and value is not None and name is not None:
                    place = (self.source.line(key), self.source.column(key))
                    keyed.append(Keyed(name, self.read(value), *place))
                else:
                    is_open = True
            elif child.type != "comment":
                is_open = True
        return Object(tuple(entries), is_open, tuple(spreads), tuple(keyed))

    def _call(self, node: Node) -> Expression:
        callee = node.child_by_field_name("function")
        listed = node.child_by_field_name("arguments")
        if callee is None or listed is None:
            return Unknown("call", self.source.shortened(node))
        given = arguments_of(self.source, listed)
        if callee.type == "attribute":
            found = self._method(callee, given)
            if found is not None:
                return found
        path = self.dotted(callee)
        if path is None:
            return Unknown("call", self.source.shortened(node))
        if path == ("dict",):
            return self._dict(given)
        if path in (("str",), ("list",), ("tuple",)) and len(given.positional) == 1:
            return self.read(given.positional[0])
        return Made(
            path,
            tuple(self.read(value) for value in given.positional),
            tuple(self.entry(keyword) for keyword in given.keywords),
        )

    def _method(self, callee: Node, given: Arguments) -> Expression | None:
        of, named = callee.child_by_field_name("object"), callee.child_by_field_name("attribute")
        if of is None or named is None:
            return None
        name = self.source.text(named)
        if name == "format":
            base = self.read(of)
            if isinstance(base, Text):
                named_values = {keyword.name: self.read(keyword.value) for keyword in given.keywords}
                return formatted(base.value, [self.read(value) for value in given.positional], named_values)
        elif name in _CASES and not given.positional:
            base = self.read(of)
            if isinstance(base, Text):
                return Text(_CASES[name](base.value))
        elif name == "join" and len(given.positional) == 1:
            base, items = self.read(of), self.read(given.positional[0])
            if isinstance(base, Text) and isinstance(items, Array):
                return joined([part for item in items.items for part in (base, item)][1:])
        elif name == "get" and given.positional:
            return self._got(of, given)
        elif name == "copy" and not given.positional:
            return self.read(of)
        elif name in ("values", "items", "keys") and not given.positional:
            return _all_of(self.read(of), name)
        return None

    def _got(self, of: Node, given: Arguments) -> Expression | None:
        """`NAMES.get(key, default)`."""
        base = self.read(of)
        if not isinstance(base, Object | Name | Choice):
            return None
        if isinstance(base, Name) and not base.path[-1].lstrip("_").isupper():
            return None  # `request.args.get(…)`: no constant
        found: list[Expression] = [Lookup(base, self.read(given.positional[0]))]
        if len(given.positional) > 1:
            found.append(self.read(given.positional[1]))
        return chosen(found)

    def _dict(self, given: Arguments) -> Expression:
        """`dict(base, key=value)`."""
        spreads = (*given.positional, *given.spread_keywords)
        return Object(
            tuple(self.entry(keyword) for keyword in given.keywords),
            spreads=tuple(self.read(value) for value in spreads),
        )


def _all_of(base: Expression, what: str) -> Expression:
    """What a loop over the values, the items or the keys of a dict runs over."""
    if isinstance(base, Unknown | Made):
        return Unknown("loop")
    key, value = Lookup(base, Unknown("loop")), Lookup(base, Unknown("member"))
    match what:
        case "values":
            return Array((value,))
        case "items":
            return Array((Array((key, value)),))
        case _:
            return Array((key,))


def chosen(options: list[Expression]) -> Expression:
    """One of several; of one, that one."""
    found: list[Expression] = []
    for option in options:
        for inner in option.options if isinstance(option, Choice) else (option,):
            if inner not in found:
                found.append(inner)
    if not found:
        return Unknown("variable")
    return found[0] if len(found) == 1 else Choice(tuple(found))


def _items(node: Node) -> Iterator[Node]:
    return (child for child in node.named_children if child.type != "comment")


def _number(written: str) -> Expression:
    text = written.replace("_", "").lower().rstrip("lj")
    try:
        return Scalar(int(text, 0))
    except ValueError:
        pass
    try:
        return Scalar(float(text))
    except ValueError:
        return Unknown("expression", written[:40])
