"""The imports of a Python file, as the linking reads them."""

from collections.abc import Iterator

from tree_sitter import Node

from catalog.scan.facts import Export, Import
from catalog.scan.python.source import Source


def imports_of(source: Source, statement: Node) -> Iterator[Import | Export]:
    """What one import statement binds; `from x import *` hands everything on."""
    if statement.type == "import_statement":
        for child in statement.children_by_field_name("name"):
            if child.type == "aliased_import":
                name, alias = child.child_by_field_name("name"), child.child_by_field_name("alias")
                if name is not None and alias is not None:
                    yield Import(source.text(alias), _dotted(source, name))
            else:
                # `import a.b` binds `a`; what is read of it is the path behind.
                yield Import(
                    _dotted(source, child).partition(".")[0], _dotted(source, child).partition(".")[0]
                )
        return
    module = statement.child_by_field_name("module_name")
    if module is None:
        return
    origin = _dotted(source, module)
    if any(child.type == "wildcard_import" for child in statement.named_children):
        yield Export("*", origin, "*")
        return
    for child in statement.children_by_field_name("name"):
        if child.type == "aliased_import":
            name, alias = child.child_by_field_name("name"), child.child_by_field_name("alias")
            if name is not None and alias is not None:
                yield Import(source.text(alias), origin, source.text(name))
        else:
            yield Import(source.text(child), origin, source.text(child))


def _dotted(source: Source, node: Node) -> str:
    return "".join(source.text(node).split())
