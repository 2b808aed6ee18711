"""What the grammars do not know though the languages do, written so that they do; every byte keeps its place.

Only a text that does not parse is looked at. Values are read from the text as it was.
"""

import re
from typing import Final

from tree_sitter import Node

# `styled.div<{ wide: boolean }>`…``, `sql<Row[]>`…``: type arguments of a tagged template.
_TYPED_TEMPLATE: Final = re.compile(rb"(?<!=)>\s{0,20}`")
_MAX_TYPE_ARGUMENTS: Final = 2000

# `importOriginal<typeof import("./module")>()`, `import("vscode").Extension<T>`
_IMPORT_TYPE: Final = re.compile(
    rb"""\btypeof\s+(import\(\s*["'][^"'\n]*["']\s*\))|\b(import\(\s*["'][^"'\n]*["']\s*\))(?=\.[A-Z]\w*)"""
)

# `(string) => boolean`: a parameter that is called like a type.
_TYPE_NAME: Final = re.compile(rb"\((string|number|boolean|symbol|object|any|unknown|never)(?=\)\s*=>)")

# `export type * from "./x"`: types are nobody's events.
_TYPE_EXPORT: Final = re.compile(rb"\bexport\s+(type)(?=\s*\*)")

# Inside a string it is a character as any other; the grammars take it for the end.
_NUL: Final = re.compile(rb"\x00+")

_MAX_ERRORS: Final = 1000


def repaired(text: bytes, root: Node) -> bytes:
    """The text with what is known to be missing in the grammars replaced; itself where there is nothing."""
    found = bytearray(text)
    for match in _TYPED_TEMPLATE.finditer(text):
        start = _opening(text, match.start())
        if start is not None:
            found[start : match.start() + 1] = _blank(text[start : match.start() + 1])
    for match in _IMPORT_TYPE.finditer(text):
        start, end = match.span(match.lastindex or 0)
        found[start:end] = b"_" * (end - start)
    for match in _TYPE_NAME.finditer(text):
        found[match.end() - 1 : match.end()] = b"_"
    for match in _TYPE_EXPORT.finditer(text):
        found[match.start(1) : match.end(1)] = b" " * len(match[1])
    for match in _NUL.finditer(text):
        found[match.start() : match.end()] = b"_" * len(match[0])
    for offset in _ampersands(text, root):
        found[offset : offset + 1] = b"+"
    return bytes(found)


def _opening(text: bytes, end: int) -> int | None:
    """Where the type arguments begin that end with the `>` at `end`; None where there are none."""
    depth = 0
    for at in range(end, max(end - _MAX_TYPE_ARGUMENTS, 0), -1):
        byte = text[at : at + 1]
        if byte == b">" and text[at - 1 : at] != b"=":
            depth += 1
        elif byte == b"<":
            depth -= 1
            if depth == 0:
                # After a blank it would be an element: `<p>`…``.
                return at if re.match(rb"[\w$)\]]", text[at - 1 : at]) else None
        elif byte == b"`":
            return None
    return None


def _ampersands(text: bytes, root: Node) -> list[int]:
    """Each `&` in JSX that begins no entity: browsers and compilers take it for itself."""
    found: list[int] = []
    waiting = [root]
    seen = 0
    while waiting and seen < _MAX_ERRORS:
        node = waiting.pop()
        if node.is_error:
            seen += 1
            covered = text[node.start_byte : node.end_byte]
            if covered.startswith(b"&") and len(covered) < 200:
                found += [node.start_byte + match.start() for match in re.finditer(rb"&", covered)]
        waiting.extend(child for child in node.children if child.has_error)
    return found


def _blank(text: bytes) -> bytes:
    return re.sub(rb"[^\r\n]", b" ", text)
