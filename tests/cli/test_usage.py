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
    assert f"invoice.payed: 1 call in {rollcall.folder.name}, at shop.py:3" in ended.out
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
    assert "## Dead: no repository of catalog.yaml sends them" in ended.out


def test_without_a_report_nothing_is_called_unused(rollcall: Command, starter: Path) -> None:
    ended = rollcall("usage")
    assert ended.code == 0
    assert "Dead" not in ended.out


def test_a_file_that_is_no_report_is_named(rollcall: Command, starter: Path) -> None:
    ended = rollcall("usage", "events/catalog.yaml")
    assert ended.code == 2
    assert "events/catalog.yaml: no report of a scan" in ended.err
    assert rollcall("usage", "gone.json").code == 2


def test_a_retired_event_that_nobody_sends_is_not_alive(rollcall: Command, starter: Path) -> None:
    paid = starter / "invoice/paid.yaml"
    paid.write_text(f"{paid.read_text()}status: retired\n")
    ended = rollcall("usage")
    assert "2 events: 0 ghost, 0 drifting, 0 dead, 1 unknown, 0 alive, 0 draft, 1 retired." in ended.out
    assert "Retired: no call of them was seen\n\ninvoice.paid\n" in ended.out
    assert "Alive" not in ended.out


def test_where_calls_stand_is_told_with_the_repository(rollcall: Command, starter: Path) -> None:
    scanned(rollcall)
    report = json.loads((rollcall.folder / "report.json").read_text())
    assert report["format"] == 1
    other = {**report, "repository": "other"}
    (rollcall.folder / "other.json").write_text(json.dumps(other))
    ended = rollcall("usage", "report.json", "other.json")
    here = rollcall.folder.name
    assert f"invoice.payed: 2 calls in {here}, other, the first at shop.py:3 of {here}" in ended.out
    document = json.loads(rollcall("usage", "report.json", "other.json", "--format", "json").out)
    assert document["events"][0]["places"] == [
        {"repository": here, "path": "shop.py", "line": 3},
        {"repository": "other", "path": "shop.py", "line": 3},
    ]


def test_a_report_of_another_format_is_refused(rollcall: Command, starter: Path) -> None:
    scanned(rollcall)
    report = json.loads((rollcall.folder / "report.json").read_text())
    (rollcall.folder / "report.json").write_text(json.dumps({**report, "format": 2}))
    ended = rollcall("usage", "report.json")
    assert ended.code == 2
    assert "report.json: its format is 2, and this version of rollcall reads 1" in ended.err


def test_an_event_whose_file_has_errors_is_no_ghost(rollcall: Command, starter: Path) -> None:
    (starter / "invoice/payed.yaml").write_text("description: [\n")
    scanned(rollcall)
    ended = rollcall("usage", "report.json")
    assert "Ghosts" not in ended.out
    assert "'invoice.payed' is on the roll, but its file has errors" in ended.out
