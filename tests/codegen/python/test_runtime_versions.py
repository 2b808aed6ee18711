"""The runtime on the Pythons that are here: each gives what this one gives, 3.9 among them."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.codegen.python.test_runtime_calls import ABOUT, TIMER
from tests.codegen.python.test_runtime_redaction import ROWS
from tests.codegen.python.trackers import tracker_of

RUNTIME = Path(__file__).parents[3] / "catalog" / "codegen" / "python" / "runtime"
VERSIONS = ("3.9", "3.10", "3.12", "3.13", "3.14")

PROGRAM = """
import asyncio, datetime, io, json, sys, warnings
warnings.simplefilter("error")
from _runtime import calls, core, destinations, hashing, testing, treatments
from _runtime import who as who_of
given = json.load(sys.stdin)
stream = io.StringIO()
memory = destinations.Memory()
failures = []
moment = datetime.datetime(2026, 3, 1, 9, 30, tzinfo=datetime.timezone.utc)
tracker = core.Core(given["catalog"], new_uuid=lambda: "u", clock=lambda: moment)
tracker.configure(
    destinations={"log": destinations.JsonLog(stream), "posthog": memory},
    keys=hashing.Keyring("k", {"k": b"k" * 32}),
    identity=lambda: who_of.Identity(user_id=42),
    consent=lambda: ["analytics"],
    on_failure=lambda failure: failures.append(str(failure)),
)
who = tracker.of(groups={"company": 7})._who
timer = calls.Resource("timer", {"stopped": given["event"]}, tracker._engine, who)
with tracker._context({"request_id": "r"}):
    timer.stopped(duration_seconds=1.5, task_id=None, email="ada@example.com")
timer.stopped(duration_seconds=object())
timer.stopped(7)
timer.stopped(duration=7)
timer.stopped(duration_seconds=7, duration=7)
tracker.of(user_id="1")._identify({"role": "admin"}, None)
with tracker.recording() as seen:
    timer.stopped(duration_seconds=moment.minute)
    try:
        timer.stopped()
    except Exception as error:
        failures.append(str(error))
seen.assert_tracked("timer.stopped", duration_seconds=30)
http = destinations.Http("http://127.0.0.1:9/", retries=0)
done = asyncio.run(tracker.aflush())
made = treatments.Treatments({}, None)
treated = [made.of(row[0]).act(row[1]) for row in given["rows"]]
left = [one.payload() for one in memory.deliveries]
print(json.dumps([left, stream.getvalue(), failures, done, treated, [*map(list, tracker.counts())]]))
"""


def runs(program: str, folder: Path) -> str:
    """What the program prints under one Python."""
    tracker = tracker_of({"timer.stopped": TIMER}, **ABOUT)
    given = {
        "catalog": tracker._engine.catalog,
        "event": tracker.events["timer.stopped"],
        "rows": ROWS,
    }
    done = subprocess.run(
        [program, "-I", "-c", f"import sys; sys.path.insert(0, {str(folder)!r})\n{PROGRAM}"],
        input=json.dumps(given),
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which the runtime is a package of its own, as it is in what is generated."""
    folder = tmp_path_factory.mktemp("package")
    shutil.copytree(RUNTIME, folder / "_runtime", ignore=shutil.ignore_patterns("__pycache__"))
    return folder


def interpreter(version: str) -> str | None:
    """A Python of this version: one that is on the path, or one of pyenv's."""
    beside = sorted(
        Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")).glob(f"versions/{version}.*/bin/python")
    )
    for program in (shutil.which(f"python{version}"), *map(str, beside)):
        if program is not None:
            asked = subprocess.run([program, "--version"], capture_output=True, text=True)
            if asked.returncode == 0 and asked.stdout.startswith(f"Python {version}."):
                return program
    return None


@pytest.mark.parametrize("version", VERSIONS)
def test_another_python_gives_the_same(version: str, package: Path) -> None:
    program = interpreter(version)
    if program is None:
        pytest.skip(f"needs Python {version}")
    found = runs(program, package)
    assert found == runs(sys.executable, package)
    assert "duration_seconds" in found
