"""Catalog text inside Python source: as literals, and as docstrings that nothing ends before their end."""

import textwrap
from collections.abc import Iterable, Mapping
from typing import Final

from catalog.model.values import Json

WIDTH: Final = 100


def literal(value: Json) -> str:
    """A JSON value as a Python expression, in ASCII."""
    return ascii(value)


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


def docstring(paragraphs: Iterable[str], indent: str) -> list[str]:
    """A docstring of paragraphs; a paragraph that begins with a blank is kept as its lines are."""
    lines: list[str] = []
    for paragraph in paragraphs:
        if lines:
            lines.append("")
        if paragraph.startswith(" "):
            lines += [line[1:] for line in paragraph.split("\n")]
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
