"""Which catalog a command is about: `--catalog`, else the project's settings, else ./events."""

import os
import re
from pathlib import Path
from typing import Final

from catalog.errors import CatalogError

DEFAULT: Final = "events"


_KEYS: Final = ("catalog", "source", "scan", "gen", "enforce")
"""What a project's settings may hold; this version reads `catalog` only."""
_LINE: Final = re.compile(r"\(at line ([0-9]+),")
"""Where tomllib says that it stopped; it says "at end of document" otherwise."""


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
    if own is None:
        return None
    for key in own:
        if key not in _KEYS:
            raise NoCatalog(f"{folder / name}: unknown key '{key}'; {_nearest(key)}")
    if "catalog" not in own:
        return None
    found = own["catalog"]
    if not isinstance(found, str) or not found:
        raise NoCatalog(f"{folder / name}: 'catalog' names the catalog's folder, so it is text")
    if "\0" in found or not (folder / found).exists():
        raise NoCatalog(f"{folder / name}: 'catalog' names '{found}', and there is no such folder")
    return found


def _nearest(key: str) -> str:
    from difflib import get_close_matches  # only a slip of the finger pays for it

    near = get_close_matches(key, _KEYS, n=1)
    return f"did you mean '{near[0]}'" if near else f"known here: {', '.join(_KEYS)}"


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
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise NoCatalog(f"{path}:{line}: not TOML, which is UTF-8") from None
    except tomllib.TOMLDecodeError as error:
        found = _LINE.search(str(error))
        line = int(found.group(1)) if found else content.count(b"\n") + 1
        raise NoCatalog(f"{path}:{line}: not TOML, so nothing says which catalog is meant") from None
    except RecursionError:
        raise NoCatalog(f"{path}: not TOML that anybody writes: nested too deeply") from None
