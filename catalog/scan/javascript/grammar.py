"""Which grammar reads a path, and what of a tree could not be parsed."""

from functools import cache
from posixpath import splitext
from typing import Final

import tree_sitter_javascript
import tree_sitter_typescript
from tree_sitter import Language, Node, Parser, Tree

from catalog.scan.javascript.repairs import repaired
from catalog.scan.javascript.source import MARKUP_SUFFIXES, without_template_suffix

GRAMMARS: Final = {
    ".js": "javascript",
    ".jsx": "javascript",
    ".mjs": "javascript",
    ".cjs": "javascript",
    ".ts": "typescript",
    ".mts": "typescript",
    ".cts": "typescript",
    ".tsx": "tsx",
}
"""Suffix → the grammar's name."""

SUFFIXES: Final = frozenset(GRAMMARS) | frozenset(MARKUP_SUFFIXES)
"""The suffixes that this front end reads; `is_javascript` also knows the double ones."""

# `<script lang="…">`
_SCRIPT_GRAMMARS: Final = {"ts": "typescript", "typescript": "typescript", "tsx": "tsx"}


def is_javascript(path: str) -> bool:
    """Whether a path is one that this front end reads."""
    return suffix_of(path) in SUFFIXES


def suffix_of(path: str) -> str:
    """The suffix that says the language: `.tsx` of `page.tsx.jinja`."""
    return splitext(without_template_suffix(path))[1].lower()


def grammar_of(path: str, script_language: str) -> str:
    """The name of the grammar for a path; `script_language` is the `lang` of a Vue or Svelte script."""
    suffix = suffix_of(path)
    if suffix in MARKUP_SUFFIXES:
        return _SCRIPT_GRAMMARS.get(script_language, "javascript")
    return GRAMMARS.get(suffix, "tsx")


def parse(text: bytes, grammar: str) -> Tree:
    """The tree of a text.

    Flow's annotations, and TypeScript in a `.js` file, are no JavaScript, but mostly TSX.
    """
    tree = _parser(grammar).parse(text)
    if grammar == "javascript" and tree.root_node.has_error:
        other = _parser("tsx").parse(text)
        if not other.root_node.has_error:
            return other
    for _ in range(_MAX_REPAIRS):
        better = repaired(text, tree.root_node) if tree.root_node.has_error else text
        if better == text:
            break
        text, tree = better, _parser(grammar).parse(better)
    return tree


def first_error(root: Node) -> Node | None:
    """The first place of a tree that did not parse."""
    if not root.has_error:
        return None
    node = root
    while not (node.is_error or node.is_missing):
        inner = next((child for child in node.children if child.has_error or child.is_missing), None)
        if inner is None:
            break
        node = inner
    return node


# A mended place may bring to light the next one.
_MAX_REPAIRS: Final = 3


@cache
def _parser(grammar: str) -> Parser:
    match grammar:
        case "javascript":
            return Parser(Language(tree_sitter_javascript.language()))
        case "typescript":
            return Parser(Language(tree_sitter_typescript.language_typescript()))
        case _:
            return Parser(Language(tree_sitter_typescript.language_tsx()))
