"""Edits of files: what is meant changes, every other line and comment stays."""

import difflib

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalog.loading.document import read_document
from catalog.loading.dump import dump
from catalog.loading.edit import CannotEdit, remove, set_value
from catalog.model.snapshot import Definitions
from tests.loading.test_dump import FOLDERS, VALUES, in_words
from tests.strategies import catalogs

FILE = """\
# about the file
description: A timer is stopped.  # said by the team
owner: time   # two

properties:   # fields
  # the first
  a:
    type: string  # text
    maxLength: 5
  # the second
  b: {type: integer, data: none}   # short

  c:
    type: array
    items: {type: string}
aliases:
  - name: old   # what clients send
    sends: [x, y]
  # another
  - name: older
empty:
text: |
  one
  two

last: 1
# the end
"""


def change(after: str, before: str = FILE) -> list[str]:
    """The lines that differ, as a diff marks them."""
    lines = difflib.ndiff(before.splitlines(keepends=True), after.splitlines(keepends=True))
    return [line.rstrip("\n") for line in lines if line[0] in "+-"]


@pytest.mark.parametrize(
    ("pointer", "value", "lines"),
    [
        (("owner",), "no", ["- owner: time   # two", '+ owner: "no"   # two']),
        (("last",), 2, ["- last: 1", "+ last: 2"]),
        (("properties", "a", "maxLength"), 6, ["-     maxLength: 5", "+     maxLength: 6"]),
        (("properties", "a", "data"), "none", ["+     data: none"]),
        (
            ("properties", "b", "data"),
            "user.name",
            [
                "-   b: {type: integer, data: none}   # short",
                "+   b: {type: integer, data: user.name}   # short",
            ],
        ),
        (
            ("properties", "b", "minimum"),
            0,
            [
                "-   b: {type: integer, data: none}   # short",
                "+   b: {type: integer, data: none, minimum: 0}   # short",
            ],
        ),
        (("properties", "d"), {"type": "date"}, ["+   d: {type: date}"]),
        (("aliases", 0, "sends", 1), "z", ["-     sends: [x, y]", "+     sends: [x, z]"]),
        (("aliases", 0, "sends", 2), "z", ["-     sends: [x, y]", "+     sends: [x, y, z]"]),
        (("aliases", 2), {"name": "oldest"}, ["+   - {name: oldest}"]),
        (("aliases", 1, "rename"), {"x": "z"}, ["+     rename: {x: z}"]),
        (("empty",), "full", ["- empty:", "+ empty: full"]),
        (("empty", "a", "b"), 1, ["- empty:", "+ empty: {a: {b: 1}}"]),
        (("allow", "pii/x"), "reason", ["+ allow: {pii/x: reason}"]),
        (("text",), "one line", ["- text: |", "-   one", "-   two", "+ text: one line"]),
        (("text",), "three\nfour\n", ["-   one", "-   two", "+   three", "+   four"]),
        (
            ("owner",),
            {"a": [{"b": {"c": {}}}]},
            ["- owner: time   # two", "+ owner:   # two", "+   a:", "+     - b: {c: {}}"],
        ),
        (
            ("properties",),
            {"a": {"type": "date"}},
            None,
        ),
    ],
)
def test_setting_a_value_changes_its_lines_only(
    pointer: tuple[str | int, ...], value: object, lines: list[str] | None
) -> None:
    after = set_value(FILE, pointer, value)  # type: ignore[arg-type]  # the table holds plain values
    if lines is not None:
        assert sorted(change(after)) == sorted(lines)
    assert after.startswith("# about the file\n")
    assert after.endswith("# the end\n")
    assert "# said by the team" in after
    assert "# fields" in after


@pytest.mark.parametrize(
    ("pointer", "lines"),
    [
        (("owner",), ["- owner: time   # two"]),
        (("properties", "a", "maxLength"), ["-     maxLength: 5"]),
        (("properties", "a"), ["-   a:", "-     type: string  # text", "-     maxLength: 5"]),
        (("properties", "c"), ["-   c:", "-     type: array", "-     items: {type: string}"]),
        (("aliases", 0), ["-   - name: old   # what clients send", "-     sends: [x, y]"]),
        (("aliases", 1, "name"), ["-   - name: older", "+   - {}"]),
        (("aliases", 0, "sends", 0), ["-     sends: [x, y]", "+     sends: [y]"]),
        (("aliases", 0, "sends", 1), ["-     sends: [x, y]", "+     sends: [x]"]),
        (("properties", "c", "items", "type"), ["-     items: {type: string}", "+     items: {}"]),
        (("empty",), ["- empty:"]),
        (("text",), ["- text: |", "-   one", "-   two"]),
        (("last",), ["- last: 1"]),
        (
            ("aliases", 0, "name"),
            ["-   - name: old   # what clients send", "-     sends: [x, y]", "+   - sends: [x, y]"],
        ),
    ],
)
def test_removing_a_value_removes_its_lines_only(pointer: tuple[str | int, ...], lines: list[str]) -> None:
    assert change(remove(FILE, pointer)) == lines


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_line_ends_stay(newline: str) -> None:
    before = FILE.replace("\n", newline)
    after = set_value(before, ("properties", "d"), {"a": {"b": {"c": 1}}, "d": {}})
    assert after.replace(newline, "\n") == set_value(
        FILE, ("properties", "d"), {"a": {"b": {"c": 1}}, "d": {}}
    )
    assert after.count("\n") == after.count(newline)


def test_a_file_without_a_last_newline_can_be_edited() -> None:
    assert set_value("a: 1", ("b",), 2) == "a: 1\nb: 2"
    assert remove("a: 1\nb: 2", ("b",)) == "a: 1\n"
    assert remove("a: 1", ("a",)) == "{}\n"
    assert set_value("{}\n", ("a",), 1) == "{a: 1}\n"


@pytest.mark.parametrize(
    ("content", "pointer"),
    [
        ("a: &x {b: 1}\nc: *x\n", ("c", "b")),
        ("a: [1\n", ("a",)),
        ("", ("a",)),
        ("a: 1\n", ("a", "b")),
        ("a: [1]\n", ("a", 5)),
        ("a: [1]\n", ("a", "b")),
        ("a: {b: 1}\n", ("a", 0)),
        ("a: 1\n", ()),
        ("a: 1\na: 2\n", ("a",)),
    ],
)
def test_what_cannot_be_edited_is_refused(content: str, pointer: tuple[str | int, ...]) -> None:
    with pytest.raises(CannotEdit):
        set_value(content, pointer, 1)


@pytest.mark.parametrize("pointer", [(), ("x",), ("last", "x"), ("aliases", 7), ("aliases", "x")])
def test_what_is_not_there_cannot_be_removed(pointer: tuple[str | int, ...]) -> None:
    with pytest.raises(CannotEdit):
        remove(FILE, pointer)


FILES = [file for folder in FOLDERS for file in sorted(folder.rglob("*.yaml"))]


def places(data: object, above: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    match data:
        case dict():
            inner = [place for key, value in data.items() for place in places(value, (*above, key))]
        case list():
            inner = [place for index, value in enumerate(data) for place in places(value, (*above, index))]
        case _:
            inner = []
    return [above, *inner]


def lines_kept(before: str, after: str) -> int:
    matcher = difflib.SequenceMatcher(None, before.splitlines(), after.splitlines(), autojunk=False)
    return sum(block.size for block in matcher.get_matching_blocks())


def test_every_value_of_every_real_file_can_be_set_and_its_line_alone_changes() -> None:
    assert FILES
    tried = 0
    for file in FILES:
        text = file.read_text(encoding="utf-8")
        data = read_document(text.encode()).data
        for place in places(data)[1::19]:
            value = data
            for step in place:
                value = value[step]  # type: ignore[index]  # the path was walked before
            if isinstance(value, dict | list) or (isinstance(value, str) and "\n" in value):
                continue
            after = set_value(text, place, 12345)
            assert len(after.splitlines()) <= len(text.splitlines()), (file, place)
            assert set_value(set_value(text, (*place[:-1], place[-1]), 12345), place, 12345) == after
            folded = len(text.splitlines()) - len(after.splitlines())
            assert lines_kept(text, after) == len(text.splitlines()) - 1 - folded, (file, place)
            tried += 1
    assert tried > 20


def test_every_key_of_real_files_can_be_removed() -> None:
    for file in FILES[::7]:
        text = file.read_text(encoding="utf-8")
        for place in places(read_document(text.encode()).data)[1::3]:
            after = remove(text, place)
            kept = set(after.splitlines())
            comments = {line for line in text.splitlines() if line.startswith("#")}
            assert comments <= kept


@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(st.data(), catalogs(max_events=1))
def test_an_edit_of_a_canonical_file_says_what_was_meant(
    data: st.DataObject, definitions: Definitions
) -> None:
    text = data.draw(st.sampled_from([*dump(definitions).values()]))
    place = data.draw(st.sampled_from(places(read_document(text.encode()).data)[1:] or [("new",)]))
    value = data.draw(VALUES)
    after = set_value(text, place, value)
    found: object = read_document(after.encode()).data
    for step in place:
        found = found[step]  # type: ignore[index]  # the path was set above
    assert in_words(found) == in_words(value)
    removed = remove(after, place)
    assert read_document(removed.encode()).data is not None
