"""Where the values of a YAML file stand, and which values stand at a place."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from catalog.findings import Marks, Pointer
from catalog.loading.document import MAX_DEPTH, MAX_NODES, Defect, Unreadable, compose, start_of

_NAMED: Final = frozenset({"allow", "handling", "modes", "otherwise", "send_as", "severities", "truncate"})
"""Keys under which names stand, each with a word or a number: what is wrong there is mostly the name."""


def positions(content: bytes) -> Mapping[Pointer, Marks]:
    """The line and column of every value and of its key.

    A value stands at its key when nothing is written there, and when it is an alias of what stands before.
    """
    try:
        node = compose(content)
        found: dict[Pointer, Marks] = {}
        for pointer, mark_node, value in _walk(node):
            if pointer not in found:
                key, start = start_of(mark_node), start_of(value)
                is_text = isinstance(value, ScalarNode) and not _NAMED.intersection(pointer[-2:-1])
                found[pointer] = Marks(key, start if start > key and _is_written(value) else key, is_text)
    except Unreadable:
        return {(): Marks((1, 1), (1, 1))}
    return found


def _is_written(node: Node) -> bool:
    """Whether anything stands there: null may be nothing at all."""
    begin, end = node.start_mark, node.end_mark
    return begin is not None and end is not None and begin.index != end.index


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
