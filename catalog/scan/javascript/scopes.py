"""What a name means at a place of a file, and what becomes of it after its declaration."""

import re
from bisect import bisect_left
from functools import cached_property
from typing import Final, NamedTuple

from tree_sitter import Node

from catalog.scan.javascript.changes import Change, Changes
from catalog.scan.javascript.declared import Argument, Binding, Variable, declarations
from catalog.scan.javascript.nodes import operator_of
from catalog.scan.javascript.scope import FUNCTIONS, Scope, Trail, last_name
from catalog.scan.javascript.source import Source

# More scopes around a place than any program has that people wrote.
_MAX_SCOPES: Final = 200
_MAX_HOISTS: Final = 20
# A name that is written so often is a short one of a machine's; nobody knows what becomes of it.
_MAX_MENTIONS: Final = 500
_MAX_ASSIGNMENTS: Final = 16

_ASSIGNED: Final = re.compile(
    rb"(?<![\w$.\x80-\xff])([A-Za-z_$][\w$]*)\s{0,20}(?:=(?![=>])|\+=|\?\?=|\|\|=|&&=)"
)
_ONLY_READING: Final = frozenset(
    {
        *("String", "Boolean", "stringify", "keys", "values", "entries", "fromEntries", "freeze", "isArray"),
        *("log", "info", "debug", "warn", "error", "structuredClone", "assign", "push", "has", "includes"),
    }
)


class Assignment(NamedTuple):
    """What is assigned to a name after its declaration; `added` where it is put behind what was there."""

    value: Node | None
    """None where it is unknown."""
    scope: Scope
    added: Node | None = None
    is_always: bool = False
    """Whether nothing in its scope leads past it."""


class Scopes:
    """All that is known of a file's scopes."""

    def __init__(self, source: Source, root: Node) -> None:
        self._source: Final = source
        self.module: Final = Scope(root, None, "")
        self._declared: Final[dict[int, dict[str, Binding]]] = {}
        self._has_var: Final = b"var" in source.text
        self._hoists: Final[dict[tuple[str, int], Variable | None]] = {}
        self._changes: Final = Changes(source)
        self._changes_of: Final[dict[tuple[str, int], list[Change] | None]] = {}
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
        if not self._has_var or name not in self._assigned:
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
            trail = Trail(self._source, outer)
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
            for name, binding in declarations(scope, self._source):
                found.setdefault(name, binding)
            self._declared[scope.node.id] = found
        return found

    def assignments(self, binding: Variable | Argument, scope: Scope) -> list[Assignment]:
        """What is assigned to a name after its declaration, each with its scope."""
        name = binding.name if isinstance(binding, Variable) else self._source.text[binding.start :]
        if isinstance(name, bytes):
            matched = re.match(rb"[\w$]+", name)
            name = matched[0].decode() if matched else ""
        found = [Assignment(*one) for one in self._values_of_hoisted.get(binding.start, ())]
        for offset in _within(self._assigned.get(name, []), scope.node):
            if offset == binding.start:
                continue
            trail = Trail(self._source, scope)
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
                return [*found, Assignment(None, scope)]
            right = assignment.child_by_field_name("right")
            operator = "=" if assignment.type == "assignment_expression" else operator_of(assignment)
            statement = trail.nodes[-3] if len(trail.nodes) > 2 else assignment
            around = trail.nodes[-4] if len(trail.nodes) > 3 else scope.node
            is_always = statement.type == "expression_statement" and around in (
                scope.node,
                scope.node.child_by_field_name("body"),
            )
            if operator == "+=":
                found.append(Assignment(None, trail.scopes[-1], right, is_always))
            else:
                is_plain = operator in ("=", "??=", "||=")
                found.append(Assignment(right if is_plain else None, trail.scopes[-1], None, is_always))
        return found

    def changes(self, name: str, scope: Scope) -> list[Change] | None:
        """What becomes of the members or items of what has a name; None where nobody can follow it."""
        key = (name, scope.node.id)
        if key not in self._changes_of:
            self._changes_of[key] = self._changes.of(name, scope)
        return self._changes_of[key]

    def is_handed_on(self, name: str, scope: Scope, place: int | None, sinks: frozenset[str]) -> bool:
        """Whether a call in front of a place, or another name, may put something into an object.

        Without a place the object is the module's, and what functions do with it is not looked at.
        """
        end = scope.node.end_byte if place is None else place
        pattern = re.compile(
            rb"(?<![\w$.])%s(?![\w$])(?=\s{0,20}[,);\n]|\s{0,20}$)" % re.escape(name.encode())
        )
        for count, match in enumerate(pattern.finditer(self._source.text, scope.node.start_byte, end)):
            if count == _MAX_MENTIONS:
                return True
            node = scope.node.descendant_for_byte_range(*match.span())
            parent = None if node is None else node.parent
            if node is None or parent is None or node.start_byte == place:
                continue
            if place is None and _is_in_function(node):
                continue
            if parent.type == "arguments" and parent.parent is not None:
                function = parent.parent.child_by_field_name("function")
                called = "" if function is None else last_name(function, self._source)
                if called not in sinks and called not in _ONLY_READING:
                    return True
            elif parent.type == "variable_declarator" and parent.child_by_field_name("value") == node:
                other = parent.child_by_field_name("name")
                if other is not None and self.changes(self._source.of(other), scope) != []:
                    return True
        return False

    @cached_property
    def _assigned(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for match in _ASSIGNED.finditer(self._source.text):
            found.setdefault(match[1].decode(), []).append(match.start(1))
        return found


def _is_in_function(node: Node) -> bool:
    at = node.parent
    while at is not None and at.type not in FUNCTIONS:
        at = at.parent
    return at is not None


def _within(offsets: list[int], node: Node) -> list[int]:
    first = bisect_left(offsets, node.start_byte)
    # One more than are looked at: whoever assigns so often is not a name's constant anyway.
    return offsets[first : min(bisect_left(offsets, node.end_byte), first + 4 * _MAX_ASSIGNMENTS)]
