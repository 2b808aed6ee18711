"""Resources of any size are typed in modules of about a hundred events, and called alike."""

import subprocess
import sys
from pathlib import Path

from catalog.codegen.output import write
from catalog.codegen.plan.tracker import Plan, plan
from catalog.codegen.python.render import render
from catalog.codegen.python.shards import MOST, shards
from tests.validation.worlds import world

CALLS = """\
from tracking import tracker
from tracking.events import big, r1

tracker.big.e0(n=1)
tracker.big.e249(n=1)
tracker.track(big.E0(n=1))
tracker.track(big.E249(n=1))
tracker.r1.made()
tracker.track(r1.Made())
tracker.big.e250(n=1)  # wrong
tracker.big.e120()  # wrong
"""


def planned(sizes: dict[str, int]) -> Plan:
    """The plan of a catalog whose resources have so many events."""
    events = {
        f"{name}.{'made' if size == 1 else f'e{number}'}": {
            "destinations": ["log"],
            "properties": {} if size == 1 else {"n": {"type": "integer", "required": True, "data": "none"}},
        }
        for name, size in sizes.items()
        for number in range(size)
    }
    return plan(world(events, destinations={"log": {}}), generator="test")


def test_a_module_has_a_hundred_events_at_most_and_each_event_is_in_one() -> None:
    made = planned({"big": 250, **{f"r{number}": 30 for number in range(20)}})
    found = shards(made)
    assert all(sum(len(part.functions) for part in shard.parts) <= MOST for shard in found)
    listed = [
        (part.resource.name, one.name) for shard in found for part in shard.parts for one in part.functions
    ]
    assert sorted(listed) == sorted((of.name, one.name) for of in made.resources for one in of.functions)
    assert len({shard.name for shard in found}) == len(found)


def test_a_resource_that_is_added_moves_few_others() -> None:
    sizes = {f"r{number:03d}": 10 for number in range(300)}
    before = {shard.name for shard in shards(planned(sizes))}
    after = {shard.name for shard in shards(planned({**sizes, "r000a": 10}))}
    assert len(before ^ after) < len(before) / 3


def test_a_large_resource_is_typed_and_called_as_one(tmp_path: Path) -> None:
    write(tmp_path / "tracking", render(planned({"big": 250, "r1": 1})))
    (tmp_path / "calls.py").write_text(CALLS)
    ended = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--cache-dir", "cache", "calls.py"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=200,
    )
    wrong = [number for number, line in enumerate(CALLS.splitlines(), 1) if "# wrong" in line]
    assert [int(line.split(":")[1]) for line in ended.stdout.splitlines() if ": error:" in line] == wrong
    program = "\n".join(line for line in CALLS.splitlines() if "# wrong" not in line)
    ended = subprocess.run(
        [sys.executable, "-S", "-c", program], cwd=tmp_path, capture_output=True, text=True, timeout=60
    )
    assert (ended.returncode, ended.stdout) == (0, ""), ended.stderr
