"""`rollcall check` and `rollcall --help` as whole processes, against the least that anybody could do."""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import Final

from tests.baseline.releases import write_first
from tests.benchmarks import corpus

ROUNDS: Final = 5

_PARSE: Final = """
import sys, yaml
from pathlib import Path
for path in sorted(Path(sys.argv[1]).rglob("*.yaml")):
    with path.open("rb") as file:
        yaml.load(file, Loader=yaml.CSafeLoader)
"""
_COMMAND: Final = (sys.executable, "-m", "catalog.cli")


def seconds(command: tuple[str, ...], cache: Path) -> float:
    """How long a process takes, from start to end."""
    start = time.perf_counter()
    subprocess.run(  # its exit code says what it found, not how long it took
        command, stdout=subprocess.DEVNULL, check=False, env={**os.environ, "XDG_CACHE_HOME": str(cache)}
    )
    return time.perf_counter() - start


def report() -> None:
    """Print the ratios of check on 5,000 files, cold, warm and with one file changed, and of --help."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        catalog = folder / "events"
        corpus.write(catalog)
        parse = (sys.executable, "-c", _PARSE, str(catalog))
        check = (*_COMMAND, "check", "--catalog", str(catalog))
        times: dict[str, list[float]] = {"parse": [], "cold": [], "warm": [], "one changed": []}
        changed = next(path for path in sorted(catalog.rglob("*.yaml")) if path.parent != catalog)
        for number in range(ROUNDS):
            times["parse"].append(seconds(parse, folder))
            times["cold"].append(seconds(check, folder / f"cache{number}"))
            times["warm"].append(seconds(check, folder / f"cache{number}"))
            changed.write_text(f"{changed.read_text()}# {number}\n")
            times["one changed"].append(seconds(check, folder / f"cache{number}"))
        base = median(times["parse"])
        print("check, 5,000 event files, whole processes")
        for kind, values in times.items():
            print(
                f"  {kind:12} {median(values):6.2f} s  {median(values) / base:5.2f} × parsing by CSafeLoader"
            )
        report_against(catalog, folder)
        plain = median(seconds((sys.executable, "-c", "pass"), folder) for _ in range(4 * ROUNDS))
        helped = median(seconds((*_COMMAND, "--help"), folder) for _ in range(4 * ROUNDS))
        print(f"rollcall --help    {helped * 1e3:6.1f} ms  {helped / plain:5.2f} × python -c pass")


def report_against(catalog: Path, folder: Path) -> None:
    """Print what it costs to compare with a release file beside the catalog, against a check that is kept.

    `again` is the same comparison, which is kept as well; `first` is the first after a check.
    """
    release = folder / "release.json"
    write_first(catalog, release)
    check = (*_COMMAND, "check", "--catalog", str(catalog))
    against = (*check, "--against", str(release))
    times: dict[str, list[float]] = {
        name: [] for name in ("warm", "again", "first", "one changed", "with reviews")
    }
    reviews = folder / "reviews.ndjson"
    reviews.touch()
    changed = next(path for path in sorted(catalog.rglob("*.yaml")) if path.parent != catalog)
    for command in (check, against):
        seconds(command, folder)
    for number in range(ROUNDS):
        times["warm"].append(seconds(check, folder))
        times["again"].append(seconds(against, folder))
        fresh = folder / f"first{number}"
        seconds(check, fresh)
        times["first"].append(seconds(against, fresh))
        changed.write_text(f"{changed.read_text()}# against {number}\n")
        times["one changed"].append(seconds(against, folder))
        seconds(check, folder)
        seconds((*against, "--reviews", str(reviews)), folder)
        times["with reviews"].append(seconds((*against, "--reviews", str(reviews)), folder))
        seconds(against, folder)
    base = median(times["warm"])
    print("check --against a release file, the same catalog")
    for kind, values in times.items():
        print(f"  {kind:12} {median(values):6.2f} s  {median(values) / base:5.2f} × a warm check")


if __name__ == "__main__":
    report()
