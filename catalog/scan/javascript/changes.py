"""What becomes of an object or an array after it was written out: members assigned, items added."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from tree_sitter import Node

from catalog.scan.javascript.nodes import unquoted
from catalog.scan.javascript.scope import Scope, Trail
from catalog.scan.javascript.source import Source

# A name that is written so often is a short one of a machine's; nobody knows what becomes of it.
_MAX_MENTIONS: Final = 500

_IN_WORD: Final = re.compile(rb"[\w$\x80-\xff]")
_SET: Final = re.compile(
    rb"\s{0,20}(?:\.\s{0,20}[\w$]+|\[[^\]\n]{0,80}\])\s{0,20}(?:=(?![=>])|\+=|\?\?=|\|\|=)"
)
_ADDED: Final = re.compile(rb"\s{0,20}!?\.\s{0,20}(?:push|unshift|splice|fill|pop|shift)\s{0,20}\(")
_CHANGED_BEFORE: Final = re.compile(rb"(?:\bObject\.assign\(|\bdelete\b)\s{0,20}$")
_LOOPS: Final = frozenset({"for_statement", "for_in_statement", "while_statement", "do_statement"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One of them. Without a value, nobody knows what it does."""

    start: int
    key: str | None = None
    """The member that is set; None for an item that is added, and for a key that is no text."""
    place: Node | None = None
    """Where its name stands."""
    value: Node | None = None
    scope: Scope
    until: int = 0
    """The end of the block that it is a statement of: no way leads past it to a later place in there."""
    is_added: bool = False


class Changes:
    """Finds them in one file."""

    def __init__(self, source: Source) -> None:
        self._source: Final = source

    def of(self, name: str, scope: Scope) -> list[Change] | None:
        """Every change of what has a name in a scope; None where there are more than anybody follows."""
        text, end = self._source.text, scope.node.end_byte
        wanted = name.encode()
        found: list[Change] = []
        at = text.find(wanted, scope.node.start_byte, end)
        for _ in range(_MAX_MENTIONS):
            if at < 0:
                return found
            after = at + len(wanted)
            before = text[at - 1 : at] if at else b""
            if not _IN_WORD.match(text, after) and not _IN_WORD.match(before) and before != b".":
                if _SET.match(text, after) is not None:
                    found.append(self._set(at, scope))
                elif _ADDED.match(text, after) is not None:
                    found += self._added(at, scope)
                elif _CHANGED_BEFORE.search(text, max(at - 40, 0), at) is not None:
                    found.append(Change(start=at, scope=scope))
            at = text.find(wanted, after, end)
        return None

    def _set(self, offset: int, scope: Scope) -> Change:
        trail = Trail(self._source, scope)
        trail.to(offset)
        nodes = trail.nodes
        member = nodes[-2] if len(nodes) > 2 else nodes[-1]
        assignment = nodes[-3] if len(nodes) > 2 else nodes[-1]
        inside = trail.scopes[-1]
        unknown = Change(start=offset, scope=inside)
        if assignment.type != "assignment_expression" or assignment.child_by_field_name("left") != member:
            return unknown
        value = assignment.child_by_field_name("right")
        if member.type == "member_expression":
            place = member.child_by_field_name("property")
            key = None if place is None else self._source.of(place)
        else:
            place = member.child_by_field_name("index")
            key = unquoted(place, self._source) if place is not None and place.type == "string" else None
        if inside.function is not scope.function or any(node.type in _LOOPS for node in nodes):
            return Change(start=offset, scope=inside, key=key)
        return Change(
            start=offset,
            key=key,
            place=place,
            value=value,
            scope=inside,
            until=_end_of_block(nodes),
        )

    def _added(self, offset: int, scope: Scope) -> Iterator[Change]:
        trail = Trail(self._source, scope)
        trail.to(offset)
        nodes = trail.nodes
        member = nodes[-2] if len(nodes) > 2 else nodes[-1]
        call = nodes[-3] if len(nodes) > 2 else nodes[-1]
        method = member.child_by_field_name("property")
        listed = call.child_by_field_name("arguments")
        how = "" if method is None else self._source.of(method)
        if how in ("pop", "shift"):
            return
        if listed is None or call.child_by_field_name("function") != member or how not in ("push", "unshift"):
            yield Change(start=offset, scope=trail.scopes[-1], is_added=True)
            return
        for child in listed.named_children:
            if child.type != "comment":
                value = None if child.type == "spread_element" else child
                yield Change(start=offset, value=value, scope=trail.scopes[-1], is_added=True)


def _end_of_block(nodes: list[Node]) -> int:
    """For the trail to a member's object, where the block ends that the assignment is a statement of."""
    if len(nodes) < 5 or nodes[-4].type != "expression_statement":
        return 0
    return nodes[-5].end_byte if nodes[-5].type in ("statement_block", "program", "switch_body") else 0
