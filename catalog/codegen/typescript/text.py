"""Catalog text inside JavaScript and its comments: nothing ends before its end."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from json.encoder import encode_basestring_ascii
from typing import Final

from catalog.model.values import Json

WIDTH: Final = 110

_NAME: Final = re.compile(r"[A-Za-z_$][A-Za-z0-9_$]*\Z")
_TAG: Final = re.compile(r"(?<!\S)@|(?<=\{)@")


def literal(value: Json) -> str:
    """A JSON value as an expression, in ASCII; a member called `__proto__` is a member like others."""
    match value:
        case dict():
            return f"{{{', '.join(f'{key(name)}: {literal(member)}' for name, member in value.items())}}}"
        case list() | tuple():
            return f"[{', '.join(map(literal, value))}]"
        case str():
            return encode_basestring_ascii(value)  # json.dumps takes four times as long to get there
        case _:
            return json.dumps(value, allow_nan=False)


def key(name: str) -> str:
    """The name of a member in an object literal or in a type."""
    # ECMA-262 §B.3.1: written plainly, it sets the prototype
    return '["__proto__"]' if name == "__proto__" else encode_basestring_ascii(name)


def member(name: str) -> str:
    """The name of a member in an interface."""
    return name if _NAME.match(name) else encode_basestring_ascii(name)


def table(members: Mapping[str, Json], depth: int = 1) -> str:
    """An object literal with a line for each member, and for theirs as deep as `depth` says."""
    if not members:
        return "{}"
    inner = "".join(
        f"  {key(name)}: "
        + (table(one, depth - 1).replace("\n", "\n  ") if depth and isinstance(one, dict) else literal(one))
        + ",\n"
        for name, one in members.items()
    )
    return f"{{\n{inner}}}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tag:
    """A JSDoc tag with what is said behind it."""

    name: str
    text: str


def comment(paragraphs: Iterable[str | Tag], indent: str = "") -> Iterator[str]:
    """A JSDoc comment; only what is given as `Tag` is one."""
    lines = [
        f"@{one.name} {_inside(one.text)}".rstrip() if isinstance(one, Tag) else _inside(one)
        for one in paragraphs
    ]
    if len(lines) == 1 and len(lines[0]) < WIDTH:
        yield f"{indent}/** {lines[0]} */"
        return
    yield f"{indent}/**"
    for number, line in enumerate(lines):
        if number and not line.startswith("@"):
            yield f"{indent} *"
        yield from (f"{indent} * {part}".rstrip() for part in _wrapped(line))
    yield f"{indent} */"


def _inside(text: str) -> str:
    """Text that neither ends the comment nor begins a tag."""
    return _TAG.sub("&#64;", text.replace("*/", "*\\/"))


def _wrapped(line: str) -> Iterator[str]:
    current = ""
    for word in line.split(" "):
        if current and len(current) + len(word) >= WIDTH:
            yield current
            current = word
        else:
            current = f"{current} {word}" if current else word
    yield current
