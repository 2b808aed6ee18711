"""Misplaced keys are told by loading where they stand, in the words in which the models refuse them."""

import json
from typing import Any

import pytest
from pydantic import ValidationError

from catalog.loading.misplaced import misplaced
from catalog.model.event import GroupDefinition

MISPLACED: list[tuple[dict[str, Any], tuple[str, ...]]] = [
    ({"type": "array", "items": {"type": "date", "required": True}}, ("items", "required")),
    ({"type": "array", "items": {"type": "date", "destinations": ["log"]}}, ("items", "destinations")),
    ({"type": "array", "items": {"type": "date", "data": "none"}}, ("items", "data")),
    ({"type": "array", "items": {"type": "object", "properties": {}}, "data": "none"}, ("data",)),
    (
        {"type": "array", "items": {"type": "map", "values": {"type": "date"}}, "uniqueItems": True},
        ("uniqueItems",),
    ),
    ({"type": "object", "properties": {}, "data": "none"}, ("data",)),
    ({"type": "map", "values": {"type": "date"}, "data": "none"}, ("data",)),
    ({"type": "map", "values": {"type": "date", "send_as": {"log": "x"}}}, ("values", "send_as")),
]


@pytest.mark.parametrize(("definition", "where"), MISPLACED, ids=lambda one: None)
def test_loading_and_the_models_say_the_same(definition: dict[str, Any], where: tuple[str, ...]) -> None:
    data = {"properties": {"a": definition}}
    [(pointer, sentence)] = misplaced(data)
    assert pointer == ("properties", "a", *where)
    with pytest.raises(ValidationError) as raised:
        GroupDefinition.model_validate_json(json.dumps(data))
    [error] = raised.value.errors()
    assert str(error["ctx"]["error"]) == sentence


@pytest.mark.parametrize(
    "definition",
    [
        {"type": "array", "items": {"type": "date"}, "data": "none", "uniqueItems": True},
        {"type": "array", "items": {"type": "object", "properties": {"b": {"type": "date", "data": "none"}}}},
        {
            "type": "map",
            "keys": {"data": "none"},
            "values": {"type": "date", "data": "none"},
            "required": True,
        },
    ],
)
def test_keys_in_their_places_are_not_told(definition: dict[str, Any]) -> None:
    data = {"properties": {"a": definition}}
    assert GroupDefinition.model_validate(data).properties.keys() == {"a"}
    assert list(misplaced(data)) == []


@pytest.mark.parametrize("data", [None, [], {"properties": None}, {"properties": {"a": 1}}])
def test_what_is_no_definition_has_no_misplaced_key(data: object) -> None:
    assert list(misplaced(data)) == []
