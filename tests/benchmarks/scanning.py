"""Scanning: against reading and searching, against bare parsing, and a second run with few changes."""

import random
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

import tree_sitter_python
from tree_sitter import Language, Parser

from catalog.scan.occurrences import expression_of
from catalog.scan.scan import scan
from catalog.scan.settings import default_settings

FILES: Final = 6_000
BYTES: Final = 60_000_000
CALL: Final = 'log_event("bench.created", user_id=user.id)'
_LATER_NS: Final = 10_000_000_000


def _module(rng: random.Random, number: int, size: int, call: str) -> str:
    lines = [f'"""Module {number}."""', "import os", f'NAME = "n{number}"', ""]
    length = sum(map(len, lines))
    while length < size:
        value = rng.randrange(10**6)
        block = [
            f"class Thing{value}(Base):",
            f'    """What a thing of kind {value} is and does, in a sentence or so."""',
            f"    limit = {value}",
            "",
            "    def total(self, items, rate=0.2):",
            "        result = sum(item.price * item.count for item in items if item.price > self.limit)",
            f"        return {{'net': result, 'gross': result * (1 + rate), 'kind': 'k{value}'}}",
            "",
        ]
        lines += block
        length += sum(map(len, block)) + len(block)
    if call:
        lines += ["def send(user):", f"    {call}", ""]
    return "\n".join(lines)


def _write(folder: Path, share: float) -> None:
    rng = random.Random(5)
    for number in range(FILES):
        place = folder / f"p{number % 60}"
        place.mkdir(exist_ok=True)
        call = CALL if number < FILES * share else ""
        (place / f"m{number}.py").write_text(_module(rng, number, BYTES // FILES, call))


def _seconds(call: Callable[[], object]) -> float:
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


def _least(call: Callable[[], object], rounds: int = 3) -> float:
    return min(_seconds(call) for _ in range(rounds))


def _scan(folder: Path, cache: Path | None, jobs: int) -> None:
    settings = default_settings()
    scan([Path()], folder, settings, cache_folder=cache, now_ns=time.time_ns() + _LATER_NS, jobs=jobs)


def _search(folder: Path) -> None:
    expression = expression_of(default_settings().callees)
    for path in folder.rglob("*.py"):
        expression.search(path.read_bytes())


def _parse(folder: Path) -> None:
    parser = Parser(Language(tree_sitter_python.language()))
    for path in folder.rglob("*.py"):
        parser.parse(path.read_bytes())


def _change(folder: Path) -> None:
    for number in range(0, FILES, 100):
        path = folder / f"p{number % 60}" / f"m{number}.py"
        path.write_text(path.read_text() + f"\n{CALL}\n")


def _few(folder: Path, cache: Path, jobs: int) -> None:
    _write(folder, 0.01)
    base = _least(lambda: _search(folder))
    took = _least(lambda: _scan(folder, None, jobs))
    print(f"  1 % call a sink      {took:6.2f} s  {took / base:5.2f} × reading and searching")
    first = _seconds(lambda: _scan(folder, cache, jobs))
    _change(folder)
    second = _seconds(lambda: _scan(folder, cache, jobs))
    print(f"  again, 1 % changed   {second:6.2f} s  {second / first:5.2f} × the first run")


def _every(folder: Path, cache: Path, jobs: int) -> None:
    _write(folder, 1)
    base = _seconds(lambda: _parse(folder))
    first = _seconds(lambda: _scan(folder, cache, jobs))
    print(f"  all call a sink      {first:6.2f} s  {first / base:5.2f} × bare parsing")
    _change(folder)
    second = _seconds(lambda: _scan(folder, cache, jobs))
    print(f"  again, 1 % changed   {second:6.2f} s  {second / first:5.2f} × the first run")


def report() -> None:
    """Print the ratios of issue 5."""
    for jobs in (1, 2):
        print(f"scanning {BYTES / 1e6:.0f} MB of Python in {FILES:,} files, on {jobs} of the cores")
        for measure in (_few, _every):
            with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as cache:
                measure(Path(folder), Path(cache), jobs)
