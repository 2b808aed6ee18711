"""What becomes of a dict or a list of the module's after it was written out, wherever the file does it."""

import re
from collections.abc import Callable
from typing import Final

from tree_sitter import Node

from catalog.scan.facts import Array, Choice, Entry, Expression, Object, Text, Unknown
from catalog.scan.python.bindings import FUNCTIONS
from catalog.scan.python.source import Source

_ITEMS: Final = frozenset({"append", "insert", "extend", "add", "appendleft", "sort", "reverse", "update"})
_MEMBERS: Final = frozenset({"update", "setdefault", "__setitem__", "pop", "clear", "popitem"})
_MAX_MENTIONS: Final = 300
_MAX_BYTES: Final = 2_000
_UNSEEN: Final = Unknown("member")


Read = Callable[[Node], Expression]


def grown(source: Source, read: Read, owner: Node, name: str, value: Expression) -> Expression:
    """The value of a name with what is added to it; members that are set again are not what they were."""
    match value:
        case Choice():
            return Choice(tuple(grown(source, read, owner, name, option) for option in value.options))
        case Array():
            items = _items(source, read, owner, name)
            return Array(value.items + tuple(items)) if items else value
        case Object():
            return _with_set(source, read, owner, name, value)
        case _:
            return value


def _items(source: Source, read: Read, owner: Node, name: str) -> list[Expression]:
    """What is added to a list: what is told, and once that there is more."""
    found: list[Expression] = []
    for node in _mentions(source, owner, name):
        parent = node.parent
        if parent is None:
            continue
        if parent.type == "subscript" and _is_target(parent):
            found.append(_UNSEEN)
        elif parent.type == "attribute" and parent.parent is not None and parent.parent.type == "call":
            method = parent.child_by_field_name("attribute")
            listed = parent.parent.child_by_field_name("arguments")
            how = "" if method is None else source.text(method)
            if (
                how in ("append", "add", "appendleft")
                and listed is not None
                and listed.named_child_count == 1
            ):
                item = read(listed.named_children[0])
                found.append(item if isinstance(item, Text) else _UNSEEN)
            elif how in _ITEMS - {"sort", "reverse"}:
                found.append(_UNSEEN)
        elif (
            parent.type == "augmented_assignment"
            and parent.child_by_field_name("left") == node
            and (owner.type != "module" or _is_in_function(node))  # else it is counted in already
        ):
            found.append(_UNSEEN)
    return list(dict.fromkeys(found))


def _with_set(source: Source, read: Read, owner: Node, name: str, value: Object) -> Object:
    """An object whose members are set later: under one key, or who knows which."""
    later: dict[str, list[Entry]] = {}
    is_any = False
    for node in _mentions(source, owner, name):
        parent = node.parent
        outer = None if parent is None else parent.parent
        if parent is None or outer is None:
            continue
        if parent.type == "subscript" and _is_target(parent):
            key = parent.child_by_field_name("subscript")
            text = None if key is None else _text(source, key)
            if key is None or text is None:
                is_any = True
                continue
            given = outer.child_by_field_name("right") if outer.type == "assignment" else None
            is_told = given is not None and given.end_byte - given.start_byte <= _MAX_BYTES
            told = read(given) if given is not None and is_told else _UNSEEN
            later.setdefault(text, []).append(Entry(text, told, source.line(key), source.column(key)))
        elif parent.type == "attribute" and outer.type == "call":
            method = parent.child_by_field_name("attribute")
            is_any = is_any or (method is not None and source.text(method) in _MEMBERS)
        elif parent.type == "augmented_assignment" and parent.child_by_field_name("left") == node:
            is_any = True
    if not later and not is_any:
        return value
    entries = [one for one in value.entries if one.key not in later]
    entries += [_one_of(several) for several in later.values()]
    if is_any:
        entries = [Entry(one.key, Choice((one.value, _UNSEEN)), one.line, one.column) for one in entries]
    return Object(tuple(entries), True, value.spreads, value.keyed)


def _one_of(entries: list[Entry]) -> Entry:
    first = entries[0]
    values = tuple(dict.fromkeys(one.value for one in entries))
    return first if len(values) == 1 else Entry(first.key, Choice(values), first.line, first.column)


def _mentions(source: Source, owner: Node, name: str) -> list[Node]:
    pattern = re.compile(rb"(?<![\w.])%s(?=\s*(?:[\[.|+]))" % re.escape(name.encode()))
    found = []
    for count, match in enumerate(pattern.finditer(source.content, owner.start_byte, owner.end_byte)):
        if count == _MAX_MENTIONS:
            break
        node = source.root.descendant_for_byte_range(*match.span())
        if node is not None and node.type == "identifier":
            found.append(node)
    return found


def _is_target(subscript: Node) -> bool:
    outer = subscript.parent
    if outer is None:
        return False
    if outer.type == "delete_statement":
        return True
    is_assigned = outer.type in ("assignment", "augmented_assignment")
    return is_assigned and outer.child_by_field_name("left") == subscript


def _is_in_function(node: Node) -> bool:
    parent = node.parent
    while parent is not None and parent.type not in FUNCTIONS:
        parent = parent.parent
    return parent is not None


def _text(source: Source, node: Node) -> str | None:
    if node.type != "string" or any(child.type == "interpolation" for child in node.named_children):
        return None
    return "".join(source.text(part) for part in node.named_children if part.type == "string_content")
