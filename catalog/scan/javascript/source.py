"""The text of one file as the grammars read it, and the lines and columns of the file as it is on disk."""

import codecs
import re
from bisect import bisect_right
from functools import cached_property
from itertools import accumulate
from typing import Final

from tree_sitter import Node

MARKUP_SUFFIXES: Final = (".vue", ".svelte")
"""Files whose JavaScript stands in `<script>` elements."""

TEMPLATE_SUFFIXES: Final = (
    ".jinja",
    ".jinja2",
    ".j2",
    ".tmpl",
    ".tpl",
    ".ejs",
    ".hbs",
    ".mustache",
    ".erb",
    ".liquid",
)
"""What a template engine makes another file of: `page.tsx.jinja`."""

_CONTINUATION: Final = re.compile(rb"[\x80-\xbf]+")
_NOT_A_LINE_END: Final = re.compile(rb"[^\r\n]")
_SHORT: Final = 120

# HTML's raw text: a script ends at the first `</script`, whatever stands around it; what a comment holds is
# no element. Attributes are limited so that an unclosed quote costs no second look at the rest of the file.
_OPENING: Final = re.compile(rb"<!--|<script(?=[\s>])", re.IGNORECASE)
_ATTRIBUTES: Final = re.compile(rb"""(?:[^>"']|"[^"]*"|'[^']*')*>""")
_CLOSING: Final = re.compile(rb"</script", re.IGNORECASE)
_MAX_ATTRIBUTES: Final = 1000
_SCRIPT_LANGUAGE: Final = re.compile(rb"""\slang\s*=\s*["']?([\w/-]+)""", re.IGNORECASE)

# `{% … %}` and `{# … #}` are no JavaScript anywhere; `{{ … }}` may be a JSX attribute and stays.
_MARKER: Final = re.compile(rb"\{[%#]")
_MAX_MARKER: Final = 2000


class Source:
    """A text whose byte offsets become places."""

    def __init__(self, text: bytes) -> None:
        self.text: Final = text

    @cached_property
    def _line_starts(self) -> list[int]:
        return list(accumulate(map(len, self.text.splitlines(keepends=True)), initial=0))

    @cached_property
    def _continuations(self) -> tuple[list[int], list[int]]:
        """Where runs of continuation bytes begin, and how many such bytes stand before each."""
        if self.text.isascii():
            return [], [0]
        runs = [run.span() for run in _CONTINUATION.finditer(self.text)]
        return [start for start, _ in runs], [0, *accumulate(end - start for start, end in runs)]

    def line(self, offset: int) -> int:
        """The line of a byte offset; 1-based."""
        return bisect_right(self._line_starts, offset)

    def place(self, offset: int) -> tuple[int, int]:
        """Line and column of a byte offset that begins a character; 1-based, the column in code points."""
        line = self.line(offset)
        start = self._line_starts[line - 1]
        return line, offset - start - (
            self._continuations_before(offset) - self._continuations_before(start)
        ) + 1

    def line_span(self, line: int) -> tuple[int, int]:
        """The byte offsets at which a line begins and ends, its line end included."""
        starts = self._line_starts
        return starts[line - 1], starts[line] if line < len(starts) else len(self.text)

    def of(self, node: Node) -> str:
        """What a node covers, as it is written."""
        return self.text[node.start_byte : node.end_byte].decode(errors="replace")

    def shortened(self, node: Node) -> str:
        """What a node covers, on one line and cut off."""
        return " ".join(
            self.text[node.start_byte : min(node.end_byte, node.start_byte + 4 * _SHORT)]
            .decode(errors="replace")
            .split()
        )[:_SHORT]

    def _continuations_before(self, offset: int) -> int:
        starts, totals = self._continuations
        return totals[bisect_right(starts, offset)]


def utf8(content: bytes) -> bytes:
    """What a file holds as UTF-8, without a byte order mark."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16", errors="replace").encode()
    content = content.removeprefix(codecs.BOM_UTF8)
    if content.isascii():
        return content
    try:
        content.decode()
    except UnicodeDecodeError:
        # Latin-1 has a character for every byte, so that columns hold whatever the encoding was.
        return content.decode("latin-1").encode()
    return content


def without_markers(text: bytes) -> tuple[bytes, int | None]:
    """A text with blanks for a template engine's markers, and where the first one begins."""
    pieces: list[bytes] = []
    first: int | None = None
    done = 0
    for marker in _MARKER.finditer(text):
        start = marker.start()
        end = text.find(text[start + 1 : start + 2] + b"}", start + 2, start + _MAX_MARKER) + 2
        if start < done or end < start:
            continue
        first = start if first is None else first
        pieces += [text[done:start], _NOT_A_LINE_END.sub(b" ", text[start:end])]
        done = end
    return b"".join([*pieces, text[done:]]), first


def only_scripts(text: bytes) -> tuple[bytes, str]:
    """A Vue or Svelte file with blanks for all that is no script, and the `lang` of its scripts or ""."""
    pieces: list[bytes] = []
    language = ""
    done = at = 0
    while (opening := _OPENING.search(text, at)) is not None:
        at = opening.end()
        if opening[0] == b"<!--":
            at = text.find(b"-->", at)
            if at < 0:
                break
            continue
        attributes = _ATTRIBUTES.match(text, at, at + _MAX_ATTRIBUTES)
        if attributes is None:
            continue
        closing = _CLOSING.search(text, attributes.end())
        at = len(text) if closing is None else closing.start()
        pieces.append(_NOT_A_LINE_END.sub(b" ", text[done : attributes.end()]))
        pieces.append(text[attributes.end() : at])
        done = at
        named = _SCRIPT_LANGUAGE.search(attributes[0])
        if named is not None:
            language = named[1].decode().lower()
    pieces.append(_NOT_A_LINE_END.sub(b" ", text[done:]))
    return b"".join(pieces), language


def without_template_suffix(path: str) -> str:
    """`page.tsx.jinja` → `page.tsx`."""
    for suffix in TEMPLATE_SUFFIXES:
        if path.lower().endswith(suffix):
            return path[: -len(suffix)]
    return path
