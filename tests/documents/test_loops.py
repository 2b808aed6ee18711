"""Documents whose references lead back to where they stand, and those that only look so."""

import pytest

from catalog import compare_schemas
from catalog.documents.loops import leads_back

ENDLESS = [
    pytest.param({"$ref": "#"}, id="itself"),
    pytest.param({"allOf": [{"$ref": "#"}]}, id="within allOf"),
    pytest.param({"not": {"anyOf": [{"type": "null"}, {"$ref": "#"}]}}, id="deeper"),
    pytest.param({"$defs": {"a": {"$ref": "#/$defs/b"}, "b": {"$ref": "#/$defs/a"}}}, id="two, used by none"),
    pytest.param({"$defs": {"a": {"$anchor": "x", "allOf": [{"$ref": "#x"}]}}}, id="by anchor"),
    pytest.param({"dependentSchemas": {"a": {"$ref": "#"}}}, id="for objects with a"),
    pytest.param({"$id": "https://a.example", "if": {"$ref": "https://a.example"}}, id="by its address"),
]
ENDING = [
    pytest.param({"properties": {"child": {"$ref": "#"}}}, id="a tree"),
    pytest.param({"items": {"$ref": "#"}}, id="lists of lists"),
    pytest.param({"allOf": [{"$ref": "#/$defs/a"}, {"$ref": "#/$defs/a"}], "$defs": {"a": {}}}, id="twice"),
    pytest.param({"$ref": "#/nowhere"}, id="nowhere"),
    pytest.param({"enum": [{"$ref": "#"}], "properties": {"$ref": {"type": "null"}}}, id="data, and a name"),
]


@pytest.mark.parametrize("document", ENDLESS)
def test_a_reference_that_leads_back_is_seen(document: dict[str, object]) -> None:
    assert leads_back(document)
    verdict = compare_schemas(document, {"type": "object", "not": {"required": ["a"]}})
    assert not verdict.compatible


@pytest.mark.parametrize("document", ENDING)
def test_a_reference_into_a_part_of_the_value_is_none(document: dict[str, object]) -> None:
    assert not leads_back(document)
