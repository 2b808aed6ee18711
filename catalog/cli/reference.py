"""Which catalog a command is about: `--catalog`, else the project's settings, else ./events."""

import os
from pathlib import Path
from typing import Final

from catalog.errors import CatalogError

DEFAULT: Final = "events"


class NoCatalog(CatalogError):
    """Nothing says which catalog is meant, or what says so cannot be read."""


def catalog_folder(stated: str | None, here: Path) -> Path:
    """The folder of the catalog, as it was written where that is possible.

    `here` is the working directory. A path in rollcall.toml or pyproject.toml counts from the folder of that
    file, which is `here` or the nearest one above it inside the same repository. Raises NoCatalog.
    """
    if stated is not None:
        if not os.path.exists(stated) and stated.startswith(("git:", "https://", "http://")):
            raise NoCatalog(f"--catalog {stated}: this version reads catalogs from folders only")
        return Path(stated)
    for folder in _upwards(here):
        found = _setting(folder)
        if found is not None:
            return Path(os.path.relpath(folder / found, here))
    if (here / DEFAULT).is_dir():
        return Path(DEFAULT)
    raise NoCatalog(
        "no catalog: there is no ./events here, and neither rollcall.toml nor [tool.rollcall] in "
        "pyproject.toml names one; name its folder with --catalog, or write a new one with 'rollcall init'"
    )


def repository_of(folder: Path) -> Path | None:
    """The top of the checkout that a folder lies in; None outside one."""
    for place in (folder, *folder.parents):
        if (place / ".git").exists():
            return place
    return None


def _upwards(here: Path) -> tuple[Path, ...]:
    top = repository_of(here)
    if top is None:
        return (here,)
    return tuple(place for place in (here, *here.parents) if place.is_relative_to(top))


def _setting(folder: Path) -> str | None:
    own = _read(folder / "rollcall.toml")
    if own is None:
        tool = (_read(folder / "pyproject.toml") or {}).get("tool")
        table = tool.get("rollcall") if isinstance(tool, dict) else None
        own = table if isinstance(table, dict) else None
        name = "pyproject.toml"
    else:
        name = "rollcall.toml"
    if own is None or "catalog" not in own:
        return None
    found = own["catalog"]
    if not isinstance(found, str) or not found:
        raise NoCatalog(f"{folder / name}: 'catalog' names the catalog's folder, so it is text")
    return found


def _read(path: Path) -> dict[str, object] | None:
    try:
        content = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise NoCatalog(f"{path}: {(error.strerror or 'unreadable').lower()}") from None
    import tomllib  # 10 ms that only projects with such a file pay

    try:
        return tomllib.loads(content.decode("utf-8"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError):
        raise NoCatalog(f"{path}: not TOML, so nothing says which catalog is meant") from None
