"""Generated trackers in a JavaScript file: what an import may give of one, and what is read of that."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Final

from tree_sitter import Node

from catalog.scan.facts import VIEW
from catalog.scan.javascript.declared import Binding, Imported
from catalog.scan.javascript.nodes import unquoted, written
from catalog.scan.javascript.scope import CLASSES, Trail
from catalog.scan.javascript.source import Source
from catalog.scan.javascript.standing import Meaning, Standing, at_key, exported

_WORD: Final = re.compile(r"[\w$-]+")
_VIEW: Final = "of"
_AROUND: Final = ("non_null_expression", "parenthesized_expression", "as_expression", "await_expression")
_NO_VALUES: Final = (
    *("import_specifier", "namespace_import", "import_clause", "export_specifier", "pair_pattern"),
)
_PARAMETERS: Final = ("required_parameter", "optional_parameter")


def imported(declared: Mapping[str, Binding], words: frozenset[str]) -> Iterator[Standing]:
    """The names of a module that its imports may have from a tracker."""
    for local, one in declared.items():
        if isinstance(one, Imported) and (
            one.name in words or not words.isdisjoint(_WORD.findall(one.module))
        ):
            path = (one.module,) if one.name is None else (one.module, one.name)
            meaning = Meaning(callee=local, receiver=None, binding="import", bound_to=path, tracked=path)
            yield Standing(name=local, meaning=meaning, start=-1, is_import=True)


class Trackers:
    """Follows what may be of a generated tracker from its names to what is read of it, and to other names."""

    def __init__(
        self,
        source: Source,
        note: Callable[[Standing], None],
        follow: Callable[[Trail, int, int, str, Meaning], None],
    ) -> None:
        self._source: Final = source
        self._note: Final = note
        self._follow: Final = follow

    def mentioned(self, trail: Trail, standing: Standing) -> None:
        """A name that stands for a tracker or for a part of one, if it is no member of something else."""
        nodes, source, meaning = trail.nodes, self._source, standing.meaning
        at = len(nodes) - 1
        if standing.owner:
            if nodes[-2].type != "member_expression" or _own_class(source, nodes) != standing.owner[0]:
                return
            at -= 1
        for pattern, owner in annotated(nodes):
            name = source.of(pattern)
            self._note(Standing(name=name, meaning=meaning, start=pattern.start_byte))
            if owner is not None:
                self._note(Standing(name=name, meaning=meaning, start=-1, owner=(source.of(owner),)))
        if nodes[-2].type in _NO_VALUES:
            one = exported(source, nodes, standing) if nodes[-2].type == "export_specifier" else None
            if one is not None:
                self._note(one)
            return
        if standing.key is not None:
            found = at_key(source, nodes, standing.key)
            if found is None:
                return
            at = found[0]
        for place, last, path in read_of(source, nodes, at, meaning.tracked):
            name = source.of(last)
            receiver = nodes[place].child_by_field_name("object")
            meant = replace(
                meaning,
                callee=name,
                receiver=None if receiver is None else written(source, receiver),
                bound_to=path[:2],
                tracked=path,
            )
            for pattern, key in taken_apart(source, nodes, place):
                part = replace(meant, tracked=(*path, key))
                self._note(Standing(name=source.of(pattern), meaning=part, start=pattern.start_byte))
            self._follow(trail, last.start_byte, place, name, meant)


def _own_class(source: Source, nodes: list[Node]) -> str | None:
    """The class around a member of `this`."""
    of = nodes[-2].child_by_field_name("object")
    around = next((one for one in reversed(nodes) if one.type in CLASSES), None)
    named = None if around is None else around.child_by_field_name("name")
    return source.of(named) if of is not None and of.type == "this" and named is not None else None


def read_of(
    source: Source, nodes: list[Node], at: int, path: tuple[str, ...]
) -> Iterator[tuple[int, Node, tuple[str, ...]]]:
    """Every end of `tracker.of(…).timer.stopped` on a trail: its place, its last name, and what it is.

    Where something is asked of a view, the view is an end too.
    """
    name = nodes[-1]
    while at > 0:
        node, outer = nodes[at], nodes[at - 1]
        if outer.type in _AROUND:
            at -= 1
        elif outer.type == "member_expression" and outer.child_by_field_name("object") == node:
            last = outer.child_by_field_name("property")
            if last is None:
                return
            at, name, path = at - 1, last, (*path, source.of(last))
        elif outer.type == "subscript_expression" and outer.child_by_field_name("object") == node:
            last = outer.child_by_field_name("index")
            if last is None or last.type != "string" or not last.named_child_count:
                return
            at, name, path = at - 1, last.named_children[0], (*path, unquoted(last, source))
        elif (
            outer.type == "call_expression"
            and path[-1] == _VIEW
            and outer.child_by_field_name("function") == node
        ):
            yield at, name, path
            at, path = at - 1, (*path[:-1], VIEW)
        else:
            break
    yield at, name, path


def taken_apart(source: Source, nodes: list[Node], at: int) -> Iterator[tuple[Node, str]]:
    """The names that `const { timer, account: people } = tracker` declares, with what they are of it."""
    declarator = nodes[at - 1] if at else nodes[at]
    pattern = declarator.child_by_field_name("name") if declarator.type == "variable_declarator" else None
    if pattern is None or pattern.type != "object_pattern" or nodes[at].id == pattern.id:
        return
    for one in pattern.named_children:
        if one.type == "shorthand_property_identifier_pattern":
            yield one, source.of(one)
        elif one.type == "pair_pattern":
            key, value = one.child_by_field_name("key"), one.child_by_field_name("value")
            if key is not None and value is not None and value.type == "identifier":
                yield value, unquoted(key, source)


def annotated(nodes: list[Node]) -> Iterator[tuple[Node, Node | None]]:
    """The parameter that a type is the annotation of, and the name of the class that has it as a member.

    `(tracker: Tracker)`, `constructor(private tracker: Tracker)`.
    """
    if len(nodes) < 3 or nodes[-1].type != "type_identifier" or nodes[-2].type != "type_annotation":
        return
    parameter = nodes[-3]
    pattern = parameter.child_by_field_name("pattern")
    if parameter.type not in _PARAMETERS or pattern is None or pattern.type != "identifier":
        return
    is_member = any(one.type in ("accessibility_modifier", "readonly") for one in parameter.children)
    around = next((one for one in reversed(nodes) if one.type in CLASSES), None) if is_member else None
    yield pattern, None if around is None else around.child_by_field_name("name")
