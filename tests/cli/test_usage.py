"""`rollcall usage`: reports of scans against the catalog, as a reader sees it."""

import json
from pathlib import Path

from tests.cli.command import Command

SOURCE = """\
import posthog
posthog.capture("invoice.paid", distinct_id="x", properties={"invoice_id": 1, "days_open": 3})
posthog.capture("invoice.payed", distinct_id="x")
"""


def scanned(rollcall: Command) -> None:
    (rollcall.folder / "shop.py").write_text(SOURCE)
    ended = rollcall("scan", ".", "--format", "json")
    (rollcall.folder / "report.json").write_text(ended.out)


def test_a_scan_is_held_against_the_catalog(rollcall: Command, starter: Path) -> None:
    scanned(rollcall)
    ended = rollcall("usage", "report.json")
    assert ended.code == 0
    assert "Ghosts: sent, and not on the roll" in ended.out
    assert "invoice.payed: 1 call, the first in shop.py:3" in ended.out
    assert "catalog.yaml lists no repositories" in ended.out


def test_dead_is_said_when_every_repository_was_scanned(rollcall: Command, starter: Path) -> None:
    settings = starter / "catalog.yaml"
    name = rollcall.folder.name
    settings.write_text(settings.read_text() + f"repositories: [{{name: {name}, report_max_age_days: 1}}]\n")
    scanned(rollcall)
    document = json.loads(rollcall("usage", "report.json", "--format", "json").out)
    kinds = {row["name"]: row["kind"] for row in document["events"]}
    assert kinds == {"invoice.payed": "ghost", "account.signed_up": "dead", "invoice.paid": "alive"}
    ended = rollcall("usage", "report.json", "--format", "md")
    assert "## Dead: no repository sends them" in ended.out


def test_without_a_report_nothing_is_called_unused(rollcall: Command, starter: Path) -> None:
    ended = rollcall("usage")
    assert ended.code == 0
    assert "Dead" not in ended.out


def test_a_file_that_is_no_report_is_named(rollcall: Command, starter: Path) -> None:
    ended = rollcall("usage", "events/catalog.yaml")
    assert ended.code == 2
    assert "events/catalog.yaml: no report of a scan" in ended.err
    assert rollcall("usage", "gone.json").code == 2
