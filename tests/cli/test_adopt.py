"""`rollcall adopt`: an afternoon's work for a team with many events, in one command."""

import json
from pathlib import Path

import pytest

from tests.cli.command import Command

SHOP = {
    "app/names.py": 'PAID = "invoice_paid"\n',
    "app/shop.py": """\
import posthog

from app.names import PAID


def order(user, total):
    posthog.capture("Order Completed", distinct_id=user.id, properties={"total": total, "method": "card"})
    posthog.capture("Order Completed", distinct_id=user.id, properties={"total": 3, "method": "cash"})
    posthog.capture(PAID, distinct_id=user.id, properties={"email": user.email, "isFirst": user.is_first()})
    note("cart:emptied")


def note(name):
    posthog.capture(name, distinct_id="x")


def later(kind):
    posthog.capture(make(kind), distinct_id="x")
""",
    "web/App.tsx": 'import posthog from "posthog-js";\nposthog.capture("order_completed", { total: 2 });\n',
}
TRAFFIC = """\
{"event": "Order Completed", "properties": {"total": 3.5, "coupon": "JANE-SENTINEL", "$lib": "web"}}
{"event": "App: User Sign Up", "properties": {"plan": "free"}, "$set": {"mail": "jane@sentinel-shop.com"}}
{"event": "/users/123456/edit", "properties": {}}
{
"""


@pytest.fixture
def shop(rollcall: Command) -> Path:
    for path, text in SHOP.items():
        place = rollcall.folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text)
    return rollcall.folder


def test_a_code_base_is_on_the_roll_with_one_command(rollcall: Command, shop: Path) -> None:
    ended = rollcall("adopt", "app", "web")
    assert ended.code == 0
    assert "7 calls of 4 names found; 0 on the roll already, 3 events drafted" in ended.out
    ended = rollcall("check")
    assert (ended.code, "\n0 errors" in ended.out) == (0, True)
    events = {path.relative_to(shop / "events").as_posix() for path in (shop / "events").rglob("*.yaml")}
    assert events == {"catalog.yaml", "order/completed.yaml", "invoice/paid.yaml", "cart/emptied.yaml"}
    order = (shop / "events/order/completed.yaml").read_text()
    assert "wire: Order Completed" in order
    assert "aliases:\n  - {name: order_completed}" in order
    assert "method: {type: string, enum: [card, cash]}" in order
    paid = (shop / "events/invoice/paid.yaml").read_text()
    assert "# data: user.contact.email" in paid
    assert "\n    type: boolean\n" in paid
    project = (shop / "rollcall.toml").read_text()
    assert "calls of posthog were found" in project
    assert '"segment",' in project  # whoever adds it later is seen
    assert 'callee = "note"' in project


def test_the_decisions_come_with_their_places_and_the_riskiest_first(rollcall: Command, shop: Path) -> None:
    ended = rollcall("adopt", "app", "web", "--format", "json")
    found = json.loads(ended.out)
    risks = [one["risk"] for one in found["decisions"]]
    assert risks == sorted(risks, key=["personal", "unseen", "refused", "senders", "unclear"].index)
    first = found["decisions"][0]
    assert (first["path"], first["line"]) == ("app/shop.py", 9)
    unseen = next(one for one in found["decisions"] if one["risk"] == "unseen")
    assert (unseen["path"], unseen["line"]) == ("app/shop.py", 18)
    assert (shop / "events/order/completed.yaml").exists()


def test_running_it_again_keeps_what_people_edited_and_adds_what_is_new(
    rollcall: Command, shop: Path
) -> None:
    assert rollcall("adopt", "app", "web").code == 0
    for path in ("events/order/completed.yaml", "events/catalog.yaml", "rollcall.toml"):
        place = shop / path
        place.write_text(place.read_text() + "# ours\n")
    ended = rollcall("adopt", "app", "web")
    assert ended.code == 0
    assert "nothing was new" in ended.out
    (shop / "app/more.py").write_text('import posthog\nposthog.capture("quote sent", distinct_id="x")\n')
    ended = rollcall("adopt", "app", "web")
    assert "1 event drafted" in ended.out
    assert (shop / "events/quote/sent.yaml").exists()
    for path in ("events/order/completed.yaml", "events/catalog.yaml", "rollcall.toml"):
        assert (shop / path).read_text().endswith("# ours\n")


def test_traffic_shows_more_and_leaves_no_value(rollcall: Command, shop: Path) -> None:
    (shop / "traffic.ndjson").write_text(TRAFFIC)
    ended = rollcall("adopt", "app", "web", "--traffic", "traffic.ndjson", "--all")
    assert ended.code == 0
    written = {path: path.read_text() for path in (shop / "events").rglob("*.yaml")}
    everything = "".join(written.values()) + ended.out + ended.err
    assert "SENTINEL" not in everything
    assert "sentinel-shop" not in everything
    assert "123456" not in everything
    assert "coupon: {type: string, maxLength: 32}" in written[shop / "events/order/completed.yaml"]
    assert (shop / "events/user/sign_up.yaml").exists()
    assert "$lib" in written[shop / "events/_context/sdk.yaml"]
    assert "# data: user.contact.email" in written[shop / "events/_entities/person.yaml"]
    assert "  traffic.ndjson:4\n    1 line is no payload\n" in ended.out
    assert rollcall("check").code == 0


def test_what_was_adopted_is_what_a_scan_finds_registered(rollcall: Command, shop: Path) -> None:
    assert rollcall("adopt", "app", "web").code == 0
    ended = rollcall("scan", "app", "web", "--format", "json")
    assert json.loads(ended.out)["events"]["unregistered"] == []


def test_a_preset_whose_name_only_tests_use_is_left_out(rollcall: Command, shop: Path) -> None:
    (shop / "web/App.test.tsx").write_text('import { capture } from "mocks";\ncapture("a call");\n')
    (shop / "app/shop.py").unlink()
    (shop / "web/App.tsx").write_text('analytics.track("order_completed", { total: 2 });\n')
    assert rollcall("adopt", "web").code == 0
    (line,) = [one for one in (shop / "rollcall.toml").read_text().splitlines() if one.startswith("presets")]
    assert ("segment" in line, "mixpanel" in line, "posthog" in line) == (True, True, False)


def test_nothing_to_adopt_is_said(rollcall: Command) -> None:
    (rollcall.folder / "plain.py").write_text("print(1)\n")
    ended = rollcall("adopt", "plain.py")
    assert ended.code == 2
    assert "no call that sends events was found in 1 file;" in ended.err
    assert not (rollcall.folder / "rollcall.toml").exists()
    ended = rollcall("adopt", ".", "--catalog", "x")
    assert (ended.code, (rollcall.folder / "x").exists()) == (2, False)


def test_an_empty_folder_is_told_from_one_that_sends_nothing(rollcall: Command) -> None:
    ended = rollcall("adopt", ".")
    assert ended.code == 2
    assert "no Python, JavaScript or TypeScript file" in ended.err


def test_what_may_send_events_is_told_where_nothing_surely_does(rollcall: Command) -> None:
    calls = "".join(f'emit_event("{name}", {{}})\n' for name in ("token.created", "token.used", "a.b"))
    (rollcall.folder / "bus.py").write_text(calls)
    ended = rollcall("adopt", ".")
    assert ended.code == 2
    assert "'emit_event' (bus.py:1) may be one" in ended.err
    assert "--suggest-sinks" in ended.err
    suggested = rollcall("scan", ".", "--suggest-sinks")
    assert '# callee = "emit_event"' in suggested.out
    unmarked = suggested.out.replace("# [[", "[[").replace("# callee", "callee").replace("# event", "event")
    (rollcall.folder / "rollcall.toml").write_text(unmarked)
    assert rollcall("adopt", ".").code == 0
    assert (rollcall.folder / "events/token/used.yaml").exists()


def test_what_may_send_events_is_a_comment_in_the_project_file_and_a_decision(
    rollcall: Command, shop: Path
) -> None:
    calls = "".join(f'emit_event("{name}", {{}})\n' for name in ("token.created", "token.used", "a.b"))
    (shop / "app/bus.py").write_text(calls)
    ended = rollcall("adopt", "app", "--format", "json")
    assert ended.code == 0
    said = [one for one in json.loads(ended.out)["decisions"] if "emit_event" in one["sentence"]]
    assert [(one["risk"], one["path"], one["line"]) for one in said] == [("unseen", "app/bus.py", 1)]
    assert '\n# callee = "emit_event"\n' in (shop / "rollcall.toml").read_text()
    assert not (shop / "events/token").exists()
    assert rollcall("check").code == 0


def test_many_broken_lines_are_told_by_a_few_numbers(rollcall: Command, shop: Path) -> None:
    (shop / "t.ndjson").write_text("{\n" * 9 + '{"event": "a.b", "properties": {}}\n')
    ended = rollcall("adopt", "app", "--traffic", "t.ndjson")
    assert "  t.ndjson:1\n    9 lines are no payloads: 1, 2, 3, 4, 5 and 4 more\n" in ended.out


def test_a_damaged_catalog_is_not_added_to(rollcall: Command, shop: Path) -> None:
    assert rollcall("adopt", "app").code == 0
    (shop / "events/order/completed.yaml").write_text("a: 1\n")
    ended = rollcall("adopt", "app")
    assert ended.code == 2
    assert "events/order/completed.yaml:1" in ended.err
