"""`rollcall schema`: what editors need to complete and check a catalog's files."""

import click

from catalog.cli.options import format_option
from catalog.cli.terminal import machine_output
from catalog.model.event import DefinitionKind
from catalog.schema import dumps
from catalog.schema.file_schema import KINDS, file_schema


@click.command("schema", short_help="Print the JSON Schema of the catalog's own files, for editors.")
@click.argument("kind", metavar="[KIND]", type=click.Choice(list(KINDS)), required=False)
@format_option("json")
def command(kind: DefinitionKind | None) -> int:
    """Print the JSON Schema (draft 7) of one kind of file: event, catalog, group, context or entity.

    Without KIND it fits any file of a catalog. Editors with the YAML language server find it by a first line

    # yaml-language-server: $schema=../event.schema.json
    """
    machine_output().write(dumps(file_schema(kind)))
    return 0
