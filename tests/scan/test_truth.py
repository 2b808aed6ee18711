"""The truth table tells what is unused only when everything was looked at."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from catalog.loading import load
from catalog.model.snapshot import Snapshot
from catalog.scan.tree import GENERATED
from catalog.scan.truth import Kind, NotAReport, Report, SentCall, SkippedFile, Truth, read_report, truth

NOW = datetime(2026, 3, 1, tzinfo=UTC)
SETTINGS = """\
format: 1
product: shop
destinations: {log: {}}
repositories: [{name: web, report_max_age_days: 7}, {name: api, report_max_age_days: 30}]
"""
EVENTS = {
    "order/completed": """\
destinations: [log]
aliases: [{name: order_done, rename: {sum: total}}]
properties: {total: {type: integer, required: true, data: none}, coupon: {type: boolean, data: none}}
""",
    "cart/emptied": "destinations: [log]\n",
    "order/old": "destinations: [log]\nstatus: retired\nreplaced_by: order.completed\n",
}


@pytest.fixture
def snapshot(tmp_path: Path) -> Snapshot:
    (tmp_path / "catalog.yaml").write_text(SETTINGS)
    for path, text in EVENTS.items():
        place = tmp_path / f"{path}.yaml"
        place.parent.mkdir(exist_ok=True)
        place.write_text(text)
    found = load(tmp_path)
    assert found.findings == ()
    return found.snapshot


def call(*names: str, properties: tuple[str, ...] = ("total",), **more: object) -> SentCall:
    known = {"path": "a.py", "line": 3, "names": names, "properties": properties, **more}
    return read_report(
        json.dumps({"repository": "r", "scanned_at": "2026-03-01T00:00:00Z", "calls": [known]}).encode(), "r"
    ).calls[0]


def report(
    repository: str,
    *calls: SentCall,
    days: int = 0,
    whole: bool = True,
    skipped: tuple[SkippedFile, ...] = (),
) -> Report:
    at = NOW - timedelta(days=days)
    return Report(repository=repository, scanned_at=at, calls=calls, whole=whole, skipped=skipped)


def kinds(found: Truth) -> dict[str, str]:
    return {row.name: row.kind.value for row in found.rows}


def test_what_no_repository_sends_is_dead_when_all_were_looked_at(snapshot: Snapshot) -> None:
    found = truth([report("web", call("order.completed")), report("api")], snapshot, NOW)
    assert found.gaps == ()
    assert kinds(found) == {"cart.emptied": "dead", "order.completed": "alive", "order.old": "retired"}


@pytest.mark.parametrize(
    ("reports", "gap"),
    [
        pytest.param([report("web")], "there is no report of 'api'", id="one is missing"),
        pytest.param(
            [report("web", days=8), report("api")],
            "the report of 'web' is 8 days old, and catalog.yaml allows 7",
            id="one is old",
        ),
        pytest.param(
            [report("web", days=-1), report("api")],
            "the report of 'web' is dated later than now",
            id="one is of tomorrow",
        ),
        pytest.param(
            [report("web"), report("apis")],
            "there is no report of 'api'; catalog.yaml lists no 'apis'",
            id="one has another name",
        ),
        pytest.param(
            [report("web", call(dynamic="call")), report("api")],
            "1 call in 'web' with names that the source does not tell, the first in a.py:3",
            id="one hides a name",
        ),
        pytest.param(
            [report("web", whole=False), report("api")],
            "the report of 'web' is about some of its folders",
            id="one is of a folder",
        ),
        pytest.param(
            [report("web", skipped=(SkippedFile(path="a.py", reason="binary"),)), report("api")],
            "1 file of 'web' not read whole, the first a.py",
            id="one lacks a file",
        ),
        pytest.param(
            [report("web", call(dynamic="parameter")), report("api")],
            "1 call in 'web' with names",
            id="a wrapper that nobody declared",
        ),
    ],
)
def test_else_it_is_unknown_with_the_reason(reports: list[Report], gap: str, snapshot: Snapshot) -> None:
    found = truth(reports, snapshot, NOW)
    assert kinds(found)["cart.emptied"] == "unknown"
    assert found.gaps[0].startswith(gap)


def test_wrappers_decoys_and_tests_hide_no_name_and_send_none(snapshot: Snapshot) -> None:
    calls = (
        call(dynamic="parameter", wrapper=True),
        call("cart.emptied", decoy=True),
        call("cart.emptied", scope="test"),
    )
    found = truth([report("web", *calls), report("api")], snapshot, NOW)
    assert (found.gaps, kinds(found)["cart.emptied"]) == ((), "dead")


def test_of_two_reports_of_one_repository_the_newer_counts(snapshot: Snapshot) -> None:
    old = report("web", call("cart.emptied"), days=3)
    found = truth([report("web"), old, report("api")], snapshot, NOW)
    assert kinds(found)["cart.emptied"] == "dead"


def test_ghosts_and_what_drifts_come_with_what_is_wrong(snapshot: Snapshot) -> None:
    calls = (
        call("order.compleated"),
        call("order_done", properties=("sum",)),
        call("order.completed", properties=("cupon", "user_id", "$lib")),
        call("order.old"),
    )
    found = truth([report("web", *calls)], snapshot, NOW)
    assert [row.name for row in found.of(Kind.GHOST)] == ["order.compleated"]
    drifting = {row.name: row.notes for row in found.of(Kind.DRIFTING)}
    assert drifting["order.completed"] == (
        "1 call names it 'order_done', which is an alias",
        "sent, and not declared: 'cupon'",
        "its only call that tells its properties lacks 'total', which is required",
    )
    assert drifting["order.old"][0] == "it is retired and still sent; send order.completed"
    (row,) = (row for row in found.rows if row.name == "order.completed")
    assert (row.declared, row.sent, dict(row.calls), row.places[0]) == (2, 1, {"web": 2}, ("web", "a.py", 3))


def test_a_draft_is_no_use_of_it_until_a_call_is_seen(snapshot: Snapshot, tmp_path: Path) -> None:
    (tmp_path / "cart/emptied.yaml").write_text("destinations: [log]\nstatus: draft\n")
    drafted = load(tmp_path).snapshot
    assert kinds(truth([], drafted, NOW))["cart.emptied"] == "draft"
    found = truth([report("web", call("cart.emptied", properties=()))], drafted, NOW)
    (row,) = found.of(Kind.DRIFTING)
    assert row.notes == ("it is a draft, which production refuses, and sent",)


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"{}", b"\xff", b'{"repository": 1}'])
def test_what_is_no_report_is_named(content: bytes) -> None:
    with pytest.raises(NotAReport, match=r"x\.json: no report of a scan; write a report with"):
        read_report(content, "x.json")


def test_a_report_says_when_it_was_made() -> None:
    content = b'{"repository": "r", "scanned_at": "2026-03-01T00:00:00", "calls": []}'
    with pytest.raises(NotAReport, match="has no offset"):
        read_report(content, "x.json")


def test_how_old_a_report_may_be_is_for_the_catalog_to_say(snapshot: Snapshot) -> None:
    silent = snapshot.settings.model_copy(
        update={
            "repositories": tuple(
                one.model_copy(update={"report_max_age_days": None}) for one in snapshot.settings.repositories
            )
        }
    )
    found = truth([report("web"), report("api")], replace(snapshot, settings=silent), NOW)
    assert kinds(found)["cart.emptied"] == "unknown"
    assert found.gaps[0].startswith("catalog.yaml does not say how old a report of 'web' may be")


def test_what_a_tracker_calls_otherwise_is_its_event_all_the_same(tmp_path: Path) -> None:
    write = {
        "catalog.yaml": SETTINGS,
        "order/completed.yaml": """\
destinations: [log]
code_name: done
properties:
  class: {type: boolean, required: true, data: none}
  kind: {type: string, const: order, required: true, data: none}
""",
    }
    for path, text in write.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text(text)
    snapshot = load(tmp_path).snapshot
    # as a scan without a catalog has it
    sent = call("order.done", sink="typed-tracker", properties=("class_",))
    generated = SkippedFile(path="tracking", reason=GENERATED)
    found = truth([report("web", sent, skipped=(generated,)), report("api")], snapshot, NOW)
    assert found.gaps == ()
    assert [(row.name, row.kind, row.sent, row.notes) for row in found.rows] == [
        ("order.completed", Kind.ALIVE, 2, ())
    ]
