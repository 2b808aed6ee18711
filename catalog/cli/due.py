"""`rollcall due`: what the calendar brings, for a scheduled job."""

import json
import os
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import click

from catalog.baseline.reading import Baseline, read_reference
from catalog.baseline.surroundings import Surroundings
from catalog.cli.compared import require_whole
from catalog.cli.options import catalog_option, format_option
from catalog.cli.reference import folder_today, meant_catalog
from catalog.cli.render.blocks import Block, Branches, Heading, Words, as_markdown, as_text
from catalog.cli.report import counted
from catalog.cli.storage import cache_folder
from catalog.cli.terminal import json_printable, machine_output, paper
from catalog.gate.due import Due, Kind, due
from catalog.loading.folder import path_of


@click.command("due", short_help="Events that expire, older majors that end; for a scheduled job.")
@catalog_option
@click.option(
    "--within",
    "within",
    metavar="DAYS",
    type=click.IntRange(0, 3650),
    default=30,
    show_default=True,
    help="How far ahead to look.",
)
@format_option("text", "json", "md")
def command(catalog: str | None, within: int, form: str) -> int:
    """List the events whose last day has passed or is near, and older majors that soon are refused.

    Older majors stand in the catalog's last release. Ends with 1 when a day has passed, so that a scheduled
    job tells somebody; what is only near is 0.
    """
    here = Path.cwd()
    meant = meant_catalog(catalog, here)
    around = Surroundings(
        here=here,
        catalog=folder_today(here, meant.project),
        environment=os.environ,
        cache_folder=cache_folder(os.environ),
    )
    found = read_reference(meant.reference, around)
    require_whole("the", found)
    listed = due(found.loaded.snapshot, found.release, datetime.now(UTC).date(), within)
    if form == "json":
        document = {"due": [_plain(one, found) for one in listed], "within_days": within}
        machine_output().write(json_printable(json.dumps(document, ensure_ascii=False, indent=2)) + "\n")
    elif form == "md":
        machine_output().writelines(as_markdown(_blocks(listed, found, within)))
    else:
        sys.stdout.writelines(as_text(_blocks(listed, found, within), paper(sys.stdout)))
    return 1 if any(one.is_over for one in listed) else 0


def _blocks(listed: tuple[Due, ...], found: Baseline, within: int) -> Iterator[Block]:
    over = [one for one in listed if one.is_over]
    near = [one for one in listed if not one.is_over]
    if not listed:
        yield Words(f"Nothing is due within {counted(within, 'day')}.")
        return
    for title, part in (("Over", over), (f"Within {counted(within, 'day')}", near)):
        if part:
            yield Heading(title)
            yield Branches([(_said(one), [_place(one, found)]) for one in part])


def _said(one: Due) -> str:
    owner = f" ({one.owner})" if one.owner else ""
    return f"{one.day} {one.event}{owner}: {_to_do(one)}"


def _to_do(one: Due) -> str:
    if one.kind is Kind.EXPIRY:
        when = "expired" if one.is_over else f"expires {_in(one)}"
        return f"{when}; retire it, or set a later date if it is still needed"
    when = "is no longer accepted" if one.is_over else f"is accepted until then, {_in(one)}"
    return f"version {one.version} {when}; see that nobody sends it"


def _in(one: Due) -> str:
    return "today" if one.days_left == 0 else f"in {counted(one.days_left, 'day')}"


def _place(one: Due, found: Baseline) -> str:
    if one.spot is None:
        return "" if found.release is None else f"release {found.release.number}"
    place = found.loaded.sources.place(path_of(one.spot.kind, one.spot.name), one.spot.pointer)
    return f"{found.place_of(place.path)}:{place.line}"


def _plain(one: Due, found: Baseline) -> dict[str, object]:
    return {
        "kind": one.kind.value,
        "event": one.event,
        "owner": one.owner,
        "day": one.day.isoformat(),
        "days_left": one.days_left,
        "version": one.version,
        "by": _place(one, found),
    }
