"""`rollcall privacy`: the reports by their bytes, and what holds for all of them."""

import base64
import csv
import hmac
import io
import json
import re
import shutil
from pathlib import Path

import pytest

from catalog.loading.embedded import embedded_catalog
from tests.cli.command import Command, Ended, no_traceback

GOLDEN = Path(__file__).parents[1] / "golden" / "privacy"
TIMETRACKER = str(embedded_catalog())
WIDTH = 80


@pytest.fixture
def bikes(rollcall: Command) -> Path:
    """The worked catalog as ./events of the command's folder."""
    events = rollcall.folder / "events"
    shutil.copytree(GOLDEN / "events", events)
    return events


@pytest.fixture
def keys(rollcall: Command) -> Path:
    """A key file with an active key and an older one."""
    file = rollcall.folder / "keys.json"
    named = {name: base64.b64encode(name.encode() * 8).decode() for name in ("2026-05", "2026-11")}
    file.write_text(json.dumps({"active": "2026-11", "keys": named}))
    return file


REPORTS = {
    "map.txt": ("map",),
    "map.all.txt": ("map", "--all"),
    "map.md": ("map", "--format", "md"),
    "map.csv": ("map", "--format", "csv"),
    "map.json": ("map", "--format", "json", "--event", "account.closed"),
    "explain.txt": ("explain", "rental.ended"),
    "explain.property.md": ("explain", "rental.ended", "shared_with", "--format", "md"),
    "request.txt": ("request", "--identity", "user_id"),
    "request.anonymous.md": ("request", "--identity", "anonymous", "--format", "md"),
    "request.csv": ("request", "--format", "csv"),
    "explain.property.csv": ("explain", "rental.ended", "shared_with", "--format", "csv"),
    "incident.category.txt": ("incident", "user.contact"),
    "incident.property.txt": ("incident", "reason"),
    "categories.txt": ("categories",),
    "categories.one.txt": ("categories", "user.location.precise"),
}


@pytest.mark.parametrize("name", REPORTS)
def test_a_report_keeps_its_bytes(name: str, rollcall: Command, bikes: Path) -> None:
    ended = rollcall("privacy", *REPORTS[name])
    assert (ended.code, ended.err) == (0, "")
    # Golden files are text with LF in every checkout; the ends of CSV lines have a test of their own.
    assert ended.out.replace("\r\n", "\n") == (GOLDEN / name).read_bytes().decode()


EVERYWHERE = [
    ("map",),
    ("map", "--all", "--destination", "log"),
    ("map", "--event", "quote.emailed"),
    ("explain", "quote.emailed"),
    ("explain", "export.csv", "filters_applied"),
    ("request",),
    ("request", "--identity", "anonymous"),
    ("categories",),
    ("categories", "user.account"),
]


@pytest.mark.parametrize("arguments", EVERYWHERE, ids=" ".join)
def test_no_line_of_a_report_is_wider_than_a_terminal(arguments: tuple[str, ...], rollcall: Command) -> None:
    ended = rollcall("privacy", *arguments, "--catalog", TIMETRACKER)
    assert (ended.code, ended.err) == (0, "")
    # A place is one word: what cannot be broken is as long as the folder is.
    lines = [line.replace(TIMETRACKER, "events") for line in ended.out.splitlines()]
    assert len(lines) > 10
    assert not [line for line in lines if len(line) > WIDTH or line != line.rstrip()]


@pytest.mark.parametrize("arguments", [*EVERYWHERE, ("incident", "user.account")], ids=" ".join)
def test_markdown_has_whole_tables(arguments: tuple[str, ...], rollcall: Command) -> None:
    out = rollcall("privacy", *arguments, "--catalog", TIMETRACKER, "--format", "md").out
    assert out.startswith("# ")
    widths: set[int] = set()
    for line in out.splitlines():
        if line.startswith("| "):
            widths.add(len(re.findall(r"(?<!\\)\|", line)))
        else:
            assert len(widths) < 2, line
            widths.clear()


def test_csv_and_json_have_the_same_rows(rollcall: Command) -> None:
    table = rollcall("privacy", "map", "--catalog", TIMETRACKER, "--format", "csv").out
    assert "\r\n" in table
    assert "\n" not in table.replace("\r\n", "")
    rows = list(csv.DictReader(io.StringIO(table, newline="")))
    said = json.loads(rollcall("privacy", "map", "--catalog", TIMETRACKER, "--format", "json").out)
    assert len(rows) == len(said["rows"]) > 1_000
    assert list(rows[0]) == list(said["rows"][0])
    for row, plain in zip(rows, said["rows"], strict=True):
        assert (row["path"], row["event"], row["destination"]) == (
            plain["path"],
            plain["event"],
            plain["destination"],
        )
        assert row["leaves"] == ("yes" if plain["leaves"] else "no")
    assert said["controller"].startswith("Whoever operates the installation")
    assert set(said["destinations"]) == {"log", "posthog", "telemetry", "metrics", "sentry"}


def test_no_cell_of_a_csv_is_a_formula(rollcall: Command, bikes: Path) -> None:
    file = bikes / "account" / "closed.yaml"
    file.write_text(
        file.read_text().replace("What the customer wrote about it.", "'=HYPERLINK(\"http://x.example\")'")
    )
    person = bikes / "_entities" / "person.yaml"
    person.write_text(person.read_text().replace("Where receipts go.", '"@SUM(A1), \\"quoted\\""'))
    ended = rollcall("privacy", "map", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(ended.out, newline="")))
    said = {row["path"]: row["description"] for row in rows}
    assert said["reason"] == '\'=HYPERLINK("http://x.example")'
    assert said["email"] == '\'@SUM(A1), "quoted"'
    assert not [cell for row in rows for cell in row.values() if cell.startswith(("=", "+", "-", "@"))]


def test_text_of_a_catalog_acts_neither_on_a_terminal_nor_as_markdown(rollcall: Command, bikes: Path) -> None:
    file = bikes / "account" / "closed.yaml"
    text = '"<img src=x> [a](http://x.example) \\u202e \\e[31m | # x"'
    file.write_text(file.read_text().replace("A customer has closed the account.", text))
    shown = rollcall("privacy", "explain", "account.closed").out
    assert "\x1b" not in shown
    assert "\u202e" not in shown
    marked = rollcall("privacy", "explain", "account.closed", "--format", "md").out
    assert "<img" not in marked
    assert "[a](" not in marked


def test_without_a_digest_to_find_no_identity_is_asked_for(rollcall: Command) -> None:
    events = rollcall.folder / "events"
    events.mkdir()
    (events / "catalog.yaml").write_text("format: 1\nproduct: p\ndestinations: {log: {}}\n")
    ended = rollcall("privacy", "request", "--value", "-")
    assert (ended.code, ended.out) == (2, "")
    assert "no destination hashes anything, so there is no digest to find; leave --value out" in ended.err


def test_digests_are_told_apart_by_what_they_may_be_of(rollcall: Command, bikes: Path, keys: Path) -> None:
    asked = ("privacy", "request", "--keys", "keys.json", "--value", "-")
    shown = rollcall.process(*asked, stdin=b"4711").out
    assert "- a user id: in distinct_id\n- user.contact.email: in person email\n" in shown
    said = json.loads(ended_json(rollcall, asked, "4711").out)["destinations"]
    assert [[one["of"] for one in there["hashed"]] for there in said] == [
        [],
        ["user id", "user.contact.email"],
        [],
    ]
    table = rollcall.process(*asked, "--format", "csv", stdin=b"4711").out
    rows = list(csv.DictReader(io.StringIO(table, newline="")))
    assert {row["digest_of"] for row in rows if "distinct_id" in row["properties"]} == {"", "user id"}
    assert {row["destination"] for row in rows if row["digests"]} == {"insight"}
    assert "4711" not in table.replace(said[1]["digests"][0], "").replace(said[1]["digests"][1], "")


@pytest.fixture
def renamed(bikes: Path) -> Path:
    """The worked catalog with an event and properties that go by other names."""
    file = bikes / "account" / "closed.yaml"
    text = file.read_text().replace(
        "    data: user.content\n", '    data: user.content\n    send_as: {ledger: "Why Not"}\n'
    )
    aliases = "aliases:\n  - {name: gone, rename: {cause: reason}}\n"
    file.write_text(f'{text}send_as: {{ledger: "Account Closed"}}\n{aliases}')
    return bikes


@pytest.mark.parametrize(
    ("name", "paths"),
    [
        ("Why Not", {"reason"}),
        ("cause", {"reason"}),
        ("person email", {"email"}),
        ("$set.email", {"email"}),
        ("traits.email", {"email"}),
        ("$group_set.docks", {"groups.station.docks"}),
        ("$set_once.email", {"email"}),
        ("context ip", {"ip"}),
        ("docks", {"groups.station.docks"}),
        ("$groups.station", {"groups.station", "groups.station.docks"}),
        ("release", {"release"}),
        ("envelope release", {"release"}),
    ],
)
def test_an_incident_takes_the_names_that_processors_and_reports_have(
    name: str, paths: set[str], rollcall: Command, renamed: Path
) -> None:
    ended = rollcall("privacy", "incident", name, "--format", "csv")
    assert (ended.code, ended.err) == (0, "")
    assert {row["path"] for row in csv.DictReader(io.StringIO(ended.out, newline=""))} == paths


def test_a_name_that_one_destination_has_stands_for_the_property_everywhere(
    rollcall: Command, bikes: Path
) -> None:
    file = bikes / "rental" / "ended.yaml"
    assert "send_as: {insight: distance}" in file.read_text()
    said = json.loads(rollcall("privacy", "incident", "ride.distance", "--format", "json").out)
    there = {one["destination"]: one["properties"][0]["sent_as"] for one in said["destinations"]}
    assert there == {"ledger": "ride.metres", "insight": "ride.distance"}


def test_an_explanation_says_what_consent_a_property_needs_by_itself(rollcall: Command, bikes: Path) -> None:
    file = bikes / "rental" / "ended.yaml"
    file.write_text(
        file.read_text().replace(
            "  ride:\n", "  bell: {type: boolean, data: none, purpose: contract}\n  ride:\n"
        )
    )
    person = bikes / "_entities" / "person.yaml"
    person.write_text(person.read_text() + "\n  plan: {type: boolean, data: none, purpose: contract}\n")
    for name in ("bell", "person plan"):
        said = " ".join(rollcall("privacy", "explain", "rental.ended", name).out.split())
        assert said.count("; a payload that has it needs consent to contract") == 1
    assert "needs consent" not in rollcall("privacy", "explain", "rental.ended", "ride").out


UNCUT = {
    "is_vip": "data: user.behavior",
    "is_new": "data: none, handling: {insight: truncate}",
    "both": "data: user.content, handling: {insight: mask}, maxLength: 9",
    "own": "data: none, handling: {insight: drop}",
}


def test_what_cannot_be_cut_is_dropped_for_that_reason(rollcall: Command, bikes: Path) -> None:
    settings = bikes / "catalog.yaml"
    policy = "identity: none, otherwise: {user.behavior: truncate, user.content: hash}"
    settings.write_text(
        re.sub(r"(?m)^  insight:\n(?:    .*\n|\n)+", f"  insight: {{{policy}}}\n", settings.read_text())
    )
    lines = (
        f"  {name}: {{description: d, type: {'string' if name == 'both' else 'boolean'}, {about}}}\n"
        for name, about in UNCUT.items()
    )
    (bikes / "rental" / "rated.yaml").write_text(
        "description: d\nowner: rides\npurpose: contract\ndestinations: [insight]\nproperties:\n"
        + "".join(lines)
    )
    payload = {"event": "rental.rated", "properties": {**dict.fromkeys(UNCUT, True), "both": "x"}}
    (rollcall.folder / "sent.ndjson").write_text(json.dumps(payload))
    keys = rollcall.folder / "keys.json"
    keys.write_text('{"active": "k1", "keys": {"k1": "' + "QUJD" * 11 + '"}}')
    asked = ("validate", "sent.ndjson", "--for", "insight", "--show", "redacted", "--keys", str(keys))
    said = " ".join(rollcall(*asked).out.split())
    for sentence in (
        "is_vip: dropped, since insight truncates user.behavior and a boolean has no coarser part",
        "is_new: dropped, since a boolean has no coarser part: its 'handling' truncates it",
        "both: dropped, since its 'handling' masks it and insight hashes it, and nothing is both",
        "own: dropped, as its 'handling' says",
    ):
        assert f"- {sentence}" in said
    said = " ".join(rollcall("privacy", "explain", "rental.rated", "is_vip").out.split())
    assert "'otherwise' of insight has user.behavior: truncate" in said
    assert "a boolean has no coarser part (events/rental/rated.yaml:6)" in said


def test_an_event_is_found_by_the_name_that_a_destination_gets(rollcall: Command, renamed: Path) -> None:
    for command in (
        ("explain", "Account Closed"),
        ("explain", "gone"),
        ("explain", "Account Closed", "Why Not"),
    ):
        assert rollcall("privacy", *command).out.startswith("account.closed\n")
    limited = rollcall("privacy", "map", "--event", "Account Closed", "--format", "json").out
    assert {row["event"] for row in json.loads(limited)["rows"]} == {"account.closed"}
    other = renamed / "rental" / "ended.yaml"
    other.write_text(other.read_text() + 'send_as: {insight: "Account Closed"}\n')
    ended = rollcall("privacy", "explain", "Account Closed")
    assert ended.code == 2
    assert (
        "several events leave as 'Account Closed'; name one of account.closed and rental.ended" in ended.err
    )
    assert "did you mean Account Closed" in rollcall("privacy", "explain", "Account Close").err


def test_nearest_names_are_of_properties_unless_a_category_was_meant(rollcall: Command) -> None:
    asked = ("privacy", "incident", "--catalog", TIMETRACKER)
    assert "did you mean $user_id\n" in rollcall(*asked, "user_id").err
    assert "user.unique_id" in rollcall(*asked, "user.uniq_id").err


def test_an_incident_names_every_event_when_asked(rollcall: Command) -> None:
    asked = ("privacy", "incident", "user.account.access", "--catalog", TIMETRACKER)
    short, full = rollcall(*asked).out, rollcall(*asked, "--all").out
    assert " more (--all names them)." in " ".join(short.split())
    assert " more" not in full.partition("Tighten")[0]
    assert "timer.started" in full.partition("Tighten")[0]


def test_no_patch_claims_to_keep_the_envelope_back(rollcall: Command, bikes: Path) -> None:
    ended = rollcall("privacy", "incident", "environment", "--format", "diff")
    assert (ended.code, ended.out) == (1, "")
    assert "no catalog keeps back what every payload has in its envelope" in ended.err


@pytest.mark.parametrize(
    ("destination", "said"),
    [
        (
            "counter",
            (
                "People are known there by an anonymous id alone: a payload with anything of the person "
                "(1 property) is refused; nothing of groups (2 properties) leaves."
            ),
        ),
        (
            "silent",
            (
                "Nobody is identified there, so the id of the person, 1 property of the person and 2 "
                "properties of groups do not leave."
            ),
        ),
    ],
)
def test_what_becomes_of_people_is_said_of_each_kind_of_identity(
    destination: str, said: str, rollcall: Command, bikes: Path
) -> None:
    settings = bikes / "catalog.yaml"
    settings.write_text(settings.read_text() + "  silent: {identity: none}\n")
    event = bikes / "fleet" / "counted.yaml"
    event.write_text(event.read_text().replace("[counter]", "[counter, silent]"))
    shown = rollcall("privacy", "map", "--destination", destination).out
    assert said in " ".join(shown.split())
    kept_out = json.loads(rollcall("privacy", "map", "--destination", destination, "--format", "json").out)
    handled = {
        (row["part"], row["handling"]) for row in kept_out["rows"] if row["part"] in ("person", "group")
    }
    assert handled == {("person", "refuse" if destination == "counter" else "drop"), ("group", "drop")}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("map", "--destination", "ledgr"), "no destination 'ledgr' in the catalog; did you mean ledger"),
        (
            ("map", "--category", "user.contacts"),
            "no data category 'user.contacts' in the catalog; did you mean",
        ),
        (
            ("map", "--event", "rental.endet"),
            "no event 'rental.endet' in the catalog; did you mean rental.ended",
        ),
        (("explain", "rental.endet"), "no event 'rental.endet' in the catalog; did you mean rental.ended"),
        (("explain", "rental.ended", "notes"), "rental.ended has no property 'notes'; did you mean note"),
        (("incident", "reson"), "no property or category 'reson' in the catalog; did you mean reason"),
        (("incident", "user.contct"), "no property or category 'user.contct' in the catalog; did you mean"),
        (("categories", "user.nam"), "no data category 'user.nam' in the catalog; did you mean user.name"),
        (
            ("request", "--value", "-"),
            "--value - needs the keys to hash it with; name their file with --keys",
        ),
        (
            ("request", "--identity", "anonymous", "--value", "-"),
            "anonymous ids are not hashed, so there is no digest to find; leave --value out",
        ),
        (("request", "--keys", "none.json", "--value", "-"), "none.json: no such file or directory"),
    ],
)
def test_what_is_unknown_is_told_with_the_nearest(
    arguments: tuple[str, ...], said: str, rollcall: Command, bikes: Path
) -> None:
    ended = rollcall("privacy", *arguments)
    assert (ended.code, ended.out) == (2, "")
    assert said in ended.err


def test_a_catalog_that_is_read_in_part_is_not_taken_for_whole(rollcall: Command, bikes: Path) -> None:
    (bikes / "account" / "closed.yaml").write_text("description: [\n")
    ended = rollcall("privacy", "map")
    assert ended.code == 1
    assert "1 error of the format keeps part of the catalog from being read" in ended.err
    assert "account.closed" not in ended.out


def test_the_digests_of_a_person_are_printed_and_the_person_is_not(
    rollcall: Command, bikes: Path, keys: Path
) -> None:
    asked = ("privacy", "request", "--keys", "keys.json", "--value", "-")
    secret = "person-4711"
    expected = [
        f"{name}:{hmac.digest(name.encode() * 8, b'insight' + bytes(1) + secret.encode(), 'sha256').hex()}"
        for name in ("2026-11", "2026-05")
    ]
    for form in ("text", "json", "md"):
        ended = rollcall.process(*asked, "--format", form, stdin=f"{secret}\n".encode())
        assert (ended.code, ended.err) == (0, "")
        assert [ended.out.count(digest) for digest in expected] == [1, 1], form
        assert ended.out.index(expected[0]) < ended.out.index(expected[1])
        assert secret not in ended.out
    said = json.loads(ended_json(rollcall, asked, secret).out)
    assert [one["digests"] for one in said["destinations"]] == [[], expected, []]


def ended_json(rollcall: Command, asked: tuple[str, ...], secret: str) -> Ended:
    return rollcall.process(*asked, "--format", "json", stdin=secret.encode())


@pytest.mark.parametrize(
    "stdin", [b"", b"\n", b"secret-1\nsecret-2\n", b"secret-\xff", b"secret" * 20_000], ids=range(5)
)
def test_an_identity_that_is_not_one_line_is_refused_and_never_shown(
    stdin: bytes, rollcall: Command, bikes: Path, keys: Path
) -> None:
    ended = rollcall.process("privacy", "request", "--keys", "keys.json", "--value", "-", stdin=stdin)
    assert (ended.code, ended.out) == (2, "")
    assert ended.err.startswith("rollcall: standard input: ")
    assert "secret" not in ended.err


@pytest.mark.parametrize(
    "arguments", [("--value", "person-4711"), ("person-4711",), ("--identity", "person-4711")], ids=len
)
def test_an_identity_on_the_command_line_is_refused_and_not_repeated(
    arguments: tuple[str, ...], rollcall: Command, bikes: Path, keys: Path
) -> None:
    ended = rollcall("privacy", "request", "--keys", "keys.json", *arguments)
    assert (ended.code, ended.out) == (2, "")
    assert "standard input" in ended.err
    assert "person-4711" not in ended.err


def test_no_command_writes_into_the_catalog(rollcall: Command, bikes: Path) -> None:
    before = {path: path.read_bytes() for path in bikes.rglob("*") if path.is_file()}
    for arguments in (*REPORTS.values(), ("incident", "user", "--format", "diff")):
        assert no_traceback(rollcall("privacy", *arguments))
    assert {path: path.read_bytes() for path in bikes.rglob("*") if path.is_file()} == before
    assert sorted(path.name for path in rollcall.folder.iterdir()) == ["events"]


def test_a_map_says_what_it_is_limited_to_and_how_many_events_are_not_active(rollcall: Command) -> None:
    asked = ("privacy", "map", "--catalog", TIMETRACKER)
    limited = rollcall(*asked, "--category", "user.content", "--destination", "log").out
    assert "limited to  destination log, category user.content\n" in limited
    assert "Recipient posthog" not in limited
    assert "draft" in rollcall(*asked).out.split("At a glance")[0]
    nothing = rollcall(*asked, "--category", "user.credentials").out
    assert nothing.endswith("Nothing of that goes anywhere: no event has it, and no payload carries it.\n")


def test_rows_that_are_kept_out_can_be_left_out(rollcall: Command, bikes: Path) -> None:
    rows = json.loads(rollcall("privacy", "map", "--leaving", "--format", "json").out)["rows"]
    assert {row["handling"] for row in rows} == {"keep", "truncate", "mask", "hash"}
    everything = json.loads(rollcall("privacy", "map", "--format", "json").out)["rows"]
    assert [row for row in everything if row["leaves"]] == rows
    assert {row["handling"] for row in everything if not row["leaves"]} == {"drop", "refuse"}


def test_a_destination_on_its_own_server_has_a_region_and_no_processor(
    rollcall: Command, bikes: Path
) -> None:
    settings = bikes / "catalog.yaml"
    text = settings.read_text()
    settings.write_text(
        text.replace("    retention_days: 3650\n", "    retention_days: 3650\n    region: here\n")
    )
    shown = rollcall("privacy", "map", "--destination", "ledger").out
    assert "  processor  none named\n  region     here\n  identity" in shown
    assert "- region: here\n" in rollcall("privacy", "explain", "account.closed").out


def test_a_catalog_without_destinations_has_short_answers(rollcall: Command) -> None:
    events = rollcall.folder / "events"
    events.mkdir()
    (events / "catalog.yaml").write_text("format: 1\nproduct: p\n")
    for arguments, said in (
        (("map",), "Nothing of that goes anywhere: no event has it, and no payload carries it.\n"),
        (("request",), "No event goes to any destination, so none of them holds anything.\n"),
        (
            ("incident", "user.name"),
            "By this catalog no payload has it, so there is nothing to purge or to tighten.\n",
        ),
        (("categories", "user.name"), "- no destination is defined\n"),
    ):
        ended = rollcall("privacy", *arguments)
        assert (ended.code, ended.err) == (0, "")
        assert ended.out.endswith(said)
    assert rollcall("privacy", "map", "--format", "csv").out.startswith("category,sensitivity,special,")


def test_what_is_unclassified_is_answered_for_too(rollcall: Command, bikes: Path) -> None:
    file = bikes / "account" / "closed.yaml"
    file.write_text(file.read_text().replace("    data: user.content\n", ""))
    settings = bikes / "catalog.yaml"
    settings.write_text(
        settings.read_text().replace(
            "    receives: [none, system, user.unique_id, user.behavior, user.location.precise.station]\n", ""
        )
    )
    shown = rollcall("privacy", "map", "--category", "unclassified").out
    assert "- unclassified: reason\n" in shown
    ended = rollcall("privacy", "incident", "unclassified", "--format", "diff")
    assert "+    handling: {ledger: drop}\n" in ended.out
    assert rollcall("privacy", "categories", "unclassified").code == 2
