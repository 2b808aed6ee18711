"""What runtimes read at run time: of each event, and of the catalog around the events."""

from collections.abc import Iterator, Mapping
from typing import Final

from catalog.codegen.plan.encoding import (
    Printer,
    encoded_definitions,
    encoded_members,
    encoded_treatment,
)
from catalog.codegen.plan.tracker import Function, Plan, known_properties
from catalog.model.event import Status
from catalog.model.settings import Anonymous
from catalog.model.snapshot import Event, Snapshot
from catalog.model.types import Property
from catalog.model.values import Json
from catalog.privacy.consent import own_purposes
from catalog.privacy.identity import PERSON, key_of
from catalog.schema.contract import context_properties, contract, entity_properties
from catalog.schema.formats import FORMATS, pattern_of
from catalog.schema.treatment import treatment
from catalog.validation.redactor import hashes

_FORMATS: Final = ("timestamp", "date", "uuid", "uri")


def event_data(function: Function, plan: Plan, printed: Printer) -> dict[str, Json]:
    """What is to be known of one event; raises PatternError for a pattern outside the subset."""
    event = function.event
    made: dict[str, Json] = {"name": event.name}
    if event.wire != event.name:
        made["wire"] = event.wire
    made["version"] = function.version
    made["properties"] = encoded_definitions(known_properties(event), printed)
    made["constants"] = dict(function.constants)
    made["destinations"] = {name: _at(event, name, plan.snapshot) for name in event.destinations}
    return made


def _at(event: Event, destination: str, snapshot: Snapshot) -> dict[str, Json]:
    """What one destination gets of an event."""
    properties = contract(event, destination).properties
    # by name, in which of two that are sent under one name the first is
    here = {name: properties[name] for name in event.properties if name in properties}
    members = encoded_members(
        {name: treatment(event.policy, destination, one) for name, one in here.items()}, destination
    )
    definition = snapshot.settings.destinations[destination]
    made: dict[str, Json] = {
        "event": event.definition.send_as.get(destination, event.wire),
        "properties": members,
    }
    if definition.consent:
        purpose = event.definition.purpose
        asked = (definition.purposes or ()) if purpose is None else (purpose,)
        made["consent"] = _granting(snapshot, asked)
        _ask(members, event.properties, settled=purpose)
    return made


def _granting(snapshot: Snapshot, purposes: tuple[str, ...]) -> list[Json]:
    """The purposes of which one has to be agreed to; any that the catalog states where none is named."""
    stated = snapshot.settings.purposes
    return [name for name in purposes or stated if name in stated]


def _ask(members: dict[str, Json], definitions: Mapping[str, Property], settled: str | None = None) -> None:
    """Add to members what else has to be agreed to, all of it, where anything in them has another purpose."""
    for name, entry in members.items():
        own = sorted({one for one in own_purposes(definitions[name]) if one != settled})
        if own and isinstance(entry, list):
            entry.append(list(own))


def catalog_data(plan: Plan, printed: Printer) -> dict[str, Json]:
    """What is to be known of a catalog besides its events."""
    snapshot = plan.snapshot
    contexts: dict[str, Property] = {}
    for destination in plan.destinations:
        contexts = {**context_properties(snapshot, destination), **contexts}
    groups = [name for name in snapshot.entities if name != PERSON]
    return {
        "product": snapshot.settings.product,
        "release": plan.release,
        "digest": plan.digest,
        "generator": plan.generator,
        "formats": {name: printed(FORMATS[name].pattern) for name in _FORMATS},
        "purposes": list(snapshot.settings.purposes),
        "destinations": {name: _destination(snapshot, name, groups, printed) for name in plan.destinations},
        "context": encoded_definitions(contexts, printed),
        "person": encoded_definitions(_entity(snapshot, PERSON), printed),
        "groups": {name: encoded_definitions(_entity(snapshot, name), printed) for name in groups},
    }


def _entity(snapshot: Snapshot, entity: str) -> Mapping[str, Property]:
    return entity_properties(snapshot, entity, None) or {}


def _destination(snapshot: Snapshot, name: str, groups: list[str], printed: Printer) -> dict[str, Json]:
    definition = snapshot.settings.destinations[name]
    identity = definition.identity
    about = identity == "user_id"
    made: dict[str, Json] = {
        "identity": {"anonymous": printed(pattern_of(identity.anonymous))}
        if isinstance(identity, Anonymous)
        else identity,
        "key": encoded_treatment(key_of(snapshot, name, PERSON), name),
        "person": _members(snapshot, name, entity_properties(snapshot, PERSON, name)) if about else {},
        "groups": {
            group: {
                "key": encoded_treatment(key_of(snapshot, name, group), name),
                "properties": _members(snapshot, name, entity_properties(snapshot, group, name)),
            }
            for group in (groups if about else ())
        },
        "context": _members(snapshot, name, context_properties(snapshot, name)),
        "hashes": hashes(snapshot, name),
        "kinds": {kind: asked for kind, asked in _kinds(snapshot, name) if about},
    }
    return made


_KINDS: Final = {"identify": "$identify", "group": "$groupidentify"}
"""What tells of a person or of a group, and the event as which it is sent."""


def _kinds(snapshot: Snapshot, destination: str) -> Iterator[tuple[str, Json]]:
    """What of them goes to a destination, and of which purposes one has to be agreed to; null: of none.

    The event that the catalog has for it decides both. Where it has none, it goes to every destination, for
    any purpose of that destination.
    """
    definition = snapshot.settings.destinations[destination]
    for kind, sent in _KINDS.items():
        event = (snapshot.lookup(sent) or (None,))[0]
        if event is not None and (destination not in event.destinations or event.status is Status.RETIRED):
            continue
        purpose = None if event is None else event.definition.purpose
        asked = (definition.purposes or ()) if purpose is None else (purpose,)
        yield kind, _granting(snapshot, asked) if definition.consent else None


def _members(snapshot: Snapshot, destination: str, here: Mapping[str, Property] | None) -> dict[str, Json]:
    definitions = here or {}
    treated = {name: treatment(snapshot.policy, destination, one) for name, one in definitions.items()}
    made = encoded_members(treated, destination)
    if snapshot.settings.destinations[destination].consent:
        _ask(made, definitions)
    return made
