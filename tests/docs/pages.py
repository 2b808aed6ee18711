"""Documentation as something to play: the files, commands and Python of a page, in an empty folder.

A block with a title (`yaml title="events/…"`) is written to that file. A `console` block holds commands after
`$` and what they print; a line `…` stands for any lines. A `python` block is executed, all of a page in one
namespace. Other blocks are prose.

`python -m tests.docs.pages` writes into every page what its commands print now: review the difference.
"""

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
FENCE = re.compile(
    r"^(?P<fence>`{3,})(?P<language>\w+)(?P<info>[^\n`]*)\n(?P<body>.*?)^(?P=fence)$",
    re.MULTILINE | re.DOTALL,
)
ANY_LINES = "…"


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One fenced block: its language, the file it is (or ""), its text, and where that stands."""

    language: str
    title: str
    body: str
    line: int
    span: tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Played:
    """A command of a page: what it is said to print, and what it printed."""

    command: str
    said: tuple[str, ...]
    printed: tuple[str, ...]
    block: Block


def pages() -> list[Path]:
    """Every page that people write."""
    return [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]


def blocks_of(text: str) -> list[Block]:
    """The fenced blocks of a page."""
    return [
        Block(
            language=found["language"],
            title=title[1] if (title := re.search(r'title="([^"]+)"', found["info"])) else "",
            body=found["body"],
            line=text.count("\n", 0, found.start()) + 2,
            span=found.span("body"),
        )
        for found in FENCE.finditer(text)
    ]


def commands_of(body: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each command of a console block with the lines it is said to print."""
    command, said = "", list[str]()
    for line in body.splitlines():
        if line.startswith("$ "):
            if command:
                yield command, tuple(said)
            command, said = line[2:], []
        elif command.endswith("\\"):
            command += "\n" + line.removeprefix("> ")
        else:
            said.append(line)
    yield command, tuple(said)


def fits(printed: tuple[str, ...], said: tuple[str, ...]) -> bool:
    """Whether the output is what the page says."""
    pattern = "".join(r"(?:.*\n)*?" if line == ANY_LINES else re.escape(line) + r"\n" for line in said)
    return re.fullmatch(pattern, "".join(line + "\n" for line in printed)) is not None


def run(command: str, folder: Path) -> tuple[str, ...]:
    """What a command prints on either stream, in a folder, with the commands of this environment."""
    environment = {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "HOME": str(folder.parent),
        "XDG_CACHE_HOME": str(folder.parent / "cache"),
        "LANG": "C.UTF-8",
        "COLUMNS": "82",
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
    return tuple(line.rstrip() for line in done.stdout.rstrip().splitlines())


def play(page: Path, folder: Path) -> Iterator[Played]:
    """Play a page from top to bottom in a folder, which must be the working directory."""
    names: dict[str, object] = {"__name__": page.stem}
    for block in blocks_of(page.read_text(encoding="utf-8")):
        if block.title:
            target = folder / block.title
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(block.body, encoding="utf-8")
        elif block.language == "console":
            for command, said in commands_of(block.body):
                yield Played(command=command, said=said, printed=run(command, folder), block=block)
        elif block.language == "python":
            code = compile("\n" * (block.line - 1) + block.body, str(page), "exec")
            exec(code, names)


def rewritten(page: Path, folder: Path) -> str:
    """The text of a page with what its commands print now; where the page says `…`, it stays as it is."""
    bodies: dict[tuple[int, int], str] = {}
    for played in play(page, folder):
        lines = played.said if ANY_LINES in played.said else played.printed
        command = "$ " + played.command.replace("\n", "\n> ")
        body = bodies.get(played.block.span, "")
        bodies[played.block.span] = body + "".join(line + "\n" for line in (command, *lines))
    text = page.read_text(encoding="utf-8")
    for (start, end), body in reversed(bodies.items()):
        text = text[:start] + body + text[end:]
    return text


def rewrite() -> None:
    """Write into every page what its commands print now."""
    for page in pages():
        with tempfile.TemporaryDirectory() as empty:
            folder = Path(empty) / "here"
            folder.mkdir()
            os.chdir(folder)
            text = rewritten(page, folder)
            os.chdir(ROOT)
        if text != page.read_text(encoding="utf-8"):
            page.write_text(text, encoding="utf-8")
            print(f"rewritten: {page.relative_to(ROOT)}")


if __name__ == "__main__":
    rewrite()
