"""One pass tells everything that is wrong inside a property: no slip hides what its other keys have wrong."""

import re
from datetime import date
from pathlib import Path

import pytest

from catalog.loading import load
from catalog.rules import run
from tests.loading.cases import SETTINGS
from tests.loading.test_load import write

DAMAGED = {
    "an unknown type that is nearly one": (
        "{descripton: x, type: nubmer, data: foo.bar, destinations: [lgo]}",
        [
            "format/unknown-key",
            "format/unknown-type",
            "catalog/unknown-category",
            "catalog/unknown-destination",
        ],
    ),
    "an unknown type that is none": (
        "{type: blob, size: 3, data: foo.bar}",
        ["format/unknown-key", "format/unknown-type", "catalog/unknown-category"],
    ),
    "no type": (
        "{description: Text., data: foo.bar, destinations: [lgo], requird: true}",
        [
            "format/missing-key",
            "format/unknown-key",
            "catalog/unknown-category",
            "catalog/unknown-destination",
        ],
    ),
    "a list of an unknown type": (
        "{type: array, maxItems: 3, items: {type: strng, maxLength: x}, data: foo.bar}",
        ["format/unknown-type", "format/wrong-type", "catalog/unknown-category"],
    ),
    "an object without a type": (
        "{properties: {c: {type: integer, mn: 1, data: none}}, purpose: nobodys}",
        ["format/missing-key", "format/unknown-key", "catalog/unknown-purpose"],
    ),
    "a number that begins with a zero": (
        "{type: integer, minimum: 010, foo: 1, data: 5}",
        ["format/ambiguous-number", "format/unknown-key", "format/wrong-type"],
    ),
    "a key of a type in a property that has another one": (
        "{type: integr, maxLength: 3, data: none}",
        ["format/unknown-key", "format/unknown-type"],
    ),
    "a key of some type in a property that has none": ("{maxLength: 3, data: none}", ["format/missing-key"]),
}


@pytest.mark.parametrize(("definition", "expected"), DAMAGED.values(), ids=DAMAGED)
@pytest.mark.parametrize("style", ["flow", "block"])
def test_every_slip_of_a_property_is_told_in_one_pass(
    tmp_path: Path, definition: str, expected: list[str], style: str
) -> None:
    text = definition
    if style == "block" and "{" not in definition[1:]:  # in block style, every key has a line of its own
        text = "\n    " + re.sub(r", (?=\w+: )", "\n    ", definition[1:-1])
    event = f"destinations: [log]\nproperties:\n  a: {text}\n"
    loaded = load(
        write(tmp_path, {"catalog.yaml": SETTINGS + "destinations: {log: {}}\n", "timer/stopped.yaml": event})
    )
    found = run(loaded, today=date(2026, 3, 1))
    told = [
        one.rule
        for one in found
        if one.path == "timer/stopped.yaml" and one.rule.startswith(("format/", "catalog/unknown"))
    ]
    assert sorted(told) == sorted(expected)


def test_types_that_are_missing_deep_inside_each_other_are_all_told(tmp_path: Path) -> None:
    inner = "{data: none}"
    for _ in range(20):
        inner = f"{{properties: {{b: {inner}}}}}"
    loaded = load(write(tmp_path, {"timer/stopped.yaml": f"properties: {{a: {inner}}}\n"}))
    assert [one.rule for one in loaded.findings] == ["format/missing-key"] * 21


def test_one_name_in_two_casings_is_one_finding(tmp_path: Path) -> None:
    event = "properties: {%s: {type: boolean, data: none}}\n"
    files = {"order/placed.yaml": event % "taskIds", "order/Placed.yaml": event % "taskids"}
    found = run(load(write(tmp_path, dict(files))), today=date(2026, 3, 1))
    told = sorted(one.rule for one in found if one.rule.startswith("naming/"))
    assert told.count("naming/two-casings") == 2
    assert {"naming/too-similar", "naming/similar-properties"}.isdisjoint(told)


@pytest.mark.parametrize(("quote", "column"), [('"', 14), ("'", 14)])
def test_an_unclosed_quote_is_told_where_it_opens(tmp_path: Path, quote: str, column: int) -> None:
    event = f"owner: me\ndescription: {quote}It stops.\ntrigger: now\n"
    (finding,) = load(write(tmp_path, {"timer/stopped.yaml": event})).findings
    assert (finding.line, finding.column) == (2, column)
    assert finding.message == "not YAML: the quote that opens here is never closed; close it"


def test_null_in_an_enum_is_answered_with_what_adds_it(tmp_path: Path) -> None:
    event = "properties: {a: {type: string, enum: [b, null], nullable: true, data: none}}\n"
    (finding,) = load(write(tmp_path, {"timer/stopped.yaml": event})).findings
    assert (
        finding.message == "'enum' member 2 is null; leave it out, 'nullable: true' adds null to the values"
    )
