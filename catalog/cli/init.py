"""`rollcall init`: a small catalog to begin with."""

import json
import os
import shutil
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Final

import click

from catalog.cli.options import format_option
from catalog.cli.reference import DEFAULT
from catalog.cli.storage import writing
from catalog.cli.terminal import machine_output, paper, printable
from catalog.errors import CatalogError

_STARTER: Final = Path(__file__).parent / "starter"


class CannotWriteHere(CatalogError):
    """The place for a new catalog is taken, or not there."""


@click.command("init", short_help="Write a small starter catalog.")
@click.argument("folder", metavar="[DIR]", default=DEFAULT)
@format_option("text", "json")
def command(folder: str, form: str) -> int:
    """Write a small commented catalog that passes the check, into DIR (./events unless named).

    DIR must not exist yet, or be empty.
    """
    names = write_starter(Path(folder))
    if form == "json":
        machine_output().write(json.dumps({"folder": folder, "files": names}) + "\n")
        return 0
    page = paper(sys.stdout)
    shown = printable(folder)
    option = "" if folder == DEFAULT else f" --catalog {shown}"
    sys.stdout.write(f"wrote a catalog with two events to {page.strong(shown)}\n")
    sys.stdout.writelines(f"  {name}\n" for name in names)
    sys.stdout.write(
        f"\nchange them to your own, then judge them: {page.strong(f'rollcall check{option}')}\n"
    )
    return 0


def write_starter(target: Path) -> list[str]:
    """Write the starter catalog, whole or not at all, and list its files. Raises CannotWriteHere."""
    if target.is_symlink() or (target.exists() and not target.is_dir()):
        raise CannotWriteHere(f"{target}: something else is there; name a folder that does not exist yet")
    if target.is_dir() and any(target.iterdir()):
        raise CannotWriteHere(f"{target}: the folder is not empty; name one that does not exist yet")
    if target.is_dir():
        return _fill_in_place(target)
    parent = target.absolute().parent
    if not parent.is_dir():
        raise CannotWriteHere(f"{target}: there is no folder {parent} to write it into")
    with writing(target):
        made = Path(tempfile.mkdtemp(prefix=f".{target.name}.", dir=parent))
        try:
            names = _fill(made)
            made.chmod(0o777 & ~_umask())
            os.rename(made, target)
        except BaseException:
            shutil.rmtree(made, ignore_errors=True)
            raise
    return names


def _fill_in_place(target: Path) -> list[str]:
    """Fill an empty folder that stays the same folder: it may be somebody's working directory, or a mount."""
    placed: list[Path] = []
    with writing(target):
        made = Path(tempfile.mkdtemp(prefix=".rollcall-init.", dir=target))
        try:
            names = _fill(made)
            for name in names:
                place = target / name
                if place.parent != target and not place.parent.exists():
                    place.parent.mkdir()
                    placed.append(place.parent)
                if os.path.lexists(place):
                    raise CannotWriteHere(f"{place}: somebody else has just written it; nothing was changed")
                os.rename(made / name, place)
                placed.append(place)
        except BaseException:
            _remove(placed)
            raise
        finally:
            shutil.rmtree(made, ignore_errors=True)
    return names


def _remove(placed: list[Path]) -> None:
    """Take back what was written, newest first; a folder that somebody else has put a file into stays."""
    for path in reversed(placed):
        with suppress(OSError):
            path.rmdir() if path.is_dir() else path.unlink()


def _fill(folder: Path) -> list[str]:
    names = sorted(path.relative_to(_STARTER).as_posix() for path in _STARTER.rglob("*.yaml"))
    names.sort(key=lambda name: (name != "catalog.yaml", name))
    for name in names:
        place = folder / name
        place.parent.mkdir(exist_ok=True)
        place.write_bytes((_STARTER / name).read_bytes())
    return names


def _umask() -> int:
    found = os.umask(0o022)
    os.umask(found)
    return found
