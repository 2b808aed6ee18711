"""`rollcall diff --json-schema`: the same keys always, an exit code, and a sentence for what is no schema."""

import json
import os
from pathlib import Path

import pytest

from tests.cli.command import Command

OPEN = {"type": "object", "properties": {"a": {"type": "integer"}}}
WIDER = {"type": "object", "properties": {"a": {"type": "number"}}}
MORE = {"type": "object", "properties": {"a": {"type": "integer"}, "b": {"type": "string"}}}


def put(folder: Path, **documents: object) -> None:
    for name, document in documents.items():
        (folder / f"{name}.json").write_text(json.dumps(document), encoding="utf-8")


@pytest.mark.parametrize(
    ("old", "new", "options", "code"),
    [
        pytest.param(OPEN, OPEN, (), 0, id="the same"),
        pytest.param(OPEN, WIDER, (), 0, id="wider"),
        pytest.param(WIDER, OPEN, (), 1, id="narrower"),
        pytest.param(WIDER, OPEN, ("--mode", "forward"), 0, id="narrower, forward"),
        pytest.param(WIDER, OPEN, ("--mode", "FULL_TRANSITIVE"), 1, id="as other registries write modes"),
        pytest.param(OPEN, MORE, (), 1, id="an optional property in an open object"),
        pytest.param(OPEN, MORE, ("--lenient",), 0, id="and leniently"),
        pytest.param(True, False, (), 1, id="boolean documents"),
    ],
)
def test_two_documents_are_judged(
    old: object, new: object, options: tuple[str, ...], code: int, rollcall: Command
) -> None:
    put(rollcall.folder, old=old, new=new)
    ended = rollcall("diff", "--json-schema", "old.json", "new.json", *options, "--format", "json")
    verdict = json.loads(ended.out)
    assert list(verdict) == ["compatible", "undecided", "changes", "counter_example", "refused_by"]
    assert (ended.code, verdict["compatible"]) == (code, code == 0)


@pytest.mark.parametrize(
    ("old", "new", "mode", "refused_by"),
    [
        pytest.param(WIDER, OPEN, "backward", "new", id="narrowed"),
        pytest.param(OPEN, WIDER, "forward", "old", id="widened, forward"),
        pytest.param(WIDER, OPEN, "full", "new", id="narrowed, both ways"),
        pytest.param(OPEN, WIDER, "full", "old", id="widened, both ways"),
        pytest.param(OPEN, WIDER, "backward", None, id="compatible"),
    ],
)
def test_the_side_that_refuses_is_named(
    old: object, new: object, mode: str, refused_by: str | None, rollcall: Command
) -> None:
    put(rollcall.folder, old=old, new=new)
    asked = ("diff", "--json-schema", "old.json", "new.json", "--mode", mode)
    assert json.loads(rollcall(*asked, "--format", "json").out)["refused_by"] == refused_by
    said = " ".join(rollcall(*asked).out.split())
    assert (f"the {refused_by} document refuses this value" in said) == (refused_by is not None)


def test_options_that_do_not_go_together_are_told(rollcall: Command) -> None:
    put(rollcall.folder, old=OPEN)
    for option in ("--approvals", "--review-form"):
        ended = rollcall("diff", "--json-schema", "old.json", "old.json", option)
        assert ended.code == 2
        assert f"{option} is about a catalog and its approvers" in ended.err


def test_a_named_pipe_is_refused_and_that_of_a_shell_is_read(rollcall: Command) -> None:
    put(rollcall.folder, old=OPEN)
    os.mkfifo(rollcall.folder / "pipe")
    ended = rollcall("diff", "--json-schema", "pipe", "old.json")
    assert ended.code == 2
    assert "pipe: a JSON Schema document is a regular file" in ended.err
    reading, writing = os.pipe()
    os.write(writing, json.dumps(OPEN).encode())
    os.close(writing)
    assert "Compatible." in rollcall("diff", "--json-schema", f"/dev/fd/{reading}", "old.json").out
    os.close(reading)


def test_people_read_the_value_that_proves_a_break(rollcall: Command) -> None:
    put(rollcall.folder, old=WIDER, new=OPEN)
    ended = rollcall("diff", "--json-schema", "old.json", "new.json")
    assert ended.code == 1
    assert "Not compatible" in ended.out
    assert '{"a": 0.1}' in ended.out
    assert "Compatible." in rollcall("diff", "--json-schema", "old.json", "old.json").out


def test_what_cannot_be_decided_is_never_compatible(rollcall: Command) -> None:
    put(rollcall.folder, old={"type": "string"}, new={"type": "string", "pattern": r"^(?=.*\d).*$"})
    ended = rollcall("diff", "--json-schema", "old.json", "new.json", "--format", "json")
    verdict = json.loads(ended.out)
    assert ended.code == 1
    assert verdict["compatible"] is False
    assert verdict["undecided"] or verdict["counter_example"] is not None


@pytest.mark.parametrize(
    ("content", "said"),
    [
        pytest.param(b"{", "not JSON", id="cut off"),
        pytest.param(b'{"type": "string", "type": "integer"}', 'the key "type" twice', id="a key twice"),
        pytest.param(b"\xff\xfe\x00", "not JSON", id="binary"),
        pytest.param(b"[1]", "is an object, or true or false", id="a list"),
        pytest.param(b"[" * 100_000, "not JSON", id="nested too deep"),
    ],
)
def test_a_file_that_is_no_schema_is_named(content: bytes, said: str, rollcall: Command) -> None:
    put(rollcall.folder, old=OPEN)
    (rollcall.folder / "new.json").write_bytes(content)
    ended = rollcall("diff", "--json-schema", "old.json", "new.json")
    assert ended.code == 2
    assert f"new.json: {said}" in ended.err or ("new.json" in ended.err and said in ended.err)


@pytest.mark.parametrize(
    "arguments",
    [
        ("diff", "--json-schema", "old.json"),
        ("diff", "--mode", "full"),
        ("diff", "--json-schema", "old.json", "gone.json"),
        ("diff", "--json-schema", "old.json", "old.json", "--mode", "sideways"),
    ],
)
def test_what_cannot_be_asked_is_a_sentence(arguments: tuple[str, ...], rollcall: Command) -> None:
    put(rollcall.folder, old=OPEN)
    ended = rollcall(*arguments)
    assert ended.code == 2
    assert ended.err.count("\n") <= 4
    assert "Traceback" not in ended.err
