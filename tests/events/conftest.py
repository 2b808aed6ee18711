"""The shipped catalog, loaded once, and the names that TimeTracker's code and documents know."""

from pathlib import Path

import pytest

import catalog
from catalog.loading import Loaded

HERE = Path(__file__).parent
ROLL = HERE.parents[1] / "events"


@pytest.fixture(scope="session")
def loaded() -> Loaded:
    return catalog.load(ROLL)


@pytest.fixture(scope="session")
def timetracker(loaded: Loaded) -> catalog.Snapshot:
    return loaded.snapshot


@pytest.fixture(scope="session")
def names() -> tuple[str, ...]:
    """The 226 names of TimeTracker's source (f75f074f of 2026-07-23) and of its two event documents."""
    return tuple((HERE / "names.txt").read_text(encoding="utf-8").split())
