"""`rollcall privacy map`: the record of processing that the catalog amounts to."""

import click

from catalog.cli.options import catalog_option, format_option
from catalog.cli.privacy_source import FORMATS, source_of, write_blocks, write_csv, write_json
from catalog.cli.reading import require_whole_destination
from catalog.cli.render.record import record
from catalog.privacy.account import Plain, gaps, plain_destination, plain_row
from catalog.privacy.choice import categories_under, event_named
from catalog.privacy.rows import DataMap

COLUMNS = (
    "category",
    "sensitivity",
    "special",
    "destination",
    "event",
    "status",
    "part",
    "path",
    "handling",
    "leaves",
    "form",
    "sent_as",
    "purposes",
    "bases",
    "subjects",
    "identity",
    "consent",
    "retention_days",
    "processor",
    "contract",
    "region",
    "transfer",
    "erasure",
    "erasure_days",
    "description",
    "defined_in",
    "decided_by",
)


@click.command("map", short_help="The record of processing, GDPR Art. 30.")
@click.option("--destination", metavar="DESTINATION", help="What one destination gets.")
@click.option("--category", metavar="CATEGORY", help="One data category, and those below it.")
@click.option("--event", metavar="EVENT", help="One event, with all that its payloads carry.")
@click.option("--leaving", is_flag=True, help="Leave out what is dropped or refused.")
@click.option(
    "--all", "in_full", is_flag=True, help="List every row in text and md, not only what is personal."
)
@catalog_option
@format_option(*FORMATS)
def map_command(
    destination: str | None,
    category: str | None,
    event: str | None,
    leaving: bool,
    in_full: bool,
    catalog: str | None,
    form: str,
) -> int:
    """Print the record of processing: which data category goes to which destination, in which form.

    With purpose, legal basis, retention, processor, transfer and erasure, the most sensitive first, and with
    what the catalog does not state yet. text and md sum up what is not personal; json and csv have a row for
    every part of every property. The event `*` is every event that goes to the destination: identity, person,
    groups, context and envelope are the same in all of them.
    """
    source = source_of(catalog)
    snapshot = source.loaded.snapshot
    if destination is not None:
        require_whole_destination(source.found, destination)
    categories = None if category is None else categories_under(snapshot, category)
    data = source.data_map(None if event is None else event_named(snapshot, event))
    data = data.narrowed(
        destinations=None if destination is None else (destination,), categories=categories, leaving=leaving
    )
    if form == "csv":
        write_csv([plain_row(data, row, source.file) for row in data.rows], COLUMNS)
    elif form == "json":
        write_json(_document(data, [plain_row(data, row, source.file) for row in data.rows]))
    else:
        asked = {"destination": destination, "category": category, "event": event}
        limits = [f"{what} {name}" for what, name in asked.items() if name is not None]
        limits += ["what leaves"] if leaving else []
        write_blocks(record(data, in_full=in_full, limits=limits), form)
    return source.code


def _document(data: DataMap, rows: list[dict[str, Plain]]) -> Plain:
    settings = data.settings
    return {
        "product": settings.product,
        "controller": settings.controller,
        "contact": settings.contact,
        "purposes": {
            name: {
                "description": purpose.description,
                "basis": None if purpose.basis is None else purpose.basis.value,
                "subjects": [subject.value for subject in purpose.subjects],
                "notice": purpose.notice,
            }
            for name, purpose in settings.purposes.items()
        },
        "destinations": {
            name: {
                "description": settings.destinations[name].description,
                **plain_destination(settings.destinations[name]),
                "events": [event.name for event in going],
            }
            for name, going in data.events.items()
        },
        "rows": list(rows),
        "to_be_stated": list(gaps(data)),
    }
