"""`rollcall diff --json-schema`: two JSON Schema documents, whatever registry they come from."""

import json
import os
import stat
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from catalog.cli.render.blocks import Block, Heading, Items, Verbatim, Words, as_markdown, as_text
from catalog.cli.terminal import json_printable, machine_output, paper
from catalog.documents import SchemaVerdict, compare_schemas
from catalog.errors import CatalogError

MAX_BYTES: Final = 16 * 1024 * 1024
_OPENED: Final = ("/dev/fd/", "/proc/self/fd/", "/dev/stdin")


class NotASchema(CatalogError):
    """A file that holds no JSON Schema document."""

    def __init__(self, path: str, reason: str) -> None:
        self.path = path
        super().__init__(f"{path}: {reason}")


def compare_files(old: str, new: str, mode: str, form: str, *, lenient: bool) -> int:
    """Compare two files, print the verdict, and give the exit code: 0 when the documents are compatible.

    `-` is standard input. Raises NotASchema, UnknownMode, and OSError for a file that cannot be read.
    """
    verdict = compare_schemas(_read(old), _read(new), mode, lenient)
    if form == "json":
        document = json.dumps(verdict.to_json(), ensure_ascii=False, indent=2)
        machine_output().write(json_printable(document) + "\n")
    elif form == "md":
        machine_output().writelines(as_markdown(_blocks(verdict, old, new)))
    else:
        sys.stdout.writelines(as_text(_blocks(verdict, old, new), paper(sys.stdout)))
    return 0 if verdict.compatible else 1


def _read(name: str) -> dict[str, object]:
    if name == "-":
        content = sys.stdin.buffer.read(MAX_BYTES + 1)
    else:
        # Opening a named pipe waits for a writer; what a shell puts in for `<(command)` has one.
        if stat.S_ISFIFO(os.stat(name).st_mode) and not name.startswith(_OPENED):
            raise NotASchema(name, "a JSON Schema document is a regular file, and this is a named pipe")
        with Path(name).open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        raise NotASchema(name, f"more than {MAX_BYTES:,} bytes, which no schema that people write has")
    try:
        data = json.loads(content, object_pairs_hook=_members)
    except _Twice as error:
        raise NotASchema(name, f"one object has the key {error} twice; keep one of them") from None
    except (ValueError, RecursionError):
        raise NotASchema(name, "not JSON, which a JSON Schema document is") from None
    if isinstance(data, bool):
        return {} if data else {"not": {}}
    if not isinstance(data, dict):
        raise NotASchema(name, "a JSON Schema document is an object, or true or false")
    return data


class _Twice(Exception):
    """A key that an object has more than once: validators keep either, so that nobody knows what is meant."""


def _members(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found: dict[str, object] = {}
    for key, value in pairs:
        if key in found:
            raise _Twice(json_printable(json.dumps(key)))
        found[key] = value
    return found


def _blocks(verdict: SchemaVerdict, old: str, new: str) -> Iterator[Block]:
    yield Heading(f"{old} → {new}", 1)
    if verdict.compatible:
        yield Words("Compatible.")
    elif verdict.undecided:
        yield Words("Undecided, which counts as not compatible: see what could not be decided below.")
    else:
        accepting = "old" if verdict.refused_by == "new" else "new"
        yield Words(
            f"Not compatible: the {verdict.refused_by} document refuses this value, "
            f"which the {accepting} one accepts."
        )
        shown = json.dumps(verdict.counter_example, ensure_ascii=False, sort_keys=True)
        yield Verbatim("json", shown + "\n")
    breaking = [f"{change.pointer}: {change.message}" for change in verdict.changes if change.breaking]
    unknown = [f"{change.pointer}: {change.message}" for change in verdict.changes if change.breaking is None]
    harmless = [
        f"{change.pointer}: {change.message}" for change in verdict.changes if change.breaking is False
    ]
    for title, said in (("Breaks", breaking), ("Undecided", unknown), ("Breaks nothing", harmless)):
        if said:
            yield Heading(title)
            yield Items(said)
