"""Edits of a definition's file that leave every other line, and every comment, as it is.

The text is cut and joined at the places that the parser reports, and the result is read again: an edit says
exactly what was meant, or it is refused.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import yaml
from yaml.nodes import CollectionNode, MappingNode, Node, ScalarNode, SequenceNode

from catalog.errors import CatalogError
from catalog.findings import Pointer
from catalog.loading.document import read_document
from catalog.loading.yaml_text import Plain, block_lines, flow, text


class CannotEdit(CatalogError):
    """A file cannot be edited at a place: it is not YAML, or an alias or another value stands in the way."""

    def __init__(self, pointer: Pointer, reason: str) -> None:
        self.pointer = pointer
        self.reason = reason
        super().__init__(f"cannot edit {'/'.join(map(str, pointer)) or 'the file'}: {reason}")


def set_value(content: str, pointer: Pointer, value: Plain) -> str:
    """The file with a value at a place; missing keys on the way are added at the end of their mapping.

    An index one past the end appends to a list. Raises CannotEdit.
    """
    if not pointer:
        raise CannotEdit(pointer, "only a value inside the file can be set")
    data = _data(content, pointer)
    editor = _Editor(content, pointer)
    return _checked(editor.set(value), _with(data, pointer, value, pointer), pointer)


def remove(content: str, pointer: Pointer) -> str:
    """The file without a key and its value, or without a list's item. Raises CannotEdit."""
    if not pointer:
        raise CannotEdit(pointer, "only a value inside the file can be removed")
    data = _data(content, pointer)
    editor = _Editor(content, pointer)
    return _checked(editor.remove(), _without(data, pointer, pointer), pointer)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Entry:
    """One entry of a collection: where it begins (key, dash or item), its value, and where that ends."""

    begin: int
    value: Node
    after_head: int
    """Behind the key's colon, behind the dash, or where the value begins."""
    end: int


class _Editor:
    """One file and one place in it."""

    def __init__(self, content: str, pointer: Pointer) -> None:
        self._text = content
        self._pointer = pointer
        self._newline = "\r\n" if "\r\n" in content else "\n"
        root = yaml.compose(content, Loader=yaml.CSafeLoader)
        if root is None:
            raise CannotEdit(pointer, "the file is empty")
        self._root: Node = root

    def set(self, value: Plain) -> str:
        node, entry, left = self._descend(len(self._pointer))
        if not left:
            assert entry is not None
            return self._replace(node, entry, value)
        for step in reversed(left[1:]):
            if not isinstance(step, str):
                raise self._refusal("there is no list to add to")
            value = {step: value}
        first = left[0]
        if entry is not None and isinstance(entry.value, ScalarNode) and _is_empty(entry.value):
            if not isinstance(first, str):
                raise self._refusal("there is no list to add to")
            return self._replace(node, entry, {first: value})
        parent = self._root if entry is None else entry.value
        return self._insert(parent, entry, first, value)

    def remove(self) -> str:
        node, entry, left = self._descend(len(self._pointer))
        if left or entry is None:
            raise self._refusal("there is nothing")
        entries = self._entries(node)
        index = next(i for i, other in enumerate(entries) if other.begin == entry.begin)
        after = entries[index + 1] if index + 1 < len(entries) else None
        if len(entries) == 1:
            return self._empty(node)
        if _is_flow(node):
            if after is not None:
                return self._cut(entry.begin, after.begin, "")
            return self._cut(entries[index - 1].end, entry.end, "")
        line = self._line_start(entry.begin)
        if self._text[line : entry.begin].strip():
            # It stands beside the dash of a list.
            assert after is not None
            return self._cut(entry.begin, after.begin, "")
        return self._cut(line, self._next_line(entry.end), "")

    def _descend(self, steps: int) -> tuple[Node, _Entry | None, Pointer]:
        """The deepest collection on the way, the entry reached in it, and the steps that are left."""
        node, entry = self._root, None
        holder = node
        for depth, step in enumerate(self._pointer[:steps]):
            found = self._child(node, step)
            if found is None:
                return holder, entry, self._pointer[depth:]
            if found.value.start_mark.index < found.begin:
                raise self._refusal("an alias stands for the value; write it out")
            holder, entry, node = node, found, found.value
        return holder, entry, ()

    def _child(self, node: Node, step: str | int) -> _Entry | None:
        entries = self._entries(node)
        if isinstance(node, MappingNode) and isinstance(step, str):
            for (key, _), entry in zip(node.value, entries, strict=True):
                if key.value == step:
                    return entry
            return None
        if isinstance(node, SequenceNode) and isinstance(step, int):
            return entries[step] if 0 <= step < len(entries) else None
        if isinstance(node, ScalarNode) and _is_empty(node):
            return None
        raise self._refusal(f"'{step}' is no place in what stands there")

    def _entries(self, node: Node) -> list[_Entry]:
        found: list[_Entry] = []
        if isinstance(node, MappingNode):
            for key, value in node.value:
                colon = self._text.index(":", key.end_mark.index) + 1
                end = max(colon, self._end(value))
                found.append(_Entry(begin=key.start_mark.index, value=value, after_head=colon, end=end))
        elif isinstance(node, SequenceNode):
            for item in node.value:
                begin = item.start_mark.index
                if not _is_flow(node):
                    begin = self._text.rindex("-", 0, max(begin, 1))
                head = item.start_mark.index if _is_flow(node) else begin + 1
                found.append(_Entry(begin=begin, value=item, after_head=head, end=max(head, self._end(item))))
        return found

    def _end(self, node: Node) -> int:
        """Behind the last character of a value; the parser's own mark of a block lies further on."""
        if isinstance(node, ScalarNode):
            end: int = node.end_mark.index
            if node.style in ("|", ">"):
                end = node.start_mark.index + len(self._text[node.start_mark.index : end].rstrip("\r\n "))
            return end
        entries = self._entries(node)
        return node.end_mark.index if _is_flow(node) or not entries else entries[-1].end

    def _replace(self, holder: Node, entry: _Entry, value: Plain) -> str:
        if _is_flow(holder):
            begin = entry.value.start_mark.index
            space = " " if begin == entry.after_head and isinstance(holder, MappingNode) else ""
            return self._cut(begin, entry.end, space + flow(value))
        column = entry.begin - self._line_start(entry.begin)
        first, *rest = block_lines(value, " " * (column + 2))
        behind_head = self._text[entry.after_head : self._line_end(entry.after_head)]
        comment = f"  {behind_head.strip()}" if behind_head.strip().startswith("#") else ""
        end = entry.end
        if rest and not comment:
            behind = self._text[entry.end : self._line_end(entry.end)]
            if behind.strip().startswith("#"):
                comment, end = behind, self._line_end(entry.end)
        return self._cut(entry.after_head, end, self._newline.join([first + comment, *rest]))

    def _insert(self, parent: Node, entry: _Entry | None, step: str | int, value: Plain) -> str:
        entries = self._entries(parent)
        if isinstance(parent, SequenceNode) and step != len(entries):
            raise self._refusal(f"the list has {len(entries)} items")
        if isinstance(parent, SequenceNode) == isinstance(step, str):
            raise self._refusal(f"'{step}' is no place in what stands there")
        name = f"{text(step, flow=True)}:" if isinstance(step, str) else ""
        if _is_flow(parent):
            one = f"{name} {flow(value)}".strip()
            if not entries:
                inner = parent.start_mark.index + 1
                return self._cut(inner, inner, one)
            return self._cut(entries[-1].end, entries[-1].end, f", {one}")
        column = entries[0].begin - self._line_start(entries[0].begin)
        first, *rest = block_lines(value, " " * (column + 2), beside_dash=not name)
        lines = [" " * column + (name or "-") + first, *rest]
        at = self._line_end(entries[-1].end)
        return self._cut(at, at, self._newline + self._newline.join(lines))

    def _empty(self, node: Node) -> str:
        """A collection without its only entry."""
        brackets = "{}" if isinstance(node, MappingNode) else "[]"
        if _is_flow(node):
            return self._cut(node.start_mark.index, node.end_mark.index, brackets)
        if node is self._root:
            return self._cut(
                self._line_start(node.start_mark.index), self._next_line(self._end(node)), brackets + "\n"
            )
        holder, entry, _ = self._descend(len(self._pointer) - 1)
        assert entry is not None
        return self._replace(holder, entry, {} if brackets == "{}" else [])

    def _cut(self, begin: int, end: int, instead: str) -> str:
        return self._text[:begin] + instead + self._text[end:]

    def _line_start(self, index: int) -> int:
        return self._text.rfind("\n", 0, index) + 1

    def _line_end(self, index: int) -> int:
        end = self._text.find("\n", index)
        end = len(self._text) if end < 0 else end
        return end - 1 if self._text[end - 1 : end] == "\r" and end > index else end

    def _next_line(self, index: int) -> int:
        end = self._text.find("\n", index)
        return len(self._text) if end < 0 else end + 1

    def _refusal(self, reason: str) -> CannotEdit:
        return CannotEdit(self._pointer, reason)


def _is_flow(node: Node) -> bool:
    return isinstance(node, CollectionNode) and bool(node.flow_style)


def _is_empty(node: ScalarNode) -> bool:
    return str(node.tag).endswith(":null")


def _data(content: str, pointer: Pointer) -> Plain:
    document = read_document(content.encode("utf-8", "surrogatepass"))
    if document.defects:
        raise CannotEdit(pointer, document.defects[0].message)
    return document.data


def _checked(content: str, expected: Plain, pointer: Pointer) -> str:
    document = read_document(content.encode("utf-8", "surrogatepass"))
    if document.defects or repr(document.data) != repr(expected):
        raise CannotEdit(pointer, "the file is written in a way that cannot be edited there")
    return content


def _with(data: Plain, pointer: Pointer, value: Plain, whole: Pointer) -> Plain:
    """The data with a value at a place."""
    if not pointer:
        return value
    step, rest = pointer[0], pointer[1:]
    match data, step:
        case None, str():
            return {step: _with(None, rest, value, whole)}
        case Mapping(), str():
            return {**data, step: _with(data.get(step), rest, value, whole)}
        case list(), int() if 0 <= step < len(data):
            return [*data[:step], _with(data[step], rest, value, whole), *data[step + 1 :]]
        case list(), int() if step == len(data):
            return [*data, _with(None, rest, value, whole)]
        case _:
            raise CannotEdit(whole, f"'{step}' is no place in what stands there")


def _without(data: Plain, pointer: Pointer, whole: Pointer) -> Plain:
    """The data without what stands at a place."""
    step, rest = pointer[0], pointer[1:]
    match data, step:
        case Mapping(), str() if step in data:
            if not rest:
                return {key: inner for key, inner in data.items() if key != step}
            return {**data, step: _without(data[step], rest, whole)}
        case list(), int() if 0 <= step < len(data):
            return [*data[:step], *([_without(data[step], rest, whole)] if rest else []), *data[step + 1 :]]
        case _:
            raise CannotEdit(whole, "there is nothing")
