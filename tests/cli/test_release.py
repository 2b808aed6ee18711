"""`rollcall diff`, `release` and `due`, as somebody uses them from one release to the next."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from catalog.model.canonical import digest_of
from tests.cli.command import Command

TODAY = datetime.now(UTC).date()


def edit(path: Path, *changes: tuple[str, str]) -> None:
    text = path.read_text(encoding="utf-8")
    for before, after in changes:
        assert before in text, before
        text = text.replace(before, after)
    path.write_text(text, encoding="utf-8")


@pytest.fixture
def paid(starter: Path) -> Path:
    """The file of the starter's event that the tests change."""
    return starter / "invoice" / "paid.yaml"


def test_the_first_release_gives_every_event_its_first_version(rollcall: Command, paid: Path) -> None:
    ended = rollcall("release")
    assert ended.code == 0, ended.err
    release = json.loads((paid.parents[1] / "release.json").read_text())
    assert {event["version"] for event in release["events"].values()} == {"1.0.0"}
    assert f"Written to events/release.json, digest {release['digest']}" in " ".join(ended.out.split())
    assert rollcall("check", "--catalog", "events/release.json").code == 0


def test_a_release_without_a_change_is_none(rollcall: Command, paid: Path) -> None:
    assert rollcall("release").code == 0
    before = (paid.parents[1] / "release.json").read_bytes()
    ended = rollcall("release")
    assert (ended.code, ended.out) == (0, "")
    assert "nothing changed since release 1" in ended.err
    assert (paid.parents[1] / "release.json").read_bytes() == before


@pytest.mark.parametrize("options", [(), ("--dry-run",)])
def test_a_release_without_a_change_is_a_document_too(
    options: tuple[str, ...], rollcall: Command, paid: Path
) -> None:
    rollcall("release")
    ended = rollcall("release", *options, "--format", "json")
    shown = json.loads(ended.out)
    written = json.loads((paid.parents[1] / "release.json").read_text())
    assert ended.code == 0
    assert (shown["number"], shown["digest"]) == (1, written["digest"])
    assert (shown["written"], shown["versions"]) == (False, [])


def test_what_is_not_released_says_why_in_json(rollcall: Command, paid: Path) -> None:
    rollcall("release")
    edit(paid, ("minimum: 1", "minimum: 100"))
    ended = rollcall("release", "--format", "json")
    shown = json.loads(ended.out)
    assert ended.code == 1
    assert [finding["rule"] for finding in shown["findings"]] == ["breaking/constraint-tightened"]
    assert shown["findings"][0]["path"] == "events/invoice/paid.yaml"
    assert shown["summary"] == {"errors": 1, "warnings": 0}
    assert shown["reason"].startswith("not released: 1 error")


@pytest.mark.parametrize("command", ["diff", "release"])
def test_a_side_that_does_not_load_is_told_in_json(command: str, rollcall: Command, paid: Path) -> None:
    rollcall("release")
    edit(paid, ("minimum: 1", "minimum: one"))
    ended = rollcall(command, "--format", "json")
    shown = json.loads(ended.out)
    assert ended.code == 1
    assert {finding["path"] for finding in shown["findings"]} == {"events/invoice/paid.yaml"}
    assert shown["summary"]["errors"] == len(shown["findings"]) > 0
    assert "so it is not compared" in shown["reason"]
    assert rollcall(command).out == ""


def test_a_dry_run_shows_the_release_and_writes_nothing(rollcall: Command, paid: Path) -> None:
    ended = rollcall("release", "--dry-run", "--format", "json")
    assert ended.code == 0
    shown = json.loads(ended.out)
    assert (shown["number"], shown["written"], shown["previous"]) == (1, False, None)
    assert not (paid.parents[1] / "release.json").exists()


def test_what_breaks_is_not_released_until_somebody_allows_it(rollcall: Command, paid: Path) -> None:
    rollcall("release")
    edit(paid, ("minimum: 1", "minimum: 100"))
    refused = rollcall("release")
    assert refused.code == 1
    assert "breaking/constraint-tightened" in refused.err
    assert "not released: 1 error" in refused.err
    assert json.loads((paid.parents[1] / "release.json").read_text())["number"] == 1
    with paid.open("a", encoding="utf-8") as file:
        file.write("allow: {breaking/constraint-tightened: nobody has a smaller one}\n")
    released = rollcall("release")
    assert released.code == 0, released.err
    assert "invoice.paid" in released.out
    assert json.loads((paid.parents[1] / "release.json").read_text())["events"]["invoice.paid"][
        "version"
    ] == ("2.0.0")


def test_the_way_to_release_without_an_event_is_told_and_exists(rollcall: Command, paid: Path) -> None:
    assert rollcall("release").code == 0
    text = paid.read_text(encoding="utf-8")
    paid.unlink()
    refused = rollcall("release")
    assert refused.code == 1
    assert "allow each" not in refused.err
    assert "with 'status: retired', allow breaking/event-retired in it, and remove it after" in refused.err
    paid.write_text(f"{text}status: retired\nallow: {{breaking/event-retired: nobody sends it}}\n")
    assert rollcall("release").code == 0
    paid.unlink()
    assert rollcall("release").code == 0


def test_a_release_of_a_newer_format_is_no_baseline_though_its_digest_is_right(
    rollcall: Command, paid: Path
) -> None:
    assert rollcall("release").code == 0
    target = paid.parents[1] / "release.json"
    stated = {**json.loads(target.read_text(encoding="utf-8")), "format": 2}
    digest = digest_of({key: value for key, value in stated.items() if key != "digest"})
    target.write_text(json.dumps({**stated, "digest": digest}), encoding="utf-8")
    for command in (("release",), ("diff",), ("check", "--against", "events/release.json")):
        ended = rollcall(*command)
        assert ended.code == 2
        assert "this program reads format 1; use a newer version of rollcall" in ended.err


def test_a_difference_is_shown_with_the_payload_that_proves_it(rollcall: Command, paid: Path) -> None:
    rollcall("release")
    edit(paid, ("minimum: 1", "minimum: 100"))
    text = rollcall("diff")
    assert text.code == 1
    assert "invoice.paid 1.0.0 → 2.0.0" in text.out
    shown = json.loads(rollcall("diff", "--format", "json").out)
    (change,) = shown["changes"]
    assert (change["kind"], change["path"], change["old"], change["new"]) == (
        "constraint-tightened",
        "invoice_id",
        1,
        100,
    )
    (broken,) = [one for one in change["breaks"] if one["category"] == "payload"]
    assert broken["counter_example"]["properties"]["invoice_id"] == 1
    assert json.dumps(broken["counter_example"], separators=(",", ":"), sort_keys=True) in text.out
    sent = rollcall.folder / "proof.ndjson"
    sent.write_text(json.dumps(broken["counter_example"]))
    assert rollcall("validate", "proof.ndjson", "--catalog", "events/release.json").code == 0
    assert rollcall("validate", "proof.ndjson").code == 1


def test_a_difference_names_the_lines_of_both_sides(rollcall: Command, paid: Path) -> None:
    rollcall("release")
    edit(paid, ("minimum: 1", "minimum: 0"))
    (change,) = json.loads(rollcall("diff", "--format", "json").out)["changes"]
    assert change["now"]["path"] == "events/invoice/paid.yaml"
    assert "release.json" in change["was"]["path"]
    assert "minimum: 0" in paid.read_text().splitlines()[change["now"]["line"] - 1]


def test_two_catalogs_that_say_the_same_differ_in_nothing(rollcall: Command, paid: Path) -> None:
    rollcall("release")
    ended = rollcall("diff")
    assert ended.code == 0
    assert "Nothing changed." in ended.out


def test_a_side_that_does_not_load_is_shown_and_not_judged(rollcall: Command, paid: Path) -> None:
    rollcall("release")
    edit(paid, ("description:", "descripton:"))
    for arguments in (("diff",), ("diff", "events", "events/release.json"), ("release",)):
        ended = rollcall(*arguments)
        assert ended.code in (1, 2), arguments
        assert "unknown key 'descripton'" in ended.err, arguments
        assert ended.out == ""


def test_the_roles_that_must_approve_are_told_with_the_line_that_says_so(
    rollcall: Command, starter: Path, paid: Path
) -> None:
    with (starter / "catalog.yaml").open("a", encoding="utf-8") as file:
        file.write("approvals:\n  privacy-officer: {users: [pia], when: data-collection}\n")
    rollcall("release")
    edit(paid, ("minimum: 1", "minimum: 0"))
    (demand,) = json.loads(rollcall("diff", "--approvals", "--format", "json").out)["approvals"]
    assert (demand["role"], demand["users"], demand["condition"]) == (
        "privacy-officer",
        ["pia"],
        "data-collection",
    )
    line = (starter / "catalog.yaml").read_text().splitlines()[demand["by"]["line"] - 1]
    assert "privacy-officer" in line
    assert "privacy-officer: pia" in rollcall("diff", "--approvals").out


def test_nothing_is_due_where_nothing_expires(rollcall: Command, starter: Path) -> None:
    ended = rollcall("due")
    assert (ended.code, ended.out) == (0, "Nothing is due within 30 days.\n")


@pytest.mark.parametrize(
    ("day", "code", "said"),
    [
        (TODAY - timedelta(days=1), 1, "expired; retire it"),
        (TODAY, 0, "expires today;"),
        (TODAY + timedelta(days=29), 0, "expires in 29 days;"),
        (TODAY + timedelta(days=31), 0, "Nothing is due within 30 days."),
    ],
)
def test_an_event_that_expires_is_due(day: date, code: int, said: str, rollcall: Command, paid: Path) -> None:
    with paid.open("a", encoding="utf-8") as file:
        file.write(f"expires: {day.isoformat()}\n")
    ended = rollcall("due")
    assert ended.code == code
    assert said in " ".join(ended.out.split())


def test_the_place_of_what_is_due_is_never_broken(rollcall: Command, starter: Path, paid: Path) -> None:
    deep = starter / "invoice_of_a_customer_with_a_long_name" / "paid_in_full_by_a_bank_transfer.yaml"
    deep.parent.mkdir()
    deep.write_text(f"{paid.read_text()}expires: {TODAY.isoformat()}\n")
    out = rollcall("due").out
    assert f"events/{deep.relative_to(starter).as_posix()}:" in out
    assert f"- {TODAY.isoformat()} " in " ".join(out.split())


def test_an_older_major_whose_time_ends_is_due(rollcall: Command, starter: Path, paid: Path) -> None:
    with (starter / "catalog.yaml").open("a", encoding="utf-8") as file:
        file.write("accept_previous_days: 10\n")
    rollcall("release")
    edit(paid, ("minimum: 1", "minimum: 100"))
    assert rollcall("release").code == 0
    (one,) = json.loads(rollcall("due", "--format", "json").out)["due"]
    assert (one["kind"], one["event"], one["version"], one["days_left"]) == (
        "older-major",
        "invoice.paid",
        "1.0.0",
        10,
    )
    assert json.loads(rollcall("due", "--within", "5", "--format", "json").out)["due"] == []


def test_the_most_serious_event_stands_first_and_what_moves_with_it_last(
    rollcall: Command, starter: Path, paid: Path
) -> None:
    rollcall("release")
    edit(paid, ("minimum: 1", "minimum: 100"), ("description: An", "description: That an"))
    edit(starter / "account" / "signed_up.yaml", ("description: Somebody", "description: Someone"))
    edit(starter / "_context" / "tracker.yaml", ("maxLength: 40", "maxLength: 80"))
    out = rollcall("diff").out
    places = [
        out.index(text)
        for text in (
            "\ninvoice.paid 1.0.0 → 2.0.0\n",
            "\n- minimum of property 'invoice_id'",
            "\n    error: ",
            '\n      {"event":"invoice.paid"',
            "\n- description of the event",
            "\n_context/tracker.yaml\n",
        )
    ]
    assert places == sorted(places)
    assert "\naccount.signed_up 1.0.0 → 1.1.0\n" in out


def test_a_changelog_can_be_pasted(rollcall: Command, paid: Path) -> None:
    rollcall("release")
    edit(paid, ("minimum: 1", "minimum: 100"))
    out = rollcall("diff", "--format", "md").out
    assert out.startswith("# events/release.json → events\n")
    assert "\n## invoice.paid 1.0.0 → 2.0.0\n\nGoes to log; sent by invoice.paid().\n\n- minimum of" in out
    assert "\n  - error: " in out
    assert '\n    ```json\n    {"event":"invoice.paid"' in out


def test_what_a_limited_property_reaches_is_where_it_goes(
    rollcall: Command, starter: Path, paid: Path
) -> None:
    rollcall("release")
    edit(
        starter / "account" / "signed_up.yaml",
        (
            "properties:\n",
            "properties:\n  way: {description: How., type: boolean, data: none, destinations: [log]}\n",
        ),
    )
    (change,) = json.loads(rollcall("diff", "--format", "json").out)["changes"]
    assert change["reaches"]["destinations"] == ["log"]


def test_a_transitive_catalog_is_released_only_where_its_older_releases_are(
    rollcall: Command, starter: Path, paid: Path
) -> None:
    with (starter / "catalog.yaml").open("a", encoding="utf-8") as file:
        file.write("modes: {default: full-transitive}\n")
    for _ in range(2):
        assert rollcall("release").code == 0
        edit(paid, ("description: ", "description: Paid. "))
    ended = rollcall("release")
    assert ended.code == 2
    assert "the release before it" in ended.err
    assert "git" in ended.err


# Whom it hits, what is allowed, and how much is shown


def test_a_change_names_where_its_event_goes_who_sends_and_who_reads_it(
    rollcall: Command, paid: Path
) -> None:
    edit(paid, ("destinations: [log]", "destinations: [log]\nreaders: [{team: finance}]"))
    rollcall("release")
    edit(paid, ("How it was paid.", "In which way it was paid."))
    assert "Goes to log; sent by invoice.paid(); read by finance." in rollcall("diff").out


def test_a_change_around_the_events_is_one_of_catalog_yaml(rollcall: Command, paid: Path) -> None:
    rollcall("release")
    edit(paid.parents[1] / "catalog.yaml", ("product: ", "controller: Example Ltd.\nproduct: "))
    assert "1 change in catalog.yaml; medium risk." in rollcall("diff").out


@pytest.mark.parametrize("form", ["text", "md"])
def test_an_allowed_break_is_told_with_its_reason(form: str, rollcall: Command, paid: Path) -> None:
    rollcall("release")
    edit(paid, ("minimum: 1", "minimum: 100"))
    with paid.open("a") as file:
        file.write("allow: {breaking/constraint-tightened: such numbers were never given}\n")
    ended = rollcall("diff", "--format", form)
    shown = " ".join(ended.out.split())
    assert ended.code == 0
    assert "1 break allowed." in shown
    assert "allowed: payloads with " in shown
    assert "because: such numbers were never given" in shown
    assert "widen it again" not in shown
    assert '{"event":"invoice.paid","properties":{"invoice_id":1}}' in shown


def test_an_allowed_break_stands_in_json_and_in_the_comment(rollcall: Command, paid: Path) -> None:
    rollcall("release")
    edit(paid, ("minimum: 1", "minimum: 100"))
    with paid.open("a") as file:
        file.write("allow: {breaking/constraint-tightened: such numbers were never given}\n")
    document = json.loads(rollcall("diff", "--format", "json").out)
    [allowed] = document["allowed"]
    assert (allowed["rule"], allowed["reason"]) == (
        "breaking/constraint-tightened",
        "such numbers were never given",
    )
    assert allowed["change"] in {change["fingerprint"] for change in document["changes"]}
    assert document["summary"]["allowed"] == 1
    comment = rollcall("check", "--against", "events/release.json", "--format", "md").out
    assert "### Allowed" in comment
    assert "because: such numbers were never given" in comment


def test_a_long_proof_is_cut_for_people_and_whole_in_json(rollcall: Command, paid: Path) -> None:
    note = "  note: {description: A note., type: string, maxLength: 5000, data: none}\n"
    edit(paid, ("properties:\n", f"properties:\n{note}"))
    rollcall("release")
    edit(paid, ("maxLength: 5000", "maxLength: 4000"))
    for ended in (
        rollcall("diff"),
        rollcall("diff", "--format", "md"),
        rollcall("check", "--against", "events/release.json"),
    ):
        assert max(map(len, ended.out.splitlines())) < 1_000
        assert "of 4,065 characters; --format json has them all" in " ".join(ended.out.split())
    [change] = json.loads(rollcall("diff", "--format", "json").out)["changes"]
    assert len(change["breaks"][0]["counter_example"]["properties"]["note"]) == 4001
    comment = rollcall("check", "--against", "events/release.json", "--format", "md").out
    assert "--format json has them all" in comment
    assert len(comment) < 5_000


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        pytest.param(
            lambda content: b"<<<<<<< HEAD\n" + content + b"=======\n" + content + b">>>>>>> main\n",
            "events/release.json: it holds the marks of a merge conflict; take it from the main branch",
            id="a merge conflict",
        ),
        pytest.param(lambda content: content[:100], "events/release.json: not a release", id="cut off"),
        pytest.param(lambda content: b"", "events/release.json: not a release", id="empty"),
    ],
)
def test_a_plain_check_mentions_a_release_that_cannot_be_read(
    damage: Callable[[bytes], bytes], said: str, rollcall: Command, paid: Path
) -> None:
    rollcall("release")
    assert rollcall("check").err == ""
    place = paid.parents[1] / "release.json"
    place.write_bytes(damage(place.read_bytes()))
    ended = rollcall("check")
    assert (ended.code, ended.err.count("\n")) == (0, 1)
    assert said in ended.err
    refused = rollcall("release")
    assert refused.code == 2
    assert said in refused.err
