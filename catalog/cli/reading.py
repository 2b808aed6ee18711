"""A catalog for commands that use it without judging it: as far as it loads, and never silently."""

import os
from pathlib import Path

from catalog.cli.report import counted
from catalog.cli.storage import cache_folder
from catalog.cli.terminal import say
from catalog.findings import Severity
from catalog.loading import Loaded, load


def read_catalog(folder: Path) -> Loaded:
    """Load a catalog; when some of its files have errors, one sentence says so. Raises NotACatalog."""
    loaded = load(folder, cache_folder=cache_folder(os.environ))
    if errors := errors_in(loaded):
        say(
            f"rollcall: the catalog has {counted(errors, 'error')}, so part of it is missing here; "
            f"see 'rollcall check --catalog {folder}'"
        )
    return loaded


def errors_in(loaded: Loaded) -> int:
    """How many findings keep something from being loaded."""
    return sum(finding.severity is Severity.ERROR for finding in loaded.findings)
