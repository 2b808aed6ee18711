"""Registries: read by what another package adds as an entry point, since the library has no network."""

import os
import sys
from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from typing import Final

from catalog.baseline.reference import Remote
from catalog.errors import CatalogError

GROUP: Final = "rollcall.references"
NAME: Final = "https"
"""The entry point that reads references to registries; http:// to this machine too."""

Fetched = bytes | Mapping[str, bytes]
"""A release file; or, of a proposal, the catalog's files by path from its folder."""

Fetch = Callable[[Remote], Fetched]
"""What the entry point is: it raises CatalogError where it cannot go on."""


class NoRegistryClient(CatalogError):
    """No installed package reads catalogs from registries, or what says it does cannot."""


def fetch(reference: Remote) -> Fetched:
    """What a registry has under a reference. Raises NoRegistryClient, and what the reader raises."""
    found = next(_entry_points(), None)
    if found is None:
        raise NoRegistryClient(
            f"{reference}: nothing installed here reads catalogs from registries; "
            "install rollcall-service beside rollcall-catalog"
        )
    module, attribute = found
    try:
        reader = getattr(import_module(module), attribute, None)
    except ImportError as error:
        raise NoRegistryClient(
            f"{reference}: {module}, which reads registries, cannot be imported: {error}"
        ) from None
    if not callable(reader):
        raise NoRegistryClient(f"{reference}: {module}:{attribute} is to read registries and is no function")
    read: Fetch = reader
    content = read(reference)
    if not isinstance(content, bytes | Mapping):
        raise NoRegistryClient(f"{reference}: {module}:{attribute} gave neither a release nor files")
    return content


def _entry_points() -> Iterator[tuple[str, str]]:
    """Module and attribute of every entry point that reads registries, in the order of the path."""
    for place in dict.fromkeys(sys.path):
        try:
            names = sorted(os.listdir(place or "."))
        except OSError:
            continue  # a zip file, or an entry that does not exist
        for name in names:
            if name.endswith((".dist-info", ".egg-info")):
                yield from _in_file(os.path.join(place, name, "entry_points.txt"))


def _in_file(path: str) -> Iterator[tuple[str, str]]:
    try:
        with open(path, encoding="utf-8") as file:
            lines = file.read().splitlines()
    except (OSError, ValueError):
        return
    section = ""
    for line in map(str.strip, lines):
        if line.startswith("["):
            section = line.strip("[]").strip()
        elif section == GROUP and "=" in line and not line.startswith(("#", ";")):
            name, _, target = line.partition("=")
            module, _, attribute = target.partition("[")[0].partition(":")
            if name.strip() == NAME and module.strip() and attribute.strip():
                yield module.strip(), attribute.strip()
