"""`rollcall usage`: which events the code sends, which it does not, and which nobody registered."""

import json
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import click

from catalog.cli.options import catalog_option, format_option
from catalog.cli.reading import read_catalog
from catalog.cli.reference import meant_catalog
from catalog.cli.render.blocks import Block, Branches, Heading, Items, Table, Words, as_markdown, as_text
from catalog.cli.report import counted
from catalog.cli.terminal import json_printable, machine_output, paper
from catalog.scan.truth import MAX_BYTES, Kind, NotAReport, Report, Row, Truth, read_report, truth

_TITLES = {
    Kind.GHOST: "Ghosts: sent, and not on the roll",
    Kind.DRIFTING: "Drifting: sent otherwise than the roll says",
    Kind.DEAD: "Dead: no repository of catalog.yaml sends them, so they can be retired",
    Kind.UNKNOWN: "Unknown: seen nowhere, but not everything was looked at",
    Kind.ALIVE: "Alive: sent by its name, with properties that the roll has",
    Kind.DRAFT: "Drafts: no call of them was seen",
    Kind.RETIRED: "Retired: no call of them was seen",
}


@click.command("usage", short_help="Which events the code sends, and which it does not.")
@click.argument("reports", metavar="[REPORT...]", nargs=-1)
@catalog_option
@format_option("text", "json", "md")
def command(reports: tuple[str, ...], catalog: str | None, form: str) -> int:
    """Hold reports of scans against the catalog: the dead, the ghosts, the drifting.

    REPORT is what `rollcall scan --format json` wrote, one for each repository; - is standard input. That an
    event is unused is said only when there is a fresh report of every repository that catalog.yaml lists
    (`repositories`), and no call in them sends a name that the source does not tell; else it is unknown.
    """
    here = Path.cwd()
    snapshot = read_catalog(meant_catalog(catalog, here), here).loaded.snapshot
    found = truth([_read(name) for name in reports], snapshot, datetime.now(UTC))
    if form == "json":
        document = json.dumps(_plain(found), ensure_ascii=False, indent=2)
        machine_output().write(json_printable(document) + "\n")
    elif form == "md":
        machine_output().writelines(as_markdown(_blocks(found)))
    else:
        sys.stdout.writelines(as_text(_blocks(found), paper(sys.stdout)))
    return 0


def _read(name: str) -> Report:
    if name == "-":
        content = sys.stdin.buffer.read(MAX_BYTES + 1)
    else:
        with Path(name).open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        raise NotAReport(name, f"more than {MAX_BYTES:,} bytes, which no report has")
    return read_report(content, name)


def _blocks(found: Truth) -> Iterator[Block]:
    counts = [f"{len(found.of(kind)):,} {kind.value}" for kind in Kind]
    yield Words(f"{counted(len(found.rows), 'event')}: {', '.join(counts)}.")
    for kind in Kind:
        rows = found.of(kind)
        if not rows:
            continue
        yield Heading(_TITLES[kind])
        if kind is Kind.ALIVE:
            head = ("event", "calls", "in", "properties seen", "status")
            yield Table(head, [_cells(row) for row in rows], right=frozenset({1}))
        elif kind in (Kind.GHOST, Kind.DRIFTING):
            yield Branches([(_said(row), row.notes if kind is Kind.DRIFTING else ()) for row in rows])
        else:
            yield Words(", ".join(row.name for row in rows))
    if found.gaps:
        yield Heading("What was not looked at")
        yield Items(found.gaps)


def _said(row: Row) -> str:
    first = row.places[0]
    status = "" if row.status is None else f" ({row.status.value})"
    seen = "" if row.status is None else f", {_coverage(row)} properties seen"
    calls = counted(sum(row.calls.values()), "call")
    where = f"{'the first at' if len(row.places) > 1 else 'at'} {first.path}:{first.line}"
    if len(row.calls) > 1:
        where += f" of {first.repository}"
    return f"{row.name}{status}: {calls} in {', '.join(sorted(row.calls))}{seen}, {where}"


def _coverage(row: Row) -> str:
    return f"{row.sent} of {row.declared}"


def _cells(row: Row) -> tuple[str, ...]:
    status = row.status.value if row.status is not None else ""
    return row.name, str(sum(row.calls.values())), ", ".join(sorted(row.calls)), _coverage(row), status


def _plain(found: Truth) -> dict[str, object]:
    return {
        "gaps": list(found.gaps),
        "events": [
            {
                "name": row.name,
                "kind": row.kind.value,
                "status": None if row.status is None else row.status.value,
                "calls": dict(row.calls),
                "properties": {"declared": row.declared, "sent": row.sent},
                "notes": list(row.notes),
                "places": [place._asdict() for place in row.places],
            }
            for row in found.rows
        ],
    }
