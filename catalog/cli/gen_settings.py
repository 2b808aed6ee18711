"""The `[gen]` table of a project: what is generated where."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from catalog.baseline.project import Project
from catalog.codegen.shape import PLAIN, Shape
from catalog.codegen.targets import TARGETS
from catalog.errors import CatalogError
from catalog.model.nearest import nearest

_KEYS: Final = ("out", "only", "drafts", "package", "types_only")


class NothingToGenerate(CatalogError):
    """No target is named, neither on the command line nor in the project's settings."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One tracker to write: in which language, of what, where, in which form."""

    target: str
    out: Path
    only: tuple[str, ...] = ()
    drafts: bool = False
    shape: Shape = PLAIN


def jobs_of(project: Project | None) -> tuple[Job, ...]:
    """The trackers that a project wants: `[gen.python]`, or `[[gen.python]]` for several of one language.

    Raises NothingToGenerate and WrongProject.
    """
    if project is None or not project.gen:
        known = ", ".join(TARGETS)
        raise NothingToGenerate(
            "nothing says what to generate; name a language and a folder, such as 'rollcall gen python "
            f"--out src/tracking', or write [gen.python] with out into rollcall.toml (languages: {known})"
        )
    return tuple(job for name, stated in project.gen.items() for job in _of_target(project, name, stated))


def _of_target(project: Project, name: str, stated: object) -> Iterator[Job]:
    if name not in TARGETS:
        near = nearest(name, TARGETS)
        right = f"did you mean '{near[0]}'" if near else f"known here: {', '.join(TARGETS)}"
        raise project.wrong(name, f"there is no language '{name}' to generate; {right}")
    for table in stated if isinstance(stated, list) else [stated]:
        if not isinstance(table, Mapping):
            raise project.wrong(name, f"'{name}' is a table; write [gen.{name}] and its keys below")
        yield _job(project, name, table)


def _job(project: Project, name: str, table: Mapping[str, object]) -> Job:
    for key in table:
        if key not in _KEYS:
            near = nearest(key, _KEYS)
            right = f"did you mean '{near[0]}'" if near else f"known here: {', '.join(_KEYS)}"
            raise project.wrong(key, f"unknown key '{key}' in [gen.{name}]; {right}")
    out, only, package = table.get("out"), table.get("only", []), table.get("package")
    if not isinstance(out, str) or not out.strip():
        place = "out" if "out" in table else name
        raise project.wrong(place, f"[gen.{name}] needs 'out', the folder that is written to")
    if not isinstance(only, list) or not all(isinstance(one, str) for one in only):
        raise project.wrong("only", "'only' is a list of resources, such as [\"timer\"]")
    if package is not None and not isinstance(package, str):
        raise project.wrong("package", "'package' is the name of the package to publish")
    for key in ("drafts", "types_only"):
        if not isinstance(table.get(key, False), bool):
            raise project.wrong(key, f"'{key}' is true or false")
    return Job(
        target=name,
        out=project.folder / out,
        only=tuple(only),
        drafts=table.get("drafts") is True,
        shape=Shape(package=package, types_only=table.get("types_only") is True),
    )
