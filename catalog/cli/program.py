"""The table of commands and the group that imports one of them when it is named."""

from importlib import import_module
from typing import Final, NamedTuple

import click

from catalog import __version__
from catalog.cli.extensions import ForeignCommand, foreign_commands

PROGRAM: Final = "rollcall"


class Row(NamedTuple):
    """A command: the module whose `command` it is, and its line in the help."""

    module: str
    summary: str


COMMANDS: Final[dict[str, Row]] = {
    "init": Row("catalog.cli.init", "Write a small starter catalog."),
    "check": Row("catalog.cli.check", "Judge the catalog; the findings, each with its place."),
    "diff": Row("catalog.cli.diff", "What changed between two catalogs, whom it breaks, who must approve."),
    "release": Row("catalog.cli.release", "Compute versions and write the next release."),
    "due": Row("catalog.cli.due", "Events that expire, older majors that end; for a scheduled job."),
    "validate": Row("catalog.cli.validate", "Judge payloads by the catalog."),
    "adopt": Row("catalog.cli.adopt", "Put an existing code base on the roll: drafts, and what to decide."),
    "scan": Row("catalog.cli.scan", "Find the calls in source code that send events."),
    "usage": Row("catalog.cli.usage", "Which events the code sends, and which it does not."),
    "rules": Row("catalog.cli.rules", "List the rules, or explain one."),
    "gen": Row("catalog.cli.gen", "Write typed trackers: functions that send the catalog's events."),
    "schema": Row("catalog.cli.schema", "Print the JSON Schema of the catalog's own files, for editors."),
    "export": Row("catalog.cli.export", "Write contracts as JSON Schema."),
    "privacy": Row("catalog.cli.privacy", "Show what becomes of personal data, for those who answer for it."),
}
"""Every command of this package, in the order of the help."""


class _Commands(click.Group):
    """Knows its commands by name; other packages add theirs as entry points."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [*COMMANDS, *(name for name in foreign_commands() if name not in COMMANDS)]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        row = COMMANDS.get(cmd_name)
        if row is not None:
            module, attribute = row.module, "command"
        else:
            foreign: ForeignCommand | None = foreign_commands().get(cmd_name)
            if foreign is None:
                return None
            module, attribute = foreign.module, foreign.attribute
        command = getattr(import_module(module), attribute)
        if not isinstance(command, click.Command):
            raise click.ClickException(f"{module}:{attribute} is no command")
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name = args[0]
        if name.startswith("-") or self.get_command(ctx, name) is not None:
            return super().resolve_command(ctx, args)
        from difflib import get_close_matches  # only a slip of the finger pays for it

        near = get_close_matches(name, self.list_commands(ctx), n=2)
        hint = f"; did you mean {' or '.join(near)}" if near else ""
        raise click.UsageError(f"no command '{name}'{hint}", ctx)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The table itself, so that help imports no command."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, row.summary) for name, row in COMMANDS.items()])
        foreign = {name: found for name, found in foreign_commands().items() if name not in COMMANDS}
        if foreign:
            with formatter.section("From other packages"):
                formatter.write_dl([(name, f"Added by {found.package}.") for name, found in foreign.items()])


@click.group(
    cls=_Commands,
    name=PROGRAM,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Exit codes: 0 clean (warnings too), 1 findings or problems, 2 usage or environment, "
    "130 after Ctrl-C.",
)
@click.version_option(__version__, prog_name=PROGRAM, message="%(prog)s %(version)s")
def rollcall() -> None:
    """Keep the register of every product event a company may send.

    The catalog is the folder, the release file or the commit that --catalog names; without it, the one that
    rollcall.toml or [tool.rollcall] in pyproject.toml names; else ./events.
    """
