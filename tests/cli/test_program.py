"""The table of commands: what help costs, what it lists, and what other packages add."""

from importlib import import_module
from pathlib import Path

import click
import pytest

from catalog.cli.program import COMMANDS
from tests.cli.command import Command, no_traceback

FOREIGN = """
import click

@click.command("greet", short_help="Greet.")
@click.option("--how", default="kindly")
def command(how):
    '''Greet.'''
    if how == "never":
        raise ValueError("ada@example.com")
    if how == "stopped":
        raise KeyboardInterrupt
    if how == "huge":
        raise MemoryError
    if how == "lost":
        raise FileNotFoundError(2, "No such file or directory", "lost\\x1b.txt")
    if how == "six":
        return 6
    click.echo("hello")

no_command = "text"
"""


@pytest.fixture
def with_foreign_package(tmp_path: Path) -> str:
    """A folder for PYTHONPATH with an installed package that adds commands."""
    place = tmp_path / "installed"
    (place / "greeting_pack-1.0.dist-info").mkdir(parents=True)
    (place / "greeting_pack-1.0.dist-info" / "entry_points.txt").write_text(
        "[console_scripts]\ngreeting = greeting:main\n\n"
        "[rollcall.commands]\ngreet = greeting:command\nbroken = greeting:no_command [extra]\n"
        "check = greeting:command\n"
    )
    (place / "greeting.py").write_text(FOREIGN)
    return str(place)


def test_help_lists_every_command_in_the_order_of_the_table(rollcall: Command) -> None:
    said = rollcall("--help").out
    places = [said.index(f"\n  {name} ") for name in COMMANDS]
    assert places == sorted(places)


@pytest.mark.parametrize("name", COMMANDS)
def test_the_table_says_what_the_command_says_of_itself(name: str) -> None:
    command = import_module(COMMANDS[name].module).command
    assert isinstance(command, click.Command)
    assert command.name == name
    assert command.short_help == COMMANDS[name].summary


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_that_fits_a_terminal(name: str, rollcall: Command) -> None:
    ended = rollcall(name, "--help")
    assert ended.code == 0
    assert ended.out.startswith(f"Usage: rollcall {name}")
    assert max(map(len, ended.out.splitlines())) <= 100


def test_help_imports_no_command_and_nothing_heavy(rollcall: Command) -> None:
    rollcall.folder.joinpath("look.py").write_text(
        "import sys\nfrom catalog.cli.boundary import run\nrun(['--help'])\nprint(*sys.modules, sep='\\n')\n"
    )
    import subprocess

    from tests.cli.command import PYTHON

    listed = subprocess.run(
        [PYTHON, "look.py"], cwd=rollcall.folder, env=rollcall.environment(), capture_output=True, check=True
    )
    loaded = set(listed.stdout.decode().split())
    heavy = {"pydantic", "yaml", "msgspec", "rich", "jsonschema", "importlib.metadata", "catalog.model"}
    assert not loaded & (heavy | {row.module for row in COMMANDS.values()})


def test_without_a_command_the_help_is_shown_and_the_code_is_2(rollcall: Command) -> None:
    ended = rollcall.process()
    assert ended.code == 2
    assert "Commands:" in ended.out + ended.err


def test_an_unknown_command_is_named_with_the_nearest_one(rollcall: Command) -> None:
    ended = rollcall("chekc")
    assert (ended.code, ended.out) == (2, "")
    assert ended.err == "rollcall: no command 'chekc'; did you mean check (see 'rollcall --help')\n"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("check", "--frmat", "json"), "rollcall check: no such option '--frmat'; did you mean '--format'"),
        (("check", "extra"), "rollcall check: got unexpected extra argument"),
        (("check", "--format", "xml"), "rollcall check: invalid value for '--format': 'xml' is not one of"),
        (("export", "json-schema", "--leaving"), "rollcall export json-schema: --leaving is a matter of one"),
        (("check", "--\x1b[31m"), "rollcall check: no such option '--\\x1b[31m'"),
    ],
    ids=["option", "argument", "choice", "combination", "control characters"],
)
def test_wrong_usage_is_one_sentence(arguments: tuple[str, ...], said: str, rollcall: Command) -> None:
    ended = rollcall(*arguments)
    assert ended.code == 2
    # Older releases of click write "No such option: --x".
    assert ended.err.replace("option: --", "option '--").startswith(said.replace("option: --", "option '--"))
    assert ended.err.count("\n") == 1


def test_the_version_is_told(rollcall: Command) -> None:
    from catalog import __version__

    assert rollcall("--version").out == f"rollcall {__version__}\n"


def test_a_foreign_command_runs(rollcall: Command, with_foreign_package: str) -> None:
    path = f"{rollcall.environment()['PYTHONPATH']}:{with_foreign_package}"
    assert rollcall.process("greet", PYTHONPATH=path).out == "hello\n"
    assert rollcall.process("greet", "--how", "six", PYTHONPATH=path).code == 6


def test_help_names_foreign_commands_and_their_package(rollcall: Command, with_foreign_package: str) -> None:
    path = f"{rollcall.environment()['PYTHONPATH']}:{with_foreign_package}"
    said = rollcall.process("--help", PYTHONPATH=path).out
    assert "greet   Added by greeting-pack." in said
    assert said.count("\n  check ") == 1, "a foreign package cannot take a name of ours"


def test_a_foreign_command_that_is_none_is_refused(rollcall: Command, with_foreign_package: str) -> None:
    path = f"{rollcall.environment()['PYTHONPATH']}:{with_foreign_package}"
    ended = rollcall.process("broken", PYTHONPATH=path)
    assert (ended.code, ended.err) == (2, "rollcall: greeting:no_command is no command\n")


@pytest.mark.parametrize(
    ("how", "code", "said"),
    [
        ("never", 2, "rollcall: stopped by a defect of its own: ValueError at greeting.py:"),
        ("stopped", 130, "\n"),
        ("huge", 2, "rollcall: out of memory\n"),
        ("lost", 2, "rollcall: lost\\x1b.txt: no such file or directory\n"),
    ],
)
def test_whatever_a_command_raises_ends_in_a_sentence(
    how: str, code: int, said: str, rollcall: Command, with_foreign_package: str
) -> None:
    path = f"{rollcall.environment()['PYTHONPATH']}:{with_foreign_package}"
    ended = rollcall.process("greet", "--how", how, PYTHONPATH=path)
    assert ended.code == code
    assert ended.err.startswith(said)
    assert "Traceback" not in ended.err
    assert "ada@example.com" not in ended.err


def test_debugging_lists_places_and_no_values(rollcall: Command, with_foreign_package: str) -> None:
    path = f"{rollcall.environment()['PYTHONPATH']}:{with_foreign_package}"
    ended = rollcall.process("greet", "--how", "never", PYTHONPATH=path, ROLLCALL_DEBUG="1")
    assert "greeting.py:9 in command" in ended.err
    assert "ada@example.com" not in ended.err


def test_a_package_that_cannot_be_read_does_not_disturb(rollcall: Command, tmp_path: Path) -> None:
    place = tmp_path / "installed"
    (place / "bad-1.0.dist-info").mkdir(parents=True)
    (place / "bad-1.0.dist-info" / "entry_points.txt").write_bytes(b"[rollcall.commands]\nx = \xff\xfe\n")
    (place / "worse-1.0.dist-info" / "entry_points.txt").mkdir(parents=True)
    path = f"{rollcall.environment()['PYTHONPATH']}:{place}:/nowhere/at/all.zip"
    ended = rollcall.process("--help", PYTHONPATH=path)
    assert ended.code == 0
    assert no_traceback(ended)
