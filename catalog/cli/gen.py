"""`rollcall gen`: typed trackers."""

import json
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

import click

from catalog import __version__
from catalog.baseline.reading import Baseline
from catalog.cli.gen_places import placed
from catalog.cli.gen_settings import Job, jobs_of
from catalog.cli.options import catalog_option, format_option
from catalog.cli.reading import errors_in, read_locked
from catalog.cli.reference import meant_catalog, project_of
from catalog.cli.report import counted
from catalog.cli.storage import cache_folder, writing
from catalog.cli.terminal import json_printable, machine_output, say
from catalog.codegen.output import Drift, drift, write
from catalog.codegen.place import kind_of, require_place
from catalog.codegen.plan.collisions import Collision, collisions
from catalog.codegen.plan.tracker import plan, sent_events
from catalog.codegen.shape import Shape
from catalog.codegen.targets import TARGETS
from catalog.errors import CatalogError, UnknownName
from catalog.model.canonical import digest_of
from catalog.model.names import EventName, resource_of
from catalog.model.nearest import nearest
from catalog.model.release import Release
from catalog.model.snapshot import Snapshot, plain_event

_GENERATOR: Final = f"rollcall {__version__}"
_SHOWN: Final = 10


class NotGenerated(CatalogError):
    """A catalog from which no tracker can be made as it is."""


@click.command("gen", short_help="Write typed trackers: functions that send the catalog's events.")
@click.argument("target", metavar="[LANGUAGE]", required=False, type=click.Choice([*TARGETS]))
@catalog_option
@click.option(
    "--out", metavar="DIR", type=click.Path(file_okay=False, path_type=Path), help="Where to write."
)
@click.option("--only", metavar="RESOURCE", multiple=True, help="Only the events of this resource.")
@click.option("--drafts", is_flag=True, help="Functions for drafts too.")
@click.option("--package", metavar="NAME", help="A package to publish, of this name.")
@click.option("--types-only", is_flag=True, help="Only types for existing calls (typescript).")
@click.option("--check", is_flag=True, help="Write nothing; exit 1 where the files are not up to date.")
@format_option("text", "json")
def command(
    target: str | None,
    catalog: str | None,
    out: Path | None,
    only: tuple[str, ...],
    drafts: bool,
    package: str | None,
    types_only: bool,
    check: bool,
    form: str,
) -> int:
    """Write typed trackers of the catalog: functions that send its events, and nothing else.

    With LANGUAGE (python, typescript) and --out it writes one; without, those that rollcall.toml lists under
    [gen.python] and [gen.typescript]. What is written needs no Rollcall and no other package. Files that were
    not generated stay as they are.
    """
    here = Path.cwd()
    stated = _jobs(target, out, Shape(package=package, types_only=types_only), only, drafts, here)
    meant = meant_catalog(catalog, here)
    jobs = placed(stated, meant, here)
    found = read_locked(meant, here, cache_folder(os.environ), with_release=True)
    _require_whole(found)
    told: list[dict[str, object]] = []
    for job in jobs:
        drifted, count = _generate(job, found, check=check)
        told.append(_plain(job, drifted, count))
        if form == "text":
            _say(job, drifted, count, check=check)
    if form == "json":
        machine_output().write(json_printable(json.dumps({"trackers": told}, indent=2)) + "\n")
    return 1 if check and any(one["drift"] for one in told) else 0


def _jobs(
    target: str | None, out: Path | None, shape: Shape, only: tuple[str, ...], drafts: bool, here: Path
) -> tuple[Job, ...]:
    if target is None:
        stated = {"--out": out, "--only": only, "--drafts": drafts, "--package": shape.package}
        given = [name for name, value in {**stated, "--types-only": shape.types_only}.items() if value]
        if given:
            raise click.UsageError(
                f"{given[0]} belongs to a language; name one: rollcall gen python --out DIR"
            )
        return jobs_of(project_of(here))
    if out is None:
        raise click.UsageError(f"where to? rollcall gen {target} --out DIR")
    return (Job(target=target, out=here / out, only=only, drafts=drafts, shape=shape),)


def _require_whole(found: Baseline) -> None:
    if errors := errors_in(found.loaded):
        raise NotGenerated(
            f"{found.shown} has {counted(errors, 'error')}, and a tracker of what is left would lack events; "
            f"see 'rollcall check --catalog {found.shown}'"
        )
    met = collisions(sent_events(found.loaded.snapshot, drafts=True))
    if met:
        more = f" (and {len(met) - 1} more)" if len(met) > 1 else ""
        raise NotGenerated(f"{_sentence(met[0])}{more}; see 'rollcall check --catalog {found.shown}'")


def _sentence(one: Collision) -> str:
    what = one.event if one.property is None else f"{one.event}: property '{one.property}'"
    if not one.identifier:
        return f"{what} has no letter that a name in code can have; give it a `code_name`"
    return f"{what} would be called '{one.identifier}' in code, as '{one.other}' is; give it a `code_name`"


def _generate(job: Job, found: Baseline, *, check: bool) -> tuple[Drift, int]:
    """Write one tracker, or only look; what differs, and how many events it has."""
    snapshot = found.loaded.snapshot
    for resource in job.only:
        _require_resource(snapshot, resource)
    release = found.release
    made = plan(
        snapshot,
        generator=_GENERATOR,
        release=None if release is None else release.number,
        versions=_versions(release, snapshot),
        only=job.only,
        drafts=job.drafts,
    )
    files = TARGETS[job.target](made, job.shape)
    count = sum(len(resource.functions) for resource in made.resources)
    if check:
        return drift(job.out, files), count
    require_place(job.out, files, job.target, job.shape)
    with writing(job.out):
        return write(job.out, files, kind_of(job.target, job.shape)), count


def _require_resource(snapshot: Snapshot, name: str) -> None:
    known = {resource_of(event) for event in snapshot.events}
    if name not in known:
        raise UnknownName("resource", name, nearest(name, known, 3), tuple(sorted(known))[:_SHOWN])


def _versions(release: Release | None, snapshot: Snapshot) -> Mapping[EventName, str]:
    """The version of each event that is as the release has it; what has changed since has none yet."""
    if release is None:
        return {}
    return {
        name: known.version
        for name, event in snapshot.events.items()
        if (known := release.events.get(name)) is not None and known.digest == digest_of(plain_event(event))
    }


def _plain(job: Job, drifted: Drift, count: int) -> dict[str, object]:
    return {
        "language": job.target,
        "out": str(job.out),
        "events": count,
        "drift": bool(drifted),
        "missing": list(drifted.missing),
        "changed": list(drifted.changed),
        "surplus": list(drifted.surplus),
    }


def _say(job: Job, drifted: Drift, count: int, *, check: bool) -> None:
    place = job.out
    if not drifted:
        say(f"{place} is up to date: {counted(count, 'event')}, {job.target}")
    elif check:
        say(f"{place} is not up to date ({_counts(drifted)}); run 'rollcall gen'")
        for name in _some((*drifted.missing, *drifted.changed, *drifted.surplus)):
            say(f"  {name}")
    else:
        say(f"wrote {counted(count, 'event')} to {place}, {job.target} ({_counts(drifted)})")


def _counts(drifted: Drift) -> str:
    parts = {"new": drifted.missing, "changed": drifted.changed, "no longer generated": drifted.surplus}
    return ", ".join(f"{counted(len(names), 'file')} {what}" for what, names in parts.items() if names)


def _some(names: Iterable[str]) -> list[str]:
    listed = [*names]
    left = len(listed) - _SHOWN
    return [*listed[:_SHOWN], *([f"and {left} more"] if left > 0 else [])]
