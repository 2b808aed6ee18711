"""One Python file → its facts."""

from collections.abc import Iterator

from tree_sitter import Node

from catalog.scan.facts import Export, FileFacts, Import
from catalog.scan.python.bindings import statements
from catalog.scan.python.calls import Calls
from catalog.scan.python.constants import constants_of
from catalog.scan.python.expressions import Expressions
from catalog.scan.python.imports import imports_of
from catalog.scan.python.scopes import TooDeepError
from catalog.scan.python.source import Source, as_utf_8, too_deep_at

LANGUAGE = "python"


def read(
    content: bytes,
    path: str,  # noqa: ARG001  # as every front end
    callees: frozenset[str],
    others: frozenset[str] = frozenset(),
    trackers: frozenset[str] = frozenset(),
    *,
    is_whole: bool = True,
) -> FileFacts:
    """The facts of one file, whose calls are those of `callees`; what does not parse is passed over.

    `others` are names that stand for callees in other files, and may do so here; imports with one of the
    words `trackers` may be of a generated tracker.
    Of a file that is nested too deeply to be followed, there is only the place.
    """
    content = as_utf_8(content)
    line = too_deep_at(content)
    if line is not None:
        return FileFacts(language=LANGUAGE, broken_at=(line, 1))
    source = Source(content)
    try:
        return _facts(source, callees, others, trackers, is_whole=is_whole)
    except TooDeepError as error:
        return FileFacts(language=LANGUAGE, broken_at=(source.line(error.node), source.column(error.node)))


def _facts(
    source: Source,
    callees: frozenset[str],
    others: frozenset[str],
    trackers: frozenset[str],
    *,
    is_whole: bool,
) -> FileFacts:
    expressions = Expressions(source, callees)
    imports: dict[str, Import] = {}
    exports: list[Export] = []
    for statement in _import_statements(source):
        for found in imports_of(source, statement):
            if isinstance(found, Import):
                imports.setdefault(found.local, found)
            else:
                exports.append(found)
    calls = Calls(expressions, callees, others, imports, trackers)
    # Of most files nobody else asks anything: those that somebody does are read again.
    told = None if is_whole else frozenset(calls.names)
    constants, told = constants_of(expressions, told)
    return FileFacts(
        language=LANGUAGE,
        calls=calls.calls,
        constants=constants,
        told=None if told is None else tuple(sorted(told)),
        imports=tuple(imports.values()),
        exports=tuple(exports),
        functions=tuple(expressions.names.scopes.functions),
        stand_ins=calls.stand_ins,
        handed_on=calls.handed_on,
        broken_at=source.broken_at(),
    )


def _import_statements(source: Source) -> Iterator[Node]:
    """Those of the module first, then those inside functions: a name means one thing in a file."""
    for statement in statements(source.root):
        if statement.type in ("import_statement", "import_from_statement"):
            yield statement
    # Functions import late to break a cycle, and only such files pay for the search.
    start = 0
    content = source.content
    while (start := content.find(b"import ", start)) >= 0:
        line = content.rfind(b"\n", 0, start) + 1
        indent = content[line:start]
        if indent[:1] in b" \t" and (not indent.strip() or indent.lstrip().startswith(b"from ")) and indent:
            node = source.root.descendant_for_byte_range(
                line + len(indent) - len(indent.lstrip()), line + len(indent) - len(indent.lstrip()) + 4
            )
            while node is not None and node.type not in ("import_statement", "import_from_statement"):
                node = node.parent
            if node is not None:
                yield node
        start += 7
