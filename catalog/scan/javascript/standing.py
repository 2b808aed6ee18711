"""Other names for a sink in one file: what each stands for, and the place of what a name is the last of."""

from dataclasses import dataclass, replace

from tree_sitter import Node

from catalog.scan.facts import Expression
from catalog.scan.javascript.nodes import unquoted
from catalog.scan.javascript.source import Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Meaning:
    """The sink that a name stands for, as a call of it would have it."""

    callee: str
    receiver: str | None
    binding: str
    bound_to: tuple[str, ...]
    taken_from: str | None = None
    arguments: tuple[Expression, ...] = ()
    spread: bool = False
    of: Expression | None = None
    """What the callee is a member of, where other files gave the sink its name."""
    tracked: tuple[str, ...] = ()
    """As in `facts.Call`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Another name under which a file calls a sink: `import { capture as send }`."""

    name: str
    meaning: Meaning
    start: int
    """Where the name is declared; −1 at the module's top, and for what only others can see."""
    key: str | None = None
    owner: tuple[str, ...] = ()
    is_exported: bool = False
    is_import: bool = False


def value_of(nodes: list[Node]) -> tuple[int, Node | None] | None:
    """For the trail to a name, the place of what it is the last name of, and what stands before the name."""
    at = len(nodes) - 1
    leaf = nodes[at]
    match leaf.type:
        case "identifier" | "shorthand_property_identifier":
            return at, None
        case "property_identifier" | "private_property_identifier":
            at -= 1
            if at < 0 or nodes[at].type != "member_expression":
                return None
        case "string_fragment":
            at -= 2
            if at < 0 or nodes[at].type != "subscript_expression":
                return None
        case _:
            return None
    receiver = nodes[at].child_by_field_name("object")
    if receiver is None or receiver.end_byte > leaf.start_byte:
        return None
    return at, receiver


def at_key(source: Source, nodes: list[Node], key: str) -> tuple[int, Node] | None:
    """For the trail to an object's name, the place of its member and the member's name; no key is any."""
    at = len(nodes) - 2
    while at > 0 and nodes[at].type in ("non_null_expression", "parenthesized_expression", "as_expression"):
        at -= 1
    node = nodes[at]
    if node.type == "member_expression":
        last = node.child_by_field_name("property")
        is_meant = last is not None and key in ("", source.of(last))
    elif node.type == "subscript_expression":
        last = node.child_by_field_name("index")
        is_meant = last is not None and (last.type != "string" or key in ("", unquoted(last, source)))
    else:
        return None
    if last is not None and last.type == "string":
        last = last.named_children[0] if last.named_child_count else last
    return (
        (at, last)
        if is_meant and last is not None and node.child_by_field_name("object") == nodes[at + 1]
        else None
    )


def exported(source: Source, nodes: list[Node], standing: Standing) -> Standing | None:
    """What `export { send as capture }` gives to others, on the trail to the name inside."""
    outer = nodes[-2]
    alias = outer.child_by_field_name("alias")
    statement = nodes[-4] if len(nodes) > 3 else outer
    if alias is None or alias == nodes[-1] or statement.child_by_field_name("source") is not None:
        return None
    return replace(standing, name=unquoted(alias, source), start=-1, is_exported=True)
