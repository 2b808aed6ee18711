"""Comparing and judging two large catalogs, against loading one of them without a cache."""

import random
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Final

from catalog.diff import Side
from catalog.loading import Loaded, load
from catalog.loading.shared import Shared
from catalog.rules.allowed import Allowed
from catalog.rules.breaking.comparison import Comparison
from catalog.rules.breaking.rule import Judgement
from catalog.rules.breaking.runner import judge
from tests.benchmarks import corpus

ROUNDS: Final = 3
CHANGED: Final = 50
"""One event in so many is changed: 2 %."""


def change(catalog: Path) -> None:
    """Change one event in fifty, in one of the ways that branches do."""
    rng = random.Random(4)
    files = [path for path in sorted(catalog.rglob("*.yaml")) if not path.parent.name.startswith("_")]
    for number, path in enumerate(path for path in files[::CHANGED] if path.parent != catalog):
        text = path.read_text(encoding="utf-8")
        match number % 5:
            case 0:
                text = text.replace("type: integer", "type: number", 1)
            case 1:
                text = text.replace("required: true", "required: false", 1)
            case 2:
                text = text.replace("minimum: 0", "minimum: 1")
            case 3:
                text = text.replace("status: active", "status: retired") + "status: retired\n" * (
                    "status:" not in text
                )
            case _:
                head, _, rest = text.partition("properties:\n")
                text = f"{head}properties:\n  extra_{rng.randint(0, 9)}: {NEW}\n{rest}"
        path.write_text(text, encoding="utf-8")


NEW: Final = "{description: What is new., type: string, maxLength: 40, required: true, data: none}"


def side(loaded: Loaded) -> Side:
    """One side of a comparison."""
    assert not loaded.findings, loaded.findings[:3]
    return Side(snapshot=loaded.snapshot, definitions=loaded.definitions)


def judged_changes(old: Side, new: Side, after: Loaded) -> tuple[Judgement, ...]:
    """What two catalogs break, from nothing."""
    return judge(Comparison(old=old, new=new), sources=after.sources, allowed=Allowed((), {}))


def timed(work: Callable[[], object]) -> tuple[float, object]:
    """How many seconds some work takes, and its result."""
    start = time.perf_counter()
    found = work()
    return time.perf_counter() - start, found


def report() -> None:
    """Print how long it takes to compare and to judge two loaded catalogs of 5,000 events."""
    with tempfile.TemporaryDirectory() as name:
        catalog = Path(name) / "events"
        corpus.write(catalog)
        cold = [timed(lambda: load(catalog))[0] for _ in range(ROUNDS)]
        shared = Shared()  # as the commands load two catalogs
        before = load(catalog, shared=shared)
        change(catalog)
        after = load(catalog, shared=shared)
        old, new = side(before), side(after)
        compared = [timed(lambda: Comparison(old=old, new=new).changes)[0] for _ in range(ROUNDS)]
        judged = [timed(lambda: judged_changes(old, new, after))[0] for _ in range(ROUNDS)]
        changes = Comparison(old=old, new=new).changes
        found = judged_changes(old, new, after)
        base = median(cold)
        proofs = sum(one.breach.proof is not None for one in found)
        print("two catalogs of 5,000 events, 2 % changed")
        lines = {
            "cold load": (base, ""),
            "diff": (median(compared), f"{len(changes)} changes"),
            "judged too": (median(judged), f"{proofs} proofs among {len(found)} findings"),
        }
        for kind, (seconds, what) in lines.items():
            print(f"  {kind:12} {seconds:7.3f} s  {seconds / base:5.3f} × cold load  {what}".rstrip())


if __name__ == "__main__":
    report()
