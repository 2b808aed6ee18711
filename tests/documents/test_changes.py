"""What changed is told, each fact once, with what it does to data."""

import json
from typing import Any

import pytest

import catalog
from catalog.documents import compare_schemas
from tests.documents.cases import INT, NUM, STR, array, integer, number, obj, text

TOLD: list[tuple[str, Any, Any, list[tuple[str, str, bool | None]]]] = [
    ("nothing", obj(a=INT), obj(a=INT), []),
    ("a title", STR, text(title="t"), [("words-changed", "#/title", False)]),
    ("a wider type", obj(a=INT), obj(a=NUM), [("type-widened", "#/properties/a/type", False)]),
    ("a narrower type", obj(a=NUM), obj(a=INT), [("type-narrowed", "#/properties/a/type", True)]),
    ("another type", obj(a=STR), obj(a=INT), [("type-changed", "#/properties/a/type", True)]),
    ("tightened", integer(minimum=1), integer(minimum=2), [("constraint-tightened", "#/minimum", True)]),
    ("loosened", text(maxLength=1), text(maxLength=2), [("constraint-loosened", "#/maxLength", False)]),
    ("a pattern", STR, text(pattern="^a"), [("constraint-added", "#/pattern", True)]),
    ("a step", number(multipleOf=2), number(multipleOf=4), [("constraint-tightened", "#/multipleOf", True)]),
    ("a const", {"const": 1}, {"const": 2}, [("constraint-changed", "#/const", True)]),
    (
        "values",
        text(enum=["a", "b"]),
        text(enum=["a", "c"]),
        [("enum-value-added", "#/enum", False), ("enum-value-removed", "#/enum", True)],
    ),
    ("a format", text(format="date"), text(format="time"), [("format-changed", "#/format", False)]),
    ("required", obj(a=INT), obj("a", a=INT), [("required-added", "#/required", True)]),
    ("optional", obj("a", a=INT), obj(a=INT), [("required-removed", "#/required", False)]),
    ("added, open", obj(a=INT), obj(a=INT, b=STR), [("property-added", "#/properties/b", True)]),
    (
        "added, closed",
        obj("", False, a=INT),
        obj("", False, a=INT, b=STR),
        [("property-added", "#/properties/b", False)],
    ),
    (
        "removed, closed",
        obj("", False, a=INT, b=STR),
        obj("", False, a=INT),
        [("property-removed", "#/properties/b", True)],
    ),
    ("closed", obj(a=INT), obj("", False, a=INT), [("content-model-closed", "#/additionalProperties", True)]),
    ("opened", obj("", False), obj(), [("content-model-opened", "#/additionalProperties", False)]),
    (
        "partly open",
        obj("", False),
        obj("", INT),
        [("content-model-partially-open", "#/additionalProperties", False)],
    ),
    ("items", array(items=INT), array(items=STR), [("type-changed", "#/items/type", True)]),
    (
        "an item",
        array(prefixItems=[INT], items=False),
        array(prefixItems=[INT, STR], items=False),
        [("item-added", "#/prefixItems/1", False)],
    ),
    ("a branch", {"anyOf": [STR]}, {"anyOf": [STR, INT]}, [("branch-added", "#/anyOf/1", False)]),
    (
        "in a definition",
        {"$defs": {"i": NUM}, "items": {"$ref": "#/$defs/i"}},
        {"$defs": {"i": INT}, "items": {"$ref": "#/$defs/i"}},
        [("type-narrowed", "#/$defs/i/type", True)],
    ),
]


@pytest.mark.parametrize(("old", "new", "expected"), [row[1:] for row in TOLD], ids=[row[0] for row in TOLD])
def test_a_change_is_told_with_its_place_and_its_effect(old: Any, new: Any, expected: list[Any]) -> None:
    changes = compare_schemas(old, new).changes
    assert [(one.kind.value, one.pointer, one.breaking) for one in changes] == expected


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (obj(a=INT), obj(a=INT, b=STR), "property 'b' was added to an open object"),
        (obj("", False), obj("", False, b=STR), "property 'b' was added to a closed object"),
        (obj("", STR), obj("", STR, b=STR), "property 'b' was added to a partially open object"),
        (obj(), obj("", False), "the object was open and became closed"),
        (
            obj(a=INT),
            obj("a", a=integer(default=1)),
            "property 'a' became required; validators do not fill in its default",
        ),
    ],
)
def test_content_models_are_told_apart(old: Any, new: Any, words: str) -> None:
    assert words in [change.message for change in compare_schemas(old, new).changes]


def test_the_verdict_as_json_has_all_its_keys_and_says_undecided_in_words() -> None:
    verdict = catalog.compare_schemas({"type": "string"}, {"$ref": "http://a.co/x"})
    said = verdict.to_json()
    assert list(said) == ["compatible", "undecided", "changes", "counter_example", "refused_by"]
    assert said["refused_by"] is None
    assert (said["compatible"], said["undecided"], said["counter_example"]) == (False, True, None)
    assert [change.breaking for change in verdict.changes if change.keyword == "$ref"] == [None, None]
    assert '"breaking": "undecided"' in json.dumps(said)


def test_a_break_that_no_single_change_explains_is_told_as_one() -> None:
    old = {"anyOf": [integer(maximum=4), integer(minimum=5)]}
    new = {"anyOf": [integer(maximum=3), integer(minimum=5)]}
    verdict = compare_schemas(old, new)
    assert verdict.counter_example == 4
    assert any(change.breaking for change in verdict.changes)
