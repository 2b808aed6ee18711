"""The runtime and the output of trackers in TypeScript, in a Node of their own."""

import json
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import catalog.codegen.typescript

RUNTIME = Path(catalog.codegen.typescript.__file__).parent / "runtime"
TESTS = Path(__file__).parents[2]
KEYS = {"active": "now", "keys": {"now": "bm5ubm5ubm5ubm5ubm5ubm5ubm5ubm5ubm5ubm5ubm4="}}
"""A key file: 32 times the letter n."""

COMPILERS = {"7": "typescript", "5.9": "typescript-5"}


class Engine:
    """One process that answers questions; see `tests/node/tracker.mjs`."""

    def __init__(self, asked: IO[str], answered: IO[str]) -> None:
        self._asked = asked
        self._answered = answered

    def __call__(self, act: str, **question: Any) -> Any:
        self._asked.write(json.dumps({"act": act, **question}) + "\n")
        self._asked.flush()
        answer = self._answered.readline()
        assert answer, "the engine ended; its message is above"
        return json.loads(answer)


@contextmanager
def engine_in(folder: Path, node: str) -> Iterator[Engine]:
    """The engine, on a copy of the runtime that node takes for modules."""
    shutil.copytree(RUNTIME, folder / "runtime")
    (folder / "package.json").write_text('{"type": "module"}')
    program = TESTS / "node" / "tracker.mjs"
    with subprocess.Popen(
        [node, str(program), str(folder / "runtime")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    ) as process:
        assert process.stdin
        assert process.stdout
        yield Engine(process.stdin, process.stdout)
        process.stdin.close()


def compiled(node: str, folder: Path, files: list[str], compiler: str, **options: Any) -> str:
    """What a compiler says of files, in its strictest mode; empty when all is well."""
    modules = folder / "node_modules"
    if not modules.exists():
        modules.symlink_to(TESTS / "node_modules")
    settings = {
        "strict": True,
        "noEmit": True,
        "target": "ES2020",
        "module": "ES2020",
        "moduleResolution": "bundler",
        "lib": ["ES2020", "DOM"],
        "types": [],
        "exactOptionalPropertyTypes": True,
        "noUncheckedIndexedAccess": True,
        "noImplicitReturns": True,
        "noUnusedLocals": True,
        "skipLibCheck": False,
        "preserveSymlinks": False,
        **options,
    }
    configuration = folder / "tsconfig.json"
    configuration.write_text(json.dumps({"compilerOptions": settings, "files": files}))
    program = TESTS / "node_modules" / COMPILERS[compiler] / "bin" / "tsc"
    ran = subprocess.run(
        [node, str(program), "-p", str(configuration), "--pretty", "false"],
        capture_output=True,
        text=True,
        cwd=folder,
        check=False,
    )
    return ran.stdout + ran.stderr


def run(node: str, folder: Path, program: str, *arguments: str) -> Any:
    """What a module prints as JSON; it stands in the folder while it runs."""
    path = folder / "program.mjs"
    path.write_text(program, encoding="utf-8")
    ran = subprocess.run(
        [node, str(path), *arguments], capture_output=True, text=True, cwd=folder, check=False, timeout=60
    )
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout)
