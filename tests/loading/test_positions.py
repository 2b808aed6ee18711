"""Where values and their keys stand, as people count: lines and columns from 1, in code points."""

from pathlib import Path

import pytest

from catalog.findings import Part, Place, Pointer
from catalog.loading import load
from catalog.loading.positions import positions
from tests.loading.test_load import write

TEXT = """\
description: "é😀"  # a comment
owner:
  growth
status:
include: [actor, 'b']
properties:
  a: &a {type: boolean, const: null}
  b: *a
  c:
    type: map
    values:

      type: array
examples:
  - x: 1
  -
    y: ""
"""


@pytest.mark.parametrize(
    ("pointer", "key", "value"),
    [
        ((), (1, 1), (1, 1)),
        (("description",), (1, 1), (1, 14)),
        (("owner",), (2, 1), (3, 3)),
        (("status",), (4, 1), (4, 1)),  # nothing is written there
        (("include", 1), (5, 18), (5, 18)),
        (("properties",), (6, 1), (7, 3)),
        (("properties", "a"), (7, 3), (7, 6)),
        (("properties", "a", "const"), (7, 25), (7, 32)),
        (("properties", "b"), (8, 3), (8, 3)),  # an alias: its value stands elsewhere
        (("properties", "c", "values"), (11, 5), (13, 7)),
        (("examples", 0), (15, 5), (15, 5)),
        (("examples", 0, "x"), (15, 5), (15, 8)),
        (("examples", 1, "y"), (17, 5), (17, 8)),
    ],
)
def test_a_value_and_its_key_have_a_position_each(
    pointer: Pointer, key: tuple[int, int], value: tuple[int, int]
) -> None:
    found = positions(TEXT.encode())[pointer]
    assert (found.key, found.value) == (key, value)


def test_what_is_not_there_is_at_the_key_of_what_is_nearest(tmp_path: Path) -> None:
    event = "description: A timer is stopped.\nproperties:\n  a: {type: boolean, data: none}\n"
    path = "timer/stopped.yaml"
    sources = load(write(tmp_path, {path: event})).sources
    assert sources.place(path, ("properties", "a", "data"), Part.VALUE) == Place(path=path, line=3, column=28)
    for part in Part:
        assert sources.place(path, ("properties", "a", "unit"), part) == Place(path=path, line=3, column=3)
    assert sources.place("no/such.yaml", ("a",), Part.VALUE) == Place(path="no/such.yaml", line=1, column=1)


@pytest.mark.parametrize(
    ("pointer", "column"),
    [
        (("owner",), 8),
        (("properties", "a"), 3),  # a mapping is known by its name
        (("properties", "a", "handling", "log"), 42),  # and so is what is done at a destination
        (("properties", "a", "data"), 25),
        (("destinations", 0), 16),
        (("destinations",), 1),
    ],
)
def test_where_nobody_says_which_a_word_stands_for_its_key(
    tmp_path: Path, pointer: Pointer, column: int
) -> None:
    event = (
        "owner: growth\ndestinations: [log]\nproperties:\n"
        "  a: {type: date, data: none, handling: {log: drop}}\n"
    )
    path = "timer/stopped.yaml"
    sources = load(write(tmp_path, {path: event})).sources
    assert sources.place(path, pointer, Part.STATED).column == column
