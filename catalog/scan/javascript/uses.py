"""Where a function goes that is mentioned without being called: to a call, a name, or out of sight."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from tree_sitter import Node

from catalog.scan.javascript.nodes import path_of, unquoted
from catalog.scan.javascript.patterns import parameters_of
from catalog.scan.javascript.scope import CLASSES, FUNCTIONS, SAME_FUNCTION, last_name
from catalog.scan.javascript.source import Source

_AROUND: Final = frozenset(
    {
        *("parenthesized_expression", "non_null_expression", "as_expression", "satisfies_expression"),
        *("type_assertion", "instantiation_expression", "await_expression"),
    }
)

_RUNNERS: Final = {"setTimeout": 2, "setInterval": 2, "setImmediate": 1, "nextTick": 1}
"""What calls a function that it is given, with the arguments from this place on."""

_ONLY_ASKING: Final = frozenset(
    {
        *("expect", "mocked", "spyOn", "fn", "stub", "assert", "isFunction", "Boolean", "String", "typeof"),
        *("log", "is", "equal", "deepEqual", "mockFn", "isMockFunction", "restore", "unwrap"),
    }
)
"""What looks at a function and does not call it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """Arguments: all of a call behind the first `skipped`; those in the next one, where it `is_list`."""

    call: Node
    skipped: int = 0
    is_list: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Called:
    """It is called. `given` are the arguments, those that it was bound to first."""

    call: Node
    place: int
    """Where in the trail the call is."""
    given: tuple[Given, ...]
    is_later: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound:
    """It gets another name."""

    name: str
    start: int
    """Where the name is declared, or assigned; −1 for a member of a class and for what is exported."""
    given: tuple[Given, ...] = ()
    key: str | None = None
    """Of an object with that name, under which key."""
    owner: tuple[str, ...] = ()
    """The class or object that it is a member of."""
    is_assigned: bool = False
    is_exported: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedOn:
    """It goes to where it is not followed; `place` is where in the trail what goes on is."""

    place: int
    given: tuple[Given, ...]


Use = Called | Bound | HandedOn


def uses_of(
    source: Source, nodes: list[Node], at: int, own: str, functions: dict[str, Node]
) -> Iterator[Use]:
    """What becomes of the function `own` that is mentioned at a place of a trail."""
    given: tuple[Given, ...] = ()
    while at > 0:
        node, outer = nodes[at], nodes[at - 1]
        match outer.type:
            case kind if kind in _AROUND:
                at -= 1
            case "call_expression" | "new_expression":
                arguments = outer.child_by_field_name("arguments")
                is_tag = arguments is not None and arguments.type == "template_string"
                function = outer.child_by_field_name("function") or outer.child_by_field_name("constructor")
                if function == node and not is_tag and (arguments is not None or given):
                    yield Called(call=outer, place=at - 1, given=(*given, Given(call=outer)))
                return
            case "member_expression":
                method, call = outer.child_by_field_name("property"), nodes[at - 2]
                if method is None or at < 2 or call.child_by_field_name("function") != outer:
                    return
                how = source.of(method)
                if how == "bind":
                    given = (*given, Given(call=call, skipped=1))
                    at -= 2
                    continue
                if how in ("call", "apply"):
                    rest = Given(call=call, skipped=1, is_list=how == "apply")
                    yield Called(call=call, place=at - 2, given=(*given, rest))
                return
            case "arguments":
                call = nodes[at - 2]
                if _is_same(source, call, outer, node):
                    at -= 2
                    continue
                yield from _argument(source, nodes, at, given, functions)
                return
            case "ternary_expression":
                if outer.child_by_field_name("condition") == node:
                    return
                at -= 1
            case "binary_expression":
                operator = outer.child_by_field_name("operator")
                written = "" if operator is None else operator.type
                is_left = outer.child_by_field_name("left") == node
                if written not in ("||", "??", "&&") or (written == "&&" and is_left):
                    return
                at -= 1
            case _:
                yield from _ends(source, nodes, at, own, given)
                return


def _is_same(source: Source, call: Node, listed: Node, node: Node) -> bool:
    """`useCallback(send, [])` gives back what it is given."""
    function = call.child_by_field_name("function")
    return (
        function is not None
        and last_name(function, source) in SAME_FUNCTION
        and listed.named_child(0) == node
    )


def _argument(
    source: Source, nodes: list[Node], at: int, given: tuple[Given, ...], functions: dict[str, Node]
) -> Iterator[Use]:
    node, listed, call = nodes[at], nodes[at - 1], nodes[at - 2]
    function = call.child_by_field_name("function") or call.child_by_field_name("constructor")
    called = "" if function is None else last_name(function, source)
    if called in _ONLY_ASKING or called.startswith(("assert", "mock")):
        return
    place = [child for child in listed.named_children if child.type != "comment"].index(node)
    if called in _RUNNERS and place == 0:
        if given or listed.named_child_count > _RUNNERS[called]:
            rest = Given(call=call, skipped=_RUNNERS[called])
            yield Called(call=call, place=at - 2, given=(*given, rest), is_later=True)
            return
        yield HandedOn(place=at, given=given)
        return
    defined = functions.get(called) if function is not None and function.type == "identifier" else None
    if defined is not None:
        parameters = list(parameters_of(defined, source))
        if place < len(parameters) and parameters[place][1].type == "identifier":
            name, pattern, _ = parameters[place]
            yield Bound(name=name, start=pattern.start_byte, given=given)
            return
    yield HandedOn(place=at, given=given)


def _ends(
    source: Source, nodes: list[Node], at: int, own: str, given: tuple[Given, ...]
) -> Iterator[Bound | HandedOn]:
    node, outer = nodes[at], nodes[at - 1]
    match outer.type:
        case "variable_declarator":
            name = outer.child_by_field_name("name")
            if outer.child_by_field_name("value") == node and name is not None and name.type == "identifier":
                is_exported = any(one.type == "export_statement" for one in nodes[max(at - 3, 0) : at])
                yield Bound(name=source.of(name), start=name.start_byte, given=given, is_exported=is_exported)
        case "assignment_expression":
            if outer.child_by_field_name("right") == node:
                yield from _assigned(source, nodes, at - 1, given)
        case "assignment_pattern" | "object_assignment_pattern":
            left = outer.child_by_field_name("left")
            if left is not None and left != node:
                yield Bound(name=source.of(left), start=left.start_byte, given=given)
        case "required_parameter" | "optional_parameter":
            left = outer.child_by_field_name("pattern")
            if left is not None and outer.child_by_field_name("value") == node and left.type == "identifier":
                yield Bound(name=source.of(left), start=left.start_byte, given=given)
        case "public_field_definition" | "field_definition":
            named = outer.child_by_field_name("name") or outer.child_by_field_name("property")
            owner = _class_around(source, nodes, at)
            if named is not None and outer.child_by_field_name("value") == node and owner:
                yield Bound(name=source.of(named), start=-1, given=given, owner=owner, is_exported=True)
        case "pair":
            yield from _member(source, nodes, at, own, given)
        case "object":  # `{ send }`
            if node.type == "shorthand_property_identifier":
                yield from _of_object(source, nodes, at - 1, source.of(node), own, given)
        case "export_statement":
            if outer.child_by_field_name("value") == node:
                yield Bound(name="default", start=-1, given=given, is_exported=True)
        case "array":
            if not _is_dependencies(source, nodes, at - 1):
                yield HandedOn(place=at, given=given)
        case "jsx_expression":
            attribute = nodes[at - 2]
            name = attribute.named_child(0) if attribute.type == "jsx_attribute" else None
            # Under its own name it is found where it is called.
            if name is not None and (source.of(name) != own or given):
                yield HandedOn(place=at, given=given)
        case "return_statement" | "yield_expression":
            yield HandedOn(place=at, given=given)
        case "arrow_function":
            if outer.child_by_field_name("body") == node:
                yield HandedOn(place=at, given=given)
        case _:
            return


def _assigned(source: Source, nodes: list[Node], at: int, given: tuple[Given, ...]) -> Iterator[Bound]:
    left = nodes[at].child_by_field_name("left")
    if left is None:
        return
    if left.type == "identifier":
        yield Bound(name=source.of(left), start=left.start_byte, given=given, is_assigned=True)
        return
    path = path_of(left, source)
    if path is None or len(path) < 2:
        return
    if path[0] == "this":
        owner = _class_around(source, nodes, at)
        if owner and len(path) == 2:
            yield Bound(name=path[1], start=-1, given=given, owner=owner, is_exported=True)
        return
    if path[:2] == ("module", "exports"):
        path = path[1:]
    if path[0] == "exports":
        name = path[-1] if len(path) == 2 else "default"
        yield Bound(name=name, start=-1, given=given, is_exported=True)
    elif len(path) == 2:
        yield Bound(name=path[1], start=-1, given=given, owner=path[:1], is_exported=True)


def _member(
    source: Source, nodes: list[Node], at: int, own: str, given: tuple[Given, ...]
) -> Iterator[Bound | HandedOn]:
    pair = nodes[at - 1]
    key = pair.child_by_field_name("key")
    if key is None or pair.child_by_field_name("value") != nodes[at]:
        return
    name = unquoted(key, source) if key.type != "computed_property_name" else ""
    for use in _of_object(source, nodes, at - 2, name, own, given):
        yield replace(use, place=at) if isinstance(use, HandedOn) else use


def _of_object(
    source: Source, nodes: list[Node], at: int, key: str, own: str, given: tuple[Given, ...]
) -> Iterator[Bound | HandedOn]:
    """An object at a place of the trail that has the function as a member."""
    while at > 1 and nodes[at - 1].type in _AROUND:
        at -= 1
    node, outer = nodes[at], nodes[at - 1]
    if outer.type == "variable_declarator" and outer.child_by_field_name("value") == node:
        name = outer.child_by_field_name("name")
        if name is not None and name.type == "identifier":
            is_exported = any(one.type == "export_statement" for one in nodes[max(at - 3, 0) : at])
            yield Bound(
                name=source.of(name), start=name.start_byte, given=given, key=key, is_exported=is_exported
            )
            return
    if outer.type == "assignment_expression" and key:
        left = outer.child_by_field_name("left")
        path = None if left is None else path_of(left, source)
        if path in (("module", "exports"), ("exports",)):
            yield Bound(name=key, start=-1, given=given, is_exported=True)
            return
    if outer.type == "export_statement" and key:
        yield Bound(name=key, start=-1, given=given, owner=("default",), is_exported=True)
    elif key != own or given:
        yield HandedOn(place=at, given=given)


def _class_around(source: Source, nodes: list[Node], at: int) -> tuple[str, ...]:
    for place in range(at - 1, -1, -1):
        node = nodes[place]
        if node.type in CLASSES:
            name = node.child_by_field_name("name")
            return (source.of(name),) if name is not None else ()
        if node.type in FUNCTIONS and node.type not in ("method_definition", "arrow_function"):
            return ()
    return ()


def _is_dependencies(source: Source, nodes: list[Node], at: int) -> bool:
    """The second argument of a hook: `useEffect(…, [send])`."""
    if at < 2 or nodes[at - 1].type != "arguments" or nodes[at - 1].named_child(0) == nodes[at]:
        return False
    function = nodes[at - 2].child_by_field_name("function")
    return function is not None and last_name(function, source).startswith("use")
