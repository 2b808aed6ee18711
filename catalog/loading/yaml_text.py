"""Plain values as YAML text that every reader reads alike: YAML 1.1 or 1.2, in block or in flow style."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

Plain = None | bool | int | float | str | Sequence["Plain"] | Mapping[str, "Plain"]
"""What a definition's file holds."""

MAX_COLUMNS: Final = 110
"""A small collection that fits into so many columns is written in one line."""

_INDENT: Final = "  "
# libyaml gives up on a key of over 1,024 characters unless it is announced by `?`.
_MAX_SIMPLE_KEY: Final = 200
_ONE_TO_A_LINE: Final = frozenset(
    {"properties", "owners", "purposes", "categories", "destinations", "approvals"}
)

# What YAML 1.1 or 1.2 readers take for something else than text, in lower case.
_WORDS: Final = frozenset(
    {"y", "n", "yes", "no", "on", "off", "true", "false", "null", "nan", "inf", "infinity"}
)
_ESCAPES: Final[Mapping[str, str]] = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}
_FLOW_CHARACTERS: Final = re.compile(r"[,\[\]{}:?]")


def render(content: Mapping[str, Plain]) -> str:
    """The text of a file: a mapping in block style, small values in flow style."""
    return "\n".join(block_mapping(content, "")) + "\n" if content else "{}\n"


def block_mapping(content: Mapping[str, Plain], indent: str) -> Iterator[str]:
    """The lines of a mapping that is not empty, each after `indent`."""
    for key, value in content.items():
        name = text(key, flow=True)
        if len(name) > _MAX_SIMPLE_KEY:
            yield f"{indent}? {name}"
            head = f"{indent}:"
        else:
            head = f"{indent}{name}:"
        yield from _after(head, value, indent + _INDENT, one_to_a_line=key in _ONE_TO_A_LINE)


def block_sequence(content: Sequence[Plain], indent: str) -> Iterator[str]:
    """The lines of a list that is not empty, each after `indent`."""
    for item in content:
        yield from _after(f"{indent}-", item, indent + _INDENT, one_to_a_line=False)


def _after(head: str, value: Plain, indent: str, *, one_to_a_line: bool) -> Iterator[str]:
    """A value after its key or its dash."""
    if isinstance(value, str):
        literal = _literal(value, indent)
        yield from ([f"{head} {text(value)}"] if literal is None else [f"{head} {literal[0]}", *literal[1:]])
        return
    if not isinstance(value, Mapping | Sequence):
        yield f"{head} {scalar(value)}"
        return
    if not (one_to_a_line and value and isinstance(value, Mapping)) and _is_small(value):
        line = f"{head} {flow(value)}"
        if len(line) <= MAX_COLUMNS or not value:
            yield line
            return
    lines = block_mapping(value, indent) if isinstance(value, Mapping) else block_sequence(value, indent)
    if head.endswith("-"):
        # The first line stands beside the dash.
        yield f"{head} {next(lines)[len(indent) :]}"
    else:
        yield head
    yield from lines


def block_lines(value: Plain, indent: str, *, beside_dash: bool = False) -> list[str]:
    """A value as it follows a key's colon or a dash: what stands beside that, then the lines below."""
    head = "-" if beside_dash else ""
    first, *rest = _after(head, value, indent, one_to_a_line=False)
    return [first.removeprefix(head), *rest]


def flow(value: Plain) -> str:
    """A value in one line, as it may stand between brackets."""
    if isinstance(value, str):
        return text(value, flow=True)
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{text(key, flow=True)}: {flow(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, Sequence):
        return "[" + ", ".join(map(flow, value)) + "]"
    return scalar(value)


def scalar(value: bool | float | None) -> str:
    """A value that is not text."""
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case int():
            return str(value)
        case float():
            mantissa, exponent, power = repr(value).partition("e")
            # YAML 1.1 wants a point in the mantissa.
            return f"{mantissa}.0e{power}" if exponent and "." not in mantissa else repr(value)


def text(value: str, *, flow: bool = False) -> str:
    """Text in one line: plain where every reader takes it for text, else in double quotes."""
    if _is_plain(value) and not (flow and _FLOW_CHARACTERS.search(value)):
        return value
    return '"' + "".join(_ESCAPES.get(char) or _escaped(char) for char in value) + '"'


def _is_plain(value: str) -> bool:
    return (
        (value[:1].isalpha() or value[:1] in {"_", "$", "/", "("})
        and value.isprintable()
        and value.lower() not in _WORDS
        and ": " not in value
        and " #" not in value
        and value[-1] not in ": "
    )


def _escaped(char: str) -> str:
    if char.isprintable():
        return char
    code = ord(char)
    if code <= 0xFF:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"


def _literal(value: str, indent: str) -> list[str] | None:
    """Text of several lines as a literal block, when that keeps every character; else None."""
    body = value.removesuffix("\n")
    lines = body.split("\n")
    if "\n" not in value or not lines[0] or lines[0][0] == " " or not lines[-1]:
        return None
    if any(not line.isprintable() or line.endswith(" ") for line in lines):
        return None
    mark = "|" if value.endswith("\n") else "|-"
    return [mark, *(indent + line if line else "" for line in lines)]


def _is_small(value: Sequence[Plain] | Mapping[str, Plain]) -> bool:
    """Whether a collection reads well in one line: at most one mapping inside, and nothing below that."""
    inner = list(value.values() if isinstance(value, Mapping) else value)
    mappings = 0
    for item in inner:
        if isinstance(item, str) or not isinstance(item, Mapping | Sequence):
            continue
        mappings += isinstance(item, Mapping)
        below = item.values() if isinstance(item, Mapping) else item
        if any(isinstance(one, Mapping | Sequence) and not isinstance(one, str) for one in below):
            return False
    return mappings == 0 or (mappings == 1 and isinstance(value, Mapping))
