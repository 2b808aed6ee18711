"""Text for people: colours when they are wanted, and no control characters, whoever supplied the text."""

import io
import json
import os
import sys
import textwrap
from dataclasses import dataclass
from typing import Final, TextIO

MIN_WIDTH: Final = 40
MAX_WIDTH: Final = 120


def printable(text: str) -> str:
    """The text with every character that could act on a terminal, or hide, as an escape: `\\x1b`, `\\u202e`.

    Line ends too: callers split lines themselves. Unpaired surrogates come from file names that are not
    UTF-8.
    """
    if text.isprintable():
        return text
    return "".join(
        character if character.isprintable() else character.encode("unicode_escape").decode("ascii")
        for character in text
    )


def json_printable(document: str) -> str:
    """The same JSON document with such characters as its own escapes, so that it can be shown anywhere.

    Line ends stay: in JSON they only stand between values.
    """
    if document.isascii() and "\x7f" not in document:
        return document
    return "".join(
        character if character.isprintable() or character == "\n" else json.dumps(character)[1:-1]
        for character in document.replace("\x7f", "\\u007f")
    )


def say(sentence: str) -> None:
    """Write a line to standard error; whether anybody can read it changes nothing."""
    if sys.stderr is None:
        return
    lines = "\n".join(printable(line) for line in sentence.split("\n"))
    try:
        utf_8_or_escapes(sys.stderr)
        sys.stderr.write(lines + "\n")
        sys.stderr.flush()
    except OSError:
        abandon(sys.stderr)


def abandon(stream: TextIO) -> None:
    """Let what a stream still holds go nowhere, so that the interpreter does not fail on it again."""
    try:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)
    except (OSError, ValueError):
        return  # no file, as under a test runner


def utf_8_or_escapes(stream: TextIO) -> None:
    """Make a stream write what its encoding lacks as escapes rather than fail."""
    if isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(errors="backslashreplace")


def machine_output() -> TextIO:
    """Standard output as formats for programs need it: UTF-8, lines ending in LF, on every platform."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")
    return sys.stdout


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """What text is printed on: whether somebody watches, whether in colour, and how wide it is."""

    is_terminal: bool
    in_colour: bool
    width: int

    def error(self, text: str) -> str:
        """Marks what fails."""
        return self._styled(text, "1;31")

    def warning(self, text: str) -> str:
        """Marks what does not."""
        return self._styled(text, "33")

    def good(self, text: str) -> str:
        """Marks that all is well."""
        return self._styled(text, "32")

    def strong(self, text: str) -> str:
        """A heading."""
        return self._styled(text, "1")

    def faint(self, text: str) -> str:
        """What is there for reference."""
        return self._styled(text, "2")

    def hanging(self, indent: int, text: str) -> list[str]:
        """The text as lines, on a terminal wrapped so that they fit behind an indent of so many columns."""
        if not self.is_terminal:
            return [text]
        room = max(self.width - indent, MIN_WIDTH // 2)
        return textwrap.wrap(text, room, break_long_words=False, break_on_hyphens=False) or [""]

    def _styled(self, text: str, code: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if self.in_colour else text


def paper(stream: TextIO) -> Paper:
    """The paper that a stream is; `NO_COLOR` (no-color.org) and `TERM=dumb` take the colour off."""
    is_terminal = stream.isatty()
    plain = bool(os.environ.get("NO_COLOR")) or os.environ.get("TERM") == "dumb"
    width = MAX_WIDTH
    if is_terminal:
        try:
            width = os.get_terminal_size(stream.fileno()).columns or 80
        except OSError:
            width = 80
    return Paper(
        is_terminal=is_terminal,
        in_colour=is_terminal and not plain,
        width=max(MIN_WIDTH, min(width, MAX_WIDTH)),
    )
