"""Values for properties: valid by construction, and near misses with one thing that is off."""

import json
import math
from collections.abc import Mapping
from datetime import date
from typing import Any, assert_never

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from catalog.model.types import (
    ArrayType,
    BooleanType,
    DateType,
    FlagType,
    IntegerType,
    MapType,
    NumberType,
    ObjectType,
    Property,
    Scalar,
    StringType,
    TimestampType,
    UriType,
    UuidType,
)
from catalog.model.values import MAX_SAFE_INTEGER
from catalog.schema import Contract
from catalog.schema.formats import pattern_of
from tests.schema.patterns.strategies import ODD_CHARACTERS, texts_near, texts_of

Json = Any
"""What JSON can hold, and some Python values that encode to JSON no engine should take."""

# What JavaScript finds on every object without being asked.
INHERITED = ["__proto__", "constructor", "toString", "hasOwnProperty", "valueOf", "length"]
ODD_NAMES = [
    *INHERITED,
    "",
    "$lib",
    "a b",
    "é",
    "on",
    "null",
    "1e3",
    "a: b",
    "#x",
    "x" * 64,
    "😀",
    "a/b~c",
    "0",
]
_ODD_VALUES: list[Json] = [
    *(None, True, False, 0, 1, -1, 0.0, -0.0, 1.0, 1.5, 2**53 - 1, 2**53, 2**53 + 1, -(2**53), -(2**53) - 1),
    *(
        1e308,
        5e-324,
        2**64,
        10**30,
        "",
        "x",
        "\n",
        "\u2028",
        "\ud800",
        "😀",
        "null",
        [],
        {},
        [None],
        {"a": 1},
    ),
]
_FILLERS = ["a", "é", "😀", "\u2028", " ", "\U0010ffff"]


def instances(definition: Property) -> SearchStrategy[Json]:
    """Values that the property takes."""
    values = _instances(definition)
    return st.none() | values if definition.nullable else values


def _instances(definition: Property) -> SearchStrategy[Json]:
    match definition:
        case ArrayType():
            return _arrays(definition)
        case ObjectType():
            return objects(definition.properties)
        case MapType():
            most = 3 if definition.max_properties is None else min(3, definition.max_properties)
            return st.dictionaries(keys(definition), instances(definition.values), max_size=most)
        case _:
            if definition.const is not None:
                return st.just(definition.const)
            if definition.enum:
                return st.sampled_from(definition.enum)
            return _scalars(definition)


def _scalars(definition: Scalar) -> SearchStrategy[Json]:
    match definition:
        case StringType():
            return _texts(definition.pattern, definition.min_length, definition.max_length)
        case IntegerType():
            return integers(definition)
        case NumberType():
            return _numbers(definition)
        case BooleanType():
            return st.booleans()
        case FlagType():
            return st.booleans() | st.just("a") | _texts(None, 1, definition.max_length)
        case TimestampType():
            return timestamps()
        case DateType():
            return st.dates().map(date.isoformat) | st.sampled_from(
                ["2000-02-29", "0004-02-29", "9999-12-31"]
            )
        case UuidType():
            return st.uuids().map(str) | st.uuids().map(lambda value: str(value).upper())
        case UriType():
            return uris(definition.min_length, definition.max_length)
        case _:
            assert_never(definition)


def _texts(pattern: str | None, least: int | None, most: int | None) -> SearchStrategy[str]:
    low, high = least or 0, 1_000 if most is None else most
    if pattern is not None:
        return texts_of(pattern_of(pattern)).filter(lambda text: low <= len(text) <= high)
    if low > 40:
        return st.sampled_from(_FILLERS).map(lambda filler: filler * low)
    short = st.text(min_size=low, max_size=max(low, min(high, 12)))
    return short if high > 100 else short | st.sampled_from(_FILLERS).map(lambda filler: filler * high)


def integers(definition: IntegerType) -> SearchStrategy[int | float]:
    """Integers between the bounds, some of them spelled as floats."""
    lows = [-MAX_SAFE_INTEGER, definition.minimum]
    highs = [MAX_SAFE_INTEGER, definition.maximum]
    if definition.exclusive_minimum is not None:
        lows.append(definition.exclusive_minimum + 1)
    if definition.exclusive_maximum is not None:
        highs.append(definition.exclusive_maximum - 1)
    low = max(bound for bound in lows if bound is not None)
    high = min(bound for bound in highs if bound is not None)
    step = definition.multiple_of or 1
    whole = st.integers(-(-low // step), high // step).map(lambda count: count * step)
    return whole | st.sampled_from([low - low % -step, high - high % step]) | whole.map(float)


def _numbers(definition: NumberType) -> SearchStrategy[int | float]:
    lows = [float(b) for b in (definition.minimum, definition.exclusive_minimum) if b is not None]
    highs = [float(b) for b in (definition.maximum, definition.exclusive_maximum) if b is not None]
    low, high = max(lows, default=None), min(highs, default=None)
    floats: SearchStrategy[int | float] = st.floats(
        low,
        high,
        allow_nan=False,
        allow_infinity=False,
        exclude_min=low is not None and low == definition.exclusive_minimum,
        exclude_max=high is not None and high == definition.exclusive_maximum,
    )
    return floats | floats.map(lambda value: int(value) if float(value).is_integer() else value)


@st.composite
def timestamps(draw: DrawFn) -> str:
    """RFC 3339 in upper case."""
    day = draw(st.dates() | st.sampled_from([date(1, 1, 1), date(9999, 12, 31), date(2024, 2, 29)]))
    clock = draw(st.times()).replace(microsecond=0).isoformat()
    fraction = draw(st.sampled_from(["", "", ".0", ".5", ".123456", ".9999999", ".12345678901234567890"]))
    offset = draw(st.sampled_from(["Z", "Z", "+00:00", "-00:00", "+02:00", "-23:59", "+23:59"]))
    return f"{day.isoformat()}T{clock}{fraction}{offset}"


_URIS = [
    *(
        "https://example.com/a?b=c#d",
        "http://a",
        "mailto:ada@example.com",
        "urn:isbn:0451450523",
        "file:///etc/x",
    ),
    *("https://[::1]:8080/", "a:", "x+y-z.1:/p", "http://u:p@h:1/%7Ea", "app://screen//x", "tel:+1-2"),
]
_URI_CHARACTERS = "abcXYZ019-._~!$&'()*+,;=:@/"


def uris(least: int | None, most: int | None) -> SearchStrategy[str]:
    """URIs of a bounded length."""
    low, high = max(least or 0, 2), 60 if most is None else most
    built = st.text(_URI_CHARACTERS, min_size=low - 2, max_size=max(low - 2, min(high - 2, 30)))
    fitting = [uri for uri in _URIS if low <= len(uri) <= high]
    # A path that begins with // is an authority.
    plain = built.map(lambda rest: "a:" + ("b" + rest[1:] if rest[:2] == "//" else rest))
    return plain | st.sampled_from(fitting) if fitting else plain


def _arrays(definition: ArrayType) -> SearchStrategy[list[Json]]:
    low = definition.min_items or 0
    high = low + 3 if definition.max_items is None else min(definition.max_items, low + 3)
    items = instances(definition.items)
    if definition.unique_items:
        return st.lists(items, min_size=low, max_size=high, unique_by=lambda item: (type(item) is bool, item))
    return st.lists(items, min_size=low, max_size=high)


def keys(definition: MapType) -> SearchStrategy[str]:
    """Keys that a map takes."""
    plain = _texts(definition.keys.pattern, None, definition.keys.max_length)
    if definition.keys.pattern is not None:
        return plain
    most = definition.keys.max_length
    odd = [name for name in ODD_NAMES if most is None or len(name) <= most]
    return plain | st.sampled_from(odd)


@st.composite
def objects(draw: DrawFn, properties: Mapping[str, Property]) -> dict[str, Json]:
    """Objects with every required property and some of the others, in any order."""
    chosen = [name for name, one in properties.items() if one.required or draw(st.booleans())]
    return {name: draw(instances(properties[name])) for name in draw(st.permutations(chosen))}


def near_misses(definition: Property) -> SearchStrategy[Json]:
    """Values that are close to the property's: most of them refused, all of them on an edge."""
    return st.sampled_from(_ODD_VALUES) | _edges(definition)


def _edges(definition: Property) -> SearchStrategy[Json]:
    match definition:
        case StringType() | UriType():
            lengths = [
                b + off for b in (definition.min_length, definition.max_length) if b for off in (-1, 0, 1)
            ]
            edges = _bent(instances(definition))
            if lengths:
                long = st.builds(
                    lambda filler, length: filler * length,
                    st.sampled_from(_FILLERS),
                    st.sampled_from(lengths),
                )
                edges |= long
            if isinstance(definition, StringType) and definition.pattern is not None:
                edges |= texts_near(pattern_of(definition.pattern))
            return edges
        case TimestampType():
            return _bent(instances(definition)) | timestamps().flatmap(_odd_timestamps)
        case DateType():
            odd = [
                "2025-02-29",
                "1900-02-29",
                "2026-13-01",
                "2026-00-10",
                "0000-01-01",
                "2026-04-31",
                "20260301",
            ]
            return _bent(instances(definition)) | st.sampled_from([*odd, "2026-3-1", "2026-03-01T00:00:00Z"])
        case UuidType():
            bare = st.uuids().map(lambda value: value.hex)
            return _bent(instances(definition)) | bare | st.uuids().map(lambda value: f"{{{value}}}")
        case IntegerType() | NumberType():
            return _odd_numbers(definition)
        case BooleanType():
            return st.sampled_from([0, 1, "true", "false", 1.0])
        case FlagType():
            most = 40 if definition.max_length is None else definition.max_length
            long = st.sampled_from(_FILLERS).map(lambda filler: filler * (most + 1))
            return st.sampled_from([0, 1, 1.0, "", "true", "false", [True], ["a"]]) | long | _bent(long)
        case ArrayType():
            return _odd_arrays(definition)
        case ObjectType():
            return odd_objects(definition.properties)
        case MapType():
            return _odd_maps(definition)
        case _:
            assert_never(definition)


def _bent(texts: SearchStrategy[Json]) -> SearchStrategy[Json]:
    """A text with one character more, one less, or in the other case."""
    only = texts.filter(lambda text: isinstance(text, str))
    return st.one_of(
        only.map(lambda text: text + "\n"),
        st.builds(lambda text, char: text + char, only, st.sampled_from(ODD_CHARACTERS)),
        only.map(lambda text: text[:-1]),
        only.map(lambda text: text.swapcase()),
        only.map(lambda text: " " + text),
        only.map(lambda text: text + "\ud83d"),
    )


def _odd_timestamps(text: str) -> SearchStrategy[str]:
    return st.sampled_from(
        [
            text.replace("T", " "),
            text.lower(),
            text.rstrip("Z"),
            text[:-3] + text[-2:],
            text[:10],
            text[:16] + "Z",
            text[:17] + "60Z",
            text[:11] + "24:00:00Z",
            text[:19] + ".Z",
            text[:19] + ",5Z",
            text[:19] + "+24:00",
            text[:19] + "+0200",
            "0000" + text[4:],
            text[:8] + "31" + text[10:],
            "2025-02-29" + text[10:],
        ]
    )


def _odd_numbers(definition: IntegerType | NumberType) -> SearchStrategy[Json]:
    bounds = (
        definition.minimum,
        definition.maximum,
        definition.exclusive_minimum,
        definition.exclusive_maximum,
    )
    edges: list[Json] = [definition.const, *(definition.enum or ())]
    for bound in bounds:
        if bound is not None:
            edges += [bound, bound - 1, bound + 1, bound + 0.5, float(bound), str(bound)]
            edges += [math.nextafter(bound, math.inf), math.nextafter(bound, -math.inf)]
    edges = [edge for edge in edges if edge is not None and edge not in (math.inf, -math.inf)]
    near = instances(definition).filter(lambda value: value is not None)
    moved = st.builds(lambda value, by: value + by, near, st.sampled_from([-1, 1, 0.5, 2**-20])).filter(
        math.isfinite
    )
    return moved | st.sampled_from(edges) if edges else moved


def _odd_arrays(definition: ArrayType) -> SearchStrategy[Json]:
    valid = instances(definition).filter(lambda value: value is not None)
    least, most = definition.min_items or 0, definition.max_items
    lengths = [length for length in (least - 1, (20 if most is None else most) + 1) if 0 <= length <= 30]
    return st.one_of(
        valid.map(lambda items: [*items, *items[:1]]),
        valid.map(lambda items: [*items, *(float(i) for i in items[:1] if type(i) is int)]),
        st.builds(lambda items, odd: [*items, odd], valid, near_misses(definition.items)),
        valid.map(lambda items: {str(index): item for index, item in enumerate(items)}),
        *(st.lists(instances(definition.items), min_size=size, max_size=size) for size in lengths),
    )


@st.composite
def odd_objects(draw: DrawFn, properties: Mapping[str, Property]) -> dict[str, Json]:
    """An object with one thing off: a property gone, one too many, or one value that does not fit."""
    value = draw(objects(properties))
    what = draw(st.sampled_from(["remove", "add", "spoil", "spoil", "spoil", "null"]))
    name = draw(st.sampled_from([*properties])) if properties else ""
    match what:
        case "remove":
            value.pop(name, None)
        case "add":
            value[draw(st.sampled_from(ODD_NAMES) | st.text(max_size=5))] = draw(st.sampled_from(_ODD_VALUES))
        case "spoil" if name in properties:
            value[name] = draw(near_misses(properties[name]))
        case "null" if name in properties:
            value[name] = None
        case _:
            pass
    return value


def _odd_maps(definition: MapType) -> SearchStrategy[Json]:
    valid = instances(definition).filter(lambda value: value is not None)
    values = instances(definition.values)
    names = st.sampled_from(ODD_NAMES) | _bent(keys(definition))
    odd: SearchStrategy[Json] = st.one_of(
        st.builds(lambda value, name, extra: {**value, name: extra}, valid, names, values),
        st.builds(
            lambda value, name, odd: {**value, name: odd}, valid, names, near_misses(definition.values)
        ),
    )
    most = definition.max_properties
    if most is None or most > 1 or definition.keys.pattern is not None:
        return odd
    return odd | st.dictionaries(keys(definition), values, min_size=most + 1, max_size=most + 1)


def payload_values(contract: Contract) -> SearchStrategy[dict[str, Json]]:
    """Properties of a payload, about as often valid as off by one thing."""
    return objects(contract.properties) | odd_objects(contract.properties)


def encoded(value: Json, *, ascii_only: bool = True) -> bytes:
    """The value as JSON; lone surrogates survive as escapes only."""
    return json.dumps(value, ensure_ascii=ascii_only).encode("utf-8", "surrogatepass")


@st.composite
def payload_bytes(draw: DrawFn, contract: Contract) -> bytes:
    """Properties of a payload as JSON text, now and then damaged as text."""
    value = draw(payload_values(contract))
    text = encoded(value, ascii_only=draw(st.booleans()))
    damage = draw(st.sampled_from(["", "", "", "", "", "", "twice", "huge", "nan", "cut", "byte", "space"]))
    name = next(iter(value), "a")
    key = encoded(name)
    match damage:
        case "twice":
            return text[:-1] + (b", " if value else b"") + key + b": 1, " + key + b": 1}"
        case "huge":
            return b"{" + key + b": 1e999}"
        case "nan":
            return b"{" + key + b": NaN}"
        case "cut":
            return text[: draw(st.integers(0, len(text)))]
        case "byte":
            at = draw(st.integers(0, len(text)))
            return (
                text[:at]
                + draw(st.sampled_from([b"\xff", b"\x00", b"\xed\xa0\x80", b"\xef\xbb\xbf"]))
                + text[at:]
            )
        case "space":
            return b" \t" + text + b"\r\n "
        case _:
            return text
