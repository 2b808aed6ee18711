"""Whether a dict may get more than is seen: from a call, under another name, or inside of a function."""

import re
from typing import Final

from tree_sitter import Node

from catalog.scan.python.bindings import FUNCTIONS
from catalog.scan.python.source import Source

# A name that is written so often belongs to generated code; nobody knows what becomes of it.
_MAX_MENTIONS: Final = 300

_ADDING: Final = frozenset({"update", "setdefault", "__setitem__", "__ior__"})
_ONLY_READING: Final = frozenset(
    {
        *(
            "len",
            "print",
            "str",
            "repr",
            "dict",
            "list",
            "tuple",
            "set",
            "sorted",
            "bool",
            "isinstance",
            "type",
        ),
        *("dumps", "copy", "deepcopy", "debug", "info", "warning", "error", "exception", "log"),
        *("update", "append", "MappingProxyType", "iter", "any", "all", "max", "min", "enumerate", "zip"),
    }
)


def escapes(source: Source, owner: Node, name: str, place: Node | None, sinks: frozenset[str]) -> bool:
    """Whether the dict `name` of a function (or module) may have got something unseen in front of a place.

    Without a place it is one of the module's: what its functions put into it counts, wherever they stand.
    Calls of `sinks` send it and leave it as it is.
    """
    end = owner.end_byte if place is None or _is_alias(place) else place.start_byte
    pattern = re.compile(rb"(?<![\w.])%s(?!\w)" % re.escape(name.encode()))
    for count, found in enumerate(pattern.finditer(source.content, owner.start_byte, end)):
        if count == _MAX_MENTIONS:
            return True
        node = source.root.descendant_for_byte_range(*found.span())
        if node is None or node.type != "identifier" or node.parent is None or node == place:
            continue
        is_later = place is not None and node.start_byte > place.start_byte
        if _escapes_at(source, node, owner, sinks, is_unseen=place is None or is_later):
            return True
    return False


def _escapes_at(source: Source, node: Node, owner: Node, sinks: frozenset[str], *, is_unseen: bool) -> bool:
    parent = node.parent
    outer = None if parent is None else parent.parent
    if parent is None or outer is None:
        return False
    match parent.type:
        case "subscript" if parent.child_by_field_name("value") == node:
            is_set = outer.type == "assignment" and outer.child_by_field_name("left") == parent
            return is_set and (is_unseen or _function(node) != _function_of(owner))
        case "attribute" if outer.type == "call":
            method = parent.child_by_field_name("attribute")
            if method is None or source.text(method) not in _ADDING:
                return False
            is_statement = outer.parent is not None and outer.parent.type == "expression_statement"
            return is_unseen or not is_statement or _function(node) != _function_of(owner)
        case "augmented_assignment":
            return is_unseen and parent.child_by_field_name("left") == node
        case "assignment":
            return _is_alias(node) and _is_kept(source, owner, parent, is_constant=_is_constant(source, node))
        case "argument_list":
            return _is_handed_on(source, outer, node, owner, sinks)
        case "keyword_argument" if parent.child_by_field_name("value") == node and outer.parent is not None:
            return _is_handed_on(source, outer.parent, node, owner, sinks)
        case _:
            return False


def _is_handed_on(source: Source, call: Node, node: Node, owner: Node, sinks: frozenset[str]) -> bool:
    callee = call.child_by_field_name("function")
    if call.type != "call" or callee is None:
        return False
    called = source.text(callee).rpartition(".")[2]
    if called in sinks or called in _ONLY_READING:
        return False
    # A constant that functions of its module hand on is one all the same.
    is_module = owner.type == "module"
    return not (is_module and (_is_constant(source, node) or _function(node) is not None))


def _is_kept(source: Source, owner: Node, assignment: Node, *, is_constant: bool) -> bool:
    """Whether something is put in under the other name; who knows, of what is no constant."""
    left = assignment.child_by_field_name("left")
    if left is None or left.type != "identifier":
        return not is_constant
    other = re.escape(source.text(left).encode())
    adding = rb"(?<![\w.])%s\s*(?:\[[^\]\n]*\]\s*=(?!=)|\|=|\.(?:update|setdefault)\()" % other
    handed = rb"[(,]\s*%s\s*[,)]" % other
    text = source.content[owner.start_byte : owner.end_byte]
    return re.search(adding, text) is not None or (not is_constant and re.search(handed, text) is not None)


def _is_alias(node: Node) -> bool:
    parent = node.parent
    return parent is not None and parent.type == "assignment" and parent.child_by_field_name("right") == node


def _is_constant(source: Source, node: Node) -> bool:
    return source.text(node).isupper()


def _function(node: Node) -> Node | None:
    parent = node.parent
    while parent is not None and parent.type not in FUNCTIONS:
        parent = parent.parent
    return parent


def _function_of(owner: Node) -> Node | None:
    return owner if owner.type in FUNCTIONS else None
