"""A payload without what is declared for other destinations, so that one can go to several of them."""

from collections.abc import Mapping

from catalog.model.envelope import GROUP_SET, GROUP_TYPE, PERSONS
from catalog.model.event import Alias
from catalog.model.snapshot import Event, Snapshot
from catalog.model.types import ArrayType, MapType, ObjectType, Property
from catalog.schema.contract import context_properties, contract, entity_properties
from catalog.validation.explain import Json

_GROUPS = ("groups", "$groups")


def projected(
    snapshot: Snapshot, destination: str, event: Event, alias: Alias | None, value: Mapping[str, Json]
) -> dict[str, Json]:
    """The payload less every member that the catalog knows, and only for other destinations; a new object.

    Wherever it stands: among the event's properties and inside them, in the context, of the person and of
    groups. What no definition names stays, for the judge to tell.
    """
    left = _around(snapshot, destination, value)
    inner = left.get("properties")
    if isinstance(inner, dict):
        full, here = contract(event, None, alias).properties, contract(event, destination, alias).properties
        own = {name: member for name, member in inner.items() if name in full}
        others = {name: member for name, member in inner.items() if name not in full}
        kept = _trimmed(full, here, own) | _around(
            snapshot, destination, _context(snapshot, destination, others)
        )
        left["properties"] = {name: kept[name] for name in inner if name in kept}
    context = left.get("context")
    if isinstance(context, dict):
        kept = _context(snapshot, destination, context)
        traits = kept.get("traits")
        if isinstance(traits, dict) and "traits" not in context_properties(snapshot, None):
            kept["traits"] = _of_entity(snapshot, destination, "person", traits)
        left["context"] = kept
    return left


def _around(snapshot: Snapshot, destination: str, members: Mapping[str, Json]) -> dict[str, Json]:
    """Members with person and groups looked through, wherever they stand."""
    left = dict(members)
    for name in PERSONS:
        person = left.get(name)
        if isinstance(person, dict):
            left[name] = _of_entity(snapshot, destination, "person", person)
    for name in _GROUPS:
        groups = left.get(name)
        if isinstance(groups, dict):
            left[name] = {
                group: _of_entity(snapshot, destination, group, key) if isinstance(key, dict) else key
                for group, key in groups.items()
            }
    kind, told = left.get(GROUP_TYPE), left.get(GROUP_SET)
    if isinstance(kind, str) and isinstance(told, dict):
        left[GROUP_SET] = _of_entity(snapshot, destination, kind, told)
    return left


def _of_entity(
    snapshot: Snapshot, destination: str, entity: str, members: Mapping[str, Json]
) -> dict[str, Json]:
    full = entity_properties(snapshot, entity, None) or {}
    return _trimmed(full, entity_properties(snapshot, entity, destination) or {}, members)


def _context(snapshot: Snapshot, destination: str, members: Mapping[str, Json]) -> dict[str, Json]:
    full, here = context_properties(snapshot, None), context_properties(snapshot, destination)
    gone = tuple(name[:-1] for name in full if name.endswith("*") and name not in here)
    starts = tuple(name[:-1] for name in here if name.endswith("*"))
    left = _trimmed(full, here, members)
    return {
        name: member
        for name, member in left.items()
        if name in here or not gone or not name.startswith(gone) or (starts and name.startswith(starts))
    }


def _trimmed(
    full: Mapping[str, Property], here: Mapping[str, Property], members: Mapping[str, Json]
) -> dict[str, Json]:
    """Members that are for this destination too, or that nothing names, each without its parts for others."""
    return {
        name: _inside(full[name], here[name], member) if name in full and name in here else member
        for name, member in members.items()
        if name in here or name not in full
    }


def _inside(full: Property, here: Property, value: Json) -> Json:
    if full is here or full == here:
        return value
    match full, here:
        case ObjectType(), ObjectType() if isinstance(value, dict):
            return _trimmed(full.properties, here.properties, value)
        case ArrayType(), ArrayType() if isinstance(value, list):
            return [_inside(full.items, here.items, item) for item in value]
        case MapType(), MapType() if isinstance(value, dict):
            return {key: _inside(full.values, here.values, member) for key, member in value.items()}
        case _:
            return value
