"""`rollcall privacy`: what becomes of personal data, for those who answer for it."""

import click

from catalog.cli.privacy_explain import explain_command
from catalog.cli.privacy_map import map_command


@click.group("privacy", short_help="Show what becomes of personal data, for those who answer for it.")
def command() -> None:
    """Show what becomes of personal data: a record of processing, and answers about people and leaks.

    All of it is read from the catalog; nothing is sent or written.
    """


command.add_command(map_command)
command.add_command(explain_command)
