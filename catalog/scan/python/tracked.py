"""Generated trackers in a Python file: what an import may give of one, and what is read of that."""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from tree_sitter import Node

from catalog.scan.facts import VIEW, Import
from catalog.scan.python.source import Source, first_inside

_WORD: Final = re.compile(r"[\w$-]+")
_VIEW: Final = "of"
_IMPORTS: Final = ("import_statement", "import_from_statement")
_IN_IMPORTS: Final = ("dotted_name", "aliased_import")


def roots_of(imports: Mapping[str, Import], words: frozenset[str]) -> dict[str, tuple[str, ...]]:
    """The names of a file that may be of a tracker: module and name, by what the import binds."""
    return {
        one.local: (one.module,) if one.name is None else (one.module, one.name)
        for one in imports.values()
        if one.name in words or not words.isdisjoint(_WORD.findall(one.module))
    }


def is_imported_at(node: Node) -> bool:
    """Whether a name stands in an import."""
    outer = node.parent
    while outer is not None and outer.type in _IN_IMPORTS:
        outer = outer.parent
    return outer is not None and outer.type in _IMPORTS


def read_of(
    source: Source, value: Node, name: Node, path: tuple[str, ...]
) -> Iterator[tuple[Node, Node, tuple[str, ...]]]:
    """Every end of `tracker.of(…).timer.stopped`: what is there, its last name, and what that is.

    Where something is asked of a view, the view is an end too.
    """
    while (outer := value.parent) is not None:
        if outer.type == "attribute" and outer.child_by_field_name("object") == value:
            named = outer.child_by_field_name("attribute")
            if named is None:
                return
            value, name, path = outer, named, (*path, source.text(named))
        elif outer.type == "call" and path[-1] == _VIEW and outer.child_by_field_name("function") == value:
            yield value, name, path
            value, path = outer, (*path[:-1], VIEW)
        else:
            break
    yield value, name, path


_CLASS: Final = re.compile(r"(?<![\w.])(?!(?:typing\.)?(?:Optional|Union|Annotated|None|t)\b)[^\W\d][\w.]*")


def annotation_of(source: Source, function: Node, name: str) -> str | None:
    """The class that a parameter is said to be of: `Posthog` of `client: Posthog | None`."""
    parameters = function.child_by_field_name("parameters")
    for parameter in () if parameters is None else parameters.named_children:
        if parameter.type not in ("typed_parameter", "typed_default_parameter"):
            continue
        named = parameter.child_by_field_name("name") or first_inside(parameter)
        kind = parameter.child_by_field_name("type")
        if kind is not None and named is not None and source.text(named) == name:
            found = _CLASS.search(source.text(kind))
            return None if found is None else found[0]
    return None


def annotated(source: Source, value: Node) -> Iterator[tuple[Node, str]]:
    """The function whose parameter has a class as its annotation, and the parameter: `(tracker: Tracker)`."""
    kind = value.parent
    parameter = None if kind is None or kind.type != "type" else kind.parent
    if parameter is None or parameter.type not in ("typed_parameter", "typed_default_parameter"):
        return
    function = None if parameter.parent is None else parameter.parent.parent
    name = parameter.child_by_field_name("name") or first_inside(parameter)
    if function is not None and name is not None and name.type == "identifier":
        yield function, source.text(name)
