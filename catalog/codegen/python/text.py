"""Catalog text inside Python source: as literals, and as docstrings that nothing ends before their end."""

import re
import textwrap
from collections.abc import Iterable, Mapping
from typing import Final

from catalog.model.values import Json

WIDTH: Final = 100

# Controls, line separators, and signs that change the direction of text (CVE-2021-42574): shown, not obeyed.
_UNSEEN: Final = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff]"
)


def literal(value: Json) -> str:
    """A JSON value as a Python expression; what cannot be seen is escaped."""
    if isinstance(value, str):
        written = repr(value)
        return f'"{written[1:-1]}"' if '"' not in written and "\\'" not in written else written
    if isinstance(value, list):
        return f"[{', '.join(map(literal, value))}]"
    if isinstance(value, dict):
        return f"{{{', '.join(f'{literal(name)}: {literal(one)}' for name, one in value.items())}}}"
    return repr(value)


def table(members: Mapping[str, Json], depth: int = 0) -> str:
    """An object as a dictionary display, one member a line and one more for each of two levels of objects."""
    if not members:
        return "{}"
    inner = "    " * (depth + 1)
    lines = [
        f"{inner}{literal(name)}: "
        f"{table(member, depth + 1) if depth < _SPREAD and isinstance(member, dict) else literal(member)},"
        for name, member in members.items()
    ]
    return "\n".join(["{", *lines, "    " * depth + "}"])


_SPREAD: Final = 3


def plain(text: str) -> str:
    """Text of a catalog on one line, in which what cannot be seen is spelled out."""
    spelled = _UNSEEN.sub(lambda sign: f"\\u{ord(sign[0]):04x}", text.replace("\n", " "))
    return " ".join(spelled.split())


def docstring(paragraphs: Iterable[str], indent: str) -> list[str]:
    """A docstring of paragraphs; one that begins with two blanks keeps its lines, without these blanks."""
    lines: list[str] = []
    for paragraph in paragraphs:
        if lines:
            lines.append("")
        if paragraph.startswith("  "):
            lines += [line[2:] for line in paragraph.split("\n")]
        else:
            lines += textwrap.wrap(
                paragraph, WIDTH - len(indent), break_long_words=False, break_on_hyphens=False
            )
    quoted = [line.replace("\\", "\\\\").replace('"""', '\\"\\"\\"') for line in lines]
    if quoted[-1].endswith('"'):
        quoted[-1] = f'{quoted[-1][:-1]}\\"'
    if len(quoted) == 1:
        return [f'{indent}"""{quoted[0]}"""']
    body = [f"{indent}{line}" if line else "" for line in quoted[1:]]
    return [f'{indent}"""{quoted[0]}', *body, f'{indent}"""']
