"""`rollcall check`: every finding of a catalog."""

import os
import sys
from datetime import UTC, datetime
from pathlib import Path

import click

from catalog.baseline.reference import Folder, parse_reference
from catalog.cli.against import Reviewing, checked_against
from catalog.cli.checked import checked, checked_elsewhere
from catalog.cli.last_release import tell_damaged_release
from catalog.cli.options import catalog_option, format_option
from catalog.cli.progress import while_checking
from catalog.cli.reference import meant_catalog, project_of
from catalog.cli.render import FORMATS, for_repository, renderer
from catalog.cli.report import found_from, seen_from_here, seen_from_repository
from catalog.cli.storage import cache_folder
from catalog.cli.terminal import machine_output, paper


@click.command("check", short_help="Judge the catalog; the findings, each with its place.")
@catalog_option
@format_option(*FORMATS)
@click.option("--no-cache", is_flag=True, help="Neither read nor write the results of earlier runs.")
@click.option(
    "--against",
    "against",
    metavar="REF",
    help="Judge the changes since this catalog too: what breaks, versions, approvals.",
)
@click.option(
    "--reviews",
    "reviews",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="With --against: reviews that must approve the changes, JSON lines of user, state, commit, at.",
)
@click.option(
    "--author",
    "authors",
    metavar="USER",
    multiple=True,
    help="With --reviews: who proposed the changes, and so cannot approve them. May be given several times.",
)
@click.option(
    "--update-lock", is_flag=True, help="Write rollcall.lock for the project's catalog as it is now."
)
def command(
    catalog: str | None,
    form: str,
    no_cache: bool,
    against: str | None,
    reviews: Path | None,
    authors: tuple[str, ...],
    update_lock: bool,
) -> int:
    """Judge the catalog: the format of its files, and every rule.

    Ends with 1 when a finding is an error; warnings alone are 0. What one rule is about: rollcall rules ID.

    Paths in the report are relative to the working directory; in the formats github and sarif to the top of
    the repository, as the services that read them expect. Results are kept by the digest of all files in the
    user's cache folder, so an unchanged catalog answers at once.

    With --against, the one command of a CI job, it also judges every change since another catalog: its last
    release, or git:origin/main. With --reviews, every change needs the approvals that catalog.yaml asks for.

    In a project, enforce in rollcall.toml says how findings count; and a catalog that is no folder is the one
    that rollcall.lock holds, if there is such a file.
    """
    here = Path.cwd()
    meant = meant_catalog(catalog, here)
    cache = None if no_cache else cache_folder(os.environ)
    today = datetime.now(UTC).date()
    project = meant.project or project_of(here)
    if against is None and (reviews is not None or authors):
        raise click.UsageError("--reviews and --author need --against: they are about changes")
    if isinstance(meant.reference, Folder) and not update_lock:
        folder = meant.reference.path
        if against is None:
            report = checked(folder, today, cache, while_checking, project)
            tell_damaged_release(folder, here)
        else:
            reviewing = Reviewing(file=reviews, authors=frozenset(authors))
            old = parse_reference(against, here)
            report = checked_against(folder, old, reviewing, here, today, cache, while_checking, project)
        if for_repository(form):
            place = seen_from_repository(folder, here, os.environ.get("GITHUB_WORKSPACE"))
        else:
            place = seen_from_here(folder, here)
        report = found_from(report, place)
    elif against is not None:
        raise click.UsageError("--against compares a catalog's folder; compare other references with diff")
    else:
        report = checked_elsewhere(
            meant,
            here,
            today,
            cache,
            while_checking,
            project,
            lock=update_lock,
            repository=for_repository(form),
        )
    output = sys.stdout if form == "text" else machine_output()
    for piece in renderer(form)(report, paper(sys.stdout)):
        output.write(piece)
    return 1 if report.errors else 0
