"""Names in generated code: made from a catalog's names alone, so that every repository has the same."""

import re
import unicodedata
from functools import lru_cache
from typing import Final

from catalog.model.names import action_of, resource_of
from catalog.model.snapshot import Event

# fmt: off
_JAVASCRIPT: Final = frozenset((
    "arguments", "await", "break", "case", "catch", "class", "const", "continue", "debugger", "default",
    "delete", "do", "else", "enum", "eval", "export", "extends", "false", "finally", "for", "function",
    "if", "implements", "import", "in", "instanceof", "interface", "let", "new", "null", "package",
    "private", "protected", "public", "return", "static", "super", "switch", "this", "throw", "true",
    "try", "typeof", "undefined", "var", "void", "while", "with", "yield",
))
"""ECMA-262 §12.7.2, strict mode included, and the names that a module may not bind (§13.1.1)."""
_PYTHON: Final = frozenset((
    "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue",
    "def", "del", "elif", "else", "except", "finally", "for", "from", "global", "if", "import", "in",
    "is", "lambda", "nonlocal", "not", "or", "pass", "raise", "return", "try", "while", "with", "yield",
    "self", "print", "bool", "float", "int", "str",
))
"""The keywords of Python 3.9 to 3.14, and what the types of arguments are written with."""
# fmt: on
IMPLICIT: Final = frozenset(("then", "toJSON", "toLocaleString", "toString", "valueOf"))
"""What JavaScript calls by itself: an awaited object, one made into text or JSON would send an event."""

# fmt: off
TRACKER: Final = IMPLICIT | frozenset((
    "aflush", "ashutdown", "configure", "context", "counts", "flush", "group", "identify", "of",
    "recorded", "recording", "shutdown", "track", "tracker",
    "constructor", "hasOwnProperty", "isPrototypeOf", "propertyIsEnumerable", "prototype",
))
# fmt: on
"""What a tracker has besides its resources in any language, and what every object has in JavaScript."""

RESERVED: Final = _JAVASCRIPT | _PYTHON
"""Words that a language keeps for itself, or that its types need: a function has one name in all of them."""

_SIGN: Final = re.compile(r"\W")
_WORD: Final = re.compile(r"[^\W_]+")


@lru_cache(maxsize=65_536)
def identifier(name: str, reserved: frozenset[str] = RESERVED) -> str:
    """A name as an identifier of every language: what cannot stand in one becomes `_`.

    Names that begin with a digit or with `_` get an `x` in front, reserved ones a `_` behind. Two names may
    give the same identifier, which is a collision. Empty when nothing of the name can stand in one.
    """
    text = unicodedata.normalize("NFKC", name)
    found = _SIGN.sub("_", text)
    if not found.strip("_"):
        return ""
    # what Python and ECMA-262 take for a part of an identifier is the same but for a few signs
    if not f"x{found}".isidentifier():
        found = "".join(sign if f"x{sign}".isidentifier() else "_" for sign in found)
    if found[0] == "_" or not found.isidentifier():
        found = f"x{found}"
    return f"{found}_" if found in reserved else found


@lru_cache(maxsize=65_536)
def type_name(name: str) -> str:
    """An identifier as the name of a type: `time_entry_stopped` is `TimeEntryStopped`."""
    words = _WORD.findall(name)
    found = "".join(word[0].upper() + word[1:] for word in words)
    return f"{found}_" if found in RESERVED else found


def resource_identifier(event: Event) -> str:
    """What the resource of an event is called: `tracker.<resource>.<action>`."""
    stated, dot, _ = (event.definition.code_name or "").partition(".")
    return identifier(stated if dot else resource_of(event.name), RESERVED | TRACKER)


def action_identifier(event: Event) -> str:
    """What the function of an event is called within its resource."""
    stated = event.definition.code_name
    name = action_of(event.name) if stated is None else stated.rpartition(".")[2]
    return identifier(name, RESERVED | IMPLICIT)


def function_of(event: Event) -> str:
    """What calls an event, behind the tracker: `timer.stopped`.

    `code_name` gives the action another name, and the resource too where it has a dot.
    """
    return f"{resource_identifier(event)}.{action_identifier(event)}"
