"""`rollcall validate`: what is said of payloads, in every format."""

import gzip
import json
import os
import pty
import subprocess
from pathlib import Path

import pytest
import zstandard

from catalog.cli.tally import Tally
from catalog.loading.embedded import embedded_catalog
from catalog.validation import Outcome, Verdict
from tests.cli.command import PYTHON, ROOT, Command, ended_with_peak, no_traceback

GOOD = '{"event": "invoice.paid", "properties": {"invoice_id": 7}}'
BAD = '{"event": "invoice.paid", "properties": {"invoice_id": "7"}}'
UNKNOWN = '{"event": "invoice.payed", "properties": {}}'
BROKEN = '{"event": '
MIXED = f"{GOOD}\n\n  \n{BAD}\r\n{UNKNOWN}\n{BROKEN}\n{GOOD}"
OUTCOMES = [(1, "accepted"), (4, "refused"), (5, "unknown"), (6, "malformed"), (7, "accepted")]


@pytest.fixture
def payloads(starter: Path) -> Path:
    """Five payloads, two of them right, with blank lines between and no line end at the end."""
    path = starter.parent / "payloads.ndjson"
    path.write_bytes(MIXED.encode())
    return path


def outcomes(text: str) -> list[tuple[int, str]]:
    return [(entry["line"], entry["outcome"]) for entry in map(json.loads, text.splitlines())]


def test_ndjson_has_one_line_for_each_payload(rollcall: Command, payloads: Path) -> None:
    ended = rollcall("validate", "payloads.ndjson", "--format", "ndjson")
    assert ended.code == 1
    assert outcomes(ended.out) == OUTCOMES
    first, second = map(json.loads, ended.out.splitlines()[:2])
    assert first == {"line": 1, "event": "invoice.paid", "outcome": "accepted", "alias": None, "problems": []}
    assert list(second) == ["line", "event", "outcome", "alias", "problems"]
    assert second["problems"] == [
        {
            "code": "wrong-type",
            "path": "/properties/invoice_id",
            "message": "is of type string; send an integer",
            "context": {"found": "string", "expected": "an integer"},
        }
    ]


def test_json_is_one_document_with_a_summary(rollcall: Command, payloads: Path) -> None:
    ended = rollcall("validate", "payloads.ndjson", "--format", "json")
    document = json.loads(ended.out)
    assert [(entry["line"], entry["outcome"]) for entry in document["verdicts"]] == OUTCOMES
    assert document["summary"] == {
        "payloads": 5,
        "accepted": 2,
        "refused": 1,
        "quarantined": 0,
        "unknown": 1,
        "malformed": 1,
    }


def test_text_names_what_is_not_accepted(rollcall: Command, payloads: Path) -> None:
    lines = rollcall("validate", "payloads.ndjson").out.splitlines()
    assert [line for line in lines if not line.startswith(" ")] == [
        "payloads.ndjson:4: refused invoice.paid",
        "payloads.ndjson:5: unknown invoice.payed",
        "payloads.ndjson:6: malformed",
        "2 of 5 payloads accepted; 1 refused, 1 unknown, 1 malformed",
    ]
    assert lines[1] == "    /properties/invoice_id: is of type string; send an integer (wrong-type)"


def test_a_summary_counts_by_event_and_by_problem(rollcall: Command, payloads: Path) -> None:
    document = json.loads(rollcall("validate", "payloads.ndjson", "--summary", "--format", "json").out)
    assert document["summary"]["events"] == {
        "<none>": {"malformed": 1},
        "invoice.paid": {"accepted": 2, "refused": 1},
        "invoice.payed": {"unknown": 1},
    }
    assert document["summary"]["problems"] == {"truncated": 1, "unknown-event": 1, "wrong-type": 1}
    assert rollcall("validate", "payloads.ndjson", "--summary", "--format", "ndjson").out.count("\n") == 1
    text = rollcall("validate", "payloads.ndjson", "--summary").out
    assert "invoice.paid             2            1            ·            ·\n" in text
    assert "payloads.ndjson:4" not in text


def test_accepted_payloads_end_with_0(rollcall: Command, starter: Path) -> None:
    (rollcall.folder / "good.ndjson").write_text(GOOD)
    for form in ("text", "json", "ndjson"):
        assert rollcall("validate", "good.ndjson", "--format", form).code == 0
    assert rollcall("validate", "good.ndjson").out == "1 of 1 payloads accepted\n"


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ("text", "no payloads\n"),
        ("ndjson", ""),
        ("json", None),
    ],
)
def test_no_payloads_are_no_problem(form: str, said: str | None, rollcall: Command, starter: Path) -> None:
    (rollcall.folder / "empty").write_text("\n \n")
    ended = rollcall("validate", "empty", "--format", form)
    assert ended.code == 0
    if said is None:
        assert json.loads(ended.out)["verdicts"] == []
    else:
        assert ended.out == said


@pytest.mark.parametrize("arguments", [(), ("-",)])
def test_standard_input_is_read(arguments: tuple[str, ...], rollcall: Command, payloads: Path) -> None:
    ended = rollcall.process("validate", *arguments, "--format", "ndjson", stdin=MIXED.encode())
    assert (ended.code, ended.err) == (1, "")
    assert outcomes(ended.out) == OUTCOMES
    assert "<stdin>:4: refused" in rollcall.process("validate", *arguments, stdin=MIXED.encode()).out


@pytest.mark.parametrize(
    "packed",
    [
        gzip.compress(MIXED.encode()),
        gzip.compress(MIXED[:70].encode()) + gzip.compress(MIXED[70:].encode()),
        zstandard.compress(MIXED.encode()),
        zstandard.compress(MIXED[:70].encode()) + zstandard.compress(MIXED[70:].encode()),
    ],
    ids=["gzip", "gzip members", "zstd", "zstd frames"],
)
def test_archives_are_recognised_by_their_magic(packed: bytes, rollcall: Command, starter: Path) -> None:
    (rollcall.folder / "no-suffix").write_bytes(packed)
    assert outcomes(rollcall("validate", "no-suffix", "--format", "ndjson").out) == OUTCOMES
    assert outcomes(rollcall.process("validate", "--format", "ndjson", stdin=packed).out) == OUTCOMES


def test_several_files_are_told_apart(rollcall: Command, payloads: Path) -> None:
    (rollcall.folder / "good.ndjson").write_text(GOOD)
    ended = rollcall("validate", "good.ndjson", "payloads.ndjson", "--format", "ndjson")
    found = [(entry["file"], entry["line"]) for entry in map(json.loads, ended.out.splitlines())]
    assert found == [("good.ndjson", 1), *(("payloads.ndjson", line) for line, _ in OUTCOMES)]


def test_a_file_that_is_missing_is_told_before_anything_is_judged(rollcall: Command, payloads: Path) -> None:
    ended = rollcall("validate", "payloads.ndjson", "nowhere", "--format", "ndjson")
    assert (ended.code, ended.out) == (2, "")
    assert ended.err == "rollcall: nowhere: no such file or directory\n"


def test_an_unknown_destination_is_told_with_the_nearest(rollcall: Command, payloads: Path) -> None:
    ended = rollcall("validate", "payloads.ndjson", "--for", "warehous")
    assert (ended.code, ended.out) == (2, "")
    assert "no destination 'warehous' in the catalog; did you mean warehouse" in ended.err


def test_a_destination_has_its_own_contract(rollcall: Command, payloads: Path) -> None:
    ended = rollcall("validate", "payloads.ndjson", "--for", "warehouse", "--format", "ndjson")
    assert json.loads(ended.out.splitlines()[0])["problems"][0]["code"] == "wrong-destination"
    assert (
        outcomes(rollcall("validate", "payloads.ndjson", "--for", "log", "--format", "ndjson").out)
        == OUTCOMES
    )


def test_errors_of_the_catalog_do_not_end_the_judging(
    rollcall: Command, payloads: Path, starter: Path
) -> None:
    (starter / "account" / "signed_up.yaml").write_text("description: [\n")
    ended = rollcall("validate", "payloads.ndjson", "--format", "ndjson")
    assert outcomes(ended.out) == OUTCOMES
    assert ended.err == (
        "rollcall: 1 error of the format keeps part of the catalog from being read; "
        "see 'rollcall check --catalog events'\n"
    )


def test_lines_of_a_structured_log_are_judged(rollcall: Command) -> None:
    lines = ROOT / "tests/cases/wire/timetracker-log.ndjson"
    ended = rollcall(
        "validate", str(lines), "--catalog", str(embedded_catalog()), "--protocol", "log", "--for", "log"
    )
    assert (ended.code, ended.err) == (0, ""), ended.out
    canonical = rollcall("validate", str(lines), "--catalog", str(embedded_catalog()), "--format", "ndjson")
    assert {outcome for _, outcome in outcomes(canonical.out)} == {"malformed"}


def test_a_problem_of_a_log_line_points_into_the_line(rollcall: Command, starter: Path) -> None:
    (rollcall.folder / "in").write_text('{"message": "invoice.paid", "levelname": "INFO", "invoice_id": "7"}')
    said = json.loads(rollcall("validate", "in", "--protocol", "log", "--format", "ndjson").out)
    assert [(problem["code"], problem["path"]) for problem in said["problems"]] == [
        ("wrong-type", "/invoice_id")
    ]


def test_an_alias_is_named(rollcall: Command, starter: Path) -> None:
    file = starter / "invoice" / "paid.yaml"
    file.write_text(file.read_text() + "aliases: [{name: invoice_settled}]\n")
    (rollcall.folder / "in").write_text(
        '{"event": "invoice_settled", "properties": {"invoice_id": 7}}\n'
        '{"event": "invoice_settled", "properties": {}}\n'
    )
    said = [json.loads(line) for line in rollcall("validate", "in", "--format", "ndjson").out.splitlines()]
    assert [(entry["event"], entry["alias"]) for entry in said] == [("invoice.paid", "invoice_settled")] * 2
    assert "in:2: refused invoice.paid (as invoice_settled)\n" in rollcall("validate", "in").out


def test_warnings_leave_a_payload_accepted(rollcall: Command, starter: Path) -> None:
    file = starter / "invoice" / "paid.yaml"
    file.write_text(file.read_text() + "status: deprecated\nreplaced_by: account.signed_up\n")
    (rollcall.folder / "in").write_text(GOOD)
    ended = rollcall("validate", "in")
    assert (ended.code, ended.out) == (
        0,
        (
            "in:1: accepted invoice.paid\n"
            "    /event: 'invoice.paid' is deprecated; send 'account.signed_up' (event-deprecated)\n"
            "1 of 1 payloads accepted, 1 of them with warnings\n"
        ),
    )


def test_a_stream_is_answered_while_it_lasts(rollcall: Command, starter: Path) -> None:
    child = rollcall.start("validate", "--format", "ndjson", stdin=subprocess.PIPE)
    assert child.stdin is not None
    assert child.stdout is not None
    for number in range(1, 4):
        child.stdin.write(GOOD.encode() + b"\n")
        child.stdin.flush()
        assert json.loads(child.stdout.readline())["line"] == number
    out, err = child.communicate(timeout=60)
    assert (child.returncode, out, err) == (0, b"", b"")


def test_made_up_names_are_counted_in_bounded_memory() -> None:
    tally = Tally()
    for number in range(20_000):
        tally.add(Verdict(outcome=Outcome.UNKNOWN, event=f"made.up{number}"), in_detail=True)
    assert len(tally.events) == 10_001
    assert tally.events["<others>"][Outcome.UNKNOWN] == 10_000
    assert tally.payloads == 20_000


def test_a_terminal_without_files_is_asked_for_some(rollcall: Command, starter: Path) -> None:
    leader, follower = pty.openpty()
    child = rollcall.start("validate", stdin=follower)
    _, err = child.communicate(timeout=60)
    assert child.returncode == 2
    assert b"name files with payloads, or - for standard input" in err
    os.close(leader)
    os.close(follower)


def test_a_closed_standard_input_is_told(rollcall: Command, starter: Path) -> None:
    ended = subprocess.run(
        ["sh", "-c", f"exec {PYTHON} -m catalog.cli validate - <&-"],
        cwd=rollcall.folder,
        env=rollcall.environment(),
        capture_output=True,
    )
    assert (ended.returncode, ended.stderr) == (2, b"rollcall: standard input: it is closed\n")


def test_the_memory_for_a_long_stream_is_constant(rollcall: Command, starter: Path) -> None:
    (rollcall.folder / "chunk").write_text(f"{GOOD}\n{BAD}\n" * 2_000)

    def peak(copies: int) -> int:
        feed = f"for i in $(seq {copies}); do cat chunk; done"
        with subprocess.Popen(["sh", "-c", feed], cwd=rollcall.folder, stdout=subprocess.PIPE) as feeder:
            assert feeder.stdout is not None
            child = rollcall.start(
                "validate", "--format", "json", stdin=feeder.stdout, stdout=subprocess.DEVNULL
            )
            code, peak_bytes = ended_with_peak(child)
        assert code == 1
        return peak_bytes

    assert peak(40) < peak(2) + 10_000_000


def test_an_oversize_line_is_one_malformed_payload(rollcall: Command, starter: Path) -> None:
    lines = [GOOD, '{"event": "' + "x" * 2_000_000 + '"}', GOOD]
    (rollcall.folder / "in").write_text("\n".join(lines))
    ended = rollcall("validate", "in", "--format", "ndjson")
    assert outcomes(ended.out) == [(1, "accepted"), (2, "malformed"), (3, "accepted")]
    problem = json.loads(ended.out.splitlines()[1])["problems"][0]
    assert (problem["code"], problem["context"]) == ("too-large", {"limit": 1_048_576})
    assert no_traceback(ended)


ROLL = str(ROOT / "events")
QUOTE = json.dumps(
    {
        "event": "quote.emailed",
        "properties": {"quote_id": 40, "quote_title": "Relaunch", "recipient_email": "somebody@example.com"},
        "consent": ["analytics", "functional"],
    }
)
KEY_FILE = '{"active": "k1", "keys": {"k1": "' + "QUJD" * 11 + '"}}'


def sent(rollcall: Command, text: str) -> None:
    """Put payloads where the command runs."""
    (rollcall.folder / "sent.ndjson").write_text(text)


def test_what_leaves_is_shown_with_the_reason_for_what_does_not(rollcall: Command) -> None:
    sent(rollcall, QUOTE)
    ended = rollcall("validate", "sent.ndjson", "--catalog", ROLL, "--for", "posthog", "--show", "redacted")
    assert ended.code == 0
    assert '"quote_id": 40' in ended.out
    assert (
        "- recipient_email: dropped, since posthog drops user.contact (it is user.contact.email)"
        in " ".join(ended.out.split())
    )
    assert "Relaunch" not in ended.out
    assert "somebody" not in ended.out


def test_what_leaves_is_in_json_and_null_when_nothing_does(rollcall: Command) -> None:
    sent(rollcall, f"{QUOTE}\n{BAD}\n")
    ended = rollcall(
        *("validate", "sent.ndjson", "--catalog", ROLL, "--for", "posthog", "--show", "redacted"),
        *("--format", "ndjson"),
    )
    first, second = map(json.loads, ended.out.splitlines())
    assert first["redacted"] == {
        "event": "quote.emailed",
        "properties": {"quote_id": 40},
        "consent": ["analytics", "functional"],
        "redacted_for": ["posthog"],
    }
    assert second["redacted"] is None


def test_hashing_without_a_key_ends_before_the_first_payload(rollcall: Command, tmp_path: Path) -> None:
    sent(rollcall, QUOTE)
    asked = ("validate", "sent.ndjson", "--catalog", ROLL, "--for", "log", "--show", "redacted")
    ended = rollcall(*asked)
    assert (ended.code, ended.out) == (2, "")
    assert ended.err == (
        "rollcall: log hashes values, and no key is given; name a key file with --keys, or in ROLLCALL_KEYS\n"
    )
    keys = tmp_path / "keys.json"
    keys.write_text(KEY_FILE)
    assert rollcall(*asked, "--keys", str(keys)).code == 0
    keys.write_text('{"active": "k1", "keys": {"k1": "QUJD"}}')
    ended = rollcall(*asked, "--keys", str(keys))
    assert ended.code == 2
    assert ended.err.endswith("keys.json: the key 'k1' has fewer than 32 bytes; make a longer one\n")
    assert "QUJD" not in ended.err


def test_what_leaves_is_a_matter_of_one_destination(rollcall: Command) -> None:
    sent(rollcall, QUOTE)
    ended = rollcall("validate", "sent.ndjson", "--catalog", ROLL, "--show", "redacted")
    assert ended.code == 2
    assert "--show redacted is a matter of one destination; name it with --for" in ended.err


def test_text_names_payloads_with_personal_data_where_none_is_declared(
    rollcall: Command, tmp_path: Path
) -> None:
    folder = tmp_path / "events" / "a"
    folder.mkdir(parents=True)
    (folder.parent / "catalog.yaml").write_text("format: 1\nproduct: p\ndestinations: {log: {}}\n")
    (folder / "b.yaml").write_text(
        "destinations: [log]\nproperties: {a: {type: string, maxLength: 90, data: none}}\n"
    )
    sent(rollcall, '{"event": "a.b", "properties": {"a": "ask somebody@example.com"}}\n')
    ended = rollcall("validate", "sent.ndjson", "--catalog", str(folder.parent))
    assert ended.code == 0
    assert "looks like user.contact.email to the detector 'email'" in " ".join(ended.out.split())
    assert "somebody" not in ended.out


def test_consent_is_said_for_payloads_that_say_nothing_of_it(rollcall: Command) -> None:
    page = json.dumps({name: member for name, member in json.loads(QUOTE).items() if name != "consent"})
    refusing = json.dumps({**json.loads(page), "consent": []})
    sent(rollcall, f"{page}\n{refusing}\n")
    asked = ("validate", "sent.ndjson", "--catalog", ROLL, "--for", "posthog", "--format", "ndjson")
    assert [json.loads(line)["outcome"] for line in rollcall(*asked).out.splitlines()] == ["refused"] * 2
    granted = rollcall(*asked, "--consent", "analytics").out.splitlines()
    assert [json.loads(line)["outcome"] for line in granted] == ["accepted", "refused"]
    other = rollcall(*asked, "--consent", "performance").out.splitlines()
    assert [json.loads(line)["outcome"] for line in other] == ["refused"] * 2
    wrong = rollcall(*asked, "--consent", "analytcs")
    assert (wrong.code, wrong.out) == (2, "")
    assert wrong.err == "rollcall: no purpose 'analytcs' in the catalog; did you mean analytics\n"


@pytest.mark.parametrize(
    ("slip", "code", "said"),
    [
        (("product:", "contact: 5\nproduct:"), 0, ""),
        (("  log:\n", "  log:\n    consent: yes\n"), 2, "so the destination 'log' cannot be read; see"),
        (("format: 1", "format: 2"), 2, "so the destinations cannot be read; see"),
    ],
)
def test_a_destination_is_judged_while_its_own_definition_is_whole(
    slip: tuple[str, str], code: int, said: str, rollcall: Command, starter: Path
) -> None:
    settings = starter / "catalog.yaml"
    stated = settings.read_text()
    assert slip[0] in stated
    settings.write_text(stated.replace(*slip))
    (rollcall.folder / "in").write_text(GOOD)
    ended = rollcall("validate", "--for", "log", "in")
    assert ended.code == code
    assert said in ended.err
    assert ("catalog.yaml has errors" in ended.err) == bool(said)
    assert "no destination" not in ended.err
    mapped = rollcall("privacy", "map", "--destination", "log")
    assert said in mapped.err
    assert mapped.code == (code or 1), "the map of a damaged catalog lacks a part"
