"""`rollcall privacy explain`: where each property of an event goes, in plain sentences."""

import click

from catalog.cli.options import catalog_option, format_option
from catalog.cli.privacy_map import COLUMNS
from catalog.cli.privacy_source import FORMATS, source_of, write_blocks, write_csv, write_json
from catalog.cli.render.explanation import explanation
from catalog.privacy.account import Plain, plain_row
from catalog.privacy.choice import event_named, rows_of_property
from catalog.privacy.rows import Part
from catalog.privacy.sentences import what_happens


@click.command("explain", short_help="Where the properties of an event go, in plain sentences.")
@click.argument("event", metavar="EVENT")
@click.argument("name", metavar="[PROPERTY]", required=False)
@catalog_option
@format_option(*FORMATS)
def explain_command(event: str, name: str | None, catalog: str | None, form: str) -> int:
    """Say where each property of EVENT goes, in which form, for what, for how long, and by which line.

    EVENT is a name, a wire name, an alias or the name that a destination gets. PROPERTY is one of its
    properties, by any of its names, or of what all payloads carry: distinct_id, a property of the person, of
    the context or of the envelope, groups.TYPE.
    """
    source = source_of(catalog)
    found = event_named(source.loaded.snapshot, event)
    data = source.data_map(found)
    if name is None:
        rows = tuple(row for row in data.rows if row.part in (Part.PROPERTY, Part.UNDECLARED, Part.IDENTITY))
    else:
        rows = rows_of_property(data.rows, found.name, name)
    if form == "json":
        plain: list[Plain] = [
            {
                **plain_row(data, row, source.line),
                "sentence": what_happens(row, source.line),
                "decided_by": [
                    {"says": cause.says, "place": source.line(cause.spot)} for cause in row.causes
                ],
                "purposes_from": [
                    {"purpose": one.purpose, "of": one.of, "place": source.line(one.spot)}
                    for one in row.stated_purposes
                ],
            }
            for row in rows
        ]
        write_json({"event": found.name, "rows": plain})
    elif form == "csv":
        write_csv(
            [
                {**plain_row(data, row, source.line), "sentence": what_happens(row, source.line)}
                for row in rows
            ],
            (*COLUMNS, "sentence"),
        )
    else:
        write_blocks(explanation(data, found, rows, source.line, one=name is not None), form)
    return source.code
