"""A change of the catalog as a unified diff: shown, not made."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path
from typing import Final

from catalog.findings import Pointer
from catalog.loading.document import Defect
from catalog.loading.edit import CannotEdit, remove, set_value
from catalog.loading.folder import read_source
from catalog.loading.yaml_text import Plain

_AROUND: Final = 3
"""Lines of context, as diff and git have them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """A value to set in a file of the catalog, or to remove: the file's path is from the catalog's folder."""

    path: str
    pointer: Pointer
    value: Plain = None
    """None removes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edited:
    """Files before and after edits, and the edits that their files do not allow."""

    before: Mapping[str, str]
    after: Mapping[str, str]
    refused: tuple[CannotEdit, ...]


def edited(root: Path, edits: Iterable[Edit]) -> Edited:
    """The files that edits change. Nothing is written; comments and every other line stay."""
    before: dict[str, str] = {}
    after: dict[str, str] = {}
    refused: list[CannotEdit] = []
    for edit in sorted(edits, key=_order):
        try:
            if edit.path not in before:
                before[edit.path] = after[edit.path] = _content(root, edit)
            text = after[edit.path]
            if edit.value is None:
                after[edit.path] = remove(text, edit.pointer)
            else:
                after[edit.path] = set_value(text, edit.pointer, edit.value)
        except CannotEdit as error:
            refused.append(error)
    changed = [path for path in before if before[path] != after[path]]
    return Edited(
        before={path: before[path] for path in changed},
        after={path: after[path] for path in changed},
        refused=tuple(refused),
    )


def _order(edit: Edit) -> tuple[str, bool, tuple[str, ...], int]:
    """By file; values first, then removals, those of a list from its end, so that indices stay right."""
    last = edit.pointer[-1]
    names = tuple(map(str, edit.pointer[:-1]))
    if isinstance(last, int):
        return edit.path, edit.value is None, names, -last
    return edit.path, edit.value is None, (*names, last), 0


def _content(root: Path, edit: Edit) -> str:
    content = read_source(root / edit.path)
    if isinstance(content, Defect):
        raise CannotEdit(edit.pointer, content.message)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        raise CannotEdit(edit.pointer, "the file is not UTF-8") from None


def unified_diff(change: Edited, folder: str) -> Iterator[str]:
    """The change as a unified diff with `a/` and `b/`, as `patch -p1` and `git apply` take it.

    `folder` is the catalog's, as seen from where the patch will be applied.
    """
    for path in sorted(change.before):
        name = path if folder in ("", ".") else f"{folder}/{path}"
        # A tab ends the name, so that spaces in it do not: as diff and git write it.
        mark = "\t" if " " in name else ""
        yield f"--- a/{name}{mark}\n+++ b/{name}{mark}\n"
        yield from _hunks(_lines(change.before[path]), _lines(change.after[path]))


def _lines(text: str) -> list[str]:
    """Lines with their ends; only LF ends one, as for diff."""
    lines = text.split("\n")
    return [f"{line}\n" for line in lines[:-1]] + ([lines[-1]] if lines[-1] else [])


def _hunks(before: list[str], after: list[str]) -> Iterator[str]:
    for group in SequenceMatcher(None, before, after, autojunk=False).get_grouped_opcodes(_AROUND):
        first, last = group[0], group[-1]
        yield f"@@ -{_range(first[1], last[2])} +{_range(first[3], last[4])} @@\n"
        for tag, old, old_end, new, new_end in group:
            if tag == "equal":
                yield from (_line(" ", line) for line in before[old:old_end])
                continue
            yield from (_line("-", line) for line in before[old:old_end])
            yield from (_line("+", line) for line in after[new:new_end])


def _range(start: int, end: int) -> str:
    """Lines from 1 and their number; of none, the line before."""
    count = end - start
    return f"{start + 1 if count else start},{count}"


def _line(mark: str, line: str) -> str:
    return f"{mark}{line}" if line.endswith("\n") else f"{mark}{line}\n\\ No newline at end of file\n"
