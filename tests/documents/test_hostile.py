"""Whatever is handed in, there is a verdict, soon; no document raises, and what is not read has a name."""

import copy
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.documents import ChangeKind, UnknownMode, compare_schemas
from tests.documents.cases import CASES, Case
from tests.documents.documents import Document, documents, instances

KEYWORDS = (
    *("type", "enum", "const", "minLength", "maxLength", "pattern", "format", "minimum", "maximum"),
    *("exclusiveMinimum", "exclusiveMaximum", "multipleOf", "items", "prefixItems", "additionalItems"),
    *("minItems", "maxItems", "uniqueItems", "contains", "minContains", "maxContains", "properties"),
    *("required", "additionalProperties", "patternProperties", "propertyNames", "minProperties"),
    *("maxProperties", "dependencies", "dependentRequired", "dependentSchemas", "unevaluatedProperties"),
    *("unevaluatedItems", "$ref", "$dynamicRef", "$recursiveRef", "$id", "id", "$anchor", "$schema", "$defs"),
    *("allOf", "anyOf", "oneOf", "not", "if", "then", "else"),
)
anything = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(),
        st.floats(),
        st.text(max_size=5),
        st.sampled_from(("#", "#/$defs/a", "http://a.co", "[", "(?=a)", "string", 10**400, -1, 1e400)),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(st.sampled_from(KEYWORDS), inner, max_size=3),
        st.dictionaries(st.text(max_size=3), inner, max_size=3),
    ),
    max_leaves=12,
)
garbage = st.dictionaries(st.sampled_from(KEYWORDS), anything, max_size=5)


@given(old=garbage, new=garbage, lenient=st.booleans())
def test_garbage_gets_a_verdict(old: Document, new: Document, lenient: bool) -> None:
    verdict = compare_schemas(old, new, mode="full", lenient=lenient)
    assert set(verdict.to_json()) == {"compatible", "undecided", "changes", "counter_example", "refused_by"}
    assert json.dumps(verdict.to_json())


@given(data=st.data())
def test_a_damaged_document_gets_a_verdict(data: st.DataObject) -> None:
    old = data.draw(documents(data.draw(st.sampled_from((4, 6, 7, 2019, 2020)))))
    new: Any = copy.deepcopy(old)
    place = new
    while isinstance(place, dict) and place and data.draw(st.booleans()):
        inner = [one for one in place.values() if isinstance(one, dict)]
        place = data.draw(st.sampled_from(inner)) if inner else place
        if not inner:
            break
    place[data.draw(st.sampled_from(KEYWORDS))] = data.draw(anything)
    verdict = compare_schemas(old, new)
    assert verdict.is_proven or verdict.undecided or verdict.compatible


@pytest.mark.parametrize(
    "document", [None, 5, "x", [], float("nan"), object()], ids=lambda one: type(one).__name__
)
def test_what_is_no_schema_is_undecided(document: Any) -> None:
    verdict = compare_schemas(document, {})
    assert verdict.undecided
    assert (
        verdict.changes[0].message == "the old document cannot be read: a schema is an object, true or false"
    )


def nested(depth: int, keyword: str = "not") -> Document:
    found: Document = {"type": "string"}
    for _ in range(depth):
        found = {keyword: found}
    return found


def cycle() -> Document:
    found: Document = {}
    found["not"] = found
    return found


def wide(count: int, kind: str) -> Document:
    return {"type": "object", "properties": {f"p{place}": {"type": kind} for place in range(count)}}


HOSTILE: dict[str, tuple[Any, Any]] = {
    "nested deep": (nested(80), nested(81)),
    "nested too deep": (nested(5_000), {}),
    "a cycle of objects": (cycle(), {}),
    "a very long text": ({"minLength": 10**9}, {"minLength": 10**9 + 1}),
    "a very long array": ({"type": "array", "minItems": 10**9}, {"type": "array", "minItems": 10**9 + 1}),
    "a very large object": (
        {"type": "object", "minProperties": 10**9},
        {"type": "object", "minProperties": 10**9 + 1},
    ),
    "long arrays of long arrays": (
        {
            "type": "array",
            "minItems": 9999,
            "items": {"type": "array", "minItems": 9999, "items": {"type": "array", "minItems": 9999}},
        },
        {"type": "array", "minItems": 9998, "maxItems": 9998},
    ),
    "a pattern that backtracks for ever": (
        {"type": "string", "minLength": 40},
        {"type": "string", "pattern": "^(a+)+$"},
    ),
    "a pattern with many states": ({"pattern": "(a|b)*a(a|b){14}"}, {"pattern": "(a|b)*b(a|b){15}"}),
    "many branches": (
        {"oneOf": [{"type": "string", "pattern": f"^{place}"} for place in range(60)]},
        {"oneOf": [{"type": "string", "pattern": f"^{place}"} for place in range(1, 61)]},
    ),
    "branches of branches": (
        {"allOf": [{"anyOf": [{"multipleOf": 2 + place}, {"minimum": place}]} for place in range(24)]},
        {"allOf": [{"anyOf": [{"multipleOf": 3 + place}, {"minimum": place + 1}]} for place in range(24)]},
    ),
    "many multiples": (
        {"type": "integer"},
        {"type": "integer", "not": {"anyOf": [{"multipleOf": n} for n in range(2, 90)]}},
    ),
    "references in a ring": (
        {"$ref": "#/$defs/a", "$defs": {"a": {"$ref": "#/$defs/b"}, "b": {"$ref": "#/$defs/a"}}},
        {},
    ),
    "a remote reference": ({}, {"$ref": "https://example.com/schema.json"}),
    "a local file": ({}, {"$ref": "file:///etc/passwd"}),
    "an invalid pattern": ({"pattern": "("}, {"pattern": "["}),
    "huge numbers": ({"maximum": 10**299, "multipleOf": 1e-300}, {"maximum": 10**298, "multipleOf": 3e-300}),
    "numbers beyond": ({"maximum": 10**5000}, {}),
    "all that is wrong": (dict.fromkeys(KEYWORDS, -1), dict.fromkeys(KEYWORDS)),
    "many needed items": ({"type": "array"}, {"type": "array", "contains": {}, "minContains": 10**6}),
    "a few thousand properties": (wide(2_000, "integer"), wide(2_000, "string")),
    "a few thousand equal properties": (wide(2_000, "integer"), {**wide(2_000, "integer"), "title": "t"}),
    "a large enum": ({"enum": [*range(5_000)]}, {"enum": [*range(1, 5_001)]}),
    "lone surrogates": ({"const": "\ud800"}, {"const": "\udc00"}),
    "an address that is none": ({"$id": "http://[", "$ref": "http://["}, {}),
}


@pytest.mark.parametrize("pair", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("lenient", [False, True], ids=["strict", "lenient"])
def test_hostile_documents_get_a_verdict(pair: tuple[Any, Any], lenient: bool) -> None:
    for one, other in (pair, pair[::-1]):
        verdict = compare_schemas(one, other, lenient=lenient)
        assert not (verdict.compatible and verdict.undecided)
        if verdict.undecided:
            assert any(change.kind is ChangeKind.UNDECIDED for change in verdict.changes)


@pytest.mark.parametrize("mode", ["", "sideways", "none-transitive", "backward-transitive-transitive"])
def test_a_mode_that_does_not_exist_is_refused(mode: str) -> None:
    with pytest.raises(UnknownMode, match="there is no mode"):
        compare_schemas({}, {}, mode=mode)


@pytest.mark.parametrize("mode", [None, 5, ["backward"]])
def test_what_is_no_text_is_no_mode(mode: Any) -> None:
    with pytest.raises(UnknownMode, match="there is no mode"):
        compare_schemas({}, {}, mode=mode)


@pytest.mark.parametrize("mode", ["backward", "forward", "full"])
@pytest.mark.parametrize("case", CASES[::10], ids=lambda case: case.id)
def test_transitive_modes_mean_the_same_for_two_documents(case: Case, mode: str) -> None:
    assert compare_schemas(case.old, case.new, f"{mode}-transitive") == compare_schemas(
        case.old, case.new, mode
    )


def test_what_cannot_be_compared_is_named_with_its_place() -> None:
    new = {"type": "object", "properties": {"a/b": {"$ref": "http://a.co/x"}}}
    verdict = compare_schemas({"type": "object"}, new)
    named = [change for change in verdict.changes if change.kind is ChangeKind.UNDECIDED]
    assert [(one.pointer, one.keyword, one.breaking) for one in named] == [
        ("#/properties/a~1b/$ref", "$ref", None)
    ]


def test_nothing_is_changed_in_the_documents() -> None:
    old, new = copy.deepcopy(CASES[0].old), {"$defs": {"a": {"enum": [[1]]}}, "$ref": "#/$defs/a"}
    before = copy.deepcopy((old, new))
    compare_schemas(old, new, mode="full", lenient=True)
    assert (old, new) == before


@given(value=instances)
def test_a_proof_may_be_any_value_null_too(value: Any) -> None:
    verdict = compare_schemas({"const": value}, {"not": {"const": value}})
    assert verdict.is_proven
    assert verdict.counter_example == value
    assert verdict.to_json()["counter_example"] == value
