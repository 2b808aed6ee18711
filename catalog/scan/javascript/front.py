"""One JavaScript or TypeScript file → its facts."""

from typing import Final

from catalog.scan.facts import FileFacts
from catalog.scan.javascript.calls import Calls
from catalog.scan.javascript.declarations import Declarations
from catalog.scan.javascript.expressions import Expressions
from catalog.scan.javascript.grammar import first_error, grammar_of, parse, suffix_of
from catalog.scan.javascript.scopes import Scopes
from catalog.scan.javascript.source import (
    MARKUP_SUFFIXES,
    Source,
    only_scripts,
    utf8,
    without_markers,
    without_template_suffix,
)

LANGUAGE: Final = "javascript"
"""Of all its dialects: they import from each other."""


def read(
    content: bytes,
    path: str,
    callees: frozenset[str],
    others: frozenset[str] = frozenset(),
    trackers: frozenset[str] = frozenset(),
    *,
    is_whole: bool = True,  # noqa: ARG001  # all constants are told in any case
) -> FileFacts:
    """Everything that one file says, with the calls whose last name is one of `callees`.

    `others` are names that stand for callees in other files, and may do so here; imports with one of the
    words `trackers` may be of a generated tracker.

    `path` says the language by its suffix. Lines and columns are those of the whole file, also in the
    scripts of Vue and Svelte.
    """
    text = utf8(content)
    script_language = ""
    if suffix_of(path) in MARKUP_SUFFIXES:
        text, script_language = only_scripts(text)
    is_template = without_template_suffix(path) != path
    marker = None
    if is_template:
        text, marker = without_markers(text)
    source = Source(text)
    tree = parse(text, grammar_of(path, script_language))
    scopes = Scopes(source, tree.root_node)
    expressions = Expressions(source, scopes, is_template=is_template, sinks=callees)
    calls = Calls(source, scopes, expressions, callees, others, trackers)
    declarations = Declarations(source, scopes, expressions)
    error = first_error(tree.root_node)
    broken = marker if error is None else error.start_byte
    return FileFacts(
        language=LANGUAGE,
        calls=calls.calls,
        constants=declarations.constants,
        imports=(*declarations.imports, *expressions.imports.values()),
        exports=tuple(declarations.exports),
        functions=tuple(expressions.names.functions),
        stand_ins=calls.stand_ins(declarations.exports),
        handed_on=calls.handed_on,
        broken_at=None if broken is None else source.place(broken),
    )
