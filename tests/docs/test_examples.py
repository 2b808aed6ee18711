"""What the documentation shows is what happens: its files are written, its commands run, its Python executed.

A page is played from top to bottom in an empty folder. A block with a title (`yaml title="events/…"`) is
written to that file. A `console` block holds commands after `$` and what they print, compared word for word;
a line `…` stands for any lines. A `python` block is executed, all of a page in one namespace.
"""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

import catalog
from catalog.findings import Severity

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
FENCE = re.compile(
    r"^(?P<fence>`{3,})(?P<language>\w+)(?P<info>[^\n`]*)\n(?P<body>.*?)^(?P=fence)$",
    re.MULTILINE | re.DOTALL,
)
ANY_LINES = "…"


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One fenced block: its language, the file it is (or ""), its text and where it stands."""

    language: str
    title: str
    body: str
    line: int


def blocks_of(page: Path) -> list[Block]:
    text = page.read_text(encoding="utf-8")
    return [
        Block(
            language=found["language"],
            title=title[1] if (title := re.search(r'title="([^"]+)"', found["info"])) else "",
            body=found["body"],
            line=text.count("\n", 0, found.start()) + 2,
        )
        for found in FENCE.finditer(text)
    ]


def commands_of(body: str) -> Iterator[tuple[str, list[str]]]:
    """Each command with the lines it is said to print."""
    command, printed = "", list[str]()
    for line in body.splitlines():
        if line.startswith("$ "):
            if command:
                yield command, printed
            command, printed = line[2:], []
        elif command.endswith("\\"):
            command += "\n" + line.removeprefix("> ")
        else:
            printed.append(line)
    yield command, printed


def fits(printed: list[str], said: list[str]) -> bool:
    """Whether the output is what the page says, `…` standing for any lines."""
    pattern = "".join(r"(?:.*\n)*?" if line == ANY_LINES else re.escape(line) + r"\n" for line in said)
    return re.fullmatch(pattern, "".join(line + "\n" for line in printed)) is not None


def run(command: str, folder: Path) -> list[str]:
    """What a command prints on either stream, in a folder, with the commands of this environment."""
    environment = {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "HOME": str(folder.parent),
        "XDG_CACHE_HOME": str(folder.parent / "cache"),
        "LANG": "C.UTF-8",
        "COLUMNS": "110",
        "NO_COLOR": "1",
    }
    done = subprocess.run(
        ["bash", "-c", command],
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=120,
        check=False,
    )
    return [line.rstrip() for line in done.stdout.splitlines()]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_a_page_shows_what_happens(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)
    names: dict[str, object] = {"__name__": page.stem}
    for block in blocks_of(page):
        if block.title:
            target = folder / block.title
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(block.body, encoding="utf-8")
        elif block.language == "console":
            for command, said in commands_of(block.body):
                printed = run(command, folder)
                assert fits(printed, said), f"{page.name}: `{command}` prints\n" + "\n".join(printed)
        elif block.language == "python":
            code = compile("\n" * (block.line - 1) + block.body, str(page), "exec")
            exec(code, names)
    if (folder / "events" / "catalog.yaml").exists():
        errors = [f for f in catalog.load("events").findings if f.severity is Severity.ERROR]
        assert not errors, f"{page.name} shows a catalog that does not load"


def test_a_wrong_output_is_noticed() -> None:
    assert fits(["a", "b", "c"], ["a", ANY_LINES])
    assert fits(["a"], ["a", ANY_LINES])
    assert not fits(["a", "b"], ["a"])
    assert not fits(["a.b"], ["a*b"])


def test_a_command_may_go_on_in_the_next_line() -> None:
    assert list(commands_of("$ one \\\n>   two\nout\n$ three\n")) == [
        ("one \\\n  two", ["out"]),
        ("three", []),
    ]
