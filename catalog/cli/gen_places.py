"""Where trackers are to be written: apart from each other and from the catalog, and within the project."""

import os
from collections.abc import Iterable
from dataclasses import replace
from itertools import combinations
from pathlib import Path

from catalog.baseline.reference import Folder, ReleaseFile
from catalog.cli.gen_settings import Job
from catalog.cli.reference import Meant, folder_today
from catalog.codegen.place import NoPlace


def placed(jobs: Iterable[Job], meant: Meant, here: Path) -> tuple[Job, ...]:
    """The jobs with their folders as seen from `here`. Raises NoPlace for one that would do harm there."""
    made = tuple(replace(job, out=_seen(job.out, here)) for job in jobs)
    project = here if meant.project is None else meant.project.folder
    for job in made:
        _require_outside_catalog(job, meant, here)
        _require_within(job, here, project)
    for one, other in combinations(made, 2):
        _require_apart(one, other, here)
    return made


def _seen(path: Path, here: Path) -> Path:
    whole = Path(os.path.normpath(here / path))
    return whole.relative_to(here) if whole.is_relative_to(here) else whole


def _require_outside_catalog(job: Job, meant: Meant, here: Path) -> None:
    match meant.reference:
        case Folder(path=path):
            catalog = here / path
        case ReleaseFile(path=path):
            catalog = (here / path).parent
            if not (catalog / "catalog.yaml").is_file():
                return
        case _:
            catalog = folder_today(here, meant.project)
    if (here / job.out).resolve().is_relative_to(catalog.resolve()):
        raise NoPlace(
            f"{job.out}: is inside the catalog, whose files are definitions; choose a folder outside of "
            f"{_seen(catalog, here)}"
        )


def _require_within(job: Job, here: Path, project: Path) -> None:
    """A folder that is named as one of the project's lies in it: no link above it leads out."""
    real = (here / job.out).resolve()
    if (here / job.out).is_relative_to(project) and not real.is_relative_to(project.resolve()):
        raise NoPlace(
            f"{job.out}: a symbolic link leads out of the project, to {real}; name that folder itself"
        )


def _require_apart(one: Job, other: Job, here: Path) -> None:
    first, second = ((here / job.out).resolve() for job in (one, other))
    if first == second:
        raise NoPlace(
            f"{one.out}: is the 'out' of two trackers, and the second would take the place of the first; "
            "give each a folder of its own"
        )
    if first.is_relative_to(second) or second.is_relative_to(first):
        raise NoPlace(
            f"{one.out} and {other.out}: one tracker would lie inside the other; give each a folder of its "
            "own"
        )
