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
    "an object with a slip in a field and one of its own": (
        "{type: object, handling: {lgo: drop}, properties: {q: {typ: string, data: nnone}}}",
        [
            "format/missing-key",
            "format/unknown-key",
            "catalog/unknown-category",
            "catalog/unknown-destination",
        ],
    ),
    "slips at four depths": (
        (
            "{type: array, maxitems: 3, items: {type: map, kyes: {}, keys: {maxlength: 3, data: foo.bar}, "
            "values: {type: object, properties: {q: {type: strng, data: foo.bar, destinations: [lgo, 5]}}}}}"
        ),
        [
            "format/unknown-key",
            "format/unknown-key",
            "format/unknown-key",
            "format/unknown-type",
            "format/wrong-type",
            "catalog/unknown-category",
            "catalog/unknown-category",
            "catalog/unknown-destination",
        ],
    ),
    "one wrong entry among others": (
        "{type: date, handling: {log: shred, lgo: drop}, send_as: {lgo: x, log: 5}, destinations: [3, lgo]}",
        [*["format/wrong-type"] * 3, *["catalog/unknown-destination"] * 3],
    ),
    "keys that mean nothing where they stand": (
        "{type: map, data: none, values: {type: array, items: {type: date, required: true}, data: foo.bar}}",
        ["format/misplaced-key", "format/misplaced-key", "catalog/unknown-category"],
    ),
    "a field that lacks a type among fields that have one": (
        "{properties: {p: {data: foo.bar}, q: {type: date, data: foo.bar}, r: {type: array, data: foo.bar}}}",
        [*["format/missing-key"] * 3, *["catalog/unknown-category"] * 3],
    ),
    # what is excused stays so, and what may be an excuse is one: of a field, for that field alone
    "a misspelt allowance in a field": (
        (
            "{type: object, properties: {p: {type: uri, data: foo.bar, alow: {catalog/unknown-category: x}}, "
            "q: {type: boolean, mn: 1, data: foo.bar}}, purpose: nobodys}"
        ),
        ["format/unknown-key", "format/unknown-key", "catalog/unknown-category", "catalog/unknown-purpose"],
    ),
    "an allowance whose reason is none": (
        "{type: boolean, mn: 1, data: foo.bar, purpose: nobodys, allow: {catalog/unknown-category: 3}}",
        ["format/unknown-key", "format/wrong-type", "catalog/unknown-purpose"],
    ),
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
    assert told(tmp_path, "timer/stopped.yaml", event) == sorted(expected)


def told(folder: Path, path: str, text: str) -> list[str]:
    files: dict[str, str | bytes] = {"catalog.yaml": SETTINGS + "destinations: {log: {}}\n", path: text}
    found = run(load(write(folder, files)), today=date(2026, 3, 1))
    return sorted(
        one.rule for one in found if one.path == path and one.rule.startswith(("format/", "catalog/unknown"))
    )


@pytest.mark.parametrize("path", ["_groups/actor.yaml", "_context/sdk.yaml", "_entities/person.yaml"])
@pytest.mark.parametrize(("definition", "expected"), DAMAGED.values(), ids=DAMAGED)
def test_a_group_a_context_and_an_entity_are_told_all_of_it_too(
    tmp_path: Path, definition: str, expected: list[str], path: str
) -> None:
    sound = "  b: {type: date, data: foo.bar}\n"
    text = f"properties:\n  a: {definition}\n{sound}"
    assert told(tmp_path, path, text) == sorted([*expected, "catalog/unknown-category"])


@pytest.mark.parametrize(
    ("rest", "rules"),
    [
        ("descripton: x\n", ["catalog/unknown-category", "format/unknown-key"]),
        ("descripton: x\nallow: {catalog/unknown-category: It comes soon.}\n", ["format/unknown-key"]),
        ("alow: {catalog/unknown-category: It comes soon.}\n", ["format/unknown-key"]),
        ("allow: {catalog/unknown-category: 3}\n", ["format/wrong-type"]),
        ("allow: [catalog/unknown-category]\n", ["format/wrong-type"]),
    ],
)
def test_what_a_group_excuses_stays_excused_beside_a_slip(
    tmp_path: Path, rest: str, rules: list[str]
) -> None:
    text = "properties:\n  b: {type: date, data: foo.bar}\n" + rest
    assert told(tmp_path, "_groups/actor.yaml", text) == rules


def test_what_stands_beside_a_slip_in_a_field_is_judged_by_every_rule(tmp_path: Path) -> None:
    event = (
        "destinations: [log]\nproperties:\n  a:\n    type: object\n    description: x\n    properties:\n"
        "      p: {type: strng, data: none}\n      q: {type: string, data: none}\n"
        "    examples: [{p: 1}]\n"
    )
    files = {"catalog.yaml": SETTINGS + "destinations: {log: {}}\n", "timer/stopped.yaml": event}
    found = run(load(write(tmp_path, dict(files))), today=date(2026, 3, 1))
    told = [(one.line, one.rule) for one in found if one.path == "timer/stopped.yaml" and one.line > 2]
    assert told == [
        (5, "ownership/hollow-text"),
        (7, "format/unknown-type"),
        (8, "ownership/undescribed-property"),
        (8, "typing/unbounded-string"),
    ]


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
