"""The cache of parsed files: faster, and never anything else."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from catalog.loading import load
from catalog.loading.load import Loaded
from tests.loading.cases import SETTINGS
from tests.loading.test_load import write

STOPPED = "timer/stopped.yaml"


@pytest.fixture
def events(tmp_path: Path) -> Path:
    return write(
        tmp_path / "events",
        {STOPPED: "description: A\n", "timer/started.yaml": "onwer: x\n", "timer/paused.yaml": "a: [\n"},
    )


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "cache"


def same(one: Loaded, other: Loaded) -> bool:
    return (
        one.definitions == other.definitions
        and one.findings == other.findings
        and one.broken == other.broken
        and one.snapshot.digest == other.snapshot.digest
    )


def only(cache: Path) -> Path:
    [file] = cache.iterdir()
    return file


def test_cold_warm_and_without_a_cache_are_the_same(events: Path, cache: Path) -> None:
    plain = load(events)
    assert plain.findings
    assert same(load(events, cache_folder=cache), plain)
    before = only(cache).read_bytes()
    assert same(load(events, cache_folder=cache), plain)
    assert only(cache).read_bytes() == before


def test_a_change_is_seen_though_time_and_size_are_the_same(events: Path, cache: Path) -> None:
    load(events, cache_folder=cache)
    file = events / STOPPED
    times = file.stat()
    file.write_text("description: B\n", encoding="utf-8")
    os.utime(file, ns=(times.st_atime_ns, times.st_mtime_ns))
    event = load(events, cache_folder=cache).definitions.events
    assert [one.description for one in event.values()] == ["B"]


def test_a_file_with_the_same_content_elsewhere_is_read_as_what_lies_there(events: Path, cache: Path) -> None:
    load(events, cache_folder=cache)
    write(events, {"_groups/actor.yaml": "description: A\n", "a/b.yaml": SETTINGS})
    loaded = load(events, cache_folder=cache)
    assert same(loaded, load(events))
    assert loaded.definitions.groups.keys() == {"actor"}


def flip(content: bytes, at: int) -> bytes:
    return content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :]


DAMAGES: list[Callable[[bytes], bytes]] = [
    lambda content: b"",
    lambda content: b"\x00" * 100,
    lambda content: content[: len(content) // 2],
    lambda content: content + b"x",
    lambda content: flip(content, 0),
    lambda content: flip(content, len(content) // 2),
    lambda content: flip(content, len(content) - 1),
    lambda content: b"\xc1" * len(content),
]


@pytest.mark.parametrize("damage", DAMAGES, ids=range(len(DAMAGES)))
def test_a_damaged_cache_costs_time_and_nothing_else(
    damage: Callable[[bytes], bytes], events: Path, cache: Path
) -> None:
    plain = load(events, cache_folder=cache)
    good = only(cache).read_bytes()
    only(cache).write_bytes(damage(good))
    assert same(load(events, cache_folder=cache), plain)
    assert only(cache).read_bytes() == good


def test_a_cache_that_cannot_be_written_is_done_without(events: Path, cache: Path) -> None:
    cache.write_text("a file stands where the folder should be", encoding="utf-8")
    assert same(load(events, cache_folder=cache), load(events))


def test_a_folder_in_the_caches_place_is_done_without(events: Path, cache: Path) -> None:
    load(events, cache_folder=cache)
    file = only(cache)
    file.unlink()
    file.mkdir()
    assert same(load(events, cache_folder=cache), load(events))


def test_files_that_are_gone_leave_the_cache(events: Path, cache: Path) -> None:
    load(events, cache_folder=cache)
    before = only(cache).stat().st_size
    (events / STOPPED).unlink()
    load(events, cache_folder=cache)
    assert only(cache).stat().st_size < before


def test_two_runs_at_once_do_each_other_no_harm(events: Path, cache: Path) -> None:
    for number in range(40):
        write(events, {f"many/e{number}.yaml": f"description: e{number}\n"})
    program = (
        "import sys; from pathlib import Path; from catalog.loading import load\n"
        "for _ in range(30):\n"
        "    open(sys.argv[3], 'w').write(f'description: d{_}\\n')\n"
        "    print(load(sys.argv[1], cache_folder=Path(sys.argv[2])).findings.__len__())"
    )
    runs = [
        subprocess.Popen(
            [sys.executable, "-c", program, str(events), str(cache), str(events / f"many/own{number}.yaml")],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=Path(__file__).parents[2],
        )
        for number in range(2)
    ]
    for run in runs:
        out, err = run.communicate(timeout=120)
        assert err == ""
        # The other run's own file may be seen empty while it is written.
        assert set(out.split()) <= {"2", "3"}
    assert same(load(events, cache_folder=cache), load(events))
    assert len(list(cache.iterdir())) == 1
