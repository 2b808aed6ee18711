"""`rollcall privacy`: what becomes of personal data, for those who answer for it."""

import click

from catalog.cli.privacy_categories import categories_command
from catalog.cli.privacy_explain import explain_command
from catalog.cli.privacy_incident import incident_command
from catalog.cli.privacy_map import map_command
from catalog.cli.privacy_request import request_command


@click.group("privacy", short_help="Show what becomes of personal data, for those who answer for it.")
def command() -> None:
    """Show what becomes of personal data: a record of processing, and answers about people and leaks.

    All of it is read from the catalog; nothing is sent or written.
    """


for one in (map_command, explain_command, request_command, incident_command, categories_command):
    command.add_command(one)
