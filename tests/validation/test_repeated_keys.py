"""A key that stands twice makes a payload malformed, in every engine, whatever else the payload says.

The fast engine never sees the first of two equal keys; it counts colons and quotes instead. These tests
look for anything that could make up for what a repeated key adds.
"""

import json
import random
from collections.abc import Callable
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.schema.validator import decode_instance
from catalog.validation.decode import decode
from catalog.validation.problems import Problem
from tests.validation.worlds import Engines, codes, world
from tests.validation.writing import Writer, objects_in

INNER: dict[str, Any] = {
    "type": "object",
    "properties": {
        "a": {"type": "integer"},
        "b": {"type": "string"},
        "a:b": {"type": "string"},
        "é": {"type": "object", "properties": {"at": {"type": "timestamp"}, "x": {"type": "number"}}},
    },
}
RICH: dict[str, Any] = {
    "undeclared": "refuse",
    "properties": {
        "text": {"type": "string"},
        "note": {"type": "string", "nullable": True},
        "n": {"type": "number"},
        "i": {"type": "integer"},
        "at": {"type": "timestamp"},
        "day": {"type": "date"},
        "id": {"type": "uuid"},
        "link": {"type": "uri"},
        "yes": {"type": "boolean"},
        "kind": {"type": "string", "enum": ["a", "a:b", '"', '":"']},
        "inner": {**INNER, "nullable": True},
        "rows": {"type": "array", "items": INNER},
        "tags": {"type": "array", "items": {"type": "string"}, "uniqueItems": True},
        "counts": {"type": "map", "values": {"type": "number"}},
        "texts": {"type": "map", "values": {"type": "string"}, "keys": {"maxLength": 9}},
        "deep": {"type": "map", "values": {"type": "array", "items": INNER}},
    },
}
CONTEXTS = {"sdk": {"properties": {"$lib": {"type": "string"}, "$screen": INNER}}}

TEXTS = [
    *("+00:00", "x+00:00", ':+00:00"'),
    *("", "a", ":", "::", "a:b", '"', '""', '":"', '\\":', "\\", "\\u003a", "\\u0022", "u0022", "é:é", "😀"),
    *('{"a":1}', ",", '","a":1', "\n", "\x00", "\u2028", "2026-03-01T09:30:00Z", "x" * 40, "'", "//"),
]
MOMENTS = [
    *("2026-03-01T09:30:00Z", "2026-03-01T09:30:00.123456+02:00", "0001-01-01T00:00:00-23:59"),
    *("9999-12-31T23:59:59Z", "2024-02-29T00:00:00Z"),
]
NUMBERS = [
    0,
    1,
    -1,
    1e5,
    1e-3,
    0.01,
    0.009,
    100.0,
    1e22,
    1e21,
    5e-324,
    1.5,
    123456.0,
    1e15,
    1e16,
    2**53,
    -0.0,
]


class Maker:
    """Makes payloads that are right, out of the values that could hide a repeated key."""

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng

    def payload(self) -> dict[str, Any]:
        rng = self._rng
        properties: dict[str, Callable[[], Any]] = {
            "text": self.text,
            "note": lambda: rng.choice([None, self.text()]),
            "n": lambda: rng.choice(NUMBERS),
            "i": lambda: rng.randrange(-(2**53) + 1, 2**53),
            "at": lambda: rng.choice(MOMENTS),
            "day": lambda: "2024-02-29",
            "id": lambda: "123e4567-e89b-12d3-a456-426614174000",
            "link": lambda: rng.choice(["https://a:80/b:c", "urn:a:b", "a:"]),
            "yes": lambda: rng.random() < 0.5,
            "kind": lambda: rng.choice(["a", "a:b", '"', '":"']),
            "inner": lambda: rng.choice([None, self.inner()]),
            "rows": lambda: [self.inner() for _ in range(rng.randrange(4))],
            "tags": lambda: rng.sample(TEXTS, rng.randrange(4)),
            "counts": lambda: {self.text(): rng.choice(NUMBERS) for _ in range(rng.randrange(4))},
            "texts": lambda: {self.text()[:9]: self.text() for _ in range(rng.randrange(4))},
            "deep": lambda: {self.text(): [self.inner()] for _ in range(rng.randrange(3))},
            "$lib": lambda: "posthog-js",
            "$screen": self.inner,
            "distinct_id": lambda: rng.choice(["u:1", "u1"]),
        }
        chosen = rng.sample(sorted(properties), rng.randrange(8))
        made = {"event": "a.b", "properties": {name: properties[name]() for name in chosen}}
        around = {
            "timestamp": rng.choice([*MOMENTS, "2026-03-01T09:30:00+00:00", "2026-03-01 09:30:00+0000"]),
            "uuid": "123E4567-e89b-12d3-a456-426614174000",
            "distinct_id": rng.choice(["u1", "a:b", '"']),
            "source": "web:1",
        }
        return made | {name: value for name, value in around.items() if rng.random() < 0.3}

    def text(self) -> str:
        return self._rng.choice(TEXTS)

    def inner(self) -> dict[str, Any]:
        rng = self._rng
        made: dict[str, Any] = {"a": 1, "b": self.text(), "a:b": self.text()}
        made["é"] = {"at": rng.choice(MOMENTS), "x": rng.choice(NUMBERS)}
        return {name: made[name] for name in rng.sample(sorted(made), rng.randrange(5))}


@pytest.fixture(scope="module")
def both() -> Engines:
    return Engines(world({"a.b": RICH}, contexts=CONTEXTS))


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("plain", [True, False], ids=["as clients write", "escaped at random"])
def test_a_payload_with_a_repeated_key_is_malformed_and_the_same_without_it_is_not(
    both: Engines, seed: int, plain: bool
) -> None:
    rng = random.Random(seed)
    repeated = 0
    for _ in range(300):
        value = Maker(rng).payload()
        right = both.verdict(Writer(rng, plain=plain).write(value))
        assert (right.outcome, codes(right)) == ("accepted", []), right
        writer = Writer(rng, plain=plain, repeat=rng.randrange(objects_in(value)))
        text = writer.write(value)
        assert writer.repeated is not None
        assert codes(both.verdict(text)) == ["duplicate-key"], text
        repeated += 1
    assert repeated == 300


WHOLE: dict[str, str] = {
    "the event": '{"event":"a.b","event":"a.b","properties":{}}',
    "the event, another": '{"event":"x.y","event":"a.b","properties":{}}',
    "the event, escaped": '{"event":"a.b","\\u0065vent":"a.b","properties":{}}',
    "in what nobody judges": '{"event":"a.b","library":{"a":1,"a":1},"properties":{}}',
    "with blanks": ' { "event" : "a.b" , "properties" : { "i" : 1 , "i" : 1 } } ',
}
AROUND: dict[str, str] = {
    "an offset in another text": (
        '"timestamp":"2026-03-01T09:30:00Z","properties":{"text":"+00:00","i":1,"i":1}'
    ),
    "an offset in a text that goes": (
        '"timestamp":"2026-03-01T09:30:00Z","properties":{"text":"+00:00","text":""}'
    ),
    "an offset, and a timestamp that goes": (
        '"timestamp":"","timestamp":"2026-03-01T09:30:00+00:00","properties":{}'
    ),
    "an offset in the key of a map": (
        '"timestamp":"2026-03-01T09:30:00Z","properties":{"texts":{"+00:00":1,"+00:00":""}}'
    ),
    "an offset without a colon": '"timestamp":"2026-03-01T09:30:00+0000","properties":{"i":1,"i":1}',
    "the timestamp": '"timestamp":"2026-03-01T09:30:00Z","timestamp":"20260301T093000Z","properties":{}',
    "the timestamp, shorter first": '"timestamp":"","timestamp":"2026-03-01T09:30:00Z","properties":{}',
    "a timestamp without colons": '"properties":{"i":1,"i":2},"timestamp":"2026-03-01T09\\u003a30\\u003a00Z"',
    "a timestamp with one colon": '"properties":{"i":1,"i":2},"timestamp":"2026-03-01T09\\u003A30:00Z"',
    "one escape somewhere else": '"timestamp":"2026-03-01T09:30:00Z","properties":{"text":"\\n","i":1,"i":2}',
}
"""Written beside an event that is right."""
INSIDE: dict[str, str] = {
    "the properties": '"i":1},"properties":{',
    "a whole double that grows when it is encoded": '"n":1e5,"i":1,"i":1',
    "a double that shrinks": '"counts":{"a":1e5,"b":1e-3,"c":0.00001},"i":1,"i":1',
    "escapes that are longer than their characters": '"text":"\\u0061\\u0062","i":1,"i":1',
    "quotes that are escapes": '"text":"\\u0022\\u0022","i":1,"i":1',
    "quotes with a backslash": '"text":"\\"\\"\\"\\"","i":1,"i":1',
    "colons in the text": '"text":":::","i":1,"i":1',
    "colons in the text that goes": '"text":":::","text":""',
    "a key of a map": '"counts":{"a":1,"a":1}',
    "a key of a map, escaped": '"counts":{"a":1,"\\u0061":1}',
    "a map that is emptied": '"counts":{"a":1,"b":2},"counts":{}',
    "an object that becomes null": '"inner":{"a":1},"inner":null',
    "an object in an array": '"rows":[{"a":1},{"a":1,"a":2}]',
    "an object in an array in a map": '"deep":{"x":[{"b":"","b":""}]}',
    "an object of the context": '"$screen":{"a":1,"a":1}',
    "an object two levels down": '"inner":{"é":{"x":1,"x":1}}',
    "with a wrong value first": '"i":"wrong","i":1',
    "with a wrong value last": '"i":1,"i":"wrong"',
    "undeclared": '"zz":1,"zz":1',
}
"""Written as the properties."""

TRAPS = (
    WHOLE
    | {kind: '{"event":"a.b",' + text + "}" for kind, text in AROUND.items()}
    | {kind: '{"event":"a.b","properties":{' + text + "}}" for kind, text in INSIDE.items()}
)


@pytest.mark.parametrize("trap", TRAPS)
def test_nothing_makes_up_for_a_repeated_key(both: Engines, trap: str) -> None:
    verdict = both.verdict(TRAPS[trap].encode())
    assert (verdict.outcome, codes(verdict)) == ("malformed", ["duplicate-key"])


def _quotes(text: bytes) -> int:
    return text.count(b'"')


_SCALARS = (
    st.sampled_from([*TEXTS, *MOMENTS, *NUMBERS, None, True, False])
    | st.text(max_size=4)
    | st.floats(allow_nan=False, allow_infinity=False)
)
_KEYS = st.sampled_from(TEXTS) | st.text(max_size=3)
_JSON = st.recursive(
    _SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_KEYS, inner, max_size=4),
    max_leaves=12,
)


@given(value=st.dictionaries(st.sampled_from(TEXTS), _JSON, min_size=1), seed=st.integers(0, 2**32))
def test_what_was_decoded_has_as_many_quotes_as_its_text_and_more_only_from_a_repeated_key(
    value: dict[str, Any], seed: int
) -> None:
    """The lemma behind the count of quotes; a payload with an escaped quote is not counted at all."""
    rng = random.Random(seed)
    once = Writer(rng).write(value)
    writer = Writer(rng, repeat=rng.randrange(objects_in(value)))
    twice = writer.write(value)
    if b"u0022" not in once:
        assert _quotes(once) == _quotes(msgspec.json.encode(msgspec.json.decode(once)))
    if b"u0022" not in twice:
        assert _quotes(twice) > _quotes(msgspec.json.encode(msgspec.json.decode(twice)))
    assert isinstance(decode(once), dict)
    found = decode(twice)
    assert isinstance(found, Problem)
    assert found.code == "duplicate-key"


def _keys(value: Any) -> int:
    if isinstance(value, dict):
        return len(value) + sum(map(_keys, value.values()))
    return sum(map(_keys, value)) if isinstance(value, list) else 0


@given(value=st.dictionaries(st.sampled_from(TEXTS), _JSON, min_size=1), seed=st.integers(0, 2**32))
def test_a_text_has_a_colon_for_each_of_its_keys_and_one_more_for_a_repeated_one(
    value: dict[str, Any], seed: int
) -> None:
    """The lemma behind the count of colons: colons in texts only add to it, escaped ones do not count."""
    rng = random.Random(seed)
    once = Writer(rng).write(value)
    twice = Writer(rng, repeat=rng.randrange(objects_in(value))).write(value)
    assert once.count(b":") >= _keys(msgspec.json.decode(once))
    assert twice.count(b":") > _keys(msgspec.json.decode(twice))


@given(value=_JSON, seed=st.integers(0, 2**32), damage=st.sampled_from(["", "cut", "swap", "drop"]))
def test_decoding_takes_exactly_what_an_independent_reader_takes(value: Any, seed: int, damage: str) -> None:
    rng = random.Random(seed)
    wrapped = {"event": "a.b", "properties": {"x": value}}
    text = Writer(rng, repeat=rng.choice([None, 0, 1])).write(wrapped)
    at = rng.randrange(len(text))
    match damage:
        case "cut":
            text = text[:at]
        case "swap":
            text = (
                text[:at] + rng.choice([b'"', b":", b",", b"{", b"\\", b"\xff", b"9", b"e"]) + text[at + 1 :]
            )
        case "drop":
            text = text[:at] + text[at + 1 :]
        case _:
            pass
    try:
        expected: Any = decode_instance(text)
    except ValueError:
        expected = Problem
    found = decode(text)
    if isinstance(found, Problem):
        assert expected is Problem or not isinstance(expected, dict), text
    else:
        assert json.dumps(found, sort_keys=True) == json.dumps(json.loads(text), sort_keys=True)
        assert expected is not Problem, text
