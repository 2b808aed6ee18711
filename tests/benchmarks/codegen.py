"""Writing the trackers of a large catalog, against loading it; checking them, against plain functions."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median
from typing import Final

from catalog.codegen.output import write
from catalog.codegen.plan.tracker import Function, Plan, plan
from catalog.codegen.python.render import render as render_python
from catalog.codegen.typescript.render import render as render_typescript
from catalog.loading import load
from tests.benchmarks import corpus

ROUNDS: Final = 3
CALLS: Final = 200
SHARD: Final = 100
"""So many functions has a module of the floor: in larger ones pyright gives up."""
TYPES: Final = {"integer": "int", "number": "float", "boolean": "bool"}
"""Type of a property → what it is in Python; a text otherwise."""


def timed(work: Callable[[], object]) -> float:
    """How many seconds some work takes, by the clock of the processor."""
    start = time.process_time()
    work()
    return time.process_time() - start


def functions_of(made: Plan) -> list[Function]:
    """All functions of a tracker."""
    return [one for resource in made.resources for one in resource.functions]


def parameters(function: Function) -> str:
    """The parameters of a plain function: those that must be given first."""
    made = []
    for one in sorted(function.parameters, key=lambda one: not one.definition.required):
        kind = TYPES.get(one.definition.type, "str")
        made.append(f"{one.name}: {kind}" if one.definition.required else f"{one.name}: {kind} | None = None")
    return ", ".join(["*", *made] if made else [])


def floor_files(made: Plan) -> dict[str, str]:
    """Plain functions of the same size, with as many uses."""
    functions = functions_of(made)
    files = {"floor/__init__.py": ""}
    imports = []
    for number in range(0, len(functions), SHARD):
        source = ["def send(name: str, values: dict[str, object]) -> None: ..."]
        for place, one in enumerate(functions[number : number + SHARD], start=number):
            names = ", ".join(f"{each.key!r}: {each.name}" for each in one.parameters)
            source.append(
                f"def f{place}({parameters(one)}) -> None:\n    send({one.event.name!r}, {{{names}}})"
            )
        files[f"floor/m{number}.py"] = "\n\n\n".join(source) + "\n"
        imports.append(f"from floor import m{number}")
    chosen = range(0, len(functions), max(1, len(functions) // CALLS))
    calls = [f"_{place} = m{place // SHARD * SHARD}.f{place}" for place in chosen]
    files["floor_calls.py"] = "\n".join([*imports, *calls]) + "\n"
    return files


def call_files(made: Plan) -> dict[str, str]:
    """As many uses of the generated tracker."""
    pairs = [(resource.name, one.name) for resource in made.resources for one in resource.functions]
    chosen = pairs[:: max(1, len(pairs) // CALLS)]
    calls = [f"_{number} = tracker.{resource}.{name}" for number, (resource, name) in enumerate(chosen)]
    return {"tracking_calls.py": "\n".join(["from tracking import tracker", *calls]) + "\n"}


def checked(folder: Path, command: list[str]) -> tuple[float, str]:
    """How many seconds a checker takes, and the last line that it prints."""
    start = os.times()
    ended = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    end = os.times()
    seconds = end.children_user + end.children_system - start.children_user - start.children_system
    lines = (ended.stdout + ended.stderr).strip().splitlines() or ["no errors"]
    return seconds, lines[-1][:90]


def report() -> None:
    """Print how long it takes to write both trackers of 5,000 events, and to check what was written."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        corpus.write(folder / "events")
        cold = median(timed(lambda: load(folder / "events")) for _ in range(ROUNDS))
        planned, python, script = [], [], []
        made = plan(load(folder / "events").snapshot, generator="bench")
        for _ in range(ROUNDS):
            snapshot = load(folder / "events").snapshot
            planned.append(timed(partial(plan, snapshot, generator="bench")))
            made = plan(snapshot, generator="bench")
            python.append(timed(partial(render_python, made)))
            script.append(timed(partial(render_typescript, made)))
        both = median(planned) + median(python) + median(script)
        print("trackers of 5,000 events, in processor time")
        print(f"  cold load {cold:6.2f} s")
        for kind, seconds in (
            ("plan", median(planned)),
            ("python", median(python)),
            ("typescript", median(script)),
        ):
            print(f"  {kind:10}{seconds:6.2f} s  {seconds / cold:5.2f} × cold load")
        print(f"  together  {both:6.2f} s  {both / cold:5.2f} × cold load (at most 1.0 ×)")
        write(folder / "tracking", render_python(made))
        for path, text in {**floor_files(made), **call_files(made)}.items():
            (folder / path).parent.mkdir(exist_ok=True)
            (folder / path).write_text(text, encoding="utf-8")
        for checker, of_floor, of_tracker in checkers():
            floor, said_of_floor = checked(folder, of_floor)
            took, said = checked(folder, of_tracker)
            print(
                f"  {checker:12} floor {floor:6.1f} s ({said_of_floor}), tracker {took:6.1f} s ({said}): "
                f"{took / floor:4.2f} × (at most 1.5 ×)"
            )


def checkers() -> list[tuple[str, list[str], list[str]]]:
    """Each type checker, as it is called on the floor and on the tracker."""
    python = sys.executable
    return [
        (
            "mypy",
            [python, "-m", "mypy", "--strict", "--cache-dir", os.devnull, "floor", "floor_calls.py"],
            [python, "-m", "mypy", "--strict", "--cache-dir", os.devnull, "tracking", "tracking_calls.py"],
        ),
        (
            "basedpyright",
            [python, "-m", "basedpyright", "--level", "error", "floor", "floor_calls.py"],
            [python, "-m", "basedpyright", "--level", "error", "tracking", "tracking_calls.py"],
        ),
    ]


if __name__ == "__main__":
    report()
