"""`rollcall scan`: the calls in source code that send events."""

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import click

from catalog.baseline.checkout import repository_of
from catalog.baseline.git import GitFailed, find_repository
from catalog.baseline.project import Project
from catalog.cli.options import catalog_option, format_option
from catalog.cli.progress import while_scanning
from catalog.cli.reading import read_catalog
from catalog.cli.reference import NoCatalog, meant_catalog, project_of
from catalog.cli.render import scan_json, scan_text
from catalog.cli.storage import cache_folder
from catalog.cli.terminal import machine_output, paper, say
from catalog.errors import CatalogError
from catalog.model.snapshot import Snapshot
from catalog.scan.proposal import as_toml
from catalog.scan.report import ScanReport
from catalog.scan.scan import Scan, scan
from catalog.scan.settings import ScanSettings, scan_settings
from catalog.scan.trackers import trackers_in
from catalog.scan.tree import Tree
from catalog.scan.use import use_of, with_matches
from catalog.scan.wrappers import wrappers_of


class NothingRead(CatalogError):
    """No file could be read, so nothing can be said of the source code."""


@click.command("scan", short_help="Find the calls in source code that send events.")
@click.argument("sources", metavar="SRC...", nargs=-1, required=True, type=click.Path(path_type=Path))
@catalog_option
@format_option("text", "json")
@click.option("--no-cache", is_flag=True, help="Neither read nor write what earlier runs found in files.")
@click.option(
    "--suggest-sinks",
    is_flag=True,
    help="Print [[scan.sinks]] for rollcall.toml: wrappers, and what looks like a tracker.",
)
def command(
    sources: tuple[Path, ...], catalog: str | None, form: str, no_cache: bool, suggest_sinks: bool
) -> int:
    """Find every call that sends an event in Python, JavaScript and TypeScript, whatever hides its name.

    SRC is a folder or a file. What .gitignore ignores is not read. Which calls send events is said by
    [[scan.sinks]] and presets in rollcall.toml; without them, all presets apply. A name is followed through
    constants, enums, imports, conditions and templates; what cannot be known is told with the reason.

    Ends with 2 when no file could be read. What was found in a file is kept by its content in the user's
    cache folder.
    """
    here = Path.cwd()
    project = project_of(here)
    settings = scan_settings(project)
    snapshot = None if suggest_sinks else _snapshot(catalog, here)
    started = datetime.now(UTC)
    jobs = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    with _watching() as watched:
        found = scan(
            sources,
            here,
            settings,
            cache_folder=None if no_cache else cache_folder(os.environ),
            now_ns=time.time_ns(),
            jobs=jobs,
            watched=watched,
        )
    if not found.read:
        raise NothingRead(_nothing(sources, found))
    if suggest_sinks:
        return _suggest(found, settings, jobs)
    if snapshot is not None:
        found = replace(found, sites=with_matches(found.sites, snapshot))
    report = ScanReport(
        repository=_name(project, here),
        commit=_commit(here),
        scanned_at=started,
        scan=found,
        use=use_of(found.sites, snapshot),
    )
    if form == "json":
        machine_output().writelines(scan_json.render(report))
    else:
        wrappers = wrappers_of(found.sites, found.collection, settings.callees)
        sys.stdout.writelines(scan_text.render(report, wrappers, paper(sys.stdout)))
    return 0


def _snapshot(stated: str | None, here: Path) -> Snapshot | None:
    try:
        meant = meant_catalog(stated, here)
    except NoCatalog:
        say("rollcall: there is no catalog here, so every name counts as unregistered")
        return None
    return read_catalog(meant, here).loaded.snapshot


def _suggest(found: Scan, settings: ScanSettings, jobs: int) -> int:
    declared = settings.callees
    wrappers = wrappers_of(found.sites, found.collection, declared)
    known = declared | {one.callee for one in wrappers}
    trackers = trackers_in(found.collection.tree, known, now_ns=time.time_ns(), jobs=jobs)
    proposals = (*wrappers, *trackers)
    machine_output().writelines(as_toml(proposals))
    if not proposals:
        say("rollcall: no wrapper and no unknown tracker was found")
    return 0


def _nothing(sources: tuple[Path, ...], found: Scan) -> str:
    where = ", ".join(str(source) for source in sources)
    if not found.skipped:
        return f"{where}: no Python, JavaScript or TypeScript file that .gitignore does not ignore"
    first = found.skipped[0]
    more = f" (and {len(found.skipped) - 1} more)" if len(found.skipped) > 1 else ""
    return f"{where}: no file could be read; {first.path}: {first.reason}{more}"


def _name(project: Project | None, here: Path) -> str:
    if project is not None and project.source is not None:
        return project.source
    return (repository_of(here) or here).name


def _commit(here: Path) -> str | None:
    if repository_of(here) is None:
        return None
    try:
        return find_repository(here, os.environ, here).commit("HEAD")
    except GitFailed:
        return None


@contextmanager
def _watching() -> Iterator[Callable[[Tree], Callable[[int], object]]]:
    """What shows a bar on a terminal once the files are counted."""
    with while_scanning() as started:
        yield lambda tree: started(len(tree.stamps))
