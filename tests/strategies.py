"""Definitions of every kind, generated from our own types, for the property tests of all rooms."""

import json
from collections.abc import Mapping
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy
from pydantic import TypeAdapter

from catalog.model.category import SHIPPED, Handling
from catalog.model.event import (
    ContextDefinition,
    EntityDefinition,
    EventDefinition,
    GroupDefinition,
    Status,
    Undeclared,
)
from catalog.model.names import EventName
from catalog.model.settings import Settings
from catalog.model.snapshot import Definitions
from catalog.model.types import SCALAR_TYPES, TYPE_NAMES, Property
from catalog.model.values import MAX_SAFE_INTEGER
from tests.instances import (
    ODD_NAMES,
    encoded,
    instances,
    near_misses,
    objects,
    odd_objects,
    payload_bytes,
    payload_values,
)
from tests.schema.patterns.strategies import patterns

__all__ = [
    "catalogs",
    "contexts",
    "encoded",
    "entities",
    "events",
    "groups",
    "instances",
    "named_properties",
    "near_misses",
    "objects",
    "odd_objects",
    "payload_bytes",
    "payload_values",
    "properties",
    "settings_files",
]

Plain = dict[str, Any]
"""A definition as its file has it."""

DESTINATIONS = ("log", "posthog", "metrics")
CATEGORIES = tuple(SHIPPED)

_PROPERTY: TypeAdapter[Property] = TypeAdapter(Property)
# YAML's traps among them: what readers take for a boolean, a number, a date, a comment, a key or an anchor.
TEXTS = [
    *(
        "A timer is stopped.",
        "on",
        "no",
        "Yes",
        "y",
        "null",
        "~",
        "",
        " ",
        "010",
        "0x1f",
        "1_000",
        "1e3",
        ".5",
        "12:30",
    ),
    *(
        "2026-03-01",
        "a: b",
        "a:",
        "a #b",
        "#a",
        "- a",
        "-",
        "?",
        "? a",
        "@a",
        "`a",
        "%a",
        "&a",
        "*a",
        "!a",
        "|",
        ">",
    ),
    *(
        "[a]",
        "{a}",
        "a, b",
        "'a'",
        '"a"',
        "a\nb",
        "a\nb\n",
        "\na",
        " a",
        "a ",
        "a\tb",
        "\ta",
        "---",
        "...",
        "<<",
        "=",
    ),
    *(
        "é",
        "😀",
        "\u2028",
        "\u0085",
        "\ufeff",
        "\x07",
        "\x7f",
        "\\",
        "a\\nb",
        "true",
        ".inf",
        "+1",
        "0o17",
        "0b1",
        "x" * 130,
    ),
    *("  a\n  b", "a\r\nb", "a\n\nb\n\n", "a \nb", "://", "a,b:c", "null ", "\ue000", "\U0010ffff"),
]


def texts() -> SearchStrategy[str]:
    """Words for descriptions and names, YAML's traps among them; never empty."""
    return (st.sampled_from(TEXTS) | st.text(max_size=20)).filter(bool)


def names() -> SearchStrategy[str]:
    """Names of properties.

    `__proto__` and the empty one are none: some engines cannot declare the first, and Ajv never misses a
    required property of the second.
    """
    plain = st.from_regex(r"[a-z][a-z0-9_]{0,12}", fullmatch=True)
    odd = [name for name in ODD_NAMES if name not in ("__proto__", "")]
    return plain | plain | plain | st.sampled_from(odd)


def _json() -> SearchStrategy[Any]:
    scalars = (
        st.none()
        | st.booleans()
        | st.integers(-MAX_SAFE_INTEGER, MAX_SAFE_INTEGER)
        | st.floats(allow_nan=False, allow_infinity=False)
    )
    return st.recursive(
        scalars | st.sampled_from(TEXTS) | st.text(max_size=8),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts(), inner, max_size=3),
        max_leaves=5,
    )


def _maybe(draw: DrawFn, into: Plain, key: str, values: SearchStrategy[Any], one_in: int = 4) -> None:
    if draw(st.integers(1, one_in)) == 1:
        into[key] = draw(values)


_REASONS = st.dictionaries(
    st.sampled_from(["pii/free-text", "typing/unbounded-string"]), texts().filter(str.strip), max_size=2
)
_PLACES = st.lists(st.sampled_from(DESTINATIONS), max_size=3, unique=True)

_SCALARS = TYPE_NAMES[: len(SCALAR_TYPES)]


@st.composite
def properties(draw: DrawFn, depth: int = 2, *, named: bool = True) -> Property:
    """A property of any type with any of its keywords; something always satisfies it.

    `named` False is what stands under `items` and `values`.
    """
    return parsed(draw(property_files(depth, named=named)))


def parsed(plain: Plain) -> Property:
    """A property from its form in a file."""
    return _PROPERTY.validate_json(json.dumps(plain))


@st.composite
def property_files(draw: DrawFn, depth: int = 2, *, named: bool = True, inner: bool = False) -> Plain:
    """A property as its file has it; `inner` is an array's item, whose `data` stands on the array."""
    kind = draw(st.sampled_from(TYPE_NAMES if depth > 0 else _SCALARS))
    plain: Plain = {"type": kind}
    match kind:
        case "string":
            _string(draw, plain)
        case "integer":
            _bounds(
                draw, plain, st.integers(-50, 50) | st.integers(-MAX_SAFE_INTEGER + 99, MAX_SAFE_INTEGER - 99)
            )
            _maybe(draw, plain, "multipleOf", st.sampled_from([1, 2, 3, 7]))
        case "number":
            _bounds(draw, plain, st.integers(-50, 50) | st.floats(-1e15, 1e15))
        case "uri":
            _maybe(draw, plain, "minLength", st.integers(0, 12))
            _maybe(draw, plain, "maxLength", st.integers(20, 60))
        case "flag":
            _maybe(draw, plain, "maxLength", st.integers(1, 40), one_in=2)
        case "array":
            _array(draw, plain, depth)
        case "object":
            plain["properties"] = draw(named_files(depth - 1))
        case "map":
            _map(draw, plain, depth)
        case _:
            pass
    if kind in _SCALARS:
        _choice(draw, plain)
        if not inner:
            _maybe(draw, plain, "data", st.sampled_from(CATEGORIES), one_in=2)
    _notes(draw, plain)
    if named:
        _place(draw, plain)
    return plain


def _string(draw: DrawFn, plain: Plain) -> None:
    match draw(st.sampled_from(["free", "bounded", "pattern"])):
        case "bounded":
            plain["minLength"] = draw(st.integers(0, 5))
            plain["maxLength"] = draw(st.integers(plain["minLength"], 60))
        case "pattern":
            plain["pattern"] = draw(patterns()).text
            plain["maxLength"] = 400
        case _:
            pass


def _bounds(draw: DrawFn, plain: Plain, values: SearchStrategy[Any]) -> None:
    low, high = sorted((draw(values), draw(values)))
    wide = high - low > 20  # room for an exclusive bound and a multiple
    _maybe(draw, plain, "minimum", st.just(low), one_in=2)
    _maybe(draw, plain, "maximum", st.just(high if wide else low + 21), one_in=2)
    _maybe(draw, plain, "exclusiveMinimum", st.just(low))
    _maybe(draw, plain, "exclusiveMaximum", st.just(high if wide else low + 21))


def _choice(draw: DrawFn, plain: Plain) -> None:
    what = draw(st.sampled_from(["", "", "", "enum", "const"]))
    if not what:
        return
    values = instances(parsed(plain))
    if plain["type"] == "integer":
        values = values.map(int)
    if what == "const":
        plain["const"] = draw(values)
    else:
        plain["enum"] = draw(st.lists(values, min_size=1, max_size=4, unique=True))


def _array(draw: DrawFn, plain: Plain, depth: int) -> None:
    plain["items"] = draw(property_files(depth - 1, named=False, inner=True))
    scalar = plain["items"]["type"] in _SCALARS
    unique = scalar and draw(st.booleans())
    if unique:
        plain["uniqueItems"] = True
    _maybe(draw, plain, "minItems", st.integers(0, 1 if unique else 3))
    _maybe(draw, plain, "maxItems", st.integers(max(1, plain.get("minItems", 0)), 6))
    if scalar:
        _maybe(draw, plain, "data", st.sampled_from(CATEGORIES), one_in=2)


def _map(draw: DrawFn, plain: Plain, depth: int) -> None:
    plain["values"] = draw(property_files(depth - 1, named=False))
    about: Plain = {}
    if draw(st.booleans()):
        about["pattern"] = draw(patterns()).text
        about["maxLength"] = 400
    else:
        _maybe(draw, about, "maxLength", st.integers(1, 20))
    _maybe(draw, about, "data", st.sampled_from(CATEGORIES), one_in=2)
    _maybe(draw, about, "allow", _REASONS)
    _maybe(draw, plain, "keys", st.just(about), one_in=2)
    _maybe(draw, plain, "maxProperties", st.integers(0, 4))


PURPOSES = ("analytics", "marketing")
"""Purposes that generated catalogs state and payloads have consent to, more often than any text."""


def purpose_names() -> SearchStrategy[str]:
    """A purpose, which may be one that the catalog states."""
    return st.sampled_from([*PURPOSES, *PURPOSES, *PURPOSES]) | texts()


def _notes(draw: DrawFn, plain: Plain) -> None:
    _maybe(draw, plain, "description", texts(), one_in=2)
    _maybe(draw, plain, "nullable", st.booleans())
    for key, values in (
        ("deprecated", st.booleans()),
        ("purpose", purpose_names()),
        ("unit", texts()),
        ("default", _json()),
        ("examples", st.lists(_json(), max_size=2)),
        ("allow", _REASONS),
    ):
        _maybe(draw, plain, key, values, one_in=8)


def _place(draw: DrawFn, plain: Plain) -> None:
    _maybe(draw, plain, "required", st.booleans(), one_in=2)
    _maybe(draw, plain, "destinations", _PLACES, one_in=5)
    handlings = st.dictionaries(st.sampled_from(DESTINATIONS), st.sampled_from([*Handling]), max_size=2)
    _maybe(draw, plain, "handling", handlings, one_in=5)
    _maybe(
        draw, plain, "send_as", st.dictionaries(st.sampled_from(DESTINATIONS), texts(), max_size=2), one_in=6
    )
    _maybe(draw, plain, "code_name", texts(), one_in=10)


def named_files(depth: int = 2, max_size: int = 4) -> SearchStrategy[Plain]:
    """What stands under `properties` in a file."""
    return st.dictionaries(names(), property_files(depth), max_size=max_size)


def named_properties(depth: int = 2, max_size: int = 4) -> SearchStrategy[Mapping[str, Property]]:
    """Named properties, as an object or an event has them."""
    return named_files(depth, max_size).map(
        lambda plain: {name: parsed(definition) for name, definition in plain.items()}
    )


@st.composite
def event_files(draw: DrawFn, includable: tuple[str, ...] = (), depth: int = 2) -> Plain:
    """An event as its file has it."""
    plain: Plain = {"properties": draw(named_files(depth))}
    for key in ("description", "trigger", "owner"):
        _maybe(draw, plain, key, texts(), one_in=2)
    _maybe(draw, plain, "purpose", purpose_names(), one_in=2)
    own = [name for name in plain["properties"] if name]
    arriving = st.sampled_from([*own, "entry", "on"])
    renames = st.dictionaries(
        st.sampled_from(["entry", "on", "a b"]), st.sampled_from(own or ["x"]), max_size=2
    )
    aliases = st.fixed_dictionaries(
        {"name": texts()},
        optional={"sends": st.lists(arriving, max_size=3, unique=True), "rename": renames},
    )
    readers = st.fixed_dictionaries({"team": texts()}, optional={"url": texts()})
    one_example = st.dictionaries(st.sampled_from([*own, "x"]), _json(), max_size=2)
    _maybe(draw, plain, "destinations", _PLACES, one_in=1)
    if includable:
        _maybe(
            draw, plain, "include", st.lists(st.sampled_from(includable), max_size=2, unique=True), one_in=2
        )
    for key, values in (
        ("aliases", st.lists(aliases, max_size=2)),
        ("status", st.sampled_from([*Status])),
        ("send_as", st.dictionaries(st.sampled_from(DESTINATIONS), texts(), max_size=2)),
        ("examples", st.lists(one_example, max_size=2)),
        ("allow", _REASONS),
        ("wire", texts()),
        ("expires", st.dates().map(lambda day: day.isoformat())),
        ("replaced_by", texts()),
        ("readers", st.lists(readers, max_size=2)),
        ("code_name", texts()),
        ("accept_previous_days", st.integers(0, 400)),
        ("undeclared", st.sampled_from([*Undeclared])),
    ):
        _maybe(draw, plain, key, values)
    return plain


def events(includable: tuple[str, ...] = (), depth: int = 2) -> SearchStrategy[EventDefinition]:
    """Events as their files state them."""
    return event_files(includable, depth).map(
        lambda plain: EventDefinition.model_validate_json(json.dumps(plain))
    )


@st.composite
def _collections(draw: DrawFn) -> Plain:
    plain: Plain = {}
    _maybe(draw, plain, "description", texts(), one_in=2)
    _maybe(draw, plain, "properties", named_files(1), one_in=1)
    _maybe(draw, plain, "allow", _REASONS)
    return plain


def groups() -> SearchStrategy[GroupDefinition]:
    """Property groups."""
    return _collections().map(lambda plain: GroupDefinition.model_validate_json(json.dumps(plain)))


def contexts() -> SearchStrategy[ContextDefinition]:
    """Contexts."""
    return _collections().map(lambda plain: ContextDefinition.model_validate_json(json.dumps(plain)))


def entities() -> SearchStrategy[EntityDefinition]:
    """Persons and group types."""
    return _collections().map(lambda plain: EntityDefinition.model_validate_json(json.dumps(plain)))


@st.composite
def _destination_files(draw: DrawFn, context_names: tuple[str, ...]) -> Plain:
    plain: Plain = {}
    handlings = st.dictionaries(st.sampled_from(CATEGORIES), st.sampled_from([*Handling]), max_size=3)
    for key, values in (
        ("description", texts()),
        ("contexts", st.lists(st.sampled_from(context_names or ("none",)), max_size=2, unique=True)),
        ("receives", st.lists(st.sampled_from(CATEGORIES), max_size=8, unique=True)),
        ("otherwise", handlings),
        ("identity", st.sampled_from(["user_id", "none", {"anonymous": "^[0-9a-f]+$"}])),
        ("consent", st.booleans()),
        ("purposes", st.lists(purpose_names(), max_size=2)),
        ("retention_days", st.integers(0, 400)),
        ("reserved", st.lists(texts(), max_size=2)),
        ("processor", texts()),
        ("transfer", st.sampled_from(["none", "scc"])),
        ("erasure", st.fixed_dictionaries({"how": texts(), "days": st.integers(0, 30)})),
    ):
        _maybe(draw, plain, key, values, one_in=2)
    return plain


@st.composite
def settings_files(draw: DrawFn, context_names: tuple[str, ...] = ()) -> Plain:
    """catalog.yaml with the three destinations that events are generated for."""
    plain: Plain = {"format": 1, "product": draw(st.from_regex(r"[a-z0-9][a-z0-9_-]{0,20}", fullmatch=True))}
    noted = st.fixed_dictionaries({}, optional={"description": texts(), "contact": texts()})
    purposes = st.fixed_dictionaries(
        {}, optional={"basis": st.just("consent"), "subjects": st.just(["customer"])}
    )
    own = st.dictionaries(st.just("user.content.title"), st.just({"description": "titles"}), max_size=1)
    approvals = st.fixed_dictionaries(
        {"when": texts() | st.lists(texts(), max_size=2)}, optional={"users": st.just(["a"])}
    )
    for key, values in (
        ("base_url", st.sampled_from(["https://events.example.com/a", "http://é.example/x/"])),
        ("controller", texts()),
        ("owners", st.dictionaries(texts(), noted, max_size=2)),
        ("purposes", st.dictionaries(purpose_names(), purposes, max_size=2)),
        ("categories", own),
        ("approvals", st.dictionaries(texts(), approvals, max_size=2)),
        ("naming", st.sampled_from([{}, {"wire": "{resource}_{action}"}, {"reserved": {"base": "log"}}])),
        ("severities", st.dictionaries(texts(), st.sampled_from(["error", "off"]), max_size=2)),
        ("modes", st.dictionaries(st.just("default"), st.sampled_from(["full", "none"]), max_size=1)),
        ("drift", st.sampled_from(["report", "refuse"])),
        ("undeclared", st.sampled_from([*Undeclared])),
        ("accept_previous_days", st.integers(0, 400)),
        ("profile", st.sampled_from(["adopt", "standard"])),
        ("repositories", st.lists(st.fixed_dictionaries({"name": texts()}), max_size=2)),
    ):
        _maybe(draw, plain, key, values, one_in=2)
    plain["destinations"] = {name: draw(_destination_files(context_names)) for name in DESTINATIONS}
    return plain


_EVENT_NAMES = st.from_regex(r"[a-z]{1,6}\.[a-z]{1,6}", fullmatch=True)
_FILE_NAMES = st.sampled_from(["actor", "posthog-js", "person", "a b", "é"])


@st.composite
def catalogs(draw: DrawFn, max_events: int = 3) -> Definitions:
    """Whole catalogs, as their files state them."""
    made_groups = draw(st.dictionaries(_FILE_NAMES, groups(), max_size=2))
    made_contexts = draw(st.dictionaries(_FILE_NAMES, contexts(), max_size=2))
    settings = draw(settings_files(tuple(made_contexts)))
    return Definitions(
        settings=Settings.model_validate_json(json.dumps(settings)),
        groups=made_groups,
        contexts=made_contexts,
        entities=draw(st.dictionaries(_FILE_NAMES, entities(), max_size=2)),
        events={
            EventName(name): event
            for name, event in draw(
                st.dictionaries(_EVENT_NAMES, events(tuple(made_groups)), max_size=max_events)
            ).items()
        },
    )
