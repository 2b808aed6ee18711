"""A type that nothing satisfies is known as such, and only such a type."""

import json
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from catalog.containment.definitions import values_of
from catalog.containment.emptiness import MAX_PAYLOAD, contradiction, count_of
from catalog.containment.members import smallest
from catalog.model.types import Property
from catalog.schema.patterns import parse
from catalog.validation.decode import MAX_BYTES
from catalog.validation.explain import Json, breaches

ADAPTER: TypeAdapter[Property] = TypeAdapter(Property)


def typed(keywords: dict[str, object]) -> Property:
    return ADAPTER.validate_json(json.dumps(keywords))


def bounds(values: st.SearchStrategy[float]) -> st.SearchStrategy[dict[str, object]]:
    names = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum")
    return st.fixed_dictionaries({}, optional=dict.fromkeys(names, values))


integers = st.builds(
    lambda limits, step: {"type": "integer", **limits, **step},
    bounds(st.integers(-6, 6)),
    st.one_of(st.just({}), st.builds(lambda step: {"multipleOf": step}, st.integers(1, 5))),
)


@given(integers)
def test_an_integer_type_is_empty_exactly_when_no_integer_fits(keywords: dict[str, object]) -> None:
    definition = typed(keywords)
    members = [number for number in range(-30, 31) if not breaches(definition, number)]
    assert (contradiction(definition) is None) == bool(members)
    if all(keywords.keys() & {key, f"exclusive{key.title()}"} for key in ("minimum", "maximum")):
        assert count_of(definition) == len(members)


@given(
    st.builds(lambda limits: {"type": "number", **limits}, bounds(st.sampled_from([-1.5, -1, 0, 0.5, 1, 2])))
)
def test_a_number_type_is_empty_exactly_when_no_number_fits(keywords: dict[str, object]) -> None:
    definition = typed(keywords)
    tried = [quarter / 4 for quarter in range(-20, 21)]
    assert (contradiction(definition) is None) == any(not breaches(definition, number) for number in tried)


@given(
    st.sampled_from(["^[ab]{2,3}$", "^a?$", "^$", "b", "^(ab)+$", "^a*b$"]),
    st.one_of(st.none(), st.integers(0, 5)),
    st.one_of(st.none(), st.integers(0, 5)),
)
def test_a_string_type_is_empty_exactly_when_no_short_text_fits(
    pattern: str, low: int | None, high: int | None
) -> None:
    keywords: dict[str, object] = {"type": "string", "pattern": pattern}
    keywords |= {} if low is None else {"minLength": low}
    keywords |= {} if high is None else {"maxLength": high}
    definition = typed(keywords)
    tried = ["".join(letters) for length in range(8) for letters in product("ab", repeat=length)]
    assert (contradiction(definition) is None) == any(not breaches(definition, text) for text in tried)


@given(st.integers(0, 5), st.one_of(st.none(), st.integers(0, 5)), st.booleans(), st.booleans())
def test_a_list_of_flags_is_empty_exactly_when_no_short_list_fits(
    low: int, high: int | None, unique: bool, nullable: bool
) -> None:
    keywords: dict[str, object] = {
        "type": "array",
        "items": {"type": "boolean", "nullable": nullable},
        "minItems": low,
        "uniqueItems": unique,
    }
    keywords |= {} if high is None else {"maxItems": high}
    definition = typed(keywords)
    members: tuple[Json, ...] = (True, False, None)
    tried: list[list[Json]] = [
        list(items) for length in range(6) for items in product(members, repeat=length)
    ]
    assert (contradiction(definition) is None) == any(not breaches(definition, items) for items in tried)


@pytest.mark.parametrize(
    ("keywords", "count"),
    [
        ({"type": "boolean"}, 2),
        ({"type": "boolean", "nullable": True}, 3),
        ({"type": "flag", "maxLength": 1}, None),
        ({"type": "flag", "enum": [True, "true"], "nullable": True}, 3),
        ({"type": "string", "enum": ["a", "b", "a"]}, 2),
        ({"type": "number", "enum": [1, 1.0, 2]}, 2),
        ({"type": "integer", "const": 4}, 1),
        ({"type": "string"}, None),
        ({"type": "object", "properties": {}}, None),
        ({"type": "date"}, None),
    ],
)
def test_small_types_are_counted(keywords: dict[str, object], count: int | None) -> None:
    assert count_of(typed(keywords)) == count


SCARCE = {
    "texts without a character": ({"type": "string", "maxLength": 0}, 1),
    "texts without a character, or null": ({"type": "string", "maxLength": 0, "nullable": True}, 2),
    "texts of a pattern": ({"type": "string", "pattern": "^[abc]$", "maxLength": 1}, 3),
    "texts of a pattern, with their lengths": ({"type": "string", "pattern": "^a*$", "maxLength": 4}, 5),
    "texts that a pattern reads in two ways": (
        {"type": "string", "pattern": "^(a|[ab])$", "maxLength": 1},
        2,
    ),
    "one number": ({"type": "number", "minimum": 0, "maximum": 0}, 1),
    "zero, written twice": ({"type": "number", "minimum": -0.0, "maximum": 0.0}, 1),
    "two neighbours": ({"type": "number", "minimum": 1, "maximum": 1.0000000000000002}, 2),
    "neighbours of zero": ({"type": "number", "minimum": -5e-324, "maximum": 5e-324}, 3),
    "between exclusive bounds": ({"type": "number", "exclusiveMinimum": 0, "exclusiveMaximum": 1e-323}, 1),
}


@pytest.mark.parametrize(("items", "count"), SCARCE.values(), ids=SCARCE)
def test_a_list_cannot_have_more_different_items_than_there_are(items: dict[str, object], count: int) -> None:
    def unique(least: int) -> Property:
        return typed({"type": "array", "items": items, "uniqueItems": True, "minItems": least})

    assert contradiction(unique(count)) is None
    told = "is only 1 different item" if count == 1 else f"are only {count} different items"
    assert contradiction(unique(count + 1)) == f"minItems is {count + 1}, and there {told}; lower it"


PLENTY: list[dict[str, object]] = [
    {"type": "string", "maxLength": 1},
    {"type": "string", "pattern": "^a", "maxLength": 3},
    {"type": "string", "pattern": "^[a-z]{1,60}$", "maxLength": 60},
    {"type": "string", "pattern": "(?!x)", "maxLength": 3},
    {"type": "number", "minimum": 0},
    {"type": "number", "minimum": 0, "maximum": 1},
    {"type": "uri"},
]


@pytest.mark.parametrize("items", PLENTY, ids=str)
def test_a_list_of_many_different_items_can_be_filled(items: dict[str, object]) -> None:
    definition = typed({"type": "array", "items": items, "uniqueItems": True, "minItems": 1_000_000})
    assert contradiction(definition) is None


@given(st.sampled_from(["^[ab]*$", "a", "^(a|b|aa)$", "^a?b?$", "b$", "^$", "^a(ba)*$"]), st.integers(0, 3))
def test_texts_of_a_pattern_are_counted_as_trying_all_of_them_does(pattern: str, least: int) -> None:
    automaton = parse(pattern).automaton()
    tried = ["".join(letters) for length in range(least, 5) for letters in product("ab", repeat=length)]
    counted = automaton.count(least, 4, 10_000)
    if pattern.startswith("^") and pattern.endswith("$"):
        assert counted == sum(map(automaton.matches, tried))
    else:
        assert counted == 10_000, "any other character may stand around it"


@pytest.mark.parametrize(
    ("keywords", "told"),
    [
        ({"type": "string", "minLength": 10**9}, "minLength 1000000000"),
        ({"type": "string", "minLength": 10**9, "maxLength": 10**10, "pattern": "^[a-z]+$"}, "minLength"),
        ({"type": "uri", "minLength": 10**9}, "minLength 1000000000"),
        ({"type": "array", "items": {"type": "integer"}, "minItems": 10**9}, "minItems 1000000000"),
    ],
)
def test_what_no_payload_can_hold_is_empty_and_is_not_written_out(
    keywords: dict[str, object], told: str
) -> None:
    found = contradiction(typed(keywords))
    assert found is not None
    assert found.startswith(told)
    assert found.endswith("is more than a payload of 1,048,576 bytes can hold; lower it")
    assert smallest(values_of(typed(keywords))) is None


def test_a_payload_holds_as_much_as_the_decoder_reads() -> None:
    assert MAX_PAYLOAD == MAX_BYTES
