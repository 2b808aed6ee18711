"""A Python file as a tree: decoded as its cookie says, with places that count code points."""

import codecs
import re
from functools import cache
from typing import Final

import tree_sitter_python
from tree_sitter import Language, Node, Parser, Tree

# PEP 263: in one of the first two lines.
_COOKIE: Final = re.compile(rb"^[ \t\f]*#.*?coding[:=][ \t]*([-_.a-zA-Z0-9]+)")
_MAX_SOURCE: Final = 80

# The grammar looks ahead over a block of comments from each of its lines: 9,000 lines took it 19 s.
_LONG_BLOCK: Final = 100
_COMMENT_BLOCK: Final = re.compile(rb"(?:^[ \t]*#[^\n]*\n){%d,}" % _LONG_BLOCK, re.MULTILINE)

# The grammar keeps the widths of the blocks around a line in 1,024 bytes and crashes on more than fit.
_MAX_BLOCKS: Final = 400
_FAR_RIGHT: Final = re.compile(rb"^[ \t\f]{%d}" % _MAX_BLOCKS, re.MULTILINE)
_IN_A_LINE: Final = re.compile(rb"[^\r\n]")


class Source:
    """The tree of one file and the text it was made of, which is UTF-8."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        self.tree: Tree = _parser().parse(_without_comment_blocks(self.content))
        self.root = self.tree.root_node

    def text(self, node: Node) -> str:
        """What stands at a node, as written."""
        return self.content[node.start_byte : node.end_byte].decode("utf-8", "replace")

    def shortened(self, node: Node) -> str:
        """What stands at a node in one line, for people and for detectors of words."""
        return " ".join(
            self.content[node.start_byte : node.start_byte + 400]
            .decode("utf-8", "replace")[: node.end_byte - node.start_byte]
            .split()
        )[:_MAX_SOURCE]

    def line(self, node: Node) -> int:
        """The line where a node begins; 1-based."""
        return node.start_point[0] + 1

    def column(self, node: Node) -> int:
        """The column where a node begins: 1-based, in code points."""
        start = node.start_byte - node.start_point[1]
        return len(self.content[start : node.start_byte].decode("utf-8", "replace")) + 1

    def broken_at(self) -> tuple[int, int] | None:
        """The first place that does not parse."""
        node = self.root
        if not node.has_error:
            return None
        while not node.is_missing:
            # Of a file that is one error as a whole, an inner error says more.
            inner = next((child for child in node.children if child.has_error or child.is_missing), None)
            if inner is None:
                break
            node = inner
        return self.line(node), self.column(node)


def too_deep_at(content: bytes) -> int | None:
    """The first line that is further inside of others than the grammar can bear; 1-based, None without one.

    Lines in texts and brackets count too: the grammar takes them for blocks where the file is broken.
    """
    if _FAR_RIGHT.search(content) is None:
        return None
    widths = [0]
    for number, line in enumerate(content.splitlines(), 1):
        inside = line.lstrip(b" \t\f")
        if not inside:
            continue
        width = len(line) - len(inside)
        while width < widths[-1]:
            widths.pop()
        if width > widths[-1]:
            widths.append(width)
        if len(widths) > _MAX_BLOCKS:
            return number
    return None


def first_inside(node: Node) -> Node | None:
    """The first named node in a node; None in an empty one."""
    return node.named_child(0) if node.named_child_count else None


def as_utf_8(content: bytes) -> bytes:
    """The content in UTF-8 without a byte order mark; what nobody can decode stays as it is."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):  # as editors on Windows write it
        return content.decode("utf-16", errors="replace").encode()
    if content.startswith(codecs.BOM_UTF8):
        return content[3:]
    for line in content.split(b"\n", 2)[:2]:
        found = _COOKIE.match(line)
        if found is None:
            continue
        name = found[1].decode("ascii").lower()
        if name.replace("_", "-") in ("utf-8", "utf8"):
            return content
        try:
            return content.decode(name).encode()
        except (LookupError, UnicodeError):
            return content
    return content


def _without_comment_blocks(content: bytes) -> bytes:
    """The content with blanks for long blocks of comments; every place stays where it is."""
    if content.count(b"#") < _LONG_BLOCK:
        return content
    return _COMMENT_BLOCK.sub(lambda found: _IN_A_LINE.sub(b" ", found[0]), content)


@cache
def _parser() -> Parser:
    return Parser(Language(tree_sitter_python.language()))
