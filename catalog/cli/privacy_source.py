"""What all privacy commands begin with: the catalog, its data map, and where its lines stand."""

import json
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from catalog.baseline.reading import Baseline
from catalog.baseline.reference import Folder
from catalog.cli.reading import errors_in, read_catalog
from catalog.cli.reference import meant_catalog
from catalog.cli.render.blocks import Block, as_markdown, as_text
from catalog.cli.render.csv_table import as_csv
from catalog.cli.report import seen_from_here
from catalog.cli.terminal import json_printable, machine_output, paper, printable
from catalog.findings import Spot
from catalog.loading import Loaded
from catalog.loading.folder import path_of
from catalog.model.snapshot import Event
from catalog.privacy.account import Plain
from catalog.privacy.datamap import data_map
from catalog.privacy.rows import DataMap

FORMATS: Final = ("text", "json", "csv", "md")


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A catalog that was read, and what the user calls it: its folder where it has one."""

    found: Baseline
    shown_folder: str

    @property
    def loaded(self) -> Loaded:
        """The catalog as far as it could be read."""
        return self.found.loaded

    @property
    def folder(self) -> Path | None:
        """The folder on disk that its files lie in; None for a release, a commit or a registry."""
        return self.found.origin.path if isinstance(self.found.origin, Folder) else None

    @property
    def code(self) -> int:
        """What a command ends with: 1 when a part of the catalog could not be read and is missing."""
        return 1 if errors_in(self.loaded) else 0

    def data_map(self, only: Event | None = None) -> DataMap:
        """The data map of the catalog, or of one event."""
        return data_map(self.loaded.snapshot, self.loaded.definitions, only)

    def file(self, spot: Spot) -> str:
        """The file that a value stands in."""
        return self.shown(path_of(spot.kind, spot.name))

    def shown(self, path: str) -> str:
        """A path of the catalog as the user sees it."""
        if self.folder is None:
            return printable(self.found.place_of(path))
        return path if self.shown_folder in ("", ".") else f"{self.shown_folder}/{path}"

    def line(self, spot: Spot) -> str:
        """The file and the line that a value stands in."""
        place = self.loaded.sources.place(path_of(spot.kind, spot.name), spot.pointer)
        return f"{self.file(spot)}:{place.line}"


def source_of(catalog: str | None) -> Source:
    """The catalog that a command is about. Raises NoCatalog, NotACatalog."""
    here = Path.cwd()
    found = read_catalog(meant_catalog(catalog, here), here)
    shown = seen_from_here(found.origin.path, here) if isinstance(found.origin, Folder) else found.shown
    return Source(found=found, shown_folder=printable(shown))


def write_blocks(blocks: Iterable[Block], form: str) -> None:
    """Write a report as text or as Markdown."""
    if form == "md":
        machine_output().writelines(as_markdown(blocks))
    else:
        sys.stdout.writelines(as_text(blocks, paper(sys.stdout)))


def write_json(document: Plain) -> None:
    """Write one JSON document."""
    machine_output().write(json_printable(json.dumps(document, ensure_ascii=False, indent=2)) + "\n")


def write_csv(rows: list[dict[str, Plain]], head: Iterable[str]) -> None:
    """Write a table as CSV."""
    plain: list[Mapping[str, Plain]] = list(rows)
    machine_output().writelines(as_csv(tuple(head), plain))
