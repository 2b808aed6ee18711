"""Containment: what it proves is proven, by values and by engines that know nothing of it."""

import json
from itertools import islice
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from catalog.containment.definitions import object_of, values_of
from catalog.containment.members import listed
from catalog.containment.membership import contains, written
from catalog.containment.values import Undecided, Values
from catalog.containment.witness import Outside, Unknown, Within, containment
from catalog.model.types import Property
from catalog.schema.json_schema import property_schema
from catalog.schema.validator import validator_for
from tests.instances import instances, near_misses
from tests.strategies import parsed, properties, property_files


@given(data=st.data())
def test_a_set_has_exactly_the_values_that_the_contract_accepts(data: st.DataObject) -> None:
    definition = data.draw(properties())
    values = values_of(definition)
    validator = validator_for(property_schema(definition))
    for value in data.draw(st.lists(st.one_of(instances(definition), near_misses(definition)), max_size=6)):
        assert contains(values, value) == validator.is_valid(value), value


@given(definition=properties())
def test_a_set_is_within_itself(definition: Property) -> None:
    assert containment(values_of(definition), values_of(definition)) == Within()


@st.composite
def pairs(draw: st.DrawFn) -> tuple[Property, Property]:
    """Two definitions, often of one origin, so that one is nearly the other."""
    one = draw(property_files(named=False, inner=True))
    other = draw(st.one_of(property_files(named=False, inner=True), _changed(one)))
    return parsed(one), parsed(other)


@st.composite
def _changed(draw: st.DrawFn, plain: dict[str, Any]) -> dict[str, Any]:
    """A definition with one keyword left out, changed or taken from elsewhere."""
    changed: dict[str, Any] = json.loads(json.dumps(plain, default=str))
    keys = [key for key in changed if key not in ("type", "items", "values", "properties")]
    match draw(st.sampled_from(["drop", "number", "nullable", "inside"])):
        case "drop":
            if keys:
                changed.pop(draw(st.sampled_from(keys)))
        case "number":
            numbers = [
                key for key in keys if isinstance(changed[key], int) and not isinstance(changed[key], bool)
            ]
            if numbers:
                key = draw(st.sampled_from(numbers))
                changed[key] = max(1, changed[key] + draw(st.sampled_from([-1, 1])))
        case "nullable":
            changed["nullable"] = not changed.get("nullable", False)
        case _:
            for key in ("items", "values"):
                if key in changed:
                    changed[key] = draw(_changed(changed[key]))
            names = [*changed.get("properties", {})]
            if names:
                name = draw(st.sampled_from(names))
                changed["properties"][name] = draw(_changed(changed["properties"][name]))
    try:
        parsed(changed)
    except ValueError:
        assume(False)
    return changed


@given(pair=pairs(), data=st.data())
def test_what_containment_says_is_true(pair: tuple[Property, Property], data: st.DataObject) -> None:
    one, other = pair
    found = containment(values_of(one), values_of(other))
    accepts, takes = validator_for(property_schema(one)), validator_for(property_schema(other))
    match found:
        case Outside(value=value):
            assert accepts.is_valid(value)
            assert not takes.is_valid(value)
        case Within():
            for value in data.draw(st.lists(st.one_of(instances(one), near_misses(other)), max_size=12)):
                assert not accepts.is_valid(value) or takes.is_valid(value), value
        case Unknown(reason=reason):
            assert reason


def values(**plain: Any) -> Values:
    return values_of(parsed(plain))


MANY = "".join(map(chr, range(0x20, 0x7F)))

TABLE: list[tuple[dict[str, Any], dict[str, Any], Any]] = [
    # (one, other, the proof; ... when one is within the other)
    ({"type": "integer"}, {"type": "number"}, ...),
    ({"type": "number"}, {"type": "integer"}, 0.1),
    ({"type": "integer", "minimum": 0}, {"type": "integer", "minimum": 1}, 0),
    ({"type": "integer", "minimum": 5}, {"type": "integer", "maximum": 9}, 10),
    ({"type": "integer", "multipleOf": 4}, {"type": "integer", "multipleOf": 2}, ...),
    ({"type": "integer", "multipleOf": 2}, {"type": "integer", "multipleOf": 4}, 2),
    ({"type": "integer", "multipleOf": 6, "minimum": 1}, {"type": "integer", "multipleOf": 4}, 6),
    ({"type": "integer", "minimum": 4, "maximum": 4}, {"type": "integer", "multipleOf": 2}, ...),
    ({"type": "number", "minimum": 1, "maximum": 1}, {"type": "integer"}, ...),
    ({"type": "number", "exclusiveMinimum": 0, "maximum": 1}, {"type": "number", "minimum": 0.25}, 0.1),
    ({"type": "number"}, {"type": "number", "maximum": 1e300}, 1e301),
    ({"type": "string", "maxLength": 5}, {"type": "string", "maxLength": 4}, "aaaaa"),
    ({"type": "string", "minLength": 1}, {"type": "string"}, ...),
    ({"type": "string"}, {"type": "string", "minLength": 1}, ""),
    ({"type": "string", "enum": ["a", "b"]}, {"type": "string", "maxLength": 1}, ...),
    ({"type": "string", "enum": ["a", "b"]}, {"type": "string", "enum": ["b", "c"]}, "a"),
    ({"type": "string", "maxLength": 1}, {"type": "string", "enum": ["a", "b"]}, ""),
    (
        {"type": "string", "pattern": "^[ab]$", "maxLength": 1},
        {"type": "string", "enum": ["a", "b"]},
        ...,
    ),
    (
        {"type": "string", "pattern": "^[a-z]{2,4}$", "maxLength": 9},
        {"type": "string", "pattern": "^[a-z]+$", "maxLength": 4},
        ...,
    ),
    (
        {"type": "string", "pattern": "^[a-z]+$", "maxLength": 9},
        {"type": "string", "pattern": "^[a-y]+$", "maxLength": 9},
        "z",
    ),
    (
        {"type": "string", "pattern": "^[a-z]+$", "maxLength": 9, "minLength": 3},
        {"type": "string", "pattern": "^a", "maxLength": 9},
        "baa",
    ),
    # more characters than are usually tried
    ({"type": "string", "maxLength": 1, "minLength": 1}, {"type": "string", "enum": [*MANY]}, "¡"),
    ({"type": "date"}, {"type": "timestamp"}, "0001-01-01"),
    ({"type": "date"}, {"type": "string", "maxLength": 10}, ...),
    ({"type": "uuid"}, {"type": "string", "maxLength": 35}, "aaaaaaaa-aaaa-aaaa-aaaa-aaaaaaaaaaaa"),
    ({"type": "boolean"}, {"type": "boolean", "const": True}, False),
    ({"type": "boolean"}, {"type": "boolean", "enum": [False, True]}, ...),
    ({"type": "boolean", "nullable": True}, {"type": "boolean"}, None),
    ({"type": "boolean"}, {"type": "flag", "maxLength": 9}, ...),
    ({"type": "flag", "maxLength": 9}, {"type": "boolean"}, "a"),
    ({"type": "flag", "maxLength": 9}, {"type": "string"}, True),
    ({"type": "string", "maxLength": 9}, {"type": "flag", "maxLength": 9}, ""),
    ({"type": "string", "minLength": 1, "maxLength": 9}, {"type": "flag", "maxLength": 9}, ...),
    ({"type": "flag"}, {"type": "flag", "maxLength": 2}, "aaa"),
    ({"type": "flag", "enum": [True, "a"]}, {"type": "flag", "enum": ["a", True, "b"]}, ...),
    ({"type": "flag", "enum": [True, "true"]}, {"type": "flag", "const": "true"}, True),
    (
        {"type": "array", "items": {"type": "integer"}},
        {"type": "array", "items": {"type": "integer"}, "maxItems": 2},
        [0, 0, 0],
    ),
    (
        {"type": "array", "items": {"type": "integer"}},
        {"type": "array", "items": {"type": "integer"}, "uniqueItems": True},
        [0, 0],
    ),
    (
        {"type": "array", "items": {"type": "boolean"}, "uniqueItems": True},
        {"type": "array", "items": {"type": "boolean"}, "maxItems": 2},
        ...,
    ),
    (
        {"type": "array", "items": {"type": "integer"}, "minItems": 3, "uniqueItems": True},
        {"type": "array", "items": {"type": "integer", "minimum": 0}},
        [-1, 0, 1],
    ),
    (
        {"type": "array", "items": {"type": "integer"}, "maxItems": 0},
        {"type": "array", "items": {"type": "date"}},
        ...,
    ),
    (
        {"type": "object", "properties": {"a": {"type": "integer"}}},
        {"type": "object", "properties": {"a": {"type": "integer", "required": True}}},
        {},
    ),
    (
        {"type": "object", "properties": {"a": {"type": "integer"}, "b": {"type": "date"}}},
        {"type": "object", "properties": {"a": {"type": "integer"}}},
        {"b": "0001-01-01"},
    ),
    (
        {"type": "object", "properties": {"a": {"type": "integer", "required": True}}},
        {"type": "object", "properties": {"a": {"type": "integer"}, "b": {"type": "date"}}},
        ...,
    ),
    (
        {"type": "map", "values": {"type": "integer"}, "keys": {"maxLength": 2}},
        {"type": "map", "values": {"type": "integer"}, "keys": {"maxLength": 1}},
        {"aa": 0},
    ),
    (
        {"type": "map", "values": {"type": "number"}},
        {"type": "map", "values": {"type": "integer"}},
        {"": 0.1},
    ),
    (
        {"type": "map", "values": {"type": "integer"}},
        {"type": "map", "values": {"type": "integer"}, "maxProperties": 1},
        {"": 0, "a": 0},
    ),
    (
        {"type": "object", "properties": {"a": {"type": "integer"}}},
        {"type": "map", "values": {"type": "integer"}},
        ...,
    ),
    ({"type": "string", "enum": []}, {"type": "integer"}, ...),  # nothing is within everything
    (
        {"type": "object", "properties": {"a": {"type": "string", "enum": [], "required": True}}},
        {"type": "integer"},
        ...,
    ),
]


@pytest.mark.parametrize(("one", "other", "proof"), TABLE)
def test_the_proof_is_the_shortest(one: dict[str, Any], other: dict[str, Any], proof: Any) -> None:
    found = containment(values(**one), values(**other))
    if proof is ...:
        assert found == Within()
    else:
        assert isinstance(found, Outside)
        assert (written(found.value), len(written(found.value))) == (written(proof), len(written(proof)))


def test_a_budget_that_is_spent_proves_nothing() -> None:
    one = values(type="string", pattern="^[ab]*a[ab]{20}$", maxLength=99)
    other = values(type="string", pattern="^[ab]*[ab]{21}$", maxLength=99)
    assert containment(one, other) == Unknown(reason="its patterns together have too many states")


def test_named_properties_form_a_closed_object() -> None:
    before = object_of({"a": parsed({"type": "integer", "required": True})})
    after = object_of(
        {"a": parsed({"type": "integer", "required": True}), "b": parsed({"type": "date", "required": True})}
    )
    assert containment(before, after) == Outside(value={"a": 0})
    assert containment(after, before) == Outside(value={"a": 0, "b": "0001-01-01"})


UNREAD: dict[str, Any] = {"type": "string", "maxLength": 9, "pattern": "^(?!x)[a-z]+$"}


@pytest.mark.parametrize(
    ("one", "other", "is_within"),
    [
        (UNREAD, UNREAD, True),
        (UNREAD, {**UNREAD, "maxLength": 12}, True),
        (UNREAD, {"type": "string", "maxLength": 9}, True),
        (UNREAD, {"type": "string", "maxLength": 8}, False),
        (UNREAD, {**UNREAD, "maxLength": 8}, False),
        (UNREAD, {**UNREAD, "pattern": "^(?!y)[a-z]+$"}, False),
        (UNREAD, {"type": "string", "maxLength": 9, "pattern": "^[a-z]+$"}, False),
        ({"type": "string", "maxLength": 9}, UNREAD, False),
        (UNREAD, {"type": "integer"}, False),
        ({"type": "integer"}, UNREAD, 0),
        ({"type": "string", "enum": ["a"]}, UNREAD, False),
        ({"type": "array", "items": UNREAD}, {"type": "array", "items": {**UNREAD, "maxLength": 10}}, True),
        ({"type": "array", "items": UNREAD, "maxItems": 3}, {"type": "array", "items": UNREAD}, True),
    ],
)
def test_of_a_pattern_that_is_not_read_only_itself_is_known(
    one: dict[str, Any], other: dict[str, Any], is_within: bool | int
) -> None:
    found = containment(values_of(parsed(one)), values_of(parsed(other)))
    if is_within is True:
        assert found == Within()
    elif is_within is False:
        assert isinstance(found, Unknown)
        assert "negative lookahead" in found.reason
    else:
        assert found == Outside(value=is_within)


def test_keys_that_are_not_read_are_only_themselves_too() -> None:
    keys = {"maxLength": 9, "pattern": "^(?!x)[a-z]+$"}
    number = {"type": "map", "keys": keys, "values": {"type": "integer", "maximum": 3}}
    wider = {**number, "values": {"type": "integer", "maximum": 4}}
    assert containment(values(**number), values(**wider)) == Within()
    assert isinstance(containment(values(**wider), values(**number)), Unknown)
    assert isinstance(containment(values(**number), values(**{**number, "keys": {"maxLength": 9}})), Within)


@given(texts=st.text(alphabet="xab", max_size=4))
def test_whether_a_text_is_of_a_pattern_that_is_not_read_is_undecided(texts: str) -> None:
    unread = values(**UNREAD, minLength=2)
    if len(texts) < 2:
        assert not contains(unread, texts)
    else:
        with pytest.raises(Undecided):
            contains(unread, texts)


@pytest.mark.parametrize(("most", "expected"), [(0, [{}]), (1, [{}, {"": 0}])])
def test_the_members_of_a_map_that_may_grow_no_further_come_to_an_end(most: int, expected: list[Any]) -> None:
    found = values(type="map", keys={"maxLength": 9}, maxProperties=most, values={"type": "integer"})
    assert [*islice(listed(found), len(expected) + (most == 0))] == expected
