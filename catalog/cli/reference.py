"""Which catalog a command is about: `--catalog`, else the project's, else ./events."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, assert_never

from catalog.baseline.checkout import upwards
from catalog.baseline.reference import (
    Folder,
    Git,
    NoReference,
    Reference,
    ReleaseFile,
    Remote,
    parse_reference,
)
from catalog.errors import CatalogError

if TYPE_CHECKING:
    from catalog.baseline.project import Project

DEFAULT: Final = "events"


class NoCatalog(CatalogError):
    """Nothing says which catalog is meant."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Meant:
    """The catalog that a command is about.

    `text` is the reference as it was written, on the command line or in the settings of `project`.
    """

    reference: Reference
    text: str
    is_of_project: bool
    project: "Project | None"

    def __str__(self) -> str:
        return str(self.reference)


def meant_catalog(stated: str | None, here: Path) -> Meant:
    """What `--catalog` says, or else what is meant without it.

    `here` is the working directory. A path in rollcall.toml or pyproject.toml counts from the folder of that
    file, which is `here` or the nearest one above it inside the same repository. Raises NoCatalog,
    NoReference, WrongProject.
    """
    if stated is not None:
        reference = parse_reference(stated, here)
        # Only what may be locked needs the settings.
        project = None if isinstance(reference, Folder) else project_of(here)
        return Meant(reference=reference, text=stated, is_of_project=False, project=project)
    project = project_of(here)
    if project is not None and project.catalog is not None:
        reference = _of_project(project, project.catalog, here)
        return Meant(reference=reference, text=project.catalog, is_of_project=True, project=project)
    if (here / DEFAULT).is_dir():
        reference = Folder(path=Path(DEFAULT))
        return Meant(reference=reference, text=DEFAULT, is_of_project=False, project=project)
    raise NoCatalog(
        "no catalog: there is no ./events here, and neither rollcall.toml nor [tool.rollcall] in "
        "pyproject.toml names one; name its folder with --catalog, or write a new one with 'rollcall init'"
    )


def project_of(here: Path) -> "Project | None":
    """The settings of the project that a folder belongs to. Raises WrongProject."""
    for folder in upwards(here):
        if (folder / "rollcall.toml").exists() or _names_us(folder / "pyproject.toml"):
            from catalog.baseline.project import find_project  # 10 ms that only projects with settings pay

            return find_project(here)
    return None


def folder_today(here: Path, project: "Project | None") -> Path:
    """The folder that the current catalog has, or would have: a commit's is looked for in the same one."""
    if project is not None and project.catalog is not None:
        reference = _of_project(project, project.catalog, here)
        if isinstance(reference, Folder):
            return here / reference.path
    return here / DEFAULT


def _names_us(path: Path) -> bool:
    try:
        return b"rollcall" in path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError:
        return True  # what reads it will say why it cannot


def _of_project(project: "Project", text: str, here: Path) -> Reference:
    try:
        reference = parse_reference(text, project.folder)
    except NoReference as error:
        raise project.wrong("catalog", f"'catalog' is no reference: {error.reason}") from None
    match reference:
        case Folder():
            if not (project.folder / reference.path).exists():
                raise project.wrong("catalog", f"'catalog' names '{text}', and there is no such folder")
            return Folder(path=_from(here, project.folder / reference.path))
        case ReleaseFile():
            return ReleaseFile(path=_from(here, project.folder / reference.path))
        case Git():
            if reference.path is None or not reference.path.startswith("./"):
                return reference
            path = _from(here, project.folder / reference.path)
            return Git(revision=reference.revision, path=f"./{path.as_posix()}")
        case Remote():
            return reference
        case _:
            assert_never(reference)


def _from(here: Path, path: Path) -> Path:
    return Path(os.path.relpath(path, here))
