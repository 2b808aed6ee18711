"""`rollcall privacy incident`: what is touched when data went where it should not, and what to tighten."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import click

from catalog import rules
from catalog.cli.options import catalog_option, format_option
from catalog.cli.privacy_map import COLUMNS
from catalog.cli.privacy_source import Source, source_of, write_blocks, write_csv, write_json
from catalog.cli.render.incident import incident
from catalog.cli.report import counted
from catalog.cli.terminal import machine_output, say
from catalog.findings import Finding, Pointer, Severity
from catalog.loading import Loaded, load
from catalog.loading.folder import path_of
from catalog.loading.patch import Edit, Edited, edited, unified_diff
from catalog.privacy.account import UNCLASSIFIED, Plain, listed, place_of, plain_destination, plain_row
from catalog.privacy.choice import event_named, is_category, rows_meant
from catalog.privacy.datamap import data_map
from catalog.privacy.incident import Tightening, Touched, tighten_category, tighten_properties, touched
from catalog.privacy.rows import EVERY_EVENT, Part, Row

_NAMED: Final = 3
"""So many new findings are told; rollcall check tells all of them."""


@click.command("incident", short_help="What is touched by a leak, what to purge, and what to tighten.")
@click.argument("name", metavar="PROPERTY|CATEGORY")
@click.option("--event", metavar="EVENT", help="Only in one event.")
@click.option("--all", "in_full", is_flag=True, help="Name every event and property in text and md.")
@catalog_option
@format_option("text", "json", "csv", "md", "diff")
def incident_command(name: str, event: str | None, in_full: bool, catalog: str | None, form: str) -> int:
    """Say which events, destinations and processors a property or a data category went to.

    A property is named as the catalog, an alias or a destination names it: note, a send_as such as "Note",
    "person role" or $set.role, groups.company.size or size.

    With what to purge there, and what to tighten: a patch that drops it at every destination that gets it
    now. --format diff prints the patch alone, for `git apply` or `patch -p1`, and ends with 1 where the patch
    does not keep all of it back. Nothing is written.
    """
    source = source_of(catalog)
    snapshot = source.loaded.snapshot
    data = source.data_map(None if event is None else event_named(snapshot, event))
    rows = rows_meant(snapshot, data.rows, name)
    there = touched(snapshot, data, rows)
    kept_out = touched(snapshot, data, rows, leaving=False)
    if is_category(snapshot, name) and name != UNCLASSIFIED and event is None:
        edits = tighten_category(data, rows, name)
    else:
        edits = tighten_properties(data, rows)
    patch, base = "", "."
    remarks: list[str] = []
    is_whole = True
    if source.folder is not None:
        change = edited(source.folder, _edits(edits))
        base, folder = _patch_folder(source)
        patch = "".join(unified_diff(change, folder))
        if there:
            shared = {source.file(one.spot) for one in edits if one.spot.kind != "event"}
            if event is not None and shared:
                remarks.append(f"other events change too: the patch touches {listed(sorted(shared))}")
            leaving = [row for row in rows if row.leaves]
            after = load(source.folder, contents={path: t.encode() for path, t in change.after.items()})
            still = _still_leaving(after, leaving)
            is_whole = not change.refused and not still and not any(map(_is_of_envelope, leaving))
            remarks += _remarks(source, change, base, leaving, after, still)
    elif there:
        is_whole = False
        remarks.append(f"no patch: {source.shown_folder} is no folder; name the one that its files lie in")
    if form == "diff":
        machine_output().write(patch)
        for remark in remarks:
            say(f"rollcall: {remark}")
        if not is_whole:
            return 1  # or a pipe into `git apply` would look as if all were well
    elif form == "csv":
        write_csv([plain_row(data, row, source.file) for row in rows if row.leaves], COLUMNS)
    elif form == "json":
        write_json(
            {
                "name": name,
                "controller": data.settings.controller,
                "contact": data.settings.contact,
                "destinations": [_plain(one) for one in there],
                "kept_out": [_plain(one) for one in kept_out],
                "patch": patch,
                "apply_in": base,
                "remarks": list(remarks),
            }
        )
    else:
        write_blocks(incident(data, name, there, kept_out, patch, remarks, in_full=in_full), form)
    return source.code


def _edits(found: Iterable[Tightening]) -> list[Edit]:
    return [
        Edit(path=path_of(one.spot.kind, one.spot.name), pointer=one.spot.pointer, value=one.value)
        for one in found
    ]


def _patch_folder(source: Source) -> tuple[str, str]:
    """Where a patch is applied, and the catalog's folder from there: never outside, or tools refuse it."""
    if Path(source.shown_folder).is_absolute() or source.shown_folder.startswith(".."):
        folder = Path(source.shown_folder)
        return folder.parent.as_posix(), folder.resolve().name
    return ".", source.shown_folder


def _still_leaving(after: Loaded, rows: list[Row]) -> set[str]:
    """The destinations that get some of it all the same, by the patched catalog."""
    places = {_place(row) for row in rows if not _is_of_envelope(row)}
    left = (row for row in data_map(after.snapshot, after.definitions).rows if row.leaves)
    return {row.destination for row in left if _place(row) in places}


def _is_of_envelope(row: Row) -> bool:
    return row.part is Part.ENVELOPE


def _remarks(
    source: Source, change: Edited, base: str, rows: list[Row], after: Loaded, still: set[str]
) -> Iterator[str]:
    """What a reader of the patch must know: where it is applied, what it does not do, what a check says."""
    if base != ".":
        yield f"paths of the patch begin in {base}; apply it there"
    for refused in change.refused:
        yield f"{refused}; do it by hand"
    if any(map(_is_of_envelope, rows)):
        yield "no catalog keeps back what every payload has in its envelope; whoever sends it leaves it out"
    if still:
        yield f"the patch does not keep all of it from {listed(sorted(still))}; see privacy explain"
    old = {key for key, _ in _judged(source.loaded)}
    new = [finding for key, finding in _judged(after) if key not in old]
    errors = sum(finding.severity is Severity.ERROR for finding in new)
    if not new:
        yield "with the patch, rollcall check finds nothing that it does not find now"
        return
    counts = f"{counted(errors, 'error')} and {counted(len(new) - errors, 'warning')}"
    yield f"with the patch, rollcall check newly finds {counts}"
    for finding in new[:_NAMED]:
        yield f"{source.shown(finding.path)}:{finding.line}: {finding.message} ({finding.rule})"


def _place(row: Row) -> tuple[str, str, str, str]:
    # Of one event alone, what all payloads carry has its name; in the whole map it stands under `*`.
    shared = row.part not in (Part.PROPERTY, Part.UNDECLARED)
    return row.destination, EVERY_EVENT if shared else row.event, row.part, row.path


def _judged(loaded: Loaded) -> Iterator[tuple[tuple[str, str, Pointer | str], Finding]]:
    """What a check finds, each by its rule and its place in the file: lines move, and words change."""
    at: dict[str, dict[tuple[int, int], Pointer]] = {}
    for finding in rules.run(loaded, today=datetime.now(UTC).date()):
        if finding.path not in at:
            marks = loaded.sources.locate(finding.path)
            of_values = {mark.value: pointer for pointer, mark in marks.items()}
            at[finding.path] = of_values | {mark.key: pointer for pointer, mark in marks.items()}
        place = at[finding.path].get((finding.line, finding.column), finding.message)
        yield (finding.rule, finding.path, place), finding


def _plain(one: Touched) -> dict[str, Plain]:
    return {
        "destination": one.destination,
        **plain_destination(one.definition),
        "events": list(one.events),
        "properties": [
            {
                "event": row.event,
                "property": place_of(row),
                "sent_as": row.sent_as,
                "category": row.category,
                "form": row.form,
            }
            for row in one.rows
        ],
    }
