"""The envelope: what stands around an event's properties, and what SDKs put among them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from catalog.model.types import Property, StringType, TimestampType, UuidType
from catalog.validation.explain import Explainer, Json, found_type, token
from catalog.validation.moments import is_moment
from catalog.validation.problems import Problem

MOVED_OUT: Final = ("$set", "$set_once", "$groups", "distinct_id", "token")
"""Members that SDKs put inside `properties` and that belong to the envelope."""

TRANSPORT: Final = frozenset(
    {
        "api_key",
        "created_at",
        "library",
        "library_version",
        "offset",
        "options",
        "sent_at",
        "session_id",
        "token",
        "type",
        "window_id",
    }
)
"""Members that clients add for their own transport (posthog-python, -node, -js); they are not judged."""

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

_OBJECTS: Final = ("$set", "$set_once", "$groups", "groups")
_LISTS: Final = ("consent", "redacted_for")
KNOWN: Final = frozenset({"event", "properties", *ENVELOPE, *_OBJECTS, *_LISTS})


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """A payload taken apart; the paths say where each part stood."""

    name: str
    properties: Mapping[str, Json]
    context: Mapping[str, Json]
    person: tuple[tuple[str, Mapping[str, Json]], ...]
    """Path and members of each `$set` and `$set_once`."""
    groups: tuple[tuple[str, Mapping[str, Json]], ...]
    environment: str | None


def name_of(value: Mapping[str, Json]) -> str | Problem:
    """The arriving name of a payload's event, or why it has none."""
    if "event" not in value:
        return Problem(code="no-event", path="", context={})
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
    value: Mapping[str, Json],
    own: Mapping[str, Property],
    context: Mapping[str, Property],
    explainer: Explainer,
) -> Envelope | Problem:
    """Take a payload apart, so that each part meets its own contract.

    `own` are the properties of the event, which win over a context property of the same name. Notes what is
    wrong with the envelope's scalars; gives back a Problem where a member has a type that cannot be taken
    apart.
    """
    properties: dict[str, Json] = {}
    found_context: dict[str, Json] = {}
    person: list[tuple[str, Mapping[str, Json]]] = []
    groups: list[tuple[str, Mapping[str, Json]]] = []
    outer = value["properties"]
    assert isinstance(outer, dict)
    prefixes = tuple(name[:-1] for name in context if name.endswith("*"))
    for name, member in outer.items():
        if name in own:
            properties[name] = member
        elif name in MOVED_OUT:
            problem = _part(name, member, f"/properties/{name}", person, groups, explainer)
            if problem is not None:
                return problem
        elif name in context or (prefixes and name.startswith(prefixes)):
            found_context[name] = member
        else:
            properties[name] = member
    for name, member in value.items():
        if name in ("event", "properties") or name in TRANSPORT:
            continue
        if name not in KNOWN:
            explainer.add(
                "unknown-envelope-key",
                f"/{token(explainer.names.shown(name))}",
                {"key": _quoted(explainer, name)},
            )
            continue
        problem = _part(name, member, f"/{name}", person, groups, explainer)
        if problem is not None:
            return problem
    environment = value.get("environment")
    return Envelope(
        name=str(value["event"]),
        properties=properties,
        context=found_context,
        person=tuple(person),
        groups=tuple(groups),
        environment=environment if isinstance(environment, str) else None,
    )


def _part(
    name: str,
    member: Json,
    path: str,
    person: list[tuple[str, Mapping[str, Json]]],
    groups: list[tuple[str, Mapping[str, Json]]],
    explainer: Explainer,
) -> Problem | None:
    if name in _OBJECTS:
        if not isinstance(member, dict):
            return _wrong(name, member, "an object", path)
        (person if name.startswith("$set") else groups).append((path, member))
    elif name in _LISTS:
        if not isinstance(member, list) or not all(isinstance(item, str) for item in member):
            return _wrong(name, member, "a list of strings", path)
    elif name == "timestamp" and isinstance(member, str):
        if not is_moment(member):
            explainer.add("not-a-timestamp", path)
    elif name in ENVELOPE and member is not None:
        explainer.value(ENVELOPE[name], member, path)
    return None


def _wrong(key: str, member: Json, expected: str, path: str | None = None) -> Problem:
    return Problem(
        code="wrong-envelope",
        path=f"/{key}" if path is None else path,
        context={"key": key, "found": found_type(member), "expected": expected},
    )


def _quoted(explainer: Explainer, name: str) -> str:
    return f"'{explainer.names.shown(name)}'"
