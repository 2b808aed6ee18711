"""Python's text literals, and the templates that `%` and `.format` make of them."""

import ast
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final

from tree_sitter import Node

from catalog.scan.facts import Expression, Template, Text, Unknown
from catalog.scan.python.source import Source

_PERCENT: Final = re.compile(
    r"%(?:\((?P<name>[^)]*)\))?[#0\- +]*[\d*]*(?:\.[\d*]+)?[hlL]?(?P<type>[a-zA-Z%])"
)
_BRACES: Final = re.compile(r"\{\{|\}\}|\{(?P<field>[^{}!:]*)(?:![rsa])?(?::[^{}]*)?\}")
_PREFIX: Final = re.compile(r"[A-Za-z]*")


def text_of(source: Source, node: Node, read: Callable[[Node], Expression]) -> Expression:
    """A literal, or adjacent literals; `read` gives what stands in the braces of an f-string."""
    parts = _parts(source, node, read)
    return Unknown("not-text", source.shortened(node)) if parts is None else joined(parts)


def joined(parts: Sequence[Expression]) -> Expression:
    """Texts and expressions one after the other: a text where all are."""
    found: list[Expression] = []
    for part in parts:
        for inner in part.parts if isinstance(part, Template) else (part,):
            if isinstance(inner, Text) and found and isinstance(found[-1], Text):
                found[-1] = Text(found[-1].value + inner.value)
            elif inner != Text(""):
                found.append(inner)
    if not found:
        return Text("")
    return found[0] if len(found) == 1 and isinstance(found[0], Text) else Template(tuple(found))


def percent(text: str, positional: Sequence[Expression], named: Mapping[str, Expression]) -> Expression:
    """`text % values`."""
    values = iter(positional)
    parts: list[Expression] = []
    end = 0
    for found in _PERCENT.finditer(text):
        parts.append(Text(text[end : found.start()]))
        end = found.end()
        if found["type"] == "%":
            parts.append(Text("%"))
        elif found["name"] is not None:
            parts.append(named.get(found["name"], Unknown("expression", found["name"])))
        else:
            parts.append(next(values, Unknown("expression")))
    return joined([*parts, Text(text[end:])])


def formatted(text: str, positional: Sequence[Expression], named: Mapping[str, Expression]) -> Expression:
    """`text.format(values)`."""
    parts: list[Expression] = []
    end = 0
    counted = 0
    for found in _BRACES.finditer(text):
        parts.append(Text(text[end : found.start()]))
        end = found.end()
        field = found["field"]
        if field is None:
            parts.append(Text(found[0][0]))
            continue
        if not field:
            field, counted = str(counted), counted + 1
        if field.isdecimal():
            index = int(field)
            parts.append(positional[index] if index < len(positional) else Unknown("expression"))
        else:
            parts.append(named.get(field, Unknown("expression", field)))
    return joined([*parts, Text(text[end:])])


def _parts(source: Source, node: Node, read: Callable[[Node], Expression]) -> list[Expression] | None:
    if node.type == "concatenated_string":
        found: list[Expression] = []
        for child in node.named_children:
            if child.type == "string":
                inner = _parts(source, child, read)
                if inner is None:
                    return None
                found += inner
        return found
    written = source.text(node)
    prefix = (_PREFIX.match(written) or [""])[0].lower()
    if "b" in prefix:
        return None
    if not any(child.type == "interpolation" for child in node.named_children):
        return [Text(_literal(written, prefix))]
    return list(_interpolated(source, node, read, is_raw="r" in prefix))


def _interpolated(
    source: Source, node: Node, read: Callable[[Node], Expression], *, is_raw: bool
) -> Iterator[Expression]:
    start = node.children[0].end_byte
    end = node.children[-1].start_byte
    for child in node.named_children:
        if child.type != "interpolation":
            continue
        yield _literal_part(source.content[start : child.start_byte], is_raw=is_raw)
        start = child.end_byte
        value = child.child_by_field_name("expression")
        yield Unknown("expression") if value is None else read(value)
    yield _literal_part(source.content[start:end], is_raw=is_raw)


def _literal_part(content: bytes, *, is_raw: bool) -> Text:
    text = content.decode("utf-8", "replace").replace("{{", "{").replace("}}", "}")
    return Text(text if is_raw or "\\" not in text else _unescaped(text))


def _literal(written: str, prefix: str) -> str:
    """The value of a literal without braces to fill."""
    body = written[len(prefix) :]
    quote = body[:3] if body[:3] in ('"""', "'''") else body[:1]
    inner = body[len(quote) : -len(quote)] if len(body) >= 2 * len(quote) else body[len(quote) :]
    if "f" in prefix or "t" in prefix:
        inner = inner.replace("{{", "{").replace("}}", "}")
    return inner if "r" in prefix or "\\" not in inner else _unescaped(inner)


def _unescaped(text: str) -> str:
    inner = text.replace('"""', '\\"\\"\\"')
    if inner.endswith('"') and not inner.endswith('\\"'):
        inner = inner[:-1] + '\\"'
    try:
        value = ast.literal_eval(f'"""{inner}"""')
    except (SyntaxError, ValueError):  # an escape that is none, as `\N{}` without a name
        return text
    return value if isinstance(value, str) else text
