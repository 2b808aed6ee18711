"""`rollcall release`: the next numbered release, with a version for each event."""

import json
import os
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import click

from catalog.baseline.reading import Baseline, read_reference
from catalog.baseline.reference import Folder, ReleaseFile
from catalog.baseline.release_file import RELEASE_NAME
from catalog.baseline.release_writing import write_release
from catalog.baseline.surroundings import Surroundings
from catalog.cli.compared import (
    Damaged,
    allowed_in,
    assessed,
    require_whole,
    seen_of,
    side_of,
    tell_damaged,
    tell_findings,
)
from catalog.cli.options import catalog_option, format_option
from catalog.cli.reference import meant_catalog
from catalog.cli.render.blocks import Block, Heading, Items, Table, Words, as_markdown, as_text
from catalog.cli.render.changes_json import plain_bump
from catalog.cli.report import counted
from catalog.cli.storage import cache_folder, writing
from catalog.cli.terminal import json_printable, machine_output, paper, say
from catalog.diff.compare import Side
from catalog.errors import CatalogError
from catalog.findings import Finding, Severity
from catalog.gate.assessment import Assessment, assess
from catalog.gate.next_release import is_changed, next_release
from catalog.gate.versions import Bump, Step
from catalog.model.release import Release
from catalog.model.snapshot import Definitions, resolve
from catalog.model.values import Json
from catalog.rules import run
from catalog.rules.breaking import event_removed, event_retired

_LISTED = 20


class NoFolder(CatalogError):
    """A release was asked for of a catalog that lies in no folder."""


@click.command("release", short_help="Compute versions and write the next release.")
@catalog_option
@click.option("--dry-run", is_flag=True, help="Show the release without writing it.")
@format_option("text", "json", "md")
def command(catalog: str | None, dry_run: bool, form: str) -> int:
    """Compare the catalog with its last release, give each event its next version, and write release.json.

    The first release gives every event 1.0.0. Versions are major.minor.patch: major breaks payloads, readers
    or generated calls, minor adds, patch is words. Nothing is written when a rule or a breaking change is an
    error that nothing allows: then it ends with 1.
    """
    here = Path.cwd()
    meant = meant_catalog(catalog, here)
    if not isinstance(meant.reference, Folder):
        raise NoFolder(f"{meant}: a release is made of a catalog's folder; name it with --catalog")
    today = datetime.now(UTC).date()
    target = meant.reference.path / RELEASE_NAME
    try:
        new = _read(meant.reference, here)
        last = _read(ReleaseFile(path=target), here) if (here / target).exists() else None
    except Damaged as damaged:
        return tell_damaged(damaged, form)
    assessment = _assessed(last, new, here, today)
    if not is_changed(assessment.bumps, assessment.release, assessment.comparison):
        assert assessment.release is not None
        say(f"rollcall: nothing changed since release {assessment.release.number}")
        if form == "json":
            _write_json(_document(assessment.release, [], target, is_written=False))
        return 0
    errors = _errors(new, assessment, today)
    if errors:
        return tell_findings(errors, new, _why_not(errors, target), form)
    release, bumps = next_release(assessment.release, assessment.comparison, today)
    if not dry_run:
        with writing(here / target):
            write_release(release, here / target)
    _show(release, bumps, target, form, is_written=not dry_run)
    return 0


def _read(reference: Folder | ReleaseFile, here: Path) -> Baseline:
    is_release = isinstance(reference, ReleaseFile)
    found = read_reference(reference, _around(here), with_release=is_release)
    require_whole("the release of the" if is_release else "the", found)
    return found


def _around(here: Path) -> Surroundings:
    return Surroundings(
        here=here, catalog=here, environment=os.environ, cache_folder=cache_folder(os.environ)
    )


def _assessed(last: Baseline | None, new: Baseline, here: Path, today: date) -> Assessment:
    """The catalog against its last release, or against nothing at all for the first one."""
    if last is not None:
        return assessed(last, new, _around(here)).assessment
    settings = new.loaded.snapshot.settings
    nothing = Definitions(settings=settings, groups={}, contexts={}, entities={}, events={})
    old = Side(snapshot=resolve(nothing), definitions=nothing)
    allowed = allowed_in(seen_of(new.loaded))
    return assess(old, side_of(new.loaded), sources=new.loaded.sources, allowed=allowed, today=today)


def _errors(new: Baseline, assessment: Assessment, today: date) -> tuple[Finding, ...]:
    """What keeps the gate shut: errors of the rules, and of what breaks."""
    touched = {reach.name for reach in assessment.comparison.touched}
    found = (*run(new.loaded, today=today, touched=touched), *assessment.findings)
    return tuple(finding for finding in found if finding.severity is Severity.ERROR)


def _why_not(errors: Sequence[Finding], target: Path) -> str:
    """Why nothing is released, and what to do; an event that is gone has no file that could allow it."""
    is_gone = [one.rule == event_removed.RULE.id for one in errors]
    ways = [] if all(is_gone) else ["mend them, or allow each with its reason"]
    if any(is_gone):
        ways.append(
            "bring the file of an event that is gone back with 'status: retired', allow "
            f"{event_retired.RULE.id} in it, and remove it after that release"
        )
    return (
        f"not released: {counted(len(errors), 'error')}; {'; '.join(ways)} "
        f"(see 'rollcall check --against {target}')"
    )


def _show(release: Release, bumps: tuple[Bump, ...], target: Path, form: str, *, is_written: bool) -> None:
    moved = [bump for bump in bumps if bump.before != bump.after]
    if form == "json":
        _write_json(_document(release, moved, target, is_written=is_written))
    elif form == "md":
        machine_output().writelines(as_markdown(_blocks(release, moved, target, is_written=is_written)))
    else:
        blocks = _blocks(release, moved, target, is_written=is_written)
        sys.stdout.writelines(as_text(blocks, paper(sys.stdout)))


def _document(release: Release, moved: list[Bump], target: Path, *, is_written: bool) -> dict[str, Json]:
    return {
        "number": release.number,
        "product": release.product,
        "digest": release.digest,
        "previous": release.previous,
        "released": release.released.isoformat(),
        "path": str(target),
        "written": is_written,
        "versions": [plain_bump(bump) for bump in moved],
    }


def _write_json(document: dict[str, Json]) -> None:
    machine_output().write(json_printable(json.dumps(document, ensure_ascii=False, indent=2)) + "\n")


def _blocks(release: Release, moved: list[Bump], target: Path, *, is_written: bool) -> Iterator[Block]:
    yield Heading(f"Release {release.number} of {release.product}, {release.released}", 1)
    fresh = [bump for bump in moved if bump.before is None]
    if fresh:
        names = [f"{bump.reach.name} {bump.after}" for bump in fresh]
        yield Heading(f"{counted(len(fresh), 'new event')}")
        yield Items(
            [*names[:_LISTED], *([f"and {len(names) - _LISTED} more"] if len(names) > _LISTED else [])]
        )
    rows = [_row(bump) for bump in sorted(moved, key=lambda bump: -bump.step) if bump.before is not None]
    if rows:
        yield Heading(f"{counted(len(rows), 'version')} changed")
        yield Table(("event", "before", "after", "step", "breaks"), rows)
    if not moved:
        yield Words("No event has another version; what stands around them changed.")
    what = "Written to" if is_written else "Not written, for this is a dry run; it would be"
    yield Words(f"{what} {target}, digest {release.digest}.")


def _row(bump: Bump) -> tuple[str, ...]:
    is_renamed = bump.reach.before is not None and bump.reach.after not in (None, bump.reach.before)
    name = f"{bump.reach.before} → {bump.reach.after}" if is_renamed else bump.reach.name
    step = "gone" if bump.after is None else bump.step.name.lower() if bump.step is not Step.NONE else ""
    breaks = ", ".join(rule.partition("/")[2] for rule in bump.breaks)
    return (name, str(bump.before), "" if bump.after is None else str(bump.after), step, breaks)
