"""Where the command writes: what it was told to, and the user's cache folder."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path


def cache_folder(environment: Mapping[str, str]) -> Path | None:
    """The folder for this program's caches; None where a user has none.

    `XDG_CACHE_HOME` counts on every platform; it must be absolute (XDG base directory specification).
    """
    stated = environment.get("XDG_CACHE_HOME", "")
    if stated and Path(stated).is_absolute():
        return Path(stated) / "rollcall"
    from platformdirs import user_cache_path

    try:
        return user_cache_path("rollcall", appauthor=False)
    except (OSError, RuntimeError):  # no home folder
        return None


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Name the file in errors of writing it, in place of none and of the temporary one beside it.

    A full disk alone does not say which file; a folder that is not writable names a file that nobody knows.
    """
    try:
        yield
    except OSError as error:
        error.filename = str(path)
        raise
