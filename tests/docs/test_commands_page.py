"""The page of the commands shows the help of every command; that it is today's help, the examples hold."""

from collections.abc import Iterator

import click

from catalog.cli import INTERRUPTED
from catalog.cli.boundary import CLOSED_PIPE, STOPPED
from catalog.cli.program import COMMANDS, rollcall
from tests.docs.pages import ROOT, blocks_of, commands_of

PAGE = ROOT / "docs" / "reference" / "commands.md"


def every_command(command: click.Command, path: str, context: click.Context) -> Iterator[str]:
    """The command and everything below it, as one types it."""
    yield path
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            below = command.get_command(context, name)
            assert below is not None
            yield from every_command(below, f"{path} {name}", context)


def test_the_help_of_every_command_is_shown() -> None:
    shown = {
        command
        for block in blocks_of(PAGE.read_text(encoding="utf-8"))
        if block.language == "console"
        for command, _ in commands_of(block.body)
    }
    known = list(every_command(rollcall, "rollcall", click.Context(rollcall)))
    assert len(known) > len(COMMANDS)
    assert not [command for command in known if f"{command} --help" not in shown]


def test_every_exit_code_is_in_the_table() -> None:
    lines = PAGE.read_text(encoding="utf-8").splitlines()
    listed = [int(line.split("|")[1]) for line in lines if line.startswith("| ") and line[2].isdigit()]
    assert listed == [0, 1, STOPPED, INTERRUPTED, CLOSED_PIPE]
