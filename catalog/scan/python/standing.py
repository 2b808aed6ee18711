"""Other names for a sink in one Python file, and where a name is one of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from tree_sitter import Node

from catalog.scan.facts import Import
from catalog.scan.python.arguments import NOTHING, Arguments
from catalog.scan.python.bindings import Binding, How
from catalog.scan.python.names import Names
from catalog.scan.python.scopes import Scope, arriving, comprehension_value, is_always_passed
from catalog.scan.python.source import Source
from catalog.scan.python.tracked import annotation_of
from catalog.scan.python.uses import Bound

ANY_KEY: Final = ""
_OWN: Final = ("self", "cls")


@dataclass(frozen=True, slots=True, kw_only=True)
class Meaning:
    """The sink that a name stands for, as a call of it would have it."""

    callee: str
    receiver: str | None
    binding: str
    bound_to: tuple[str, ...]
    given: Arguments = NOTHING
    tracked: tuple[str, ...] = ()
    """As in `facts.Call`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A name that stands for a sink in a part of the file."""

    name: str
    meaning: Meaning
    place: int
    """Where the sink is mentioned that it stands for."""
    owner: int
    """The node of the function, class or module that has the name."""
    owner_kind: str
    of_class: tuple[str, ...] = ()
    """The class that it is a member of."""
    key: str | None = None
    """As in `Bound`."""
    is_parameter: bool = False
    is_set_later: bool = False
    """A key of a dict that is made elsewhere."""


class Places:
    """Tells where names stand for sinks."""

    def __init__(self, source: Source, names: Names) -> None:
        self._source: Final = source
        self._names: Final = names

    def imported(self, name: str, at: Node, meaning: Meaning) -> Standing:
        """What an import calls by another name."""
        scope = self._owner(name, self._names.scopes.around(at))
        return Standing(
            name=name,
            meaning=meaning,
            place=at.start_byte,
            owner=scope.node.id,
            owner_kind=scope.kind,
            of_class=self._class_path(at) if scope.kind == "class" else (),
        )

    def bound(self, use: Bound, mention: Node, meaning: Meaning) -> Standing | None:
        """What is bound to a sink, as far as it is a name that can be told from others."""
        around = self._names.scopes.around(use.target)
        if use.is_parameter:
            return Standing(
                name=use.name,
                meaning=meaning,
                place=mention.start_byte,
                owner=use.target.id,
                owner_kind="function",
                is_parameter=True,
            )
        if use.target.type == "attribute":
            of_class = self._class_of(use.target)
            if of_class is None:
                return None
            return Standing(
                name=use.name,
                meaning=meaning,
                place=mention.start_byte,
                owner=-1,
                owner_kind="member",
                of_class=of_class,
                key=use.key,
            )
        scope = self._owner(use.name, around)
        parent = use.target.parent
        return Standing(
            name=use.name,
            meaning=meaning,
            place=mention.start_byte,
            owner=scope.node.id,
            owner_kind=scope.kind,
            of_class=self._class_path(use.target) if scope.kind == "class" else (),
            key=use.key,
            is_set_later=parent is not None and parent.type == "subscript",
        )

    def value_at(self, node: Node, standing: Standing) -> Node | None:
        """What stands for the sink where a name is mentioned; None where it means something else."""
        parent = node.parent
        if parent is None:
            return None
        value = node
        if parent.type == "attribute" and parent.child_by_field_name("attribute") == node:
            if not standing.of_class or self._class_of(parent) != standing.of_class:
                return None
            value = parent
        elif not self._is_meant(node, standing):
            return None
        return value if standing.key is None else self._at_key(value, standing.key)

    def origin(self, receiver: Node, imports: Mapping[str, Import]) -> str | None:
        """What a receiver that is one name stands for: `posthog` after `import posthog as client`."""
        if receiver.type != "identifier":
            return None
        name = self._source.text(receiver)
        for depth, scope in enumerate(self._names.scopes.around(receiver)):
            bindings = self._names.scopes.bindings(scope).get(name, [])
            if not bindings or (scope.kind == "class" and depth):
                if name in scope.parameters:
                    return annotation_of(self._source, scope.node, name)
                continue
            last = (arriving(bindings, receiver) if depth == 0 else bindings)[-1:]
            if not last:
                return None
            if last[0].how is How.IMPORT and name in imports:
                found = imports[name]
                origin = found.name or found.module.rpartition(".")[2]
            elif last[0].how is How.VALUE and last[0].value is not None and not last[0].place:
                origin = self._written(last[0].value)
            else:
                return None
            return origin if origin != name else None
        return None

    def _written(self, value: Node) -> str:
        """A name, a member, or what a call is of: `Posthog()` of `Posthog(key)`."""
        if value.type == "call":
            callee = value.child_by_field_name("function")
            return f"{self._written(callee)}()" if callee is not None else ""
        return "".join(self._source.text(value).split()) if value.type in ("identifier", "attribute") else ""

    def _is_meant(self, node: Node, standing: Standing) -> bool:
        name = standing.name
        if comprehension_value(self._source, node, name) is not None:
            return False
        for depth, scope in enumerate(self._names.scopes.around(node)):
            if scope.kind == "class" and depth:
                continue
            bindings = self._names.scopes.bindings(scope).get(name, [])
            if any(binding.how is How.ELSEWHERE for binding in bindings) and scope.kind != "module":
                continue
            is_parameter = any(one.lstrip("*") == name for one in scope.parameters)
            if not bindings and not is_parameter and not (standing.is_set_later and scope.kind == "module"):
                continue
            if scope.node.id != standing.owner:
                return False
            reaching = arriving(bindings, node) if depth == 0 else bindings
            if standing.is_parameter:
                return not any(
                    binding.how is How.VALUE and is_always_passed(binding, node) for binding in reaching
                )
            return standing.is_set_later or any(_holds(one, standing.place) for one in reaching or bindings)
        # `global` in a function binds it, and nothing at the top does.
        return standing.owner_kind == "module"

    def _owner(self, name: str, around: tuple[Scope, ...]) -> Scope:
        """The scope that a name is bound in: one further out after `global` and `nonlocal`."""
        for scope in around:
            bindings = self._names.scopes.bindings(scope).get(name, [])
            if not any(binding.how is How.ELSEWHERE for binding in bindings):
                return scope
        return around[-1]

    def _class_of(self, attribute: Node) -> tuple[str, ...] | None:
        """The class whose member is meant by `self.NAME`, `cls.NAME` or `Class.NAME`."""
        of = attribute.child_by_field_name("object")
        if of is None or of.type != "identifier":
            return None
        name = self._source.text(of)
        if name in _OWN:
            return self._class_path(attribute) or None
        around = self._names.scopes.around(attribute)
        for place, scope in enumerate(around):
            bindings = self._names.scopes.bindings(scope).get(name, [])
            if any(one.how is How.DEFINED and _is_class(one.statement) for one in bindings):
                outer = (one.name for one in reversed(around[place:]) if one.kind == "class")
                return (*outer, name)
        return None

    def _class_path(self, node: Node) -> tuple[str, ...]:
        around = self._names.scopes.around(node)
        return tuple(scope.name for scope in reversed(around) if scope.kind == "class")

    def _at_key(self, value: Node, key: str) -> Node | None:
        """`SENDERS["key"]`, `SENDERS.get("key")`."""
        parent = value.parent
        if parent is None:
            return None
        if parent.type == "subscript" and parent.child_by_field_name("value") == value:
            at = parent.child_by_field_name("subscript")
            return parent if at is not None and self._can_be(at, key) else None
        call = parent.parent
        method = parent.child_by_field_name("attribute") if parent.type == "attribute" else None
        if call is None or method is None or call.type != "call" or self._source.text(method) != "get":
            return None
        listed = call.child_by_field_name("arguments")
        at = listed.named_child(0) if listed is not None and listed.named_child_count else None
        return call if at is not None and self._can_be(at, key) else None

    def _can_be(self, at: Node, key: str) -> bool:
        if key == ANY_KEY or at.type != "string":
            return True
        return self._source.text(at).strip("\"'") == key


def _is_class(statement: Node) -> bool:
    inner = statement.child_by_field_name("definition") or statement
    return inner.type == "class_definition"


def _holds(binding: Binding, place: int) -> bool:
    """Whether a binding is the one in which something is mentioned."""
    of = binding.statement if binding.how is How.IMPORT else binding.value
    return of is not None and of.start_byte <= place < of.end_byte
