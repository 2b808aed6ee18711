"""What the runtime reads, as the plan has it and as short as it can be."""

from collections.abc import Iterator, Mapping
from typing import Final

from catalog.codegen.plan.data import catalog_data, event_data
from catalog.codegen.plan.tracker import Function, Plan
from catalog.model.values import Json
from catalog.schema.patterns import Pattern

_MOMENTS: Final = {"time": "timestamp", "date": "date"}
"""Cuts that ask whether a text is of a format."""

_PLAIN: Final = 2
"""What an entry has that needs no consent: the name as sent and the treatment."""

_AT_RUN_TIME: Final = ("release", "formats", "purposes", "destinations")

_DEFINITIONS: Final = ("context", "person", "groups")


def data_of(function: Function, plan: Plan) -> tuple[dict[str, Json], Json]:
    """What is sent of one event and to whom; and the definitions that strict mode checks by."""
    data = event_data(function, plan, Pattern.ecmascript)
    definitions = data.pop("properties")
    if not data["constants"]:
        del data["constants"]
    if data["version"] is None:
        del data["version"]
    required = {name for name, one in function.event.properties.items() if one.required}
    parts = data["destinations"]
    assert isinstance(parts, dict)
    for part in parts.values():
        assert isinstance(part, dict)
        members = part["properties"] = short(part["properties"])
        for name, entry in members.items():
            if isinstance(entry, list) and len(entry) > _PLAIN and name in required:
                entry.append(1)
    return data, definitions


def catalog_of(plan: Plan) -> tuple[dict[str, Json], dict[str, Json], dict[str, Json]]:
    """What is known of the catalog at run time; of persons and groups; what strict mode checks by besides."""
    data = catalog_data(plan, Pattern.ecmascript)
    definitions: dict[str, Json] = {"formats": data["formats"]}
    definitions |= {name: data.pop(name) for name in _DEFINITIONS}
    people: dict[str, Json] = {}
    destinations = data["destinations"]
    assert isinstance(destinations, dict)
    for name, one in destinations.items():
        assert isinstance(one, dict)
        groups = one["groups"]
        assert isinstance(groups, dict)
        of_groups: dict[str, Json] = {}
        for group, known in groups.items():
            assert isinstance(known, dict)
            of_groups[group] = short(known["properties"])
            groups[group] = known["key"]
        kinds = one.pop("kinds")
        assert isinstance(kinds, dict)
        told = {"identify": ("person", short(one.pop("person"))), "group": ("groups", of_groups)}
        sent: dict[str, Json] = {key: members for kind, (key, members) in told.items() if kind in kinds}
        asked: dict[str, Json] = {kind: one for kind, one in kinds.items() if one is not None}
        people[name] = {**sent, "asks": asked} if asked else sent
        one["context"] = _given(short(one["context"]))
        destinations[name] = {key: value for key, value in one.items() if value}
    definitions["context"] = _given(definitions["context"])
    # the others stand above each file
    return {name: data[name] for name in _AT_RUN_TIME}, people, definitions


def _given(members: Json) -> dict[str, Json]:
    """The context that applications give; what SDKs add by themselves does not pass through a tracker."""
    assert isinstance(members, dict)
    return {name: one for name, one in members.items() if is_given(name)}


def is_given(name: str) -> bool:
    """Whether applications give this context: the names of SDKs begin with `$`."""
    return not name.startswith("$") and not name.endswith("*")


def short(members: Json) -> dict[str, Json]:
    """Members in the form that takes little room: 1 for what leaves as it is under its own name."""
    assert isinstance(members, dict)
    return {name: 1 if entry == [name, None] else _inner(entry) for name, entry in members.items()}


def _inner(value: Json) -> Json:
    """An entry or a treatment whose objects have their members in that form too."""
    match value:
        case dict():
            # what a treatment is made of has such names only
            return {
                name: short(member) if name == "fields" else _inner(member) for name, member in value.items()
            }
        case list():
            return [_inner(member) for member in value]
        case _:
            return value


def cuts_in(value: Json) -> Iterator[str]:
    """The names of the cuts that treatments in event or catalog data ask for."""
    match value:
        case {"do": "mask", "hide": True}:
            yield "hide"
        case {"do": "mask"}:
            yield "mask"
        case {"do": "truncate", "cut": str(cut)}:
            yield cut
        case dict():
            if value.keys() >= {"keys", "values"}:
                yield "entries"
            for member in value.values():
                yield from cuts_in(member)
        case list():
            for member in value:
                yield from cuts_in(member)
        case _:
            pass


def formats_for(cuts: set[str], formats: Json) -> Mapping[str, Json]:
    """The patterns of the text types that cuts ask for."""
    assert isinstance(formats, dict)
    needed = {_MOMENTS[cut] for cut in cuts if cut in _MOMENTS}
    return {name: pattern for name, pattern in formats.items() if name in needed}
