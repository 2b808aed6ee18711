"""The type of what an expression gives, as far as its own text or the annotations of its file tell."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from catalog.scan.collection import Collection
from catalog.scan.facts import Array, Expression, Made, Object, Parameter, Scalar, Template, Text, Unknown
from catalog.scan.told import Placed

UNKNOWN: Final = "unknown"
Kind = tuple[str, str | None]
"""A type of the format, and the text itself where it is one."""

_GIVEN_BY: Final = {
    **dict.fromkeys(("str", "String", "toString", "isoformat", "toISOString", "strftime", "join"), "string"),
    **dict.fromkeys(("lower", "upper", "strip", "toLowerCase", "toUpperCase", "trim", "format"), "string"),
    **dict.fromkeys(("int", "len", "round", "parseInt", "count", "floor", "ceil", "trunc"), "integer"),
    **dict.fromkeys(("float", "Number", "parseFloat"), "number"),
    **dict.fromkeys(("bool", "Boolean", "isinstance", "startsWith", "endsWith", "includes"), "boolean"),
    **dict.fromkeys(("startswith", "endswith", "some", "every", "has"), "boolean"),
    **dict.fromkeys(("list", "sorted", "getlist"), "array"),
    "dict": "object",
}
"""Last name of a call → the type of what it gives, in either language."""
_MEMBERS: Final = {"length": "integer", "size": "integer", "href": "string", "pathname": "string"}
"""Last name that is read of something → its type, in browsers and in the language itself."""
_INSIDE: Final = re.compile(r"\([^()]*\)")
_MAX_NESTED: Final = 8
_CALLED: Final = re.compile(r"(?<![\w$])(\w+)\u2588$")
_COMPARED: Final = re.compile(r"\s(?:[=!]==?|[<>]=?|is|is not|in|not in|instanceof)\s")
_NUMBER: Final = r"[\w.?!\u2588]+"
_COUNTED: Final = re.compile(rf"{_NUMBER} [+-] \d+")
_CALCULATED: Final = re.compile(rf"{_NUMBER} [*/] {_NUMBER}")

_ANNOTATED: Final = {
    **dict.fromkeys(("str", "string"), "string"),
    "int": "integer",
    **dict.fromkeys(("float", "number"), "number"),
    **dict.fromkeys(("bool", "boolean"), "boolean"),
}
_NOTHING: Final = frozenset({"None", "null", "undefined"})
_OPTIONAL: Final = re.compile(r"(?:typing\.)?Optional\[([^\[\]]+)\]")
_TEXT: Final = re.compile(r"""(["'])([^"'\\\n]{1,80})\1""")
_LITERAL: Final = re.compile(r"(?:typing\.)?Literal\[([^\[\]]+)\]")
_SCHEMA: Final = (
    r"(?<![\w$.\"'])NAME\??:\s*"
    r"((?:(?:typing\.)?(?:Optional|Literal)\[[^\[\]\n]{1,300}\]|[\w.]+(?:\[\])?|[\"'][^\"'\n]{1,80}[\"'])"
    r"(?:\s*\|\s*(?:[\w.]+|[\"'][^\"'\n]{1,80}[\"']))*)(?![\w(\[.<])"
)


class Kinds:
    """Tells types of expressions in the files of a scan."""

    def __init__(self, collection: Collection) -> None:
        self._tree: Final = collection.tree
        self._annotated: Final[dict[tuple[str, str], tuple[Kind, ...]]] = {}

    def of(self, placed: Placed) -> tuple[Kind, ...]:
        """What an expression can give: one type, or the texts that its annotation lists."""
        expression = placed.expression
        if isinstance(expression, Parameter):
            return self._of_parameter(expression, placed.path)
        text = expression.value if isinstance(expression, Text) else None
        return ((_kind(expression), text),)

    def _of_parameter(self, parameter: Parameter, path: str) -> tuple[Kind, ...]:
        name = parameter.path[-1] if parameter.path else parameter.name
        if name in _MEMBERS and parameter.path:
            return ((_MEMBERS[name], None),)
        key = (path, name)
        if key not in self._annotated:
            self._annotated[key] = self._told(name, path) if name.isidentifier() else ()
        return self._annotated[key] or ((UNKNOWN, None),)

    def _told(self, name: str, path: str) -> tuple[Kind, ...]:
        """What every annotation of a name in a file says; nothing where they disagree."""
        try:
            text = self._tree.content(path).decode("utf-8", "replace")
        except OSError:
            return ()
        found = {tuple(_annotated(said)) for said in _annotation(name).findall(text)}
        return found.pop() if len(found) == 1 else ()


@cache
def _annotation(name: str) -> re.Pattern[str]:
    return re.compile(_SCHEMA.replace("NAME", re.escape(name)))


def _annotated(said: str) -> Iterator[Kind]:
    """The types of an annotation; one that is not known leaves all of them unknown."""
    inner = _OPTIONAL.fullmatch(said)
    listed = _LITERAL.fullmatch(said)
    options = (listed[1].split(",")) if listed else (inner[1] if inner else said).split("|")
    found: list[Kind] = []
    for option in map(str.strip, options):
        text = _TEXT.fullmatch(option)
        if text is not None:
            found.append(("string", text[2]))
        elif option.endswith("[]"):
            found.append(("array", None))
        elif option not in _NOTHING:
            found.append((_ANNOTATED.get(option, UNKNOWN), None))
    if all(kind != UNKNOWN for kind, _ in found):
        yield from found


def _kind(expression: Expression) -> str:
    match expression:
        case Text() | Template():
            return "string"
        case Scalar(value=bool()):
            return "boolean"
        case Scalar(value=None):
            return "null"
        case Scalar(value=int()):
            return "integer"
        case Scalar():
            return "number"
        case Array():
            return "array"
        case Object():  # `given ?? {}` says nothing of what is given
            is_empty = not (expression.entries or expression.keyed or expression.spreads or expression.open)
            return UNKNOWN if is_empty else "object"
        case Made(callee=callee):
            return _GIVEN_BY.get(callee[-1], UNKNOWN) if callee else UNKNOWN
        case Unknown(source=source):
            return _written(source.strip())
        case _:
            return UNKNOWN


def _written(source: str) -> str:
    """The type of an expression by how it is written: `items.length`, `a === b`, `name.strip()`."""
    if source.startswith("["):
        return "array" if source.endswith("]") else UNKNOWN
    outside = source
    for _ in range(_MAX_NESTED):  # what is given to a call does not tell what it gives
        outside = _INSIDE.sub("\u2588", outside)
    if "(" in outside or ")" in outside or "…" in outside:
        return UNKNOWN  # it goes on
    if outside.startswith(("!", "not ")) or _COMPARED.search(outside):
        return "boolean"
    last = outside.rpartition(".")[2]
    if last in _MEMBERS and last != outside:
        return _MEMBERS[last]
    called = _CALLED.search(outside)
    if called is not None:
        return _GIVEN_BY.get(called[1], UNKNOWN)
    if _COUNTED.fullmatch(outside):
        return "integer"
    return "number" if _CALCULATED.fullmatch(outside) else UNKNOWN
