"""What a pattern binds: the names of parameters and of what is taken apart."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from tree_sitter import Node

from catalog.scan.javascript.source import Source

REST: Final = "..."
"""The step of a path that means all that is left."""

Step = str | int

_MAX_PATTERN: Final = 10


@dataclass(frozen=True, slots=True)
class Bound:
    """One name of a pattern."""

    name: str
    path: tuple[Step, ...]
    default: Node | None
    start: int


def names_in(
    pattern: Node, source: Source, path: tuple[Step, ...] = (), default: Node | None = None
) -> Iterator[Bound]:
    """The names that a pattern binds."""
    if len(path) > _MAX_PATTERN:
        return
    match pattern.type:
        case "identifier" | "shorthand_property_identifier_pattern":
            yield Bound(source.of(pattern), path, default, pattern.start_byte)
        case "assignment_pattern" | "object_assignment_pattern":
            left, right = pattern.child_by_field_name("left"), pattern.child_by_field_name("right")
            if left is not None:
                steps = path
                if left.type == "shorthand_property_identifier_pattern":
                    steps = (*path, source.of(left))
                yield from names_in(left, source, steps, right)
        case "rest_pattern":
            for child in pattern.named_children:
                yield from names_in(child, source, (*path, REST))
        case "object_pattern":
            for child in pattern.named_children:
                yield from _names_in_member(child, source, path)
        case "array_pattern":
            position = 0
            for child in pattern.children:
                if child.type == ",":
                    position += 1
                elif child.is_named:
                    steps = path if child.type == "rest_pattern" else (*path, position)
                    yield from names_in(child, source, steps)
        case _:
            pass


def _names_in_member(member: Node, source: Source, path: tuple[Step, ...]) -> Iterator[Bound]:
    match member.type:
        case "shorthand_property_identifier_pattern":
            yield Bound(source.of(member), (*path, source.of(member)), None, member.start_byte)
        case "pair_pattern":
            key, value = member.child_by_field_name("key"), member.child_by_field_name("value")
            if key is None or value is None or key.type == "computed_property_name":
                return
            yield from names_in(value, source, (*path, source.of(key).strip("\"'")))
        case _:
            yield from names_in(member, source, path)


def parameters_of(function: Node, source: Source) -> Iterator[tuple[str, Node, Node | None]]:
    """The parameters of a function: name, pattern and default."""
    single = function.child_by_field_name("parameter")
    listed = function.child_by_field_name("parameters")
    position = 0
    for child in [single] if single is not None else listed.named_children if listed is not None else []:
        pattern, default = child, None
        if child.type in ("required_parameter", "optional_parameter"):
            inner = child.child_by_field_name("pattern")
            if inner is None or inner.type == "this":  # `this: T` is for the compiler, not for callers
                continue
            pattern, default = inner, child.child_by_field_name("value")
        elif child.type == "assignment_pattern":
            left = child.child_by_field_name("left")
            if left is None:
                continue
            pattern, default = left, child.child_by_field_name("right")
        elif child.type in ("comment", "decorator"):
            continue
        if pattern.type == "identifier":
            yield source.of(pattern), pattern, default
        elif pattern.type == "rest_pattern":
            rest = next((part for part in pattern.named_children if part.type == "identifier"), None)
            yield (
                REST + (source.of(rest) if rest is not None else ""),
                rest if rest is not None else pattern,
                None,
            )
        else:
            yield f"#{position}", pattern, default
        position += 1
