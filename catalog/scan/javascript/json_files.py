"""`package.json` and `tsconfig.json` as they are found: with comments, trailing commas, or broken."""

import codecs
import json
import re
from typing import Final

# Strings first, so that what looks like a comment inside one is left alone.
_COMMENT: Final = re.compile(r'("(?:[^"\\\n]|\\.)*")|//[^\n]*|/\*.*?\*/', re.DOTALL)
_TRAILING_COMMA: Final = re.compile(r'("(?:[^"\\\n]|\\.)*")|,(?=\s*[}\]])')

Members = dict[str, object]


def members_of(content: bytes) -> Members:
    """The members of a JSON object; none where there is no such object."""
    text = content.removeprefix(codecs.BOM_UTF8).decode(errors="replace")
    try:
        return _as_members(json.loads(text))
    except (ValueError, RecursionError):
        pass
    text = _COMMENT.sub(lambda match: match[1] or " ", text)
    text = _TRAILING_COMMA.sub(lambda match: match[1] or "", text)
    try:
        return _as_members(json.loads(text))
    except (ValueError, RecursionError):
        return {}


def object_at(members: Members, *keys: str) -> Members:
    """An object inside another one; empty where there is none."""
    for key in keys:
        members = _as_members(members.get(key))
    return members


def text_at(members: Members, key: str) -> str | None:
    """A text in an object."""
    value = members.get(key)
    return value if isinstance(value, str) else None


def texts_in(value: object) -> list[str]:
    """Every text in a value, outermost first: the targets of a condition of `exports`, whichever applies."""
    found: list[str] = []
    waiting = [value]
    while waiting:
        inner = waiting.pop(0)
        if isinstance(inner, str):
            found.append(inner)
        elif isinstance(inner, list):
            waiting.extend(inner)
        elif isinstance(inner, dict):
            waiting.extend(inner.values())
    return found


def _as_members(value: object) -> Members:
    return {str(key): member for key, member in value.items()} if isinstance(value, dict) else {}
