"""Payloads that are none: each is one malformed or refused line, and the stream goes on behind it."""

import gzip
import json
import os
import subprocess
from pathlib import Path

import pytest
import zstandard

from tests.cli.command import Command, ended_with_peak, no_traceback

GOOD = b'{"event": "invoice.paid", "properties": {"invoice_id": 7}}'


def with_value(value: bytes) -> bytes:
    return b'{"event": "invoice.paid", "properties": {"invoice_id": ' + value + b"}}"


BAD: dict[str, tuple[bytes, str]] = {
    "truncated": (GOOD[:-9], "truncated"),
    "binary": (bytes(range(256)).replace(b"\n", b""), "not-utf-8"),
    "utf-16": (GOOD.decode().encode("utf-16"), "not-utf-8"),
    "a mark": (b"\xef\xbb\xbf" + GOOD, "byte-order-mark"),
    "latin-1": (GOOD.replace(b"paid", b"p\xe4id"), "not-utf-8"),
    "not JSON": (b"hello", "not-json"),
    "a list": (b"[]", "not-an-object"),
    "a scalar": (b"7", "not-an-object"),
    "null": (b"null", "not-an-object"),
    "two objects": (GOOD + GOOD, "not-json"),
    "10,000 levels": (with_value(b"[" * 10_000 + b"]" * 10_000), "too-deep"),
    "10,000 objects": (with_value(b'{"a":' * 10_000 + b"1" + b"}" * 10_000), "too-deep"),
    "50,000 brackets": (b"[" * 50_000, "too-deep"),
    "duplicate keys": (GOOD[:-1] + b', "event": "x.y"}', "duplicate-key"),
    "NaN": (with_value(b"NaN"), "not-finite"),
    "Infinity": (with_value(b"-Infinity"), "not-finite"),
    "1e999": (with_value(b"1e999"), "number-overflow"),
    "lone surrogate": (with_value(b'"\\ud800"'), "lone-surrogate"),
    "surrogate bytes": (with_value(b'"\xed\xa0\x80"'), "not-utf-8"),
    "overlong bytes": (with_value(b'"\xc0\xaf"'), "not-utf-8"),
    "control character": (with_value(b'"\x1b[31m"'), "not-json"),
    "null byte": (GOOD + b"\x00", "not-json"),
    "too large": (with_value(b" " * 1_100_000 + b"7"), "too-large"),
    "no event": (b'{"properties": {}}', "no-event"),
    "no properties": (b'{"event": "invoice.paid"}', "no-properties"),
    "event of another type": (b'{"event": 7, "properties": {}}', "wrong-envelope"),
}


@pytest.mark.parametrize("kind", BAD)
def test_a_bad_line_is_malformed_and_the_stream_goes_on(kind: str, rollcall: Command, starter: Path) -> None:
    line, code = BAD[kind]
    (rollcall.folder / "in").write_bytes(b"\n".join((GOOD, line, GOOD)))
    ended = rollcall("validate", "in", "--format", "ndjson")
    assert (ended.code, ended.err) == (1, "")
    first, second, third = map(json.loads, ended.out.splitlines())
    assert (first["outcome"], third["outcome"], third["line"]) == ("accepted", "accepted", 3)
    assert (second["line"], second["outcome"]) == (2, "malformed")
    assert second["problems"][0]["code"] == code


def test_every_bad_line_at_once_is_one_line_each(rollcall: Command, starter: Path) -> None:
    (rollcall.folder / "in").write_bytes(b"\n".join(line for line, _ in BAD.values()) + b"\n" + GOOD)
    for form in ("text", "json", "ndjson"):
        ended = rollcall.process("validate", "in", "--format", form)
        assert ended.code == 1
        assert no_traceback(ended)
    said = rollcall("validate", "in", "--format", "ndjson").out.splitlines()
    assert len(said) == len(BAD) + 1
    assert json.loads(said[-1])["outcome"] == "accepted"


def feed(rollcall: Command, shell: str, *arguments: str) -> tuple[int, int, str]:
    """Exit code, peak memory and output of validating what a shell command writes."""
    out = rollcall.folder / "out"
    with (
        out.open("wb") as file,
        subprocess.Popen(["sh", "-c", shell], stdout=subprocess.PIPE, cwd=rollcall.folder) as feeder,
    ):
        assert feeder.stdout is not None
        child = rollcall.start("validate", "-", *arguments, stdin=feeder.stdout, stdout=file)
        code, peak = ended_with_peak(child)
    return code, peak, out.read_text()


def test_a_gigabyte_in_one_line_is_one_malformed_payload_in_little_memory(
    rollcall: Command, starter: Path
) -> None:
    (rollcall.folder / "good").write_bytes(GOOD + b"\n")
    code, peak, out = feed(
        rollcall,
        "cat good; head -c 1000000000 /dev/zero | tr '\\0' x; echo; cat good",
        "--format",
        "ndjson",
    )
    found = [json.loads(line) for line in out.splitlines()]
    assert code == 1
    assert [(entry["line"], entry["outcome"]) for entry in found] == [
        (1, "accepted"),
        (2, "malformed"),
        (3, "accepted"),
    ]
    assert found[1]["problems"][0]["code"] == "too-large"
    assert peak < 150_000_000


@pytest.mark.parametrize("pack", [gzip.compress, zstandard.compress], ids=["gzip", "zstd"])
def test_an_archive_that_explodes_fills_no_memory(pack: object, rollcall: Command, starter: Path) -> None:
    assert callable(pack)
    # 100 times 10 MB of nothing: some kilobytes that stand for a gigabyte.
    (rollcall.folder / "bomb").write_bytes(pack(b" " * 10_000_000) * 100 + pack(b"\n" + GOOD))
    code, peak, out = feed(rollcall, "cat bomb", "--format", "ndjson")
    assert code == 0
    assert json.loads(out)["line"] == 2
    assert peak < 200_000_000


def test_the_largest_window_that_is_allowed_takes_a_bounded_memory(rollcall: Command, starter: Path) -> None:
    parameters = zstandard.ZstdCompressionParameters.from_level(1, window_log=27)
    packer = zstandard.ZstdCompressor(compression_params=parameters).compressobj()
    with (rollcall.folder / "wide").open("wb") as file:
        for _ in range(40):
            file.write(packer.compress(b" " * 9_999_999 + b"\n"))
        file.write(packer.compress(GOOD) + packer.flush())
    code, peak, out = feed(rollcall, "cat wide", "--format", "ndjson")
    assert (code, json.loads(out)["line"]) == (0, 41)
    assert peak < 350_000_000


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (("\ufeff" + GOOD.decode() + "\n" + GOOD.decode()).encode("utf-16-le"), "utf-16"),
        (b"\x28\xb5\x2f\xfd\x00\x98\x01\x00\x00", "window-too-large"),
    ],
    ids=["UTF-16", "a window of 512 MiB"],
)
def test_an_input_that_cannot_be_read_at_all_is_one_malformed_payload(
    content: bytes, code: str, rollcall: Command, starter: Path
) -> None:
    (rollcall.folder / "in").write_bytes(content)
    ended = rollcall("validate", "in", "--format", "ndjson")
    (found,) = map(json.loads, ended.out.splitlines())
    assert (ended.code, found["line"], found["outcome"]) == (1, 1, "malformed")
    assert [problem["code"] for problem in found["problems"]] == [code]


@pytest.mark.parametrize("pack", [gzip.compress, zstandard.compress], ids=["gzip", "zstd"])
@pytest.mark.parametrize("form", ["text", "json", "ndjson"])
def test_an_archive_that_is_cut_ends_in_one_malformed_line(
    pack: object, form: str, rollcall: Command, starter: Path
) -> None:
    assert callable(pack)
    lines = [GOOD.replace(b"7", str(number).encode()) for number in range(1, 20_000)]
    packed = pack(b"\n".join(lines))
    (rollcall.folder / "cut").write_bytes(packed[: len(packed) // 2])
    ended = rollcall.process("validate", "cut", "--format", form)
    assert ended.code == 1
    assert no_traceback(ended)
    if form == "ndjson":
        found = [json.loads(line) for line in ended.out.splitlines()]
        assert {entry["outcome"] for entry in found[:-1]} == {"accepted"}
        assert len(found) > 1_000
        assert (found[-1]["outcome"], found[-1]["line"]) == ("malformed", len(found))
        assert found[-1]["problems"][0]["code"] == "broken-archive"


@pytest.mark.parametrize(
    "content",
    [b"\x1f\x8b", b"\x1f\x8b" + os.urandom(100), b"\x28\xb5\x2f\xfd", b"\x28\xb5\x2f\xfd" + b"\xff" * 100],
    ids=["gzip magic", "gzip noise", "zstd magic", "zstd noise"],
)
def test_what_only_looks_like_an_archive_is_one_malformed_line(
    content: bytes, rollcall: Command, starter: Path
) -> None:
    (rollcall.folder / "in").write_bytes(content)
    ended = rollcall("validate", "in", "--format", "ndjson")
    assert ended.code == 1
    assert [json.loads(line)["outcome"] for line in ended.out.splitlines()] == ["malformed"]


@pytest.mark.parametrize("name", ["folder", "nowhere", "loop", "folder/nowhere", "a\x1b[31mb"])
def test_what_is_no_file_ends_with_2(name: str, rollcall: Command, starter: Path) -> None:
    (rollcall.folder / "folder").mkdir()
    (rollcall.folder / "loop").symlink_to("loop")
    ended = rollcall("validate", name)
    assert (ended.code, ended.out) == (2, "")
    assert ended.err.count("\n") == 1
    assert "\x1b" not in ended.err


def test_a_named_pipe_is_read(rollcall: Command, starter: Path) -> None:
    os.mkfifo(rollcall.folder / "pipe")
    child = rollcall.start("validate", "pipe", "--format", "ndjson")
    (rollcall.folder / "pipe").write_bytes(GOOD + b"\n" + GOOD)
    out, err = child.communicate(timeout=60)
    assert (child.returncode, err) == (0, b"")
    assert out.count(b"\n") == 2


SENTINEL = "s3ntinel"
HIDING: dict[str, str] = {
    "a value": '{"event": "invoice.paid", "properties": {"invoice_id": "%s"}}',
    "a value of an enum": '{"event": "account.signed_up", "properties": {"plan": "%s"}}',
    "an undeclared value": '{"event": "invoice.paid", "properties": {"invoice_id": 7, "more": "%s"}}',
    "an undeclared key": '{"event": "invoice.paid", "properties": {"invoice_id": 7, "%s@example.com": 1}}',
    "a key of many digits": '{"event": "invoice.paid", "properties": {"invoice_id": 7, "%s_49170123456": 1}}',
    "a long key": '{"event": "invoice.paid", "properties": {"invoice_id": 7, "' + "x" * 64 + '%s": 1}}',
    "a key with an escape": '{"event": "invoice.paid", "properties": {"invoice_id": 7, "\\u001b]%s": 1}}',
    "a key that stands twice": '{"event": "invoice.paid", "%s@x": 1, "%s@x": 2, "properties": {}}',
    "an unknown event": '{"event": "%s@example.com", "properties": {}}',
    "an unknown event with an escape": '{"event": "\\u001b[31m%s", "properties": {}}',
    "a member of the envelope": '{"event": "invoice.paid", "%s@x": 1, "properties": {"invoice_id": 7}}',
    "an identity": '{"event": "invoice.paid", "distinct_id": {"a": "%s"}, "properties": {"invoice_id": 7}}',
    "a person": '{"event": "invoice.paid", "$set": {"%s@x": "%s"}, "properties": {"invoice_id": 7}}',
    "a group": '{"event": "invoice.paid", "groups": {"%s@x": "%s"}, "properties": {"invoice_id": 7}}',
    "a timestamp": '{"event": "invoice.paid", "timestamp": "%s", "properties": {"invoice_id": "x"}}',
    "a context": '{"event": "invoice.paid", "properties": {"invoice_id": "x", "app_version": {"%s@x": 1}}}',
    "half a line": '{"event": "invoice.paid", "properties": {"invoice_id": "%s',
    "no JSON": "%s",
    "no event": '{"%s@x": "%s"}',
    "a list": '["%s"]',
    "a deep value": '{"event": "invoice.paid", "properties": {"invoice_id": {"a": [{"b": "%s"}]}}}',
}


@pytest.mark.parametrize("kind", HIDING)
@pytest.mark.parametrize("protocol", ["canonical", "log"])
def test_no_value_and_no_personal_name_is_ever_printed(
    kind: str, protocol: str, rollcall: Command, starter: Path
) -> None:
    (rollcall.folder / "in").write_text(HIDING[kind].replace("%s", SENTINEL))
    for form in ("text", "json", "ndjson"):
        for more in ((), ("--summary",), ("--for", "log")):
            ended = rollcall("validate", "in", "--protocol", protocol, "--format", form, *more)
            assert SENTINEL not in ended.out + ended.err
            assert "\x1b" not in ended.out
            assert ended.code in (0, 1)
            assert no_traceback(ended)
