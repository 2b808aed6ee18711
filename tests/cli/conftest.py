"""The command and the catalogs that it is run on."""

from pathlib import Path

import pytest

from catalog.cli.init import write_starter
from tests.cli.command import Command


@pytest.fixture
def rollcall(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]
) -> Command:
    """The command in an empty folder."""
    folder, cache = tmp_path / "here", tmp_path / "cache"
    folder.mkdir()
    monkeypatch.chdir(folder)
    monkeypatch.setenv("XDG_CACHE_HOME", str(cache))
    for name in ("GITHUB_WORKSPACE", "NO_COLOR", "ROLLCALL_DEBUG", "TERM"):
        monkeypatch.delenv(name, raising=False)
    return Command(folder, cache, capsysbinary)


@pytest.fixture
def starter(rollcall: Command) -> Path:
    """The starter catalog as ./events of the command's folder."""
    events = rollcall.folder / "events"
    write_starter(events)
    return events


@pytest.fixture
def faulty(starter: Path) -> Path:
    """The starter catalog with one error, an unknown owner, and two warnings about a number."""
    (starter / "order").mkdir()
    (starter / "order" / "placed.yaml").write_text(
        "description: A customer has placed an order.\n"
        "trigger: The payment was confirmed.\n"
        "owner: shop\n"
        "purpose: operation\n"
        "destinations: [log]\n"
        "properties:\n"
        "  total_cents:\n"
        "    description: What it costs.\n"
        "    type: integer\n"
        "    data: system.operations\n"
    )
    return starter
