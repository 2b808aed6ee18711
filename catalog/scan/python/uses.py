"""Where a function goes that is mentioned without being called: to a call, a name, or out of sight."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from tree_sitter import Node

from catalog.scan.python.arguments import LATER, NOTHING, Arguments, arguments_of, behind, sent_later
from catalog.scan.python.source import Source, first_inside

_MAX_STEPS: Final = 30

_SAME: Final = frozenset(
    {
        *("staticmethod", "classmethod", "cast", "sync_to_async", "async_to_sync", "database_sync_to_async"),
        *("shared_task", "task", "lru_cache", "cache"),
    }
)
"""What gives back the function it is given, or one that does the same."""

_PARTIAL: Final = frozenset({"partial", "partialmethod"})

_RUNNERS: Final = frozenset(
    {
        *("submit", "to_thread", "run_in_executor", "run_in_threadpool", "run_sync", "start_soon", "spawn"),
        *("call_soon", "call_soon_threadsafe", "call_later", "call_at", "add_task", "enqueue", "defer"),
        *("apply_async", "run_later", "spawn_later", "spawn_n", "start_new_thread", "callInThread"),
    }
)
"""What calls a function that it is given with the arguments behind it."""

_ONLY_ASKING: Final = frozenset(
    {
        *("isinstance", "issubclass", "callable", "hasattr", "getattr", "setattr", "delattr", "id", "type"),
        *("print", "repr", "str", "bool", "hash", "signature", "unwrap", "getsource", "getdoc", "wraps"),
        *(
            "update_wrapper",
            "iscoroutinefunction",
            "object",
            "patch",
            "spy",
            "Mock",
            "MagicMock",
            "AsyncMock",
        ),
    }
)
"""What looks at a function and does not call it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Called:
    """It is called: at once, by a task queue, or by what runs functions with their arguments."""

    call: Node
    given: Arguments
    is_later: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound:
    """It gets another name; `given` is what each call of that begins with."""

    name: str
    target: Node
    """What is bound: a name, an attribute, the definition of the function that has the parameter."""
    given: Arguments
    key: str | None = None
    """Of a dict with that name, under which key; what no key says is under any."""
    is_parameter: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedOn:
    """It goes to where it is not followed; `node` is what goes on."""

    node: Node
    given: Arguments


Use = Called | Bound | HandedOn


def uses_of(source: Source, node: Node, functions: dict[str, Node]) -> Iterator[Use]:
    """What becomes of a function that a node mentions; `functions` are those of the file, by name."""
    given = NOTHING
    for _ in range(_MAX_STEPS):
        called = called_at(source, node)
        if called is not None:
            yield replace(called, given=behind(given, called.given))
            return
        parent = node.parent
        if parent is None:
            return
        match parent.type:
            case "parenthesized_expression" | "await":
                pass
            case "conditional_expression":
                if parent.named_children[1:2] == [node]:
                    return
            case "boolean_operator":
                operator = parent.child_by_field_name("operator")
                is_left = parent.child_by_field_name("left") == node
                if is_left and operator is not None and operator.type == "and":
                    return
            case "named_expression":
                name = parent.child_by_field_name("name")
                if name is None or name == node:
                    return
                yield Bound(name=source.text(name), target=name, given=given)
            case "argument_list":
                through = _through(source, node, parent, functions)
                if isinstance(through, Arguments):
                    given = behind(given, through)
                elif through is None:
                    return
                elif isinstance(through, HandedOn):
                    yield replace(through, given=given)
                    return
                else:
                    yield replace(through, given=behind(given, through.given))
                    return
                parent = parent.parent or parent
            case _:
                yield from _ends(source, node, parent, given)
                return
        node = parent


def called_at(source: Source, node: Node) -> Called | None:
    """The call of a callee: `send(…)`, `send.delay(…)`."""
    parent = node.parent
    reached = node
    later = None
    if parent is not None and parent.type == "attribute" and parent.child_by_field_name("object") == node:
        method = parent.child_by_field_name("attribute")
        later = None if method is None else source.text(method)
        if later not in LATER:
            return None
        reached, parent = parent, parent.parent
    if parent is None or parent.type != "call" or parent.child_by_field_name("function") != reached:
        return None
    listed = parent.child_by_field_name("arguments")
    if listed is None:
        return None
    given = arguments_of(source, listed)
    if later is not None:
        given = sent_later(source, later, given)
    return Called(call=parent, given=given, is_later=later is not None)


def _through(source: Source, node: Node, listed: Node, functions: dict[str, Node]) -> Arguments | Use | None:
    """What a call makes of a function that it is given; None where it is only looked at.

    Arguments where it gives it back, with these to begin with.
    """
    call = listed.parent
    callee = None if call is None else call.child_by_field_name("function")
    if call is None or callee is None:
        return None
    name = source.text(callee).rpartition(".")[2]
    given = arguments_of(source, listed)
    if node not in given.positional:
        return HandedOn(node=node, given=NOTHING)
    place = given.positional.index(node)
    rest = replace(given, positional=given.positional[place + 1 :])
    if name in _PARTIAL and place == 0:
        return rest
    if name in _SAME:
        return NOTHING
    if name in _RUNNERS:
        return Called(call=call, given=rest, is_later=True)
    if name in _ONLY_ASKING or name.startswith(("assert", "mock_")):
        return None
    defined = functions.get(source.text(callee))
    parameter = None if defined is None else _parameter(source, defined, place)
    if defined is not None and parameter is not None:
        return Bound(name=parameter, target=defined, given=NOTHING, is_parameter=True)
    return HandedOn(node=node, given=NOTHING)


def _ends(source: Source, node: Node, parent: Node, given: Arguments) -> Iterator[Use]:
    match parent.type:
        case "assignment":
            if parent.child_by_field_name("right") == node:
                yield from _assigned(source, parent, given)
        case "default_parameter" | "typed_default_parameter":
            name, owner = parent.child_by_field_name("name"), parent.parent
            function = None if owner is None else owner.parent
            if name is not None and function is not None and name != node:
                yield Bound(name=source.text(name), target=function, given=given, is_parameter=True)
        case "pair":
            yield from _in_dict(source, node, parent, given)
        case "keyword_argument":
            yield from _by_keyword(source, node, parent, given)
        case "list" | "tuple" | "set" | "expression_list":
            yield from _in_list(source, node, parent, given)
        case "return_statement" | "lambda" | "yield":
            if parent.type != "lambda" or parent.child_by_field_name("body") == node:
                yield HandedOn(node=node, given=given)
        case _:
            return


def _assigned(source: Source, assignment: Node, given: Arguments, key: str | None = None) -> Iterator[Bound]:
    outer: Node | None = assignment
    while outer is not None and outer.type == "assignment":  # a = b = value
        left = outer.child_by_field_name("left")
        if left is not None and left.type in ("identifier", "attribute"):
            name = left if left.type == "identifier" else left.child_by_field_name("attribute")
            if name is not None:
                yield Bound(name=source.text(name), target=left, given=given, key=key)
        elif left is not None and left.type == "subscript" and key is None:  # SENDERS["a"] = log_event
            of, at = left.child_by_field_name("value"), left.child_by_field_name("subscript")
            if of is not None and at is not None and of.type == "identifier":
                yield Bound(name=source.text(of), target=of, given=given, key=_text(source, at) or "")
        outer = outer.parent


def _in_dict(source: Source, node: Node, pair: Node, given: Arguments) -> Iterator[Use]:
    key, display = pair.child_by_field_name("key"), pair.parent
    if key is None or key == node or display is None or display.parent is None:
        return
    assignment = display.parent
    if assignment.type == "assignment" and assignment.child_by_field_name("right") == display:
        yield from _assigned(source, assignment, given, _text(source, key) or "")
    else:
        yield HandedOn(node=node, given=given)


def _by_keyword(source: Source, node: Node, parent: Node, given: Arguments) -> Iterator[Use]:
    name, listed = parent.child_by_field_name("name"), parent.parent
    call = None if listed is None else listed.parent
    if name is None or name == node or listed is None or call is None:
        return
    called = source.text(name)
    if called in ("target", "function", "func"):  # Thread(target=log_event, args=("a.b",))
        around = arguments_of(source, listed)
        if any(keyword.name in ("args", "kwargs") for keyword in around.keywords):
            rest = sent_later(source, "apply_async", replace(around, positional=()))
            yield Called(call=call, given=behind(given, rest), is_later=True)
            return
    # Under its own name it is found where it is called.
    if called != source.text(node).rpartition(".")[2] or given != NOTHING:
        yield HandedOn(node=node, given=given)


def _in_list(source: Source, node: Node, listed: Node, given: Arguments) -> Iterator[Use]:
    outer = listed.parent
    if outer is None:
        return
    place = [child for child in listed.named_children if child.type != "comment"].index(node)
    if outer.type == "for_statement" and outer.child_by_field_name("right") == listed:
        left = outer.child_by_field_name("left")
        if left is not None and left.type == "identifier":
            yield Bound(name=source.text(left), target=left, given=given)
            return
    if outer.type == "assignment" and outer.child_by_field_name("right") == listed:
        left = outer.child_by_field_name("left")
        if left is not None and left.type in ("pattern_list", "tuple_pattern"):
            target = left.named_child(place) if place < left.named_child_count else None
            if target is not None and target.type == "identifier":
                yield Bound(name=source.text(target), target=target, given=given)
            return
    if outer.type not in ("comparison_operator", "subscript"):
        yield HandedOn(node=node, given=given)


def _parameter(source: Source, function: Node, place: int) -> str | None:
    """The name of a function's parameter at a position."""
    listed = function.child_by_field_name("parameters")
    names: list[str] = []
    for child in [] if listed is None else listed.named_children:
        name = child if child.type == "identifier" else child.child_by_field_name("name")
        if child.type == "typed_parameter":
            name = first_inside(child)
        if name is None or name.type != "identifier":
            break
        names.append(source.text(name))
    return names[place] if place < len(names) else None


def _text(source: Source, node: Node) -> str | None:
    """What a key that is written out says."""
    if node.type != "string" or any(child.type == "interpolation" for child in node.named_children):
        return None
    return "".join(source.text(part) for part in node.named_children if part.type == "string_content")
