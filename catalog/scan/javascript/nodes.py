"""Small questions to a node: its parts, its operands, what it loads."""

from collections.abc import Iterator
from typing import Final

from tree_sitter import Node

from catalog.scan.facts import MAX_DEPTH, Unknown
from catalog.scan.javascript.source import Source

# What stands around a value and does not change it.
_AROUND: Final = frozenset(
    {
        "parenthesized_expression",
        "as_expression",
        "satisfies_expression",
        "non_null_expression",
        "await_expression",
        "instantiation_expression",
    }
)


# `a?.[0]!.b` is `a[0].b` to whoever asks what stands before a name.
_CHAINED: Final = (("?.[", "["), ("?.(", "("), ("?.", "."), ("!.", "."), ("![", "["))
_MAX_RECEIVER_BYTES: Final = 200


def written(source: Source, receiver: Node) -> str:
    """What stands before a name, as it is written without blanks, and `?.` and `!.` as a dot."""
    path = path_of(receiver, source)
    if path is not None:
        return ".".join(path)
    receiver = bare(receiver)
    text = source.text[receiver.start_byte : receiver.end_byte]
    found = "".join(text[-_MAX_RECEIVER_BYTES:].decode(errors="ignore").split())
    for chained, meant in _CHAINED:
        found = found.replace(chained, meant)
    return found


def path_of(node: Node, source: Source) -> tuple[str, ...] | None:
    """`a.b?.c`, `a["b"]` → its parts; None for anything else."""
    parts: list[str] = []
    for _ in range(MAX_DEPTH):
        node = bare(node)
        match node.type:
            case "identifier" | "this" | "super" | "property_identifier" | "shorthand_property_identifier":
                parts.append(source.of(node))
                return tuple(reversed(parts))
            case "member_expression":
                inner, last = node.child_by_field_name("object"), node.child_by_field_name("property")
            case "subscript_expression":
                inner, last = node.child_by_field_name("object"), node.child_by_field_name("index")
                if last is None or last.type != "string":
                    return None
            case _:
                return None
        if inner is None or last is None:
            return None
        parts.append(unquoted(last, source))
        node = inner
    return None


def bare(node: Node) -> Node:
    """A node without brackets, assertions, `!` and `await`."""
    while node.type in _AROUND or node.type == "type_assertion":
        inner = node.named_children[-1:] if node.type == "type_assertion" else first_value(node)
        if not inner:
            return node
        node = inner[0]
    return node


def operands(node: Node, operator: str) -> list[Node]:
    """The operands of `a + b + c`, however many: the tree is as deep as they are many."""
    found: list[Node] = []
    while node.type == "binary_expression":
        kind, left = node.child_by_field_name("operator"), node.child_by_field_name("left")
        right = node.child_by_field_name("right")
        if kind is None or kind.type != operator or left is None or right is None:
            break
        found.append(right)
        node = left
    found.append(node)
    found.reverse()
    return found


def first_value(node: Node) -> list[Node]:
    """The first child that is a value, in a list; empty if there is none."""
    return next(([child] for child in node.named_children if child.type != "comment"), [])


def unknown(reason: str, node: Node, source: Source) -> Unknown:
    """A node of which nothing more is known."""
    return Unknown(reason, source.shortened(node))


def imported_names(node: Node, source: Source) -> Iterator[tuple[str, str, str | None]]:
    """What an import statement binds: local name, module, name there."""
    from_ = node.child_by_field_name("source")
    for clause in node.named_children:
        if clause.type == "import_require_clause":
            required = clause.child_by_field_name("source")
            local = next((child for child in clause.named_children if child.type == "identifier"), None)
            if required is not None and local is not None:
                yield source.of(local), unquoted(required, source), None
        elif clause.type == "import_clause" and from_ is not None:
            module = unquoted(from_, source)
            for part in clause.named_children:
                if part.type == "identifier":
                    yield source.of(part), module, "default"
                elif part.type == "namespace_import":
                    for child in part.named_children:
                        yield source.of(child), module, None
                elif part.type == "named_imports":
                    for specifier in part.named_children:
                        name = specifier.child_by_field_name("name")
                        if name is not None:
                            alias = specifier.child_by_field_name("alias") or name
                            yield source.of(alias), module, unquoted(name, source)


def module_loaded(node: Node, source: Source) -> str | None:
    """The module of `require("…")` or `import("…")`; None for any other node."""
    if node.type != "call_expression":
        return None
    function, listed = node.child_by_field_name("function"), node.child_by_field_name("arguments")
    if function is None or listed is None or source.of(function) not in ("require", "import"):
        return None
    first = listed.named_child(0) if listed.named_child_count else None
    return unquoted(first, source) if first is not None and first.type == "string" else None


def unquoted(node: Node, source: Source) -> str:
    """A string's text without its quotes, for module names, in which nobody escapes."""
    text = source.of(node)
    return text[1:-1] if node.type == "string" else text


def operator_of(node: Node) -> str:
    """The operator of an operation or assignment; "" if it has none."""
    operator = node.child_by_field_name("operator")
    return operator.type if operator is not None else ""
