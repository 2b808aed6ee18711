"""Which catalog a command takes."""

from pathlib import Path

import pytest

from catalog.cli.init import write_starter
from tests.cli.command import Command


def counts(rollcall: Command, *arguments: str) -> str:
    return rollcall("check", *arguments).out


def test_without_any_catalog_the_command_ends_with_2_and_says_what_to_do(rollcall: Command) -> None:
    ended = rollcall("check")
    assert (ended.code, ended.out) == (2, "")
    assert ended.err.startswith("rollcall: no catalog: there is no ./events here")
    assert "rollcall init" in ended.err
    assert ended.err.count("\n") == 1


def test_events_below_the_working_directory_is_the_default(rollcall: Command, starter: Path) -> None:
    assert "2 events" in counts(rollcall)


def test_a_stated_folder_wins(rollcall: Command, starter: Path) -> None:
    write_starter(rollcall.folder / "other")
    (rollcall.folder / "other" / "invoice" / "paid.yaml").unlink()
    assert "1 event " in counts(rollcall, "--catalog", "other")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("rollcall.toml", 'catalog = "roll"\n'),
        ("pyproject.toml", '[project]\nname = "x"\n[tool.rollcall]\ncatalog = "roll"\n'),
    ],
)
def test_a_settings_file_names_the_catalog(name: str, content: str, rollcall: Command, starter: Path) -> None:
    starter.rename(rollcall.folder / "roll")
    (rollcall.folder / name).write_text(content)
    assert "2 events" in counts(rollcall)


def test_rollcall_toml_wins_over_pyproject(rollcall: Command, starter: Path) -> None:
    (rollcall.folder / "rollcall.toml").write_text('catalog = "events"\n')
    (rollcall.folder / "pyproject.toml").write_text('[tool.rollcall]\ncatalog = "nowhere"\n')
    assert "2 events" in counts(rollcall)


def test_a_settings_file_above_counts_inside_one_repository(
    rollcall: Command, starter: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (rollcall.folder / "rollcall.toml").write_text('catalog = "events"\n')
    below = rollcall.folder / "src" / "app"
    below.mkdir(parents=True)
    monkeypatch.chdir(below)
    assert rollcall("check").code == 2, "outside a repository nothing above is looked at"
    (rollcall.folder / ".git").mkdir()
    assert "2 events" in counts(rollcall)


def test_the_settings_of_later_commands_are_known(rollcall: Command, starter: Path) -> None:
    (rollcall.folder / "rollcall.toml").write_text(
        'source = "shop"\n[scan]\nsinks = []\n[gen]\ntargets = []\n[enforce]\npii = "warn"\n'
    )
    assert "2 events" in counts(rollcall)


def test_a_settings_file_that_names_no_catalog_leaves_the_default(rollcall: Command, starter: Path) -> None:
    (rollcall.folder / "pyproject.toml").write_text('[project]\nname = "x"\n')
    assert "2 events" in counts(rollcall)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("# ours\ncatalog = \n", "rollcall.toml:2: not TOML"),
        ('catalog = "events', "rollcall.toml:1: not TOML"),
        ('\ncatalgo = "events"\n', "rollcall.toml:2: unknown key 'catalgo'; did you mean 'catalog'"),
        ("x = 1\n", "rollcall.toml:1: unknown key 'x'; known here: catalog, source, scan, gen, enforce"),
        ('catalog = "nope"\n', "rollcall.toml:1: 'catalog' names 'nope', and there is no such folder"),
        ('catalog = "\\u0000"\n', "rollcall.toml:1: 'catalog' is no reference: no reference holds a null"),
        (
            'catalog = "http://a.example/x"',
            "rollcall.toml:1: 'catalog' is no reference: http:// is read from",
        ),
        (
            "catalog = 3\n",
            "rollcall.toml:1: 'catalog' is text: a folder, a release file or another reference",
        ),
        ("# ours\n\n\xff", "rollcall.toml:3: not TOML, which is UTF-8"),
        ("x = " + "[" * 5_000, "rollcall.toml: not TOML"),
    ],
    ids=["syntax", "end", "misspelt", "unknown", "gone", "null", "http", "type", "encoding", "depth"],
)
def test_a_settings_file_that_cannot_be_read_is_named(
    content: str, said: str, rollcall: Command, starter: Path
) -> None:
    (rollcall.folder / "rollcall.toml").write_bytes(content.encode("latin-1"))
    ended = rollcall("check")
    assert ended.code == 2
    assert said in ended.err


@pytest.mark.parametrize(
    ("reference", "said"),
    [
        ("git:main:events", "lies in no git repository"),
        ("https://registry.example.com/shop", "install rollcall-service beside rollcall-catalog"),
        ("http://registry.example.com/shop", "http:// is read from this machine only; write https://"),
        ("ftp://registry.example.com/shop", "no reference begins with 'ftp://'"),
        ("", "a reference is empty"),
    ],
)
def test_what_a_reference_needs_is_told(reference: str, said: str, rollcall: Command) -> None:
    ended = rollcall("check", "--catalog", reference)
    assert (ended.code, ended.out) == (2, "")
    assert said in ended.err
    assert ended.err.count("\n") == 1


def test_a_folder_that_is_not_there_ends_with_2(rollcall: Command) -> None:
    ended = rollcall("check", "--catalog", "nowhere\x1b[31m")
    assert ended.code == 2
    assert ended.err == "rollcall: nowhere\\x1b[31m: cannot be read: no such file or directory\n"


def test_a_file_is_no_catalog(rollcall: Command, starter: Path) -> None:
    ended = rollcall("check", "--catalog", "events/catalog.yaml")
    assert ended.code == 2
    assert "a catalog is a folder" in ended.err
