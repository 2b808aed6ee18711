"""Where a tracker may be written: a folder of its own, that nothing leads out of."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from catalog.codegen.output import MANIFEST, Files, generated_in, kind_in
from catalog.codegen.shape import Shape
from catalog.errors import CatalogError

_SHOWN: Final = 3


class NoPlace(CatalogError):
    """A folder that a tracker cannot be written into without harm to what lies there."""


def kind_of(target: str, shape: Shape) -> str:
    """What a folder holds, as its list of generated files says it."""
    if shape.types_only:
        return f"{target} types"
    return target if shape.package is None else f"{target} package"


def require_place(folder: Path, files: Files, target: str, shape: Shape) -> None:
    """Raise NoPlace for a folder that holds something else, or that leads elsewhere.

    An absent folder will do, an empty one, and one that holds the same kind of tracker, whatever else people
    put there since. Types for existing calls are one file, which may lie beside others.
    """
    if folder.exists() and not folder.is_dir():
        raise NoPlace(f"{folder}: is a file, and a tracker is a folder; choose another name")
    for link in _links(folder, files):
        raise NoPlace(
            f"{link}: is a symbolic link, and what is generated would be written where it leads; name the "
            "folder itself"
        )
    kind, found = kind_of(target, shape), kind_in(folder)
    if found is not None and found != kind:
        raise NoPlace(
            f"{folder}: holds what was generated as '{found}', and '{kind}' would take its place; choose "
            "another folder, or delete this one"
        )
    if generated_in(folder) or shape.types_only:
        return
    foreign = sorted(_foreign(folder, files))
    if foreign:
        more = f" and {len(foreign) - _SHOWN} more" if len(foreign) > _SHOWN else ""
        raise NoPlace(
            f"{folder}: holds {', '.join(foreign[:_SHOWN])}{more}, and a tracker needs a folder of its own, "
            f"since its modules would stand in the way of others; choose {folder / 'tracking'}, for example"
        )


def _links(folder: Path, files: Files) -> Iterator[Path]:
    """The symbolic links among the folder and what would be written."""
    inside = {folder, *(folder / name for name in (*files, MANIFEST))}
    inside.update(above for path in [*inside] for above in path.parents if folder in above.parents)
    yield from sorted(path for path in inside if path.is_symlink())


def _foreign(folder: Path, files: Files) -> Iterator[str]:
    """The entries of a folder that hold anything but what would be written."""
    own = {name.partition("/")[0] for name in files}
    for entry in folder.iterdir() if folder.is_dir() else ():
        if entry.name.startswith(".") or entry.name == "__pycache__":
            continue  # of git, of an editor, of Python
        held = entry.rglob("*") if entry.is_dir() and entry.name in own else [entry]
        below = (one.relative_to(folder) for one in held if not (one.is_dir() and entry.name in own))
        if any(one.as_posix() not in files and "__pycache__" not in one.parts for one in below):
            yield entry.name
