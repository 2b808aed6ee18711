"""Commands that other installed packages add, found without importing them and without importlib.metadata."""

import os
import sys
from collections.abc import Iterator
from functools import cache
from typing import Final, NamedTuple

GROUP: Final = "rollcall.commands"


class ForeignCommand(NamedTuple):
    """An entry point of the group `rollcall.commands`: its object, and the package that has it."""

    module: str
    attribute: str
    package: str


@cache
def foreign_commands() -> dict[str, ForeignCommand]:
    """Name → entry point, sorted by name.

    importlib.metadata takes longer to import than the whole help may last, so the files that it would read
    are looked at directly: `*.dist-info/entry_points.txt` on the path.
    """
    found: dict[str, ForeignCommand] = {}
    for folder, package in installed():
        try:
            with open(os.path.join(folder, "entry_points.txt"), encoding="utf-8") as file:
                content = file.read()
        except (OSError, ValueError):
            continue
        if GROUP in content:
            for name, command in _parse(content, package):
                found.setdefault(name, command)
    return dict(sorted(found.items()))


def installed() -> Iterator[tuple[str, str]]:
    """The metadata folder of every installed distribution, and its name."""
    for place in dict.fromkeys(sys.path):
        try:
            names = sorted(os.listdir(place or "."))
        except OSError:
            continue  # a zip file, or an entry that does not exist
        for name in names:
            if name.endswith((".dist-info", ".egg-info")):
                yield os.path.join(place, name), name.partition("-")[0].replace("_", "-")


def _parse(content: str, package: str) -> Iterator[tuple[str, ForeignCommand]]:
    section = ""
    for line in content.splitlines():
        line = line.strip()
        if line.startswith("["):
            section = line.strip("[]").strip()
        elif section == GROUP and "=" in line and not line.startswith(("#", ";")):
            name, _, target = line.partition("=")
            module, _, attribute = target.partition("[")[0].partition(":")
            if name.strip().isprintable() and module.strip() and attribute.strip():
                yield name.strip(), ForeignCommand(module.strip(), attribute.strip(), package)
