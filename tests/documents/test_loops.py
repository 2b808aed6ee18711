"""Documents whose references lead back to where they stand, and those that only look so."""

import pytest

from catalog import compare_schemas
from catalog.documents.loops import is_endless


def doubled(keyword: str, levels: int = 25) -> dict[str, object]:
    """A document whose definitions include the next one twice each: two to the power of the levels."""
    steps = {
        f"d{level}": {keyword: [{"$ref": f"#/$defs/d{level + 1}"}, {"$ref": f"#/$defs/d{level + 1}"}]}
        for level in range(levels)
    }
    last = {"properties": {"a": {"type": "string"}}}
    return {"$defs": {**steps, f"d{levels}": last}, "$ref": "#/$defs/d0"}


ENDLESS = [
    pytest.param({"$ref": "#"}, id="itself"),
    pytest.param({"allOf": [{"$ref": "#"}]}, id="within allOf"),
    pytest.param({"not": {"anyOf": [{"type": "null"}, {"$ref": "#"}]}}, id="deeper"),
    pytest.param({"$defs": {"a": {"$ref": "#/$defs/b"}, "b": {"$ref": "#/$defs/a"}}}, id="two, used by none"),
    pytest.param({"$defs": {"a": {"$anchor": "x", "allOf": [{"$ref": "#x"}]}}}, id="by anchor"),
    pytest.param({"dependentSchemas": {"a": {"$ref": "#"}}}, id="for objects with a"),
    pytest.param(doubled("allOf"), id="no loop, but doubled at each of 25 levels"),
    pytest.param({"$id": "https://a.example", "if": {"$ref": "https://a.example"}}, id="by its address"),
]
ENDING = [
    pytest.param({"properties": {"child": {"$ref": "#"}}}, id="a tree"),
    pytest.param({"items": {"$ref": "#"}}, id="lists of lists"),
    pytest.param({"allOf": [{"$ref": "#/$defs/a"}, {"$ref": "#/$defs/a"}], "$defs": {"a": {}}}, id="twice"),
    pytest.param(doubled("allOf", 10), id="doubled at ten levels"),
    pytest.param({"$ref": "#/nowhere"}, id="nowhere"),
    pytest.param({"enum": [{"$ref": "#"}], "properties": {"$ref": {"type": "null"}}}, id="data, and a name"),
]


@pytest.mark.parametrize("document", ENDLESS)
def test_a_reference_that_is_endless_is_seen(document: dict[str, object]) -> None:
    assert is_endless(document)
    verdict = compare_schemas(document, {"type": "object", "not": {"required": ["a"]}})
    assert not verdict.compatible


@pytest.mark.parametrize("document", ENDING)
def test_a_reference_into_a_part_of_the_value_is_none(document: dict[str, object]) -> None:
    assert not is_endless(document)


@pytest.mark.parametrize("keyword", ["allOf", "anyOf", "oneOf"])
@pytest.mark.parametrize("rest", [{}, {"unevaluatedProperties": False}, {"unevaluatedItems": False}], ids=str)
@pytest.mark.parametrize("lenient", [False, True])
def test_doubled_references_are_answered(keyword: str, rest: dict[str, bool], lenient: bool) -> None:
    old, new = {**doubled(keyword), **rest}, {"type": "array"}
    verdict = compare_schemas(old, new, lenient=lenient)
    # exactly one of two that are the same never holds: such a document accepts nothing
    assert verdict.compatible is (keyword == "oneOf")
    assert compare_schemas(old, {**old, "title": "other words"}, lenient=lenient).counter_example is None
