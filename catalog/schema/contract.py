"""Contracts: which properties a payload of an event may and must have, at one destination or at any."""

import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from catalog.errors import DestinationNotLoaded, NotLoaded, UnknownName
from catalog.model.event import Alias
from catalog.model.gaps import UnreadPart
from catalog.model.nearest import nearest
from catalog.model.settings import Settings
from catalog.model.snapshot import Event, Snapshot
from catalog.model.types import ArrayType, MapType, ObjectType, Property


@dataclass(frozen=True, slots=True, kw_only=True)
class Contract:
    """The closed object that an event's own properties form.

    `properties` are under the names that arrive, and what is `required` there is required here. `destination`
    None is the union of the event's destinations; `alias` None is the event under its own name.
    """

    event: Event
    destination: str | None
    alias: Alias | None
    properties: Mapping[str, Property]


def contract(event: Event, destination: str | None = None, alias: Alias | None = None) -> Contract:
    """The contract of an event before any handling.

    Raises UnknownName when the event's catalog has no such destination. A property with `destinations` is in
    the contracts of those only; in the union, a property is required when every destination of its event
    requires it. Under an alias, only the names that it sends arrive.
    """
    if destination is not None:
        require_destination(event.settings, destination)
    scope = event.destinations if destination is None else (destination,)
    properties = _at(event.properties, scope, union=destination is None)
    return Contract(
        event=event,
        destination=destination,
        alias=alias,
        properties=properties if alias is None else _arriving(properties, alias),
    )


def event_of(snapshot: Snapshot, name: str) -> Event:
    """The event with this identity, wire name or alias.

    Raises NotLoaded for one that could not be read, UnknownName with the nearest known ones for any other.
    """
    found = snapshot.lookup(name)
    if found is None:
        unread = snapshot.gaps.events.get(name)
        if unread is not None:
            raise NotLoaded(unread.event, unread.reason)
        raise UnknownName("event", name, snapshot.arriving.nearest(name, 3))
    return found[0]


def event_name(alias: Alias | None, arriving: str) -> str:
    """The event's own name for a property that arrives under an alias."""
    return arriving if alias is None else alias.rename.get(arriving, arriving)


def require_destination(settings: Settings, name: str) -> None:
    """Raise UnknownName when the catalog has no such destination."""
    if name not in settings.destinations:
        known = tuple(settings.destinations)
        raise UnknownName("destination", name, nearest(name, known, 3), known[:10])


def require_loaded_destination(snapshot: Snapshot, name: str) -> None:
    """Raise DestinationNotLoaded when a destination could not be read, UnknownName when there is none."""
    unread = snapshot.gaps.destinations
    if name not in snapshot.settings.destinations and (unread is None or name in unread):
        raise DestinationNotLoaded(name, is_there=unread is not None)
    require_destination(snapshot.settings, name)


def context_properties(snapshot: Snapshot, destination: str | None) -> Mapping[str, Property]:
    """What SDKs and trackers may add at a destination, or at any; a name that ends in `*` is a prefix.

    Context never has to be there. Where two contexts have the same name, the first one listed says what it
    is; what it said there and could not be read is left out.

    Names come before prefixes and longer prefixes before shorter ones, so that the first that fits a name is
    the one that means it.
    """
    merged: dict[str, Property] = {}
    unread: list[UnreadPart] = []
    for listed in snapshot.contexts if destination is None else snapshot.listed(destination):
        context = snapshot.contexts.get(listed)
        for name, definition in () if context is None else context.properties.items():
            if not any(part.may_have(name) for part in unread):
                merged.setdefault(name, definition)
        lacking = snapshot.unread_context(listed)
        if lacking is not None:
            unread.append(lacking)
    merged = {name: merged[name] for name in sorted(merged, key=_by_precedence)}
    return _optional(_at(merged, None if destination is None else (destination,), union=True))


def _by_precedence(name: str) -> tuple[int, str]:
    return (-len(name), name) if name.endswith("*") else (-sys.maxsize, name)


def entity_properties(
    snapshot: Snapshot, entity: str, destination: str | None
) -> Mapping[str, Property] | None:
    """What a person (`person`) or a group type may have at a destination; None for an unknown type."""
    definition = snapshot.entities.get(entity)
    if definition is None:
        return None
    return _optional(_at(definition.properties, None if destination is None else (destination,), union=True))


def _optional(properties: Mapping[str, Property]) -> Mapping[str, Property]:
    return MappingProxyType(
        {
            name: definition.model_copy(update={"required": False}) if definition.required else definition
            for name, definition in properties.items()
        }
    )


def _at(
    properties: Mapping[str, Property], scope: tuple[str, ...] | None, *, union: bool
) -> Mapping[str, Property]:
    """The properties that belong to any destination of `scope`; None is every destination."""
    kept: dict[str, Property] = {}
    changed = False
    for name, definition in properties.items():
        narrowed = _narrow(definition, scope, union=union)
        if narrowed is None:
            changed = True
            continue
        changed = changed or narrowed is not definition
        kept[name] = narrowed
    return MappingProxyType(kept) if changed else properties


def _narrow(definition: Property, scope: tuple[str, ...] | None, *, union: bool) -> Property | None:
    only = definition.destinations
    narrowed = definition
    if only is not None and scope is not None:
        if not any(name in only for name in scope):
            return None
        if union and definition.required and not all(name in only for name in scope):
            narrowed = narrowed.model_copy(update={"required": False})
    elif only is not None and union and definition.required:
        narrowed = narrowed.model_copy(update={"required": False})
    match narrowed:
        case ObjectType():
            inner = _at(narrowed.properties, scope, union=union)
            return (
                narrowed
                if inner is narrowed.properties
                else narrowed.model_copy(update={"properties": inner})
            )
        case ArrayType():
            items = _narrow(narrowed.items, scope, union=union)
            return narrowed if items is narrowed.items else narrowed.model_copy(update={"items": items})
        case MapType():
            values = _narrow(narrowed.values, scope, union=union)
            return narrowed if values is narrowed.values else narrowed.model_copy(update={"values": values})
        case _:
            return narrowed


def _arriving(properties: Mapping[str, Property], alias: Alias) -> Mapping[str, Property]:
    """The properties under the names that arrive with an alias."""
    names: Iterable[str]
    if alias.sends is not None:
        names = alias.sends
    else:
        renamed = set(alias.rename.values())
        names = (*(name for name in properties if name not in renamed), *alias.rename)
    found: dict[str, Property] = {}
    for name in names:
        target = event_name(alias, name)
        if target in properties:
            found[name] = properties[target]
    return MappingProxyType(found)
