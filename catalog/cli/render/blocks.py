"""Reports as blocks: headings, facts, tables, sentences; written as text for people or as Markdown."""

import re
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, assert_never

from catalog.cli.terminal import Paper, printable
from catalog.docgen.markdown import fenced, prose

MAX_WIDTH: Final = 100
"""Longer lines of prose are hard to read, however wide the terminal is."""
PIPED_WIDTH: Final = 80
"""What a pager, a mail or a paper copy can be trusted to show."""
_MIN_COLUMN: Final = 12
_FIRST_COLUMN: Final = 30
_GAP: Final = "  "
_SENTENCE: Final = re.compile(r"(.+?[.!?])(?:\s|$)", re.DOTALL)
_BEHIND: Final = re.compile(r"(?<=[._/,])(?=\w)")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; 1 is the title of the report."""

    text: str
    level: int = 2


@dataclass(frozen=True, slots=True)
class Words:
    """A paragraph."""

    text: str


@dataclass(frozen=True, slots=True)
class Facts:
    """Names and what they are, one below the other."""

    rows: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Items:
    """A list."""

    items: Sequence[str]


@dataclass(frozen=True, slots=True)
class Table:
    """A table; `right` are the columns of numbers."""

    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    right: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Verbatim:
    """Text that must stay as it is, to its last space."""

    language: str
    text: str


@dataclass(frozen=True, slots=True)
class Branches:
    """A list whose items have a list each: what follows from the item, with proofs as they stand."""

    items: Sequence[tuple[str, Sequence[str | Verbatim]]]


Block = Heading | Words | Facts | Items | Table | Verbatim | Branches


def as_text(blocks: Iterable[Block], paper: Paper) -> Iterator[str]:
    """Blocks as lines for a terminal or a pipe, with a blank line between them."""
    width = min(paper.width, MAX_WIDTH) if paper.is_terminal else PIPED_WIDTH
    is_first = True
    for block in blocks:
        if not is_first:
            yield "\n"
        is_first = False
        for line in _lines(block, paper, width):
            yield line.rstrip() + "\n" if not isinstance(block, Verbatim) else line + "\n"


def as_markdown(blocks: Iterable[Block]) -> Iterator[str]:
    """Blocks as Markdown; nothing of a catalog's text acts as markup."""
    is_first = True
    for block in blocks:
        if not is_first:
            yield "\n"
        is_first = False
        yield _markdown(block) + "\n"


def first_sentence(text: str) -> str:
    """The beginning of a description, where the whole is too much."""
    found = _SENTENCE.match(text)
    return text if found is None else found[1]


def _lines(block: Block, paper: Paper, width: int) -> Iterator[str]:
    match block:
        case Heading():
            yield paper.strong(_clean(block.text))
        case Words():
            yield from _wrapped(block.text, width)
        case Items():
            for item in block.items:
                first, *rest = _wrapped(item, width - 2)
                yield f"- {first}"
                yield from (f"  {line}" for line in rest)
        case Facts():
            label_width = max((len(_clean(label)) for label, _ in block.rows), default=0)
            for label, value in block.rows:
                first, *rest = _wrapped(value, width - label_width - 4)
                yield f"  {paper.faint(_clean(label).ljust(label_width))}  {first}"
                yield from (" " * (label_width + 4) + line for line in rest)
        case Table():
            yield from _table(block, paper, width)
        case Verbatim():
            for line in block.text.removesuffix("\n").split("\n"):
                yield printable(line) if paper.is_terminal else line
        case Branches():
            for item, below in block.items:
                first, *rest = _wrapped(item, width - 2)
                yield f"- {first}"
                yield from (f"  {line}" for line in rest)
                for one in below:
                    yield from _branch(one, paper, width)
        case _:
            assert_never(block)


def _branch(one: str | Verbatim, paper: Paper, width: int) -> Iterator[str]:
    """What hangs below an item; a mark at its beginning is coloured."""
    if isinstance(one, Verbatim):
        yield from (f"      {line}" for line in _lines(one, paper, width))
        return
    # A path stays whole, however long it is, so that it can be opened.
    first, *rest = _wrapped(one, width - 4) if " " in one else [_clean(one)]
    mark, colon, said = first.partition(": ")
    style = {"error": paper.error, "warning": paper.warning}.get(mark)
    yield f"    {style(mark)}{colon}{said}" if style is not None else f"    {first}"
    yield from (f"    {line}" for line in rest)


def _table(table: Table, paper: Paper, width: int) -> Iterator[str]:
    """Columns beside each other; where there is no room for all, the widest ones are wrapped."""
    rows = [[_clean(cell) for cell in row] for row in (table.head, *table.rows)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(table.head))]
    spare = width - 2 - len(_GAP) * (len(widths) - 1)
    # What a row is about stands first, and stays whole as long as it can.
    least = [min(width, _MIN_COLUMN if column else _FIRST_COLUMN) for column, width in enumerate(widths)]
    while sum(widths) > spare and widths != least:
        widest = max(range(len(widths)), key=lambda column: (widths[column] > least[column], widths[column]))
        widths[widest] -= 1
    for number, row in enumerate(rows):
        cells = [_wrapped(cell, room) for cell, room in zip(row, widths, strict=True)]
        for line in range(max(map(len, cells))):
            parts = [
                _padded(cell[line] if line < len(cell) else "", widths[column], right=column in table.right)
                for column, cell in enumerate(cells)
            ]
            text = f"  {_GAP.join(parts)}"
            yield paper.faint(text.rstrip()) if number == 0 else text


def _padded(text: str, width: int, *, right: bool) -> str:
    return text.rjust(width) if right else text.ljust(width)


def _wrapped(text: str, width: int) -> list[str]:
    """Lines of at most `width`, broken at spaces; a long name is broken behind its dots before elsewhere."""
    room = max(width, _MIN_COLUMN)
    words = []
    for word in _clean(text).split(" "):
        if len(word) <= room:
            words.append(word)
            continue
        piece = ""
        for part in _BEHIND.split(word):
            if piece and len(piece) + len(part) > room:
                words.append(piece)
                piece = ""
            piece += part
        words.append(piece)
    return textwrap.wrap(" ".join(words), room, break_on_hyphens=False) or [""]


def _clean(text: str) -> str:
    """One line without anything that could act on a terminal."""
    return printable(" ".join(text.split()))


def _markdown(block: Block) -> str:
    match block:
        case Heading():
            return f"{'#' * block.level} {_marked(block.text)}"
        case Words():
            return _marked(block.text)
        case Items():
            return "\n".join(f"- {_marked(item)}" for item in block.items)
        case Facts():
            return "\n".join(f"- **{_marked(label)}**: {_marked(value)}" for label, value in block.rows)
        case Table():
            line = ["---:" if column in block.right else "---" for column in range(len(block.head))]
            rows = (block.head, line, *block.rows)
            return "\n".join(
                f"| {' | '.join(cell if row is line else _cell(cell) for cell in row)} |" for row in rows
            )
        case Verbatim():
            return fenced(block.language, block.text)
        case Branches():
            return "\n".join(_tree(item, below) for item, below in block.items)
        case _:
            assert_never(block)


def _tree(item: str, below: Sequence[str | Verbatim]) -> str:
    lines = [f"- {_marked(item)}"]
    for one in below:
        if isinstance(one, Verbatim):
            lines += ["", *(f"    {line}" for line in fenced(one.language, one.text).splitlines()), ""]
        else:
            lines.append(f"  - {_marked(one)}")
    return "\n".join(lines)


def _marked(text: str) -> str:
    return prose(_clean(text))


def _cell(text: str) -> str:
    return _marked(text).replace("|", "\\|") or " "
