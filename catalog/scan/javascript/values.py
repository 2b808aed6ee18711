"""Expressions put together and taken apart: texts in a row, one of several, a member of something."""

import re
from typing import Final

from catalog.scan.facts import (
    ABSENT,
    Array,
    Choice,
    Expression,
    Lookup,
    Made,
    Name,
    Object,
    Parameter,
    Scalar,
    Template,
    Text,
    Unknown,
)
from catalog.scan.javascript.patterns import REST, Step

_MAX_SIZE: Final = 1_000
_MAX_LEVELS: Final = 20
"""So large, and nested in itself so often, a value may become that is built up step by step."""

_MUSTACHE: Final = re.compile(r"\{\{.*?\}\}", re.DOTALL)


def joined(parts: list[Expression]) -> Expression:
    """Texts and expressions in a row, neighbouring texts made one."""
    flat: list[Expression] = []
    run: list[str] = []
    for part in parts:
        for piece in part.parts if isinstance(part, Template) else (part,):
            if isinstance(piece, Text | Scalar):
                run.append(piece.value if isinstance(piece, Text) else as_text(piece))
                continue
            if any(run):
                flat.append(Text("".join(run)))
            run.clear()
            flat.append(piece)
    if any(run) or not flat:
        flat.append(Text("".join(run)))
    return flat[0] if len(flat) == 1 and isinstance(flat[0], Text) else Template(tuple(flat))


def with_markers(text: str) -> Expression:
    """A text in which a template engine fills something in."""
    parts: list[Expression] = []
    done = 0
    for marker in _MUSTACHE.finditer(text):
        parts += [Text(text[done : marker.start()]), Unknown("template", marker[0])]
        done = marker.end()
    return joined([*parts, Text(text[done:])])


def choice(options: list[Expression]) -> Expression:
    """One of several, each once."""
    flat: dict[Expression, None] = {}
    for option in options:
        flat.update(dict.fromkeys(option.options if isinstance(option, Choice) else (option,)))
    return next(iter(flat)) if len(flat) == 1 else Choice(tuple(flat))


def member_at(value: Expression, path: tuple[Step, ...]) -> Expression:
    """What stands at a path in a value."""
    for step in path:
        if step == REST:
            value = Object((), open=True) if isinstance(value, Object) else Unknown("member")
        elif isinstance(step, int):
            value = at_key(value, Scalar(step))
        else:
            value = _member_of(value, step)
    return value


def at_key(value: Expression, key: Expression) -> Expression:
    """A member of a value by a key that is an expression."""
    if isinstance(key, Text):
        return _member_of(value, key.value)
    if isinstance(value, Array) and isinstance(key, Scalar):
        position = key.value
        if isinstance(position, int) and 0 <= position < len(value.items):
            return value.items[position]
        return ABSENT
    if isinstance(value, Object) and isinstance(key, Scalar):
        return _member_of(value, as_text(key))
    if isinstance(value, Unknown | Scalar | Text | Template):
        return Unknown("member")
    return Lookup(value, key)


def _member_of(value: Expression, name: str) -> Expression:
    match value:
        case Object():
            found = next((entry.value for entry in reversed(value.entries) if entry.key == name), None)
            if found is not None:
                return found
            if value.keyed or value.spreads:
                return Lookup(value, Text(name))
            return Unknown("member") if value.open else ABSENT
        case Name():
            return Name((*value.path, name))
        case Parameter():
            return Parameter(value.name, value.function, (*value.path, name))
        case Choice():
            return choice([_member_of(option, name) for option in value.options])
        case Lookup():
            return Lookup(value, Text(name))
        case Unknown():
            return value
        case Made():
            return Unknown("call", ".".join((*value.callee, name)))
        case Text() | Scalar() | Template() | Array():
            return Unknown("member")


def each(value: Expression) -> Expression | None:
    """What a loop over a value gives; None where nothing tells."""
    match value:
        case Array() if value.items:
            return choice(list(value.items))
        case Name() | Lookup():
            return Lookup(value, Unknown("loop"))
        case Made(callee=("Object", "values"), arguments=(of,)):
            return Lookup(of, Unknown("member"))
        case Made(callee=("Object", "keys"), arguments=(of,)):
            return Lookup(of, Unknown("loop"))
        case _:
            return None


def together(value: Expression, method: str, arguments: tuple[Expression, ...]) -> Expression | None:
    """`["a", b].join(".")` and `"a".concat(b)`."""
    if method == "concat":
        return joined([value, *arguments]) if isinstance(value, Text | Template) else None
    separator = arguments[0] if arguments else Text(",")
    if not isinstance(value, Array) or not isinstance(separator, Text):
        return None
    parts: list[Expression] = []
    for item in value.items:
        parts += [separator, item] if parts else [item]
    return joined(parts)


def bounded(value: Expression) -> Expression:
    """A value that is built up from itself, as long as it is small."""
    return value if _size(value, 0) <= _MAX_SIZE else Unknown("too-deep")


def _size(value: Expression, level: int) -> int:
    if level > _MAX_LEVELS:
        return _MAX_SIZE + 1
    match value:
        case Text():
            return 1 + len(value.value) // 100
        case Template():
            return sum(_size(part, level + 1) for part in value.parts)
        case Choice():
            return sum(_size(option, level + 1) for option in value.options)
        case Object():
            return len(value.entries) + sum(_size(spread, level + 1) for spread in value.spreads)
        case _:
            return 1


def as_text(scalar: Scalar) -> str:
    """What JavaScript makes of a scalar in a text."""
    match scalar.value:
        case None:
            return "undefined" if scalar.is_absent else "null"
        case bool():
            return "true" if scalar.value else "false"
        case _:
            return str(scalar.value)
