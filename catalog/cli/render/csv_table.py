"""Tables as CSV: RFC 4180, and no cell that a spreadsheet would run as a formula."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from catalog.privacy.account import Plain

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""With one of these a cell begins that spreadsheets take for a formula (OWASP, CSV Injection)."""


def as_csv(head: Sequence[str], rows: Iterable[Mapping[str, Plain]]) -> Iterator[str]:
    """The table in pieces: a line of names, then the rows; lists are joined by `; `, null is empty."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")  # RFC 4180 §2.1
    writer.writerow(head)
    for row in rows:
        writer.writerow([_cell(row[name]) for name in head])
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()
    yield buffer.getvalue()


def _cell(value: Plain) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case int():
            return str(value)
        case list():
            return _text("; ".join(str(one) for one in value))
        case _:
            return _text(str(value))


def _text(text: str) -> str:
    """A text that stays text: before what looks like a formula stands an apostrophe."""
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULA) else text
