"""A catalog for commands that use it without judging it: as far as it loads, and never silently."""

import os
from pathlib import Path

from catalog.cli.report import counted
from catalog.cli.storage import cache_folder
from catalog.cli.terminal import say
from catalog.errors import CatalogError
from catalog.findings import Severity
from catalog.loading import Loaded, load
from catalog.loading.folder import SETTINGS_FILE
from catalog.schema.contract import require_destination


class DamagedDestination(CatalogError):
    """What catalog.yaml says of a destination cannot be read, so nothing can be judged by it."""

    def __init__(self, destination: str, folder: Path, *, is_there: bool) -> None:
        self.destination = destination
        what = f"the destination '{destination}'" if is_there else "the destinations"
        super().__init__(
            f"{SETTINGS_FILE} has errors, so {what} cannot be read; see 'rollcall check --catalog {folder}'"
        )


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


def require_whole_destination(loaded: Loaded, name: str, folder: Path) -> None:
    """Raise DamagedDestination when a destination cannot be read, UnknownName when there is none."""
    known = loaded.snapshot.settings.destinations
    if name not in known and any(finding.path == SETTINGS_FILE for finding in loaded.findings):
        rest = loaded.settings
        if rest is None or rest.for_payloads is None:
            raise DamagedDestination(name, folder, is_there=False)
        if name in rest.named.destinations:
            raise DamagedDestination(name, folder, is_there=True)
    require_destination(loaded.snapshot.settings, name)
