"""Markdown as text: prose without accidental markup, tables, blocks of code with a file's name."""

import re
from collections.abc import Iterable, Sequence
from typing import Final

_MARKUP: Final = re.compile(r"[\\*\[\]{}]|(?<!\w)_|_(?!\w)")
_ENTITIES: Final = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "|": "&#124;"})
"""What Markdown cannot escape with a backslash everywhere."""
_CODE: Final = re.compile(r"(`[^`]*`)")

Paragraph = str
"""A block of Markdown without blank lines around it."""


def prose(text: str) -> str:
    """Text in which only backticks are markup: nothing in it makes emphasis, links, tags or cells."""
    parts = _CODE.split(text)
    return "".join(part if index % 2 else _escaped(part) for index, part in enumerate(parts))


def _escaped(text: str) -> str:
    return _MARKUP.sub(r"\\\g<0>", text).translate(_ENTITIES)


def code(text: str) -> str:
    """Text in a span of code."""
    return f"`{text}`"


def fenced(language: str, text: str, title: str | None = None) -> Paragraph:
    """A block of code; what cannot be printed in it stands as an escape, as in `\\x00`."""
    lines = [_printable(line) for line in text.splitlines()]
    longest = max((len(run) for run in re.findall("`{3,}", text)), default=2)
    fence = "`" * (longest + 1)
    name = f' title="{title}"' if title is not None else ""
    return "\n".join((f"{fence}{language}{name}", *lines, fence))


def _printable(line: str) -> str:
    return "".join(
        letter if letter.isprintable() or letter == "\t" else letter.encode("unicode_escape").decode("ascii")
        for letter in line
    )


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Paragraph:
    """A table; its cells are Markdown already."""
    return "\n".join(f"| {' | '.join(row)} |" for row in (head, ["---"] * len(head), *rows))


def quotation(lines: Iterable[str]) -> Paragraph:
    """A quotation, one paragraph for each line."""
    return "\n>\n".join(f"> {line}" for line in lines)


def page(*paragraphs: Paragraph) -> str:
    """A whole page."""
    return "\n\n".join(paragraphs) + "\n"
