"""What a terminal gets: colour when it is wanted, no control characters, and a sign of life on long work."""

import io
import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest

from catalog.cli import progress
from catalog.cli.terminal import MAX_WIDTH, MIN_WIDTH, paper, printable
from tests.cli.command import PYTHON, Command


class Terminal(io.StringIO):
    """A stream that somebody watches."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain text, ü, 漢字, 🦉", "plain text, ü, 漢字, 🦉"),
        ("a\x1b[31mb", "a\\x1b[31mb"),
        ("a\r\nb\tc", "a\\r\\nb\\tc"),
        ("a\x7fb\x9bc", "a\\x7fb\\x9bc"),
        ("a\u202eb\u2066c\u200bd\ufeff", "a\\u202eb\\u2066c\\u200bd\\ufeff"),
        ("\udce9", "\\udce9"),
        ("\U000e0041", "\\U000e0041"),
    ],
)
def test_characters_that_act_or_hide_are_shown_as_escapes(text: str, shown: str) -> None:
    assert printable(text) == shown
    assert printable(shown) == shown


def test_colour_is_for_terminals_that_want_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    assert paper(Terminal()).in_colour
    assert not paper(io.StringIO()).in_colour
    monkeypatch.setenv("NO_COLOR", "1")
    assert not paper(Terminal()).in_colour
    assert paper(Terminal()).is_terminal
    monkeypatch.setenv("NO_COLOR", "")  # an empty one is none, https://no-color.org
    assert paper(Terminal()).in_colour
    monkeypatch.setenv("TERM", "dumb")
    assert not paper(Terminal()).in_colour
    assert paper(Terminal()).error("text") == "text"


def watched(rollcall: Command, columns: int, *arguments: str, **environment: str) -> str:
    """What a terminal of that width shows."""
    leader, follower = pty.openpty()
    import fcntl
    import struct
    import termios

    fcntl.ioctl(follower, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    with subprocess.Popen(
        [PYTHON, "-m", "catalog.cli", *arguments],
        cwd=rollcall.folder,
        env=rollcall.environment(TERM="xterm", **environment),
        stdin=subprocess.DEVNULL,
        stdout=follower,
        stderr=follower,
    ):
        os.close(follower)
        shown = b""
        try:
            while piece := os.read(leader, 65_536):
                shown += piece
        except OSError:
            pass  # the other end is closed
    os.close(leader)
    return shown.decode().replace("\r\n", "\n")


@pytest.mark.parametrize("columns", [60, 80, 300])
def test_a_check_keeps_to_the_width_of_the_terminal(columns: int, rollcall: Command, faulty: Path) -> None:
    shown = watched(rollcall, columns, "check", NO_COLOR="1")
    assert "\x1b" not in shown
    assert "    owner: shop\n" in shown
    assert f"    {' ' * len('owner: ')}^^^^\n" in shown
    longest = max(map(len, shown.splitlines()[1:-1]))
    assert longest <= max(MIN_WIDTH, min(columns, MAX_WIDTH))


def test_a_check_is_in_colour_on_a_terminal(rollcall: Command, faulty: Path) -> None:
    coloured = watched(rollcall, 80, "check")
    assert "\x1b[1;31merror\x1b[0m" in coloured
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == watched(rollcall, 80, "check", NO_COLOR="1")


def test_a_judgement_is_in_colour_on_a_terminal(rollcall: Command, starter: Path) -> None:
    (rollcall.folder / "in").write_text("{}\n")
    assert "\x1b[1;31mmalformed\x1b[0m" in watched(rollcall, 80, "validate", "in")
    assert "\x1b" not in watched(rollcall, 80, "validate", "in", "--format", "ndjson")


def test_short_work_shows_no_progress(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    with progress.while_checking(10), progress.while_reading(1_000) as note:
        note(1_000)
    with progress.while_reading(None) as note:
        note(1_000_000_000)
    assert terminal.getvalue() == ""


def test_long_work_shows_progress_to_whoever_watches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    with progress.while_checking(5_000):
        pass
    with progress.while_reading(100_000_000) as note:
        note(50_000_000)
    assert "checking 5,000 files" in terminal.getvalue()
    assert "50.0/100.0 MB" in terminal.getvalue()


def test_long_work_is_silent_in_a_log(monkeypatch: pytest.MonkeyPatch) -> None:
    log = io.StringIO()
    monkeypatch.setattr(sys, "stderr", log)
    with progress.while_checking(5_000), progress.while_reading(100_000_000) as note:
        note(50_000_000)
    assert log.getvalue() == ""
