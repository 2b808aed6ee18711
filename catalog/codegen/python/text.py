"""Catalog text inside Python source: as literals, and as docstrings that nothing ends before their end."""

import json
import textwrap
from collections.abc import Iterable, Mapping
from typing import Final

from catalog.model.values import Json

WIDTH: Final = 100


def literal(value: Json) -> str:
    """A JSON value as a Python expression; what cannot be seen is escaped."""
    if isinstance(value, str):
        written = repr(value)
        return f'"{written[1:-1]}"' if '"' not in written and "\\'" not in written else written
    return repr(value)


def table(members: Mapping[str, Json]) -> str:
    """An object as a dictionary display, with a line for each member and one for each of its own."""
    if not members:
        return "{}"
    lines = ["{"]
    for name, member in members.items():
        if isinstance(member, dict) and member:
            lines.append(f"    {name!r}: {{")
            lines += [f"        {key!r}: {value!r}," for key, value in member.items()]
            lines.append("    },")
        else:
            lines.append(f"    {name!r}: {member!r},")
    lines.append("}")
    return "\n".join(lines)


def as_json(members: Mapping[str, Json]) -> str:
    """An object as JSON, with a line for each member and one for each of its own."""
    lines = []
    for name, member in members.items():
        if isinstance(member, dict) and member:
            inner = ",\n".join(f"  {json.dumps(key)}: {json.dumps(value)}" for key, value in member.items())
            lines.append(f" {json.dumps(name)}: {{\n{inner}\n }}")
        else:
            lines.append(f" {json.dumps(name)}: {json.dumps(member)}")
    return "{\n" + ",\n".join(lines) + "\n}\n"


def docstring(paragraphs: Iterable[str], indent: str) -> list[str]:
    """A docstring of paragraphs; one that begins with two blanks keeps its lines, without these blanks."""
    return quoted(laid_out(paragraphs), indent)


def laid_out(paragraphs: Iterable[str]) -> list[str]:
    """The lines of a docstring, escaped as they stand in its source."""
    lines: list[str] = []
    for paragraph in paragraphs:
        if lines:
            lines.append("")
        if paragraph.startswith("  "):
            lines += [line[2:] for line in paragraph.split("\n")]
        elif len(paragraph) <= _DOC_WIDTH:
            lines.append(paragraph)
        else:
            lines += textwrap.wrap(paragraph, _DOC_WIDTH, break_long_words=False, break_on_hyphens=False)
    escaped = [line.replace("\\", "\\\\").replace('"""', '\\"\\"\\"') for line in lines]
    if escaped[-1].endswith('"'):
        escaped[-1] = f'{escaped[-1][:-1]}\\"'
    return escaped


_DOC_WIDTH: Final = WIDTH - 8


def quoted(lines: list[str], indent: str) -> list[str]:
    """The lines of a docstring with their quotes."""
    if len(lines) == 1:
        return [f'{indent}"""{lines[0]}"""']
    body = [f"{indent}{line}" if line else "" for line in lines[1:]]
    return [f'{indent}"""{lines[0]}', *body, f'{indent}"""']
