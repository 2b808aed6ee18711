"""Files of a catalog that are no definitions: each is a finding with its place, the others are judged."""

import json
import os
import re
import stat
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.cli.command import Command, Ended, ended_with_peak, no_traceback


def put(content: bytes) -> Callable[[Path], None]:
    def write(path: Path) -> None:
        path.write_bytes(content)

    return write


def nested_lines(depth: int) -> bytes:
    return b"".join(b" " * level + b"a:\n" for level in range(depth)) + b" " * depth + b"b\n"


def bomb() -> bytes:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 12)]
    return "\n".join(lines).encode()


def link_to_itself(path: Path) -> None:
    path.unlink()
    path.symlink_to(path.name)


def link_to_nothing(path: Path) -> None:
    path.unlink()
    path.symlink_to("/nowhere/at/all")


def folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def named_pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def endless_device(path: Path) -> None:
    path.unlink()
    path.symlink_to("/dev/zero")


def hole_of_a_gigabyte(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(1_000_000_000)


START = b"description: An invoice was paid in full.\n"
WHOLE = START + b"trigger: It was paid.\nowner: billing\npurpose: analytics\ndestinations: [log]\n"
"""What is judged in part has no other finding."""

BAD: dict[str, tuple[Callable[[Path], None], str]] = {
    "truncated": (put(START + b"properties: {a: {type: strin"), "format/not-yaml"),
    "truncated in a character": (put(START + "trigger: ü".encode()[:-1]), "format/not-utf-8"),
    "binary": (put(bytes(range(256)) * 40), "format/not-utf-8"),
    "utf-16 with a mark": (put(START.decode().encode("utf-16")), "format/not-utf-8"),
    "utf-16 without a mark": (put(START.decode().encode("utf-16-le")), "format/not-utf-8"),
    "latin-1": (put("description: für\n".encode("latin-1")), "format/not-utf-8"),
    "empty": (put(b""), "format/empty-file"),
    "only a mark": (put(b"\xef\xbb\xbf"), "format/empty-file"),
    "comments only": (put(b"# nothing\n"), "format/empty-file"),
    "a gigabyte": (hole_of_a_gigabyte, "format/too-large"),
    "one long line": (put(b"description: " + b"x" * 2_000_000), "format/too-large"),
    "10,000 levels of lines": (put(nested_lines(1_400)), "format/too-deep"),
    "10,000 levels in one line": (put(b"- " * 10_000 + b"x"), "format/too-deep"),
    "10,000 mappings": (put(b"{a: " * 10_000), "format/too-deep"),
    "50,000 brackets": (put(b"[" * 50_000), "format/too-deep"),
    "50,000 brackets, closed": (put(b"[" * 50_000 + b"]" * 50_000), "format/too-deep"),
    "duplicate keys": (put(WHOLE + START), "format/duplicate-key"),
    "not a number": (put(WHOLE + b"properties: {a: {type: number, minimum: .nan}}"), "format/not-a-number"),
    "1e999": (put(WHOLE + b"properties: {a: {type: number, minimum: 1e999}}"), "format/not-a-number"),
    "5,000 digits": (put(WHOLE + b"accept_previous_days: " + b"9" * 5_000), "format/not-a-number"),
    "lone surrogate": (put(START + b'trigger: "\\ud800"\n'), "format/not-yaml"),
    "alias bomb": (put(bomb()), "format/too-large"),
    "alias of itself": (put(b"examples: &a [*a]\n"), "format/too-deep"),
    "tabs": (put(b"properties:\n\ta: {type: boolean}\n"), "format/not-yaml"),
    "null byte": (put(START + b"trigger: a\x00b\n"), "format/not-utf-8"),
    "control character": (put(START + b"trigger: a\x1b[31mb\n"), "format/not-yaml"),
    "a list": (put(b"- a\n"), "format/wrong-type"),
    "a scalar": (put(b"text\n"), "format/wrong-type"),
    "two documents": (put(START + b"---\n" + START), "format/two-documents"),
    "a link to itself": (link_to_itself, "format/unreadable-file"),
    "a link to nothing": (link_to_nothing, "format/unreadable-file"),
    "a folder": (folder, "format/unreadable-file"),
    "a named pipe": (named_pipe, "format/unreadable-file"),
    "a device": (endless_device, "format/unreadable-file"),
}


@pytest.mark.parametrize("kind", BAD)
def test_a_bad_file_is_a_finding_and_the_others_are_judged(
    kind: str, rollcall: Command, starter: Path
) -> None:
    spoil, rule = BAD[kind]
    spoil(starter / "invoice" / "paid.yaml")
    for _ in range(2):  # without and with the results of the first run
        ended = rollcall("check", "--format", "json")
        assert ended.code == 1
        assert ended.err == ""
        found = json.loads(ended.out)
        # what can be read of the file is judged too, and that may stand on an earlier line
        first = next(one for one in found["findings"] if one["rule"].startswith("format/"))
        assert (first["path"], first["rule"]) == ("events/invoice/paid.yaml", rule)
        assert first["line"] >= 1
        assert first["column"] >= 1
        assert first["message"]
        assert {finding["path"] for finding in found["findings"]} <= {
            "events/invoice/paid.yaml",
            "events/catalog.yaml",  # what only the bad file used may now be unused
        }


@pytest.mark.parametrize(
    "kind", ["50,000 brackets", "10,000 mappings", "alias bomb", "a gigabyte", "a device"]
)
def test_no_file_takes_the_process_with_it(kind: str, rollcall: Command, starter: Path) -> None:
    BAD[kind][0](starter / "invoice" / "paid.yaml")
    child = rollcall.start("check", stdout=subprocess.PIPE)
    code, peak = ended_with_peak(child)
    out, err = child.communicate()
    ended = Ended(code=code, out=out.decode(), err=err.decode())
    assert ended.code == 1
    assert no_traceback(ended)
    assert "events/invoice/paid.yaml" in ended.out
    assert 0 < peak < 200_000_000


@pytest.mark.parametrize("kind", BAD)
def test_settings_that_cannot_be_read_stop_nothing(kind: str, rollcall: Command, starter: Path) -> None:
    BAD[kind][0](starter / "catalog.yaml")
    ended = rollcall("check", "--format", "json")
    assert ended.code == 1
    assert json.loads(ended.out)["summary"]["events"] == 2
    assert "events/catalog.yaml" in {finding["path"] for finding in json.loads(ended.out)["findings"]}


def test_a_byte_order_mark_is_taken_off(rollcall: Command, starter: Path) -> None:
    for file in starter.rglob("*.yaml"):
        file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes())
    assert rollcall("check").code == 0


def test_line_ends_of_windows_are_line_ends(rollcall: Command, starter: Path) -> None:
    for file in starter.rglob("*.yaml"):
        file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    assert rollcall("check").code == 0


def test_folders_that_link_to_themselves_end(rollcall: Command, starter: Path) -> None:
    (starter / "invoice" / "again").symlink_to(starter)
    (starter / "loop").symlink_to(".")
    (starter / "round").symlink_to("round")
    ended = rollcall("check", "--format", "json")
    assert ended.code == 1
    assert no_traceback(ended)
    found = json.loads(ended.out)
    assert found["summary"]["events"] >= 2
    assert all(finding["path"].count("/") <= 4 for finding in found["findings"]), "the loop is entered once"
    assert {"format/stray-file"} <= {finding["rule"] for finding in found["findings"]}
    assert rollcall("check", "--format", "json") == ended


@contextmanager
def as_nobody() -> Iterator[None]:
    """Root may read everything, so it becomes nobody for a while."""
    if os.geteuid() != 0:
        yield
        return
    os.setegid(65_534)
    os.seteuid(65_534)
    try:
        yield
    finally:
        os.seteuid(0)
        os.setegid(0)


@pytest.mark.parametrize("what", ["file", "resource", "catalog"])
def test_what_may_not_be_read_is_told(what: str, rollcall: Command, starter: Path) -> None:
    assert rollcall("check", "--no-cache").code == 0  # imports what it needs while it still may
    places = {"file": starter / "invoice" / "paid.yaml", "resource": starter / "invoice", "catalog": starter}
    for place in starter.parents:  # pytest's folders are for their owner alone
        if place.stat().st_uid == os.geteuid() and place not in Path("/tmp").parents:
            place.chmod(place.stat().st_mode | stat.S_IXOTH | stat.S_IROTH)
    places[what].chmod(0)
    try:
        with as_nobody():
            ended = rollcall("check", "--no-cache")
    finally:
        places[what].chmod(0o755)
    assert ended.code == (2 if what == "catalog" else 1)
    assert "cannot be read: permission denied" in ended.out + ended.err
    assert no_traceback(ended)


def test_a_thousand_errors_are_all_reported(rollcall: Command, starter: Path) -> None:
    (starter / "many").mkdir()
    for number in range(1_000):
        (starter / "many" / f"event_{number:04d}.yaml").write_text("descripton: misspelt\n")
    ended = rollcall("check", "--format", "json")
    found = json.loads(ended.out)
    assert ended.code == 1
    assert found["summary"]["errors"] >= 1_000
    assert {finding["path"] for finding in found["findings"]} >= {
        f"events/many/event_{number:04d}.yaml" for number in range(1_000)
    }
    text = rollcall("check").out
    assert "by rule\n" in text
    assert f"{found['summary']['errors']:,} errors and " in text.splitlines()[-1]


def test_a_thousand_errors_in_one_file_are_all_reported(rollcall: Command, starter: Path) -> None:
    lines = "".join(f"  p{number}: {{type: text, data: none}}\n" for number in range(1_000))
    (starter / "invoice" / "paid.yaml").write_text(f"properties:\n{lines}")
    found = json.loads(rollcall("check", "--format", "json").out)
    assert sum(finding["rule"] == "format/unknown-type" for finding in found["findings"]) == 1_000


NAMES = {
    "escape sequence": "\x1b]0;title\x07\x1b[31m",
    "bell": "a\x07b",
    "line break": "a\nb",
    "carriage return": "a\rb",
    "C1 control": "a\x9b31mb",
    "right to left": "a\u202eb",
    "zero width": "a\u200bb",
    "tag character": "a\U000e0041b",
}


@pytest.mark.parametrize("kind", NAMES)
@pytest.mark.parametrize("form", ["text", "json", "github", "sarif", "junit", "md"])
def test_names_of_files_reach_no_terminal_raw(kind: str, form: str, rollcall: Command, starter: Path) -> None:
    (starter / "invoice" / f"{NAMES[kind]}.yaml").write_text("description: x\n")
    (starter / NAMES[kind]).mkdir()
    (starter / NAMES[kind] / "x.yaml").write_text("description: x\n")
    ended = rollcall("check", "--format", form)
    assert ended.code == 1
    assert not set(ended.out) & set("\x1b\x07\r\x9b")
    if form in ("text", "github", "md"):
        assert all(line.isprintable() for line in ended.out.split("\n"))


@pytest.mark.parametrize("kind", NAMES)
def test_names_inside_files_reach_no_terminal_raw(kind: str, rollcall: Command, starter: Path) -> None:
    name = json.dumps(NAMES[kind])
    (starter / "invoice" / "paid.yaml").write_text(
        f"{name}: 1\nproperties:\n  {name}: {{type: {name}, {name}: 1}}\n"
    )
    catalog = starter / "catalog.yaml"
    catalog.write_text(catalog.read_text() + f"severities: {{{name}: error}}\n{name}: 1\n")
    ended = rollcall("check")
    assert ended.code == 1
    assert all(line.isprintable() for line in ended.out.split("\n"))


def test_a_file_name_outside_utf_8_is_shown_as_escapes(rollcall: Command, starter: Path) -> None:
    name = os.fsencode(starter / "invoice") + b"/p\xe9.yaml"
    try:
        with open(name, "wb") as file:
            file.write(b"description: x\n")
    except OSError:
        pytest.skip("this file system takes UTF-8 names only")
    for form in ("text", "json", "github", "sarif", "junit", "md"):
        ended = rollcall.process("check", "--format", form)
        assert ended.code == 1
        assert no_traceback(ended)
        assert re.search(r"p(\\|\\\\|%5C)udce9.yaml", ended.out)
