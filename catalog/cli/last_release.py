"""The last release beside a catalog, for a check that does not need it: a look at both of its ends."""

import os
import stat
from pathlib import Path
from typing import Final

from catalog.cli.terminal import say
from catalog.errors import CatalogError

_NAME: Final = "release.json"
_END: Final = 8


def tell_damaged_release(folder: Path, here: Path) -> None:
    """Say so where release.json cannot be read, as after a merge with conflicts.

    A release is one JSON object in a line. What is damaged in between is seen by the commands that read it.
    """
    place = here / folder / _NAME
    try:
        if not stat.S_ISREG(place.stat().st_mode):
            return
        with place.open("rb") as file:
            first = file.read(_END).lstrip()
            file.seek(-min(_END, os.fstat(file.fileno()).st_size), os.SEEK_END)
            last = file.read().rstrip()
    except OSError:
        return
    if first.startswith(b"{") and last.endswith(b"}"):
        return
    from catalog.baseline.release_file import read_release  # heavy, and hardly ever needed here

    try:
        read_release(place, str(folder / _NAME))
    except (CatalogError, OSError) as error:
        say(f"rollcall: {error}")
