"""The envelope: what stands around an event's properties, and what SDKs put among them."""

from collections.abc import Callable, Mapping
from typing import Final

import msgspec

from catalog.model.category import NONE
from catalog.model.envelope import GROUP_SET, GROUP_TYPE, GROUPED, HOMES, LISTS, MOVED_OUT, TRANSPORT
from catalog.model.types import Property, StringType, TimestampType, UuidType
from catalog.privacy.drift import watched
from catalog.validation.explain import Explainer, Json
from catalog.validation.fits import fits_of
from catalog.validation.kinds import found_type
from catalog.validation.moments import is_identity, is_moment
from catalog.validation.pointers import nearest_in, token
from catalog.validation.problems import Context, Problem

_TEXT: Final = StringType.model_validate({"type": "string", "minLength": 1, "maxLength": 200})
ENVELOPE: Final[Mapping[str, Property]] = {
    "uuid": UuidType.model_validate({"type": "uuid"}),
    "timestamp": TimestampType.model_validate({"type": "timestamp"}),
    "distinct_id": _TEXT,
    "source": _TEXT,
    "environment": _TEXT,
    "release": _TEXT,
    "version": _TEXT,
}
"""The scalar members that are judged alike for every event."""

WATCHED_STAMPS: Final = watched(
    {
        name: _TEXT.model_copy(update={"data": NONE})
        for name in ("source", "environment", "release", "version")
    },
    keeps_rest=False,
)
"""What looks for personal data in what a program says of itself; it leaves as it is."""

KEY_OF_GROUP: Final[Property] = _TEXT
"""What identifies one group of a type, one company say."""

_READ: Final[Mapping[str, tuple[Callable[[str], bool], str]]] = {
    "timestamp": (is_moment, "not-a-timestamp"),
    "uuid": (is_identity, "not-a-uuid"),
}
"""Members that are read more leniently than properties of their type."""

_is_text: Final = fits_of(_TEXT) or (lambda _: False)
"""Whether a scalar that is not read is right, quickly asked."""

_TRAITS: Final = "traits"

_IGNORED: Final = frozenset({"event", "properties", *TRANSPORT})

_KNOWN: Final = ("event", "properties", *ENVELOPE, *LISTS, *HOMES)
"""The names that a member of the envelope may be meant as."""

Members = Mapping[str, Json]


class Parts(msgspec.Struct, kw_only=True):
    """A payload taken apart; each part but the first comes with the path where it stood."""

    properties: Members
    context: list[tuple[str, Members]] = []
    person: list[tuple[str, Members]] = []
    groups: list[tuple[str, Members]] = []
    group: Members = {}
    """What `properties` say of one group: some of `$group_type`, `$group_key` and `$group_set`."""


def name_of(value: Mapping[str, Json]) -> str | Problem:
    """The arriving name of a payload's event, or why it has none."""
    if "event" not in value:
        return Problem(code="no-event", path="", context={"key": "event"})
    name = value["event"]
    if not isinstance(name, str):
        return _wrong("event", name, "the event's name as a string")
    properties = value.get("properties")
    if "properties" not in value:
        return Problem(code="no-properties", path="", context={})
    if not isinstance(properties, dict):
        return _wrong("properties", properties, "an object")
    return name


def split(
    value: Members, own: Mapping[str, Property], context: Mapping[str, Property], explainer: Explainer
) -> Parts:
    """Take a payload apart, so that each part meets its own contract.

    `own` are the properties of the event, which win over a context property of the same name. Notes what is
    wrong with the envelope's own members.
    """
    outer = value["properties"]
    assert isinstance(outer, dict)
    parts = Parts(properties=outer)
    if not outer.keys() <= own.keys():
        _sort(outer, own, context, parts, explainer)
    for name, member in value.items():
        if name not in _IGNORED:
            _part(name, member, f"/{name}", parts, explainer)
    if _TRAITS not in context:
        _take_traits(parts, explainer)
    return parts


def _take_traits(parts: Parts, explainer: Explainer) -> None:
    """Move the person's properties out of the context, where some SDKs put them."""
    for index, (path, members) in enumerate(parts.context):
        if path == "/context" and _TRAITS in members:
            rest = {name: member for name, member in members.items() if name != _TRAITS}
            parts.context[index] = (path, rest)
            _part(_TRAITS, members[_TRAITS], f"{path}/{_TRAITS}", parts, explainer)


def _sort(
    outer: Members,
    own: Mapping[str, Property],
    context: Mapping[str, Property],
    parts: Parts,
    explainer: Explainer,
) -> None:
    """Move what belongs to the envelope or to the context out of a payload's properties."""
    prefixes = tuple(name[:-1] for name in context if name.endswith("*"))
    properties: dict[str, Json] = {}
    found: dict[str, Json] = {}
    grouped = [name for name in GROUPED if name in outer and name not in own and name not in context]
    if grouped and not any(name.startswith(prefixes) for name in grouped):
        parts.group = _group(outer, grouped, explainer)
        outer = {name: member for name, member in outer.items() if name not in grouped}
        if GROUP_TYPE not in own and GROUP_TYPE not in context:
            outer.pop(GROUP_TYPE, None)
    for name, member in outer.items():
        if name in own:
            properties[name] = member
        elif name in MOVED_OUT:
            _part(name, member, f"/properties/{name}", parts, explainer)
        elif name in context or (prefixes and name.startswith(prefixes)):
            found[name] = member
        else:
            properties[name] = member
    parts.properties = properties
    if found:
        parts.context.append(("/properties", found))


def _group(outer: Members, grouped: list[str], explainer: Explainer) -> Members:
    """What is told of one group; null is as good as absent."""
    told = {name: outer[name] for name in (GROUP_TYPE, *grouped) if outer.get(name) is not None}
    if not isinstance(told.get(GROUP_SET, {}), dict):
        member = told.pop(GROUP_SET)
        explainer.problems.append(_wrong(GROUP_SET, member, "an object", f"/properties/{GROUP_SET}"))
    return told if any(name in told for name in grouped) else {}


def _part(name: str, member: Json, path: str, parts: Parts, explainer: Explainer) -> None:
    """Put one member of the envelope where it belongs, or judge it here."""
    if name in TRANSPORT:
        return
    if member is None and (name in LISTS or name in HOMES):
        return  # null is as good as absent
    if name in ENVELOPE:
        _scalar(name, member, path, explainer)
    elif name in LISTS:
        _names(name, member, path, explainer)
    elif name not in HOMES:
        shown = explainer.names.shown(name)
        context = {"key": shown, **nearest_in(name, dict.fromkeys(_KNOWN))}
        explainer.add("unknown-envelope-key", f"/{token(shown)}", context)
    elif not isinstance(member, dict):
        explainer.problems.append(_wrong(name, member, "an object", path))
    else:
        home: list[tuple[str, Members]] = getattr(parts, HOMES[name])
        home.append((path, member))


def _scalar(name: str, member: Json, path: str, explainer: Explainer) -> None:
    """Judge one of the envelope's scalars; null is as good as absent."""
    if member is None:
        return
    if name in _READ and isinstance(member, str):
        reads, code = _READ[name]
        if not reads(member):
            explainer.add(code, path)
    elif not _is_text(member):
        explainer.value(ENVELOPE[name], member, path)


def _names(name: str, member: Json, path: str, explainer: Explainer) -> None:
    """Judge a list of names."""
    if not isinstance(member, list):
        explainer.problems.append(_wrong(name, member, "a list of strings", path))
        return
    for index, item in enumerate(member):
        if not isinstance(item, str):
            expected: Context = {
                "key": name,
                "index": index,
                "found": found_type(item),
                "expected": "a string",
            }
            explainer.add("wrong-envelope", f"{path}/{index}", expected)


def _wrong(key: str, member: Json, expected: str, path: str | None = None) -> Problem:
    return Problem(
        code="wrong-envelope",
        path=f"/{key}" if path is None else path,
        context={"key": key, "found": found_type(member), "expected": expected},
    )
