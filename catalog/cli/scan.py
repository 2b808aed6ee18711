"""`rollcall scan`: the calls in source code that send events."""

import json
import os
import posixpath
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import click

from catalog.baseline.checkout import repository_of
from catalog.baseline.git import GitFailed, find_repository
from catalog.baseline.project import Project
from catalog.baseline.reading import Baseline
from catalog.cli.main_branch import is_on_main
from catalog.cli.options import catalog_option, format_option
from catalog.cli.progress import while_scanning
from catalog.cli.reading import read_catalog
from catalog.cli.reference import NoCatalog, meant_catalog, project_of
from catalog.cli.render import FORMATS, for_repository, renderer, scan_json, scan_text
from catalog.cli.report import Report, counted, found_at, seen_from_repository
from catalog.cli.scanned import Judging, as_project_takes, findings_of, freeze, released_events
from catalog.cli.scanned_before import Before, new_since
from catalog.cli.storage import cache_folder
from catalog.cli.terminal import machine_output, paper, say
from catalog.errors import CatalogError
from catalog.scan.preset import PRESETS
from catalog.scan.proposal import Proposal, as_toml
from catalog.scan.report import ScanReport
from catalog.scan.scan import Scan, scan
from catalog.scan.settings import ScanSettings, scan_settings
from catalog.scan.suggesting import suggestions
from catalog.scan.tree import Tree
from catalog.scan.use import use_of, with_matches
from catalog.scan.wrappers import wrappers_of


class NothingRead(CatalogError):
    """No file could be read, so nothing can be said of the source code."""


@click.command("scan", short_help="Find the calls in source code that send events.")
@click.argument("sources", metavar="SRC...", nargs=-1, required=True, type=click.Path(path_type=Path))
@catalog_option
@format_option(*FORMATS)
@click.option("--no-cache", is_flag=True, help="Neither read nor write what earlier runs found in files.")
@click.option(
    "--suggest-sinks",
    is_flag=True,
    help="Print [[scan.sinks]] for rollcall.toml: wrappers, and what looks like a tracker.",
)
@click.option(
    "--on-main/--on-branch",
    default=None,
    help="Whether an unreleased event is an error; without it, the default branch of the clone is main.",
)
@click.option("--against", metavar="REV", help="With --new-only: the commit that has the old findings.")
@click.option("--new-only", is_flag=True, help="Report only what the same scan of --against does not find.")
@click.option(
    "--baseline",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Leave out the findings that this file freezes.",
)
@click.option("--update-baseline", is_flag=True, help="Write --baseline anew: freeze all that is found now.")
def command(
    sources: tuple[Path, ...],
    catalog: str | None,
    form: str,
    no_cache: bool,
    suggest_sinks: bool,
    on_main: bool | None,
    against: str | None,
    new_only: bool,
    baseline: Path | None,
    update_baseline: bool,
) -> int:
    """Judge every call that sends an event in Python, JavaScript and TypeScript, whatever hides its name.

    SRC is a folder or a file. What .gitignore ignores is not read. Which calls send events is said by
    [[scan.sinks]] and presets in rollcall.toml; without them, all presets apply. A name is followed through
    constants, enums, imports, conditions and templates; what cannot be known is told with the reason.

    Ends with 1 when a finding is an error, and with 2 when no file could be read. What was found in a file is
    kept by its content in the user's cache folder.
    """
    here = Path.cwd()
    project = project_of(here)
    settings = scan_settings(project)
    if new_only != (against is not None):
        raise click.UsageError("--new-only and --against REV go together")
    if update_baseline and baseline is None:
        raise click.UsageError("--update-baseline needs --baseline FILE")
    if update_baseline and new_only:
        raise click.UsageError("--update-baseline freezes all that is found, so it goes without --new-only")
    is_judged = form not in ("text", "json") or new_only or baseline is not None
    known = None if suggest_sinks else _catalog(catalog, here, is_needed=is_judged)
    cache = None if no_cache else cache_folder(os.environ)
    started = datetime.now(UTC)
    jobs = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    with _watching() as watched:
        found = scan(
            sources,
            here,
            settings,
            cache_folder=cache,
            now_ns=time.time_ns(),
            jobs=jobs,
            watched=watched,
        )
    if not found.read:
        raise NothingRead(_nothing(sources, found))
    if suggest_sinks:
        has_sinks = project is not None and bool(project.scan)
        scanning = partial(_by, sources, here, jobs, cache)
        _, proposals = suggestions(scanning, settings, now_ns=time.time_ns(), jobs=jobs)
        return _suggest(proposals, has_sinks=has_sinks)
    judged, old = None, 0
    if known is not None:
        found = replace(found, sites=with_matches(found.sites, known.loaded.snapshot))
        judging = Judging(
            catalog=known,
            released=released_events(known, here),
            is_main=is_on_main(here, os.environ) if on_main is None else on_main,
            with_tests=settings.judge_tests,
            baseline=baseline,
        )
        if baseline is not None and update_baseline:
            say(f"rollcall: {baseline} freezes {counted(freeze(found, judging, here), 'finding')}")
            return 0
        judged = findings_of(found, judging, here)
        if against is not None:
            before = Before(revision=against, sources=sources, here=here)
            new = new_since(judged, before, judging, partial(_again, settings, jobs, found), cache)
            old, judged = len(judged) - len(new), new
        judged = as_project_takes(judged, project, started.date())
    snapshot = None if known is None else known.loaded.snapshot
    report = ScanReport(
        repository=_name(project, here),
        commit=_commit(here),
        scanned_at=started,
        scan=found,
        use=use_of(found.sites, snapshot),
        findings=judged or (),
        is_whole=_is_whole(sources, here),
    )
    told = (
        None
        if judged is None
        else Report(
            findings=judged,
            events=len(report.use.registered),
            properties=0,
            command="scan",
            calls=scan_text.scope(report, with_tests=settings.judge_tests, old=old),
        )
    )
    if form == "json":
        machine_output().writelines(scan_json.render(report))
    elif form == "text" or told is None:
        wrappers = wrappers_of(found.sites, found.collection, settings.callees)
        sys.stdout.writelines(scan_text.render(report, wrappers, paper(sys.stdout), told))
    else:
        if for_repository(form):
            folder = seen_from_repository(Path(), here, os.environ.get("GITHUB_WORKSPACE"))
            told = found_at(told, lambda path: posixpath.normpath(posixpath.join(folder, path)))
        for line in scan_text.skipped(report):
            say(line)
        machine_output().writelines(renderer(form)(told, paper(sys.stdout)))
    return 1 if told is not None and told.errors else 0


def _catalog(stated: str | None, here: Path, *, is_needed: bool) -> Baseline | None:
    try:
        meant = meant_catalog(stated, here)
    except NoCatalog:
        if is_needed:
            raise
        say("rollcall: there is no catalog here, so calls are listed and not judged")
        return None
    return read_catalog(meant, here)


def _again(settings: ScanSettings, jobs: int, found: Scan, sources: Sequence[Path], here: Path) -> Scan:
    """The same scan of other files; what is in them as it is in those of the first is not parsed again."""
    known = found.collection.encoded
    return scan(
        sources, here, settings, cache_folder=None, now_ns=time.time_ns(), jobs=jobs, parsed_before=known
    )


def _by(sources: Sequence[Path], here: Path, jobs: int, cache: Path | None, settings: ScanSettings) -> Scan:
    """The same scan by other settings."""
    return scan(sources, here, settings, cache_folder=cache, now_ns=time.time_ns(), jobs=jobs)


def _suggest(proposals: tuple[Proposal, ...], *, has_sinks: bool) -> int:
    if proposals and not has_sinks:  # sinks of one's own stand alone, unless presets are named beside them
        machine_output().write(f"[scan]\npresets = {json.dumps([*PRESETS])}\n\n")
    machine_output().writelines(as_toml(proposals))
    if not proposals:
        say("rollcall: no wrapper and no unknown tracker was found")
    elif not all(one.is_sure for one in proposals):
        say("rollcall: what is written as a comment may be something else; take the marks away if it is not")
    return 0


def _nothing(sources: tuple[Path, ...], found: Scan) -> str:
    where = ", ".join(str(source) for source in sources)
    if not found.skipped:
        return f"{where}: no Python, JavaScript or TypeScript file that .gitignore does not ignore"
    first = found.skipped[0]
    more = f" (and {len(found.skipped) - 1} more)" if len(found.skipped) > 1 else ""
    return f"{where}: no file could be read; {first.path}: {first.reason}{more}"


def _is_whole(sources: tuple[Path, ...], here: Path) -> bool:
    """Whether the top of the repository is among what was scanned; without one, the working directory."""
    top = (repository_of(here) or here).resolve()
    return any(top.is_relative_to((here / source).resolve()) for source in sources)


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
