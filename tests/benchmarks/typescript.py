"""Type-checking a tracker of 5,000 events with 200 calls, against plain functions.

The floor has the same properties as parameters of plain functions, a module for each resource as well, no
comments, and the same calls. Each compiler is started anew, as in CI; what counts is the ratio of medians.
"""

import json
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Final

from catalog.codegen.output import write
from catalog.codegen.plan.tracker import Function, Plan, plan
from catalog.codegen.typescript.render import render
from catalog.codegen.typescript.text import member
from catalog.codegen.typescript.types import Types
from catalog.loading import load
from catalog.model.types import ArrayType, MapType, ObjectType, Property, Scalar
from tests.benchmarks import corpus

ROUNDS: Final = 5
CALLS: Final = 200
MODULES: Final = Path(__file__).parents[1] / "node_modules"
COMPILERS: Final = {"TypeScript 7": "typescript", "TypeScript 5.9": "typescript-5"}

_SETTINGS: Final = {
    "strict": True,
    "noEmit": True,
    "target": "ES2020",
    "module": "ES2020",
    "moduleResolution": "bundler",
    "types": [],
    "skipLibCheck": False,
}


def _sample(definition: Property) -> str:
    """A value that the type of a property takes; what is wrong with it otherwise is not for a compiler."""
    match definition:
        case ArrayType():
            return "[]"
        case MapType() | ObjectType():
            return "{}"
        case _:
            return _scalar(definition)


def _scalar(definition: Scalar) -> str:
    if definition.enum:
        return json.dumps(definition.enum[0])
    return {"integer": "1", "number": "1", "boolean": "true", "flag": "true"}.get(definition.type, '"x"')


def _arguments(function: Function) -> str:
    given = (f"{member(one.key)}: {_sample(one.definition)}" for one in function.parameters)
    return f"{{ {', '.join(given)} }}"


def _calls(made: Plan) -> Iterator[tuple[str, Function]]:
    everything = [(one.name, function) for one in made.resources for function in one.functions]
    yield from everything[:: max(1, len(everything) // CALLS)][:CALLS]


def _floor(made: Plan, folder: Path) -> None:
    """Plain functions of the same properties, and the same calls."""
    types = Types(lambda _: None, lambda _: iter(()))
    calls = {id(function) for _, function in _calls(made)}
    imports: list[str] = []
    used: list[str] = []
    for number, resource in enumerate(made.resources):
        lines = ['import type * as $ from "./types.js";']
        for function in resource.functions:
            properties = {one.key: one.definition for one in function.parameters}
            inner = " ".join(types.members(properties, ""))
            lines.append(f"export declare function {function.name}(properties: {{ {inner} }}): void;")
            if id(function) in calls:
                used.append(f"m{number}.{function.name}({_arguments(function)});")
        (folder / f"{resource.name}.d.ts").write_text("\n".join(lines))
        imports.append(f'import * as m{number} from "./{resource.name}.js";')
    (folder / "types.d.ts").write_text("export type Plain = string; export type Moment = Date | string;")
    (folder / "calls.ts").write_text("\n".join([*imports, *used]))


def _tracker(made: Plan, folder: Path) -> None:
    write(folder / "tracking", render(made))
    calls = [f"tracker.{resource}.{one.name}({_arguments(one)});" for resource, one in _calls(made)]
    imported = 'import { tracker } from "./tracking/index.js";'
    (folder / "calls.ts").write_text("\n".join([imported, *calls]))


def _seconds(node: str, compiler: str, folder: Path) -> float:
    (folder / "tsconfig.json").write_text(
        json.dumps({"compilerOptions": _SETTINGS, "files": [str(folder / "calls.ts")]})
    )
    program = str(MODULES / compiler / "bin" / "tsc")
    before = time.perf_counter()
    ran = subprocess.run(
        [node, program, "-p", str(folder)], capture_output=True, text=True, check=False, cwd=folder
    )
    taken = time.perf_counter() - before
    assert ran.returncode == 0, ran.stdout[:2_000]
    return taken


def report() -> None:
    """Print the ratios; the budget for each compiler is 1.5."""
    node = shutil.which("node")
    if node is None or not MODULES.is_dir():
        print("typescript: needs node and `npm ci` in tests/")
        return
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        corpus.write(home / "events", corpus.EVENTS)
        made = plan(load(home / "events").snapshot, generator="rollcall bench", release=1)
        for part, build in (("floor", _floor), ("tracker", _tracker)):
            (home / part).mkdir()
            build(made, home / part)
        for shown, compiler in COMPILERS.items():
            taken: dict[str, list[float]] = {"floor": [], "tracker": []}
            for _ in range(ROUNDS):
                for part, times in taken.items():
                    times.append(_seconds(node, compiler, home / part))
            floor, ours = median(taken["floor"]), median(taken["tracker"])
            print(
                f"typescript: {shown}, {corpus.EVENTS} events, {CALLS} calls: "
                f"{ours / floor:.2f} x plain functions ({ours:.2f} s, {floor:.2f} s)"
            )
