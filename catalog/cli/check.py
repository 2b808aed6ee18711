"""`rollcall check`: every finding of a catalog."""

import os
import sys
from datetime import UTC, datetime
from pathlib import Path

import click

from catalog.cli.checked import checked
from catalog.cli.options import catalog_option, format_option
from catalog.cli.progress import while_checking
from catalog.cli.reference import catalog_folder
from catalog.cli.render import FORMATS, for_repository, renderer
from catalog.cli.report import found_from, seen_from_here, seen_from_repository
from catalog.cli.storage import cache_folder
from catalog.cli.terminal import machine_output, paper


@click.command("check", short_help="Judge the catalog; the findings, each with its place.")
@catalog_option
@format_option(*FORMATS)
@click.option("--no-cache", is_flag=True, help="Neither read nor write the results of earlier runs.")
def command(catalog: str | None, form: str, no_cache: bool) -> int:
    """Judge the catalog: the format of its files, and every rule.

    Ends with 1 when a finding is an error; warnings alone are 0. What one rule is about: rollcall rules ID.

    Paths in the report are relative to the working directory; in the formats github and sarif to the top of
    the repository, as the services that read them expect. Results are kept by the digest of all files in the
    user's cache folder, so an unchanged catalog answers at once.
    """
    here = Path.cwd()
    folder = catalog_folder(catalog, here)
    report = checked(
        folder, datetime.now(UTC).date(), None if no_cache else cache_folder(os.environ), while_checking
    )
    if for_repository(form):
        place = seen_from_repository(folder, here, os.environ.get("GITHUB_WORKSPACE"))
    else:
        place = seen_from_here(folder, here)
    output = sys.stdout if form == "text" else machine_output()
    for piece in renderer(form)(found_from(report, place), paper(sys.stdout)):
        output.write(piece)
    return 1 if report.errors else 0
