"""A loaded catalog is a value: it can be pickled for another process, and copied."""

import copy
import pickle
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from catalog.loading import Loaded, load
from catalog.loading.embedded import embedded_catalog
from catalog.model.names import EventName
from catalog.model.snapshot import Definitions, Snapshot, resolve
from catalog.validation import Validator
from tests.strategies import catalogs

ROOT = Path(__file__).parents[2]
PAYLOAD = b'{"event": "timer.stopped", "properties": {"duration_seconds": 1}}'


def pickled(value: Any) -> Any:
    return pickle.loads(pickle.dumps(value))


WAYS = pytest.mark.parametrize("again", [pickled, copy.deepcopy, copy.copy])


@pytest.fixture(scope="module")
def loaded() -> Loaded:
    return load(embedded_catalog())


@WAYS
def test_a_snapshot_comes_back_equal_with_its_digest(
    again: Callable[[Snapshot], Snapshot], loaded: Loaded
) -> None:
    snapshot = loaded.snapshot
    assert snapshot.lookup("timer.stopped") is not None  # the table of names goes with it
    other = again(snapshot)
    assert other == snapshot
    vars(other).pop("digest", None)  # what was computed before goes along: compute it anew
    assert other.digest == snapshot.digest
    assert Validator(other).validate(PAYLOAD) == Validator(snapshot).validate(PAYLOAD)


@WAYS
def test_a_loaded_catalog_comes_back_with_its_findings_and_places(
    again: Callable[[Loaded], Loaded], tmp_path: Path
) -> None:
    (tmp_path / "timer").mkdir()
    (tmp_path / "catalog.yaml").write_text("format: 1\nproduct: example\n")
    (tmp_path / "timer" / "stopped.yaml").write_text("description: A\nowner: a\n")
    (tmp_path / "timer" / "started.yaml").write_text("onwer: a\n")
    first = load(tmp_path)
    other = again(first)
    assert first.findings
    assert (other.snapshot, other.findings, other.definitions) == (
        first.snapshot,
        first.findings,
        first.definitions,
    )
    assert (other.broken, other.salvaged) == (first.broken, first.salvaged)
    place = other.sources.place("timer/stopped.yaml", ("owner",))
    assert (place.line, place.column) == (2, 1)


@pytest.mark.parametrize("again", [pickled, copy.deepcopy])
def test_what_comes_back_cannot_be_changed_either(
    again: Callable[[Snapshot], Snapshot], loaded: Loaded
) -> None:
    event = again(loaded.snapshot).events[EventName("timer.stopped")]
    for mapping in (event.properties, event.definition.properties, event.definition.allow):
        assert isinstance(mapping, Mapping)
        assert not hasattr(mapping, "__setitem__")


@given(catalogs())
def test_any_catalog_comes_back_equal(definitions: Definitions) -> None:
    snapshot = resolve(definitions)
    for other in (pickled(snapshot), copy.deepcopy(snapshot)):
        assert other == snapshot
        assert other.digest == snapshot.digest


def test_a_pickled_snapshot_is_read_by_another_process(loaded: Loaded, tmp_path: Path) -> None:
    place = tmp_path / "snapshot"
    place.write_bytes(pickle.dumps(loaded.snapshot))
    program = "import pickle, sys; print(pickle.load(open(sys.argv[1], 'rb')).digest)"
    done = subprocess.run(
        [sys.executable, "-W", "ignore::ResourceWarning", "-c", program, str(place)],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    assert done.stdout.strip() == loaded.snapshot.digest
