"""`rollcall adopt`: an existing code base on the roll, in one go."""

import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import click

from catalog.adoption.adopted import Adoption, adopted
from catalog.adoption.naming import words_in
from catalog.adoption.searching import Search, searched, searched_by
from catalog.adoption.traffic import Traffic
from catalog.baseline.project import OWN_FILE, Project
from catalog.cli.options import format_option
from catalog.cli.reference import DEFAULT, project_of
from catalog.cli.render import adoption as rendering
from catalog.cli.storage import cache_folder, writing
from catalog.cli.streams import opened, split_lines
from catalog.cli.terminal import machine_output, paper, say
from catalog.errors import CatalogError
from catalog.loading import load
from catalog.loading.cache import write_whole
from catalog.loading.folder import SETTINGS_FILE
from catalog.model.snapshot import Snapshot
from catalog.scan.scan import Scan, scan
from catalog.scan.settings import ScanSettings
from catalog.validation.decode import MAX_BYTES


class NothingToAdopt(CatalogError):
    """Neither source code nor traffic has anything that could be put on the roll."""


class Damaged(CatalogError):
    """The catalog that is there has files that cannot be read."""


@click.command("adopt", short_help="Put an existing code base on the roll: drafts, and what to decide.")
@click.argument("sources", metavar="SRC...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--traffic",
    "traffic",
    metavar="FILE",
    multiple=True,
    help="Recorded payloads, one JSON object per line, - for standard input. May be given several times.",
)
@click.option("--catalog", "folder", metavar="DIR", default=DEFAULT, help="The catalog's folder; ./events.")
@click.option("--all", "in_full", is_flag=True, help="List every decision, not the first of each kind.")
@format_option("text", "json")
def command(
    sources: tuple[Path, ...], traffic: tuple[str, ...], folder: str, in_full: bool, form: str
) -> int:
    """Find every event that source code sends, and write a draft of each into the catalog's folder.

    Names stay as they are sent: `Order Completed` becomes order.completed with that wire name. Types, enums
    and bounds come from literals and from --traffic, of which no value is written down. What may be personal
    data is a comment at its property, for a person to confirm. rollcall.toml is written when there is none,
    with the calls that were found to send events.

    The catalog has the profile `adopt`: what is there only warns, and what a branch adds fails. Nothing that
    exists is changed; run it again after the code has changed, and it adds what is new.
    """
    here = Path.cwd()
    project = project_of(here)
    target = Path(folder)
    known = _known(target)
    seen = _traffic(traffic)
    search = _search(sources, here, project, folder)
    if not search.scan.sites and not seen.events:
        raise NothingToAdopt(_nothing(sources, search))
    found = adopted(search, seen, _product(here), known, target.as_posix())
    written = [*_write(target, found)]
    if search.text is not None and not (here / OWN_FILE).exists():
        with writing(here / OWN_FILE):
            write_whole(here / OWN_FILE, search.text.encode())
        written.append(OWN_FILE)
    if form == "json":
        machine_output().write(rendering.as_json(found, written))
    else:
        sys.stdout.writelines(rendering.as_text(found, written, paper(sys.stdout), in_full=in_full))
    return 0


def _nothing(sources: tuple[Path, ...], search: Search) -> str:
    where = ", ".join(map(str, sources))
    if not search.scan.read:
        return f"{where}: no Python, JavaScript or TypeScript file that .gitignore does not ignore"
    files = "1 file" if search.scan.read == 1 else f"{search.scan.read:,} files"
    found = f"{where}: no call that sends events was found in {files}"
    maybe = [f"'{one.callee}' ({one.path}:{one.line})" for one in search.proposals]
    if maybe:
        return (
            f"{found}; {', '.join(maybe[:3])} may be one: if so, let 'rollcall scan --suggest-sinks' print "
            "its sink for rollcall.toml, take the marks away and adopt again"
        )
    return f"{found}; declare yours as [[scan.sinks]] in rollcall.toml, or show payloads with --traffic"


def _known(folder: Path) -> Snapshot | None:
    """The catalog that is there, of which nothing is changed."""
    if not (folder / SETTINGS_FILE).exists():
        return None
    loaded = load(folder)
    if loaded.findings:
        first = loaded.findings[0]
        raise Damaged(
            f"{folder / first.path}:{first.line}: {first.message}; mend what 'rollcall check' says of the "
            "format first"
        )
    return loaded.snapshot


def _traffic(files: tuple[str, ...]) -> Traffic:
    seen = Traffic()
    for name in files:
        with opened(name) as source:
            lines = split_lines(source.chunks(lambda _: None), MAX_BYTES)
            seen.take(((line.number, b"\0" if line.trouble else line.content) for line in lines), name)
    return seen


def _search(sources: tuple[Path, ...], here: Path, project: Project | None, folder: str) -> Search:
    jobs = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    cache = cache_folder(os.environ)

    def scanning(settings: ScanSettings) -> Scan:
        return scan(sources, here, settings, cache_folder=cache, now_ns=time.time_ns(), jobs=jobs)

    if project is not None and project.scan:
        return searched_by(project, scanning, now_ns=time.time_ns(), jobs=jobs)
    if project is not None:
        say(
            f"rollcall: {project.file.name} has no [scan]; add what --suggest-sinks of 'rollcall scan' prints"
        )
    return searched(scanning, here, folder, _product(here), now_ns=time.time_ns(), jobs=jobs)


def _product(here: Path) -> str:
    return "-".join(words_in(here.resolve().name))[:64].strip("-") or "product"


def _write(folder: Path, found: Adoption) -> Iterator[str]:
    """Write what is not there yet, catalog.yaml first."""
    for path in sorted(found.plan.files, key=lambda one: (one != SETTINGS_FILE, one)):
        place = folder / path
        if place.exists():
            continue
        with writing(place):
            place.parent.mkdir(parents=True, exist_ok=True)
            write_whole(place, found.plan.files[path].encode())
        yield place.as_posix()
