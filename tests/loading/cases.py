"""Reads and writes tests/cases/loading/findings.txt."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from catalog.findings import Finding

PATH = Path(__file__).parents[1] / "cases" / "loading" / "findings.txt"
SETTINGS = "format: 1\nproduct: example\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """Files by path, and the findings that are expected, one to a line."""

    title: str
    files: dict[str, str]
    expected: tuple[str, ...]


def shown(finding: Finding) -> str:
    return f"{finding.path}:{finding.line}:{finding.column} {finding.rule} {finding.message}"


def cases() -> Iterator[Case]:
    _, *blocks = re.split(r"^=== ", PATH.read_text(encoding="utf-8"), flags=re.MULTILINE)
    for block in blocks:
        title, _, rest = block.partition("\n")
        _, *parts = re.split(r"^--- (?=\S+\.\w+$|.*\.yaml$)", rest, flags=re.MULTILINE)
        files: dict[str, str] = {}
        expected: list[str] = []
        for part in parts:
            path, _, body = part.partition("\n")
            lines = body.rstrip("\n").split("\n")
            files[path] = "".join(f"{line}\n" for line in lines if not line.startswith(">>> "))
            expected += [line.removeprefix(">>> ") for line in lines if line.startswith(">>> ")]
        yield Case(title=title, files=files, expected=tuple(expected))
