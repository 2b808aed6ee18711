"""One YAML file read safely: YAML 1.2's core types, no duplicate or merge keys, bounded depth and size."""

import codecs
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import yaml
from yaml._yaml import CParser
from yaml.nodes import MappingNode, Node, ScalarNode

from catalog.model.values import MAX_SAFE_INTEGER

MAX_BYTES: Final = 1_048_576
MAX_DEPTH: Final = 64
MAX_NODES: Final = 50_000
"""Values of one file after aliases are followed; an alias bomb stops here."""

Plain = None | bool | int | float | str | list["Plain"] | dict[str, "Plain"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Defect:
    """What is wrong with one file's YAML; line and column from 1."""

    rule: str
    message: str
    line: int = 1
    column: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A file's plain data and its defects; with any, the data only serves to find more of them."""

    data: Plain
    defects: tuple[Defect, ...]


class Unreadable(Exception):
    """A file that has no node tree, with the defect that says why."""

    def __init__(self, rule: str, message: str, line: int = 1, column: int = 1) -> None:
        self.defect = Defect(rule=rule, message=message, line=line, column=column)
        super().__init__(message)


_PLAIN_TAG: Final = "plain"
_QUOTED_TAG: Final = "quoted"


class _Parser(CParser):
    """libyaml's composer with our reading of scalars: a plain one is typed later, a quoted one is text."""

    def __init__(self, stream: bytes) -> None:
        CParser.__init__(self, stream)

    def resolve(self, kind: type[Node], _value: str | None, implicit: tuple[bool, bool] | bool | None) -> str:
        if kind is ScalarNode and isinstance(implicit, tuple) and implicit[0]:
            return _PLAIN_TAG
        return _QUOTED_TAG

    def descend_resolver(self, parent: Node | None, index: object) -> None:
        """Path resolvers are not used."""

    def ascend_resolver(self) -> None:
        """Path resolvers are not used."""


_INTEGER = re.compile(r"[-+]?[0-9]+\Z")
_BASED = re.compile(r"0o[0-7]+\Z|0x[0-9a-fA-F]+\Z")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?\Z")
_NOT_FINITE = re.compile(r"[-+]?\.(?:inf|Inf|INF)\Z|\.(?:nan|NaN|NAN)\Z")
_WORDS: Final[Mapping[str, bool | None]] = {
    "": None,
    "~": None,
    "null": None,
    "Null": None,
    "NULL": None,
    "true": True,
    "True": True,
    "TRUE": True,
    "false": False,
    "False": False,
    "FALSE": False,
}
_MAX_DIGITS: Final = 64
_NUMBER_START: Final = frozenset("+-.0123456789")


def read_document(content: bytes) -> Document:
    """Parse one YAML file; whatever it holds, the answer is data or defects, never an exception."""
    try:
        node = compose(content)
    except Unreadable as error:
        return Document(data=None, defects=(error.defect,))
    builder = _Builder()
    try:
        data = builder.build(node, 0)
    except Unreadable as error:
        return Document(data=None, defects=(*builder.defects, error.defect))
    return Document(data=data, defects=tuple(builder.defects))


def compose(content: bytes) -> Node:
    """The node tree of a file that holds exactly one document."""
    if len(content) > MAX_BYTES:
        raise Unreadable("format/too-large", f"the file has more than {MAX_BYTES:,} bytes; split it")
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or b"\x00" in content[:512]:
        raise Unreadable("format/not-utf-8", "the file is binary or UTF-16; save it as UTF-8")
    _bound_depth(content)
    try:
        parser = _Parser(content)
        try:
            node = parser.get_single_node()
        finally:
            parser.dispose()
    except yaml.composer.ComposerError as error:
        raise _from_marked(error) from None
    except yaml.reader.ReaderError as error:
        raise _unreadable_bytes(content, error) from None
    except yaml.MarkedYAMLError as error:
        raise _from_marked(error) from None
    except (UnicodeDecodeError, RecursionError, ValueError):
        raise Unreadable("format/not-yaml", "the file cannot be read as YAML") from None
    if node is None:
        raise Unreadable("format/empty-file", "the file is empty; write a definition or delete it")
    return node


def _from_marked(error: yaml.MarkedYAMLError) -> Unreadable:
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark is not None else (1, 1)
    problem = error.problem or error.context or "a syntax error"
    if "single document" in f"{error.context}":
        return Unreadable(
            "format/two-documents",
            "a second document begins here; one file holds one definition",
            line,
            column,
        )
    opened = error.context_mark
    if "quoted scalar" in f"{error.context}" and "end of stream" in problem and opened is not None:
        return Unreadable(
            "format/not-yaml",
            "not YAML: the quote that opens here is never closed; close it",
            opened.line + 1,
            opened.column + 1,
        )
    if "found character that cannot start any token" in problem:
        problem = (
            "a tab or another character that cannot start a value; indent with spaces and quote the value"
        )
    return Unreadable("format/not-yaml", f"not YAML: {problem}", line, column)


def _unreadable_bytes(content: bytes, error: yaml.reader.ReaderError) -> Unreadable:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as bad:
        lines = content[: bad.start].decode("utf-8").split("\n")
        return Unreadable(
            "format/not-utf-8",
            "not UTF-8 from here on; save the file as UTF-8",
            len(lines),
            len(lines[-1]) + 1,
        )
    # libyaml counts bytes here.
    lines = content[: error.position].decode("utf-8", "ignore").split("\n")
    return Unreadable(
        "format/not-yaml",
        "a control character that YAML does not allow; write it as an escape in double quotes",
        len(lines),
        len(lines[-1]) + 1,
    )


_FEW: Final = 200
_INDENTED: Final = b"\n" + b" " * 96
_STARTS: Final = (b"[", b"{", b"- ", b"-\t", b"? ", b"?\t")
_CHAINS: Final = (b": :", b":\t", _INDENTED)


def _may_be_deep(content: bytes) -> bool:
    """Whether a file has what deep nesting needs: many starts of collections, chains, or a wide margin.

    Some hundred levels do no harm to libyaml; the builder counts the exact depth.
    """
    return sum(map(content.count, _STARTS)) >= _FEW or any(chain in content for chain in _CHAINS)


def _bound_depth(content: bytes) -> None:
    """Refuse nesting that ends the process in libyaml's recursive composer (seen with 50,000 `[`).

    Files that may be deep are measured by libyaml's event parser, which does not recurse.
    """
    if not _may_be_deep(content):
        return
    depth = 0
    try:
        parser = _Parser(content)
        try:
            while parser.check_event():
                event = parser.get_event()
                if isinstance(event, yaml.CollectionStartEvent):
                    depth += 1
                    if depth > MAX_DEPTH:
                        mark = event.start_mark
                        line, column = (1, 1) if mark is None else (mark.line + 1, mark.column + 1)
                        raise Unreadable(
                            "format/too-deep",
                            f"nested more than {MAX_DEPTH} levels deep; flatten it",
                            line,
                            column,
                        )
                elif isinstance(event, yaml.CollectionEndEvent):
                    depth -= 1
        finally:
            parser.dispose()
    except (yaml.YAMLError, ValueError):
        return  # composing meets the same error and reports it, no deeper than we have come


class _Builder:
    """Turns nodes into plain data and notes every trap on the way."""

    def __init__(self) -> None:
        self.defects: list[Defect] = []
        self._budget = MAX_NODES

    def build(self, node: Node, depth: int) -> Plain:
        self._budget -= 1
        if self._budget < 0:
            raise self._stop(
                node,
                "format/too-large",
                f"more than {MAX_NODES:,} values once aliases are followed; write them out",
            )
        if depth > MAX_DEPTH:
            raise self._stop(
                node,
                "format/too-deep",
                f"nested more than {MAX_DEPTH} levels deep, or an alias of itself; flatten it",
            )
        kind = node.__class__
        if kind is ScalarNode:
            # A long text that aliases repeat costs its length each time it is written out.
            self._budget -= len(node.value) >> 8
            return self._scalar(node)
        if kind is MappingNode:
            return self._mapping(node, depth)
        if node.tag is not _QUOTED_TAG:
            self._note(node, "format/tag", "a tag has no meaning here; leave it out")
        return [self.build(item, depth + 1) for item in node.value]

    def _mapping(self, node: Node, depth: int) -> Plain:
        if node.tag is not _QUOTED_TAG:
            self._note(node, "format/tag", "a tag has no meaning here; leave it out")
        data: dict[str, Plain] = {}
        for key_node, value_node in node.value:
            key = key_node.value
            if key_node.__class__ is not ScalarNode:
                self._note(
                    key_node, "format/key-not-text", "a key is text; a list or an object cannot be one"
                )
                continue
            if key_node.tag is _PLAIN_TAG:
                if key == "<<":
                    self._note(
                        key_node,
                        "format/merge-key",
                        "'<<' merges are not read alike everywhere; use a property group and 'include'",
                    )
                    continue
                if key in _WORDS or _is_number(key):
                    self._note(
                        key_node,
                        "format/key-not-text",
                        f"the key {_shown(key)} would not be text; put it in quotes",
                    )
                    continue
            if key in data:
                self._note(key_node, "format/duplicate-key", f"the key {_shown(key)} stands twice; keep one")
                continue
            data[key] = self.build(value_node, depth + 1)
        return data

    def _scalar(self, node: Node) -> Plain:
        text: str = node.value
        if node.tag is _QUOTED_TAG:
            return text
        if node.tag is not _PLAIN_TAG:
            self._note(node, "format/tag", "a tag has no meaning here; leave it out")
            return text
        if text in _WORDS:
            return _WORDS[text]
        if text[0] not in _NUMBER_START:
            return text
        return self._number(node, text)

    def _number(self, node: Node, text: str) -> Plain:
        if _INTEGER.match(text):
            digits = text.lstrip("+-")
            if len(digits) > 1 and digits[0] == "0":
                self._note(
                    node,
                    "format/ambiguous-number",
                    f"{_shown(text)} is {_two_readings(text)}; drop the zero or use quotes",
                )
                return text
            return self._integer(node, text, 10)
        if _BASED.match(text):
            return self._integer(node, text, 0)
        if _FLOAT.match(text):
            value = float(text)
            if value in (float("inf"), float("-inf")):
                self._note(
                    node,
                    "format/not-a-number",
                    f"{_shown(text)} is beyond what a double holds; write a smaller one",
                )
                return text
            return value
        if _NOT_FINITE.match(text):
            self._note(node, "format/not-a-number", f"{_shown(text)} is not a number in JSON; leave it out")
        return text

    def _integer(self, node: Node, text: str, base: int) -> Plain:
        value = int(text, base) if len(text) <= _MAX_DIGITS else MAX_SAFE_INTEGER + 1
        if abs(value) > MAX_SAFE_INTEGER:
            self._note(
                node,
                "format/not-a-number",
                f"{_shown(text)} is beyond ±(2^53-1), where engines round differently; write a smaller one, "
                "a double such as 1.0e+20, or text in quotes",
            )
            return text
        return value

    def _note(self, node: Node, rule: str, message: str) -> None:
        line, column = start_of(node)
        self.defects.append(Defect(rule=rule, message=message, line=line, column=column))

    def _stop(self, node: Node, rule: str, message: str) -> Unreadable:
        return Unreadable(rule, message, *start_of(node))


def start_of(node: Node) -> tuple[int, int]:
    """Line and column of a node's first character."""
    mark = node.start_mark
    return (1, 1) if mark is None else (mark.line + 1, mark.column + 1)


def _two_readings(text: str) -> str:
    """What YAML 1.1, for which a first zero means octal digits, and YAML 1.2 make of an integer."""
    if len(text) > _MAX_DIGITS:
        return "octal to some readers and decimal to others"
    decimal = int(text)
    if any(digit in text for digit in "89"):
        return f"text to some readers, since it is not octal, and {decimal} to others"
    octal = int(text, 8)
    if octal == decimal:
        return f"octal to some readers and decimal to others, though both make it {decimal}"
    return f"{octal} to some readers and {decimal} to others"


def _is_number(text: str) -> bool:
    return text[0] in _NUMBER_START and bool(_INTEGER.match(text) or _FLOAT.match(text) or _BASED.match(text))


def _shown(text: str) -> str:
    """A short text of a catalog file, quoted for a message."""
    clean = text if text.isprintable() else text.encode("unicode_escape").decode("ascii")
    return f"'{clean[:60]}…'" if len(clean) > 60 else f"'{clean}'"
