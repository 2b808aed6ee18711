"""Objects and arrays as they are written out."""

from collections.abc import Callable
from typing import Final

from tree_sitter import Node

from catalog.scan.facts import (
    Array,
    Choice,
    Entry,
    Expression,
    Keyed,
    Lookup,
    Name,
    Object,
    Parameter,
    Scalar,
    Text,
)
from catalog.scan.javascript.nodes import bare, first_value, operator_of, unknown
from catalog.scan.javascript.scope import Scope
from catalog.scan.javascript.source import Source
from catalog.scan.javascript.text import unescaped
from catalog.scan.javascript.values import choice

# Larger ones are data that somebody keeps in a program, not what is sent for an event.
MAX_ENTRIES: Final = 5000


class Displays:
    """Reads them for one file; `read` gives the expression of what stands in them."""

    def __init__(self, source: Source, read: Callable[[Node, Scope, int], Expression]) -> None:
        self._source: Final = source
        self._read: Final = read
        self.max_entries = MAX_ENTRIES
        """So many members are told; what has more is open, or unknown."""

    def text(self, node: Node) -> str:
        """What a string literal stands for."""
        return unescaped(self._source.of(node)[1:-1])

    def object(self, node: Node, scope: Scope, depth: int) -> Expression:
        """An object literal."""
        entries: list[Entry] = []
        keyed: list[Keyed] = []
        spreads: list[Expression] = []
        is_open = False
        for member in node.named_children:
            if len(entries) >= self.max_entries:
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
                        entries.append(self._entry(name, unknown("expression", member, self._source), key))
                case "spread_element":
                    spread = self._members(member, scope, depth)
                    if isinstance(spread, Object):
                        entries.extend(spread.entries)
                        keyed.extend(spread.keyed)
                        spreads.extend(spread.spreads)
                        is_open = is_open or spread.open
                    elif isinstance(spread, Name | Choice | Parameter):
                        spreads.append(spread)
                        is_open = is_open or isinstance(spread, Parameter)
                    elif isinstance(spread, Scalar):
                        pass  # there is nothing in it
                    else:
                        is_open = True
                case "ERROR":
                    is_open = True
                case _:
                    pass
        # A later member of the same name wins, as it does in JavaScript.
        once = {entry.key: entry for entry in entries}
        return Object(tuple(once.values()), open=is_open, spreads=tuple(spreads), keyed=tuple(keyed))

    def spread(self, node: Node, scope: Scope, depth: int) -> Expression:
        """What is spread: `...value`."""
        inner = first_value(node)
        return self._read(inner[0], scope, depth) if inner else unknown("expression", node, self._source)

    def _members(self, node: Node, scope: Scope, depth: int) -> Expression:
        """What an object gets by a spread: of `...(is_new && {…})` the object, or nothing."""
        inner = first_value(node)
        of = bare(inner[0]) if inner else node
        if of.type == "binary_expression" and operator_of(of) == "&&":
            return choice([Scalar(None), self.spread(node, scope, depth)])
        return self.spread(node, scope, depth)

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
                inner = first_value(node)
                value = self._read(inner[0], scope, depth) if inner else None
                if isinstance(value, Text):
                    return value.value
                return value if isinstance(value, Name | Choice | Lookup) else None
            case _:
                return None

    def _entry(self, name: str, value: Expression, key: Node) -> Entry:
        line, column = self._source.place(key.start_byte)
        return Entry(name, value, line, column)

    def array(self, node: Node, scope: Scope, depth: int) -> Expression:
        """An array literal."""
        items: list[Expression] = []
        for child in node.named_children:
            if len(items) >= self.max_entries:
                return unknown("expression", node, self._source)
            if child.type == "comment":
                continue
            if child.type == "spread_element":
                spread = self.spread(child, scope, depth)
                if not isinstance(spread, Array):
                    return unknown("expression", node, self._source)
                items.extend(spread.items)
            else:
                items.append(self._read(child, scope, depth))
        return Array(tuple(items))
