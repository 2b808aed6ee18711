"""Pairs of catalogs that are a few edits apart, and payloads of the older one."""

import copy
import json
from collections.abc import Callable
from typing import Any, Final

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn
from pydantic import ValidationError

from catalog.diff import Side
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
from catalog.model.snapshot import Definitions, resolve
from catalog.model.types import Property
from catalog.schema.contract import context_properties, contract, entity_properties
from tests.instances import objects
from tests.strategies import property_files

Plain = dict[str, Any]

DESTINATIONS: Final = ("log", "posthog")
PURPOSES: Final = ("analytics", "operations")
CATEGORIES: Final = ("none", "system.operations", "user.content", "user.unique_id", "user.contact.email")
NAMES: Final = (
    "seconds",
    "note",
    "kind",
    "tags",
    "$lib",
    "$set",
    "distinct_id",
    "token",
    "app_version",
    "email",
)
EVENTS: Final = ("timer.stopped", "timer.paused", "task.closed")
WIRES: Final = ("timer_stopped", "stop", "Timer Stopped", "timer.paused")
UNREAD: Final[Plain] = {"type": "string", "pattern": "(?i)^a+$", "maxLength": 9, "required": True}
"""A property of which no value can be made up, since its pattern is outside the subset."""
STARS: Final = ("$f_*", "$*", "app_version", "$f_one", "note")


def pick(draw: DrawFn, *values: Any) -> Any:  # plain values of a file
    return draw(st.sampled_from(values))


@st.composite
def plain_property(draw: DrawFn, depth: int = 1) -> Plain:
    made: Plain = draw(property_files(depth))
    made.pop("destinations", None)
    for key in ("handling", "send_as", "purpose", "allow", "code_name"):
        made.pop(key, None)
    return made


@st.composite
def plain_event(draw: DrawFn) -> Plain:
    return {
        "destinations": [*draw(st.sampled_from([DESTINATIONS, DESTINATIONS, ("log",), ()]))],
        "properties": {
            **draw(st.dictionaries(st.sampled_from(NAMES), plain_property(), min_size=1, max_size=3)),
            **draw(st.sampled_from([{}, {}, {}, {"code": UNREAD}, {"code": {**UNREAD, "nullable": True}}])),
        },
        "undeclared": pick(draw, "refuse", "refuse", "keep", "drop"),
        "status": pick(draw, "active", "active", "active", "deprecated", "draft", "retired"),
        **draw(st.sampled_from([{}, {}, {"purpose": "analytics"}])),
        **draw(st.sampled_from([{}, {}, {"wire": "stop"}])),
        **draw(st.sampled_from([{}, {"aliases": [{"name": "old_stop"}]}])),
        **draw(st.sampled_from([{}, {}, {"include": ["shared"]}])),
    }


@st.composite
def plain_destination(draw: DrawFn) -> Plain:
    return {
        "contexts": [*draw(st.sampled_from([(), ("app",), ("app", "web")]))],
        **draw(st.sampled_from([{}, {}, {"consent": True}, {"consent": True, "purposes": ["analytics"]}])),
        **draw(
            st.sampled_from([{}, {}, {"identity": "none"}, {"identity": {"anonymous": "^[0-9a-f]{2,8}$"}}])
        ),
        **draw(st.sampled_from([{}, {}, {"otherwise": {"user.content": "refuse"}}])),
    }


@st.composite
def plain_catalog(draw: DrawFn) -> Plain:
    """A small catalog, as its files have it."""
    named = st.dictionaries(st.sampled_from(STARS), plain_property(0), max_size=2)
    events = draw(st.lists(st.sampled_from(EVENTS), min_size=1, max_size=2, unique=True))
    return {
        "settings": {
            "format": 1,
            "product": "p",
            "purposes": {name: {} for name in PURPOSES},
            "destinations": {name: draw(plain_destination()) for name in DESTINATIONS},
            "drift": pick(draw, "report", "report", "report", "refuse"),
        },
        "groups": {"shared": {"properties": draw(st.dictionaries(st.just("team"), plain_property(0)))}},
        "contexts": {name: {"properties": draw(named)} for name in ("app", "web")},
        "entities": {name: {"properties": draw(named)} for name in ("person", "company")},
        "events": {name: draw(plain_event()) for name in events},
    }


Edit = Callable[[DrawFn, Plain], None]


def any_event(draw: DrawFn, catalog: Plain) -> Plain:
    found: Plain = catalog["events"][pick(draw, *catalog["events"])]
    return found


def any_holder(draw: DrawFn, catalog: Plain) -> Plain:
    """Something that has properties; mostly an event."""
    groups = ("groups", "contexts", "entities")
    kind = pick(draw, "events", "events", "events", *groups)
    found: Plain = catalog[kind][pick(draw, *catalog[kind])]
    return found


def any_property(draw: DrawFn, catalog: Plain) -> Plain | None:
    """A property, or what stands inside one."""
    properties = any_holder(draw, catalog)["properties"]
    if not properties:
        return None
    found: Plain = properties[pick(draw, *properties)]
    while draw(st.booleans()):
        inner = [found[key] for key in ("items", "values") if key in found]
        inner += [*found.get("properties", {}).values()]
        if not inner:
            break
        found = pick(draw, *inner)
    return found


def edit_property(draw: DrawFn, catalog: Plain) -> None:
    found = any_property(draw, catalog)
    if found is None:
        return
    one = draw(plain_property(1))
    match pick(draw, "keyword", "keyword", "keyword", "enum", "whole", "null", "keys", "bound", "drop"):
        case "keyword" if one["type"] == found["type"]:
            for key in [*one, *found]:
                if key not in ("type", "required") and draw(st.booleans()):
                    found.pop(key, None) if key not in one else found.update({key: one[key]})
        case "enum" if "enum" in found:
            found["enum"] = found["enum"][1:] or found["enum"]
        case "whole":
            required = found.get("required")
            found.clear()
            found.update({key: value for key, value in one.items() if key != "required"})
            if required is not None:
                found["required"] = required
        case "null":
            found["nullable"] = not found.get("nullable", False)
        case "keys" if found["type"] == "map":
            found["keys"] = {"maxLength": pick(draw, 1, 2, 5)}
        case "bound":
            for key in (
                "minLength",
                "maxLength",
                "minimum",
                "maximum",
                "minItems",
                "maxItems",
                "maxProperties",
            ):
                if key in found and draw(st.booleans()):
                    found[key] = (
                        max(0, found[key] + pick(draw, -1, 1)) if key != "minimum" else found[key] + 1
                    )
        case "drop":
            found.pop(pick(draw, *found, "enum", "maxLength"), None) if len(found) > 1 else None
            found.setdefault("type", "string")
        case _:
            pass


def edit_members(draw: DrawFn, catalog: Plain) -> None:
    holder = any_holder(draw, catalog)
    properties = holder["properties"]
    names = STARS if holder not in [*catalog["events"].values()] else NAMES
    match pick(draw, "add", "remove", "rename", "require", "place", "purpose", "handle", "data"):
        case "add":
            properties[pick(draw, *names)] = draw(plain_property())
        case "remove" if properties:
            del properties[pick(draw, *properties)]
        case "rename" if properties:
            name, other = pick(draw, *properties), pick(draw, *names)
            properties[other] = properties.pop(name)
            if "destinations" in holder and draw(st.booleans()):
                sent = {"name": pick(draw, "old_stop", "older"), "rename": {name: other}}
                holder.setdefault("aliases", []).append(sent)
        case "require" if properties:
            one = properties[pick(draw, *properties)]
            one["required"] = not one.get("required", False)
        case "place" if properties:
            properties[pick(draw, *properties)]["destinations"] = pick(draw, ["log"], ["posthog"], [])
        case "purpose" if properties:
            properties[pick(draw, *properties)]["purpose"] = pick(draw, *PURPOSES, "else")
        case "handle" if properties:
            handling = {pick(draw, *DESTINATIONS): pick(draw, "drop", "refuse", "hash")}
            properties[pick(draw, *properties)]["handling"] = handling
        case "data" if properties:
            one = properties[pick(draw, *properties)]
            if one["type"] not in ("object", "map"):
                one["data"] = pick(draw, *CATEGORIES)
        case _:
            pass


def edit_event(draw: DrawFn, catalog: Plain) -> None:
    event = any_event(draw, catalog)
    aliases = [
        [],
        [{"name": "old_stop", "sends": ["note", "seconds"]}],
        [{"name": "old_stop", "rename": {"duration": "seconds"}}],
        [{"name": "older"}, {"name": "old_stop"}],
        [{"name": pick(draw, *EVENTS)}],
    ]
    match pick(draw, "status", "wire", "aliases", "destinations", "undeclared", "purpose", "include"):
        case "status":
            event["status"] = pick(draw, *(one.value for one in Status))
        case "wire":
            event["wire"] = pick(draw, *WIRES)
        case "aliases":
            event["aliases"] = pick(draw, *aliases)
        case "destinations":
            event["destinations"] = [*pick(draw, ("log",), ("posthog",), DESTINATIONS, ())]
        case "undeclared":
            event["undeclared"] = pick(draw, *(one.value for one in Undeclared))
        case "purpose":
            event["purpose"] = pick(draw, *PURPOSES, "else")
        case "include":
            event["include"] = pick(draw, [], ["shared"])
        case _:
            raise AssertionError


def edit_roll(draw: DrawFn, catalog: Plain) -> None:
    events = catalog["events"]
    name, other = pick(draw, *events), pick(draw, *EVENTS)
    match pick(draw, "remove", "add", "rename", "swap", "alias"):
        case "remove" if len(events) > 1:
            del events[name]
        case "add":
            events.setdefault(other, draw(plain_event()))
        case "rename" if other not in events:
            events[other] = events.pop(name)
        case "alias" if other not in events:
            events[other] = {**events.pop(name), "aliases": [{"name": name}]}
        case "swap" if other in events:
            events[name], events[other] = events[other], events[name]
        case _:
            pass


def edit_settings(draw: DrawFn, catalog: Plain) -> None:
    settings = catalog["settings"]
    name = pick(draw, *DESTINATIONS)
    destination = settings["destinations"].get(name)
    if destination is None:
        return
    match pick(
        draw,
        "whole",
        "contexts",
        "consent",
        "refuse",
        "identity",
        "drift",
        "purposes",
        "entity",
        "key",
        "gone",
    ):
        case "whole":
            settings["destinations"][name] = draw(plain_destination())
        case "contexts":
            destination["contexts"] = pick(draw, [], ["app"], ["web", "app"])
        case "consent":
            destination["consent"] = not destination.get("consent", False)
        case "refuse":
            destination["otherwise"] = {pick(draw, *CATEGORIES[1:]): pick(draw, "refuse", "drop", "hash")}
        case "identity":
            destination["identity"] = pick(draw, "none", "user_id", {"anonymous": "^[0-9a-f]{2,4}$"})
        case "drift":
            settings["drift"] = pick(draw, "report", "redact", "quarantine", "refuse")
        case "purposes":
            destination["purposes"] = pick(draw, ["analytics"], ["operations"], [*PURPOSES])
        case "entity":
            catalog["entities"].pop(pick(draw, "person", "company"), None)
            catalog["entities"].setdefault("project", {"properties": {}})
        case "key":
            catalog["entities"]["person"] = {"properties": {}, "data": pick(draw, *CATEGORIES[1:])}
        case "gone":
            del settings["destinations"][name]
        case _:
            raise AssertionError


EDITS: Final[tuple[Edit, ...]] = (
    edit_property,
    edit_property,
    edit_property,
    edit_members,
    edit_members,
    edit_event,
    edit_roll,
    edit_settings,
)


def side_of(catalog: Plain) -> Side:
    """The catalog, parsed and resolved."""

    def parsed(kind: Any, plain: Plain) -> Any:  # one of our models
        return kind.model_validate_json(json.dumps(plain))

    definitions = Definitions(
        settings=parsed(Settings, catalog["settings"]),
        groups={name: parsed(GroupDefinition, one) for name, one in catalog["groups"].items()},
        contexts={name: parsed(ContextDefinition, one) for name, one in catalog["contexts"].items()},
        entities={name: parsed(EntityDefinition, one) for name, one in catalog["entities"].items()},
        events={EventName(name): parsed(EventDefinition, one) for name, one in catalog["events"].items()},
    )
    return Side(snapshot=resolve(definitions), definitions=definitions)


@st.composite
def neighbours(draw: DrawFn, most: int = 4) -> tuple[Side, Side]:
    """Two catalogs, the newer one edited a few times."""
    before = draw(plain_catalog())
    after = before
    for _ in range(draw(st.integers(1, most))):
        after = edited(draw, after)
    return side_of(before), side_of(after)


def edited(draw: DrawFn, catalog: Plain) -> Plain:
    """The catalog after one edit, or as it was where the edit makes no catalog."""
    after = copy.deepcopy(catalog)
    pick(draw, *EDITS)(draw, after)
    try:
        side_of(after)
    except ValidationError:
        return catalog
    return after


@st.composite
def payloads(draw: DrawFn, side: Side) -> tuple[Plain, str | None]:
    """A payload of the catalog, mostly one that it accepts, and the destination that it is for."""
    snapshot = side.snapshot
    name = draw(st.sampled_from([*snapshot.incoming]))
    event, alias = snapshot.incoming[name]
    scope = [one for one in event.destinations if one in snapshot.settings.destinations]
    destination = draw(st.sampled_from([None, *scope]))
    own = contract(event, destination, alias).properties
    unread = [one for one in own if getattr(own[one], "pattern", None) == UNREAD["pattern"]]
    properties: Plain = draw(objects({one: own[one] for one in own if one not in unread}))
    properties |= {one: draw(st.sampled_from(["a", "Aa", "b", None])) for one in unread}
    context = _plain_names(context_properties(snapshot, destination))
    if draw(st.booleans()) and context:
        properties = {**draw(objects(context)), **properties}
    if event.undeclared is not Undeclared.REFUSE and draw(st.booleans()):
        odd = draw(st.dictionaries(st.sampled_from([*NAMES, "x", "team"]), _ODD, max_size=2))
        properties = {**odd, **properties}
    payload: Plain = {"event": name, "properties": properties}
    if draw(st.booleans()) and context:
        payload["context"] = draw(objects(context))
    if draw(st.booleans()):
        payload["consent"] = draw(st.lists(st.sampled_from(PURPOSES), unique=True))
    if draw(st.booleans()):
        payload["distinct_id"] = draw(st.sampled_from(["a", "0b", "0b1c2d", "u-1", "0b1c2d3e4"]))
    if draw(st.integers(1, 4)) == 1:
        payload["environment"] = draw(st.sampled_from(["production", "a@example.com"]))
    for entity, key in (("person", "$set"), ("company", "groups")):
        known = entity_properties(snapshot, entity, destination)
        if known is not None and draw(st.booleans()):
            value: Plain = draw(objects(known))
            payload[key] = value if entity == "person" else {entity: draw(st.sampled_from(["a", value]))}
    return payload, destination


_ODD = st.sampled_from([None, True, 0, "", "a", "a@example.com", [], {}, {"a": 1}, [1.5]])


def _plain_names(properties: Any) -> dict[str, Property]:  # a mapping of definitions
    """Names that a context may have: a `*` has several."""
    found: dict[str, Property] = {}
    for name, definition in properties.items():
        if name.endswith("*"):
            for end in ("x", "one", "f_two"):
                found.setdefault(name[:-1] + end, definition)
        else:
            found[name] = definition
    return found
