"""Where the values of a YAML file stand, and which values stand at a place."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from yaml.nodes import MappingNode, Node, SequenceNode

from catalog.findings import Pointer
from catalog.loading.document import MAX_DEPTH, MAX_NODES, Defect, Unreadable, compose, start_of


def positions(content: bytes) -> Mapping[Pointer, tuple[int, int]]:
    """The line and column of every value: of a value's key where it has one, else of the value itself."""
    try:
        node = compose(content)
        found: dict[Pointer, tuple[int, int]] = {}
        for pointer, mark_node, _ in _walk(node):
            found.setdefault(pointer, start_of(mark_node))
    except Unreadable:
        return {(): (1, 1)}
    return found


def pointers_of(content: bytes, defects: Iterable[Defect]) -> frozenset[Pointer]:
    """The values that defects concern; of a key that is none, the mapping that it stands in.

    One place is several values when an alias repeats it.
    """
    places = {(one.line, one.column): one.rule in _OF_A_KEY for one in defects}
    if not places:
        return frozenset()
    found: set[Pointer] = set()
    met: set[tuple[int, int]] = set()
    try:
        for pointer, mark_node, node in _walk(compose(content)):
            for start in {start_of(mark_node), start_of(node)} & places.keys():
                met.add(start)
                found.add(pointer[:-1] if places[start] else pointer)
    except Unreadable:
        return frozenset({()})
    return frozenset(found) if met == places.keys() else frozenset({()})


_OF_A_KEY: Final = frozenset({"format/key-not-text", "format/merge-key"})

LOSING_KEYS: Final = _OF_A_KEY | {"format/duplicate-key"}
"""Defects after which the data lacks keys that the file has."""


def _walk(root: Node) -> Iterator[tuple[Pointer, Node, Node]]:
    budget = MAX_NODES
    stack: list[tuple[Pointer, Node, Node]] = [((), root, root)]
    while stack and budget > 0:
        budget -= 1
        pointer, mark_node, node = stack.pop()
        yield pointer, mark_node, node
        if len(pointer) > MAX_DEPTH:
            continue  # an alias of itself
        if isinstance(node, MappingNode):
            stack.extend(((*pointer, str(key.value)), key, value) for key, value in node.value)
        elif isinstance(node, SequenceNode):
            stack.extend(((*pointer, index), item, item) for index, item in enumerate(node.value))
