"""The plan of a tracker: everything that a target writes, decided once for all languages."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from catalog.codegen.plan.formers import Former, formers
from catalog.codegen.plan.identifiers import (
    RESERVED,
    action_identifier,
    identifier,
    resource_identifier,
    type_name,
)
from catalog.codegen.plan.order import event_in_order, in_order
from catalog.model.event import Status
from catalog.model.names import EventName
from catalog.model.snapshot import Event, Snapshot
from catalog.model.types import ArrayType, MapType, ObjectType, Property, StringType, UriType
from catalog.schema.contract import contract

_ABOUT_PEOPLE: Final = "user."
_TOLD: Final = 5
"""Letters from which the last part of a category says enough."""
_OURS: Final = frozenset(
    (
        *("Brand", "Core", "Delivery", "Event", "Failure", "Identity", "Keyring", "NotSent"),
        *("Recording", "Refused", "Resource", "Tracker", "Unset"),
    )
)
"""Types that a tracker has anyway."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """One argument of a generated function."""

    name: str
    """Its identifier, where a language needs one."""
    key: str
    """The property's name in the catalog, and in what is sent."""
    given: str
    """Its name in an object of arguments: the key, or what a former name of the event calls it."""
    definition: Property


@dataclass(frozen=True, slots=True, kw_only=True)
class Function:
    """The call that sends one event."""

    name: str
    type_name: str
    """What the event is called as a value."""
    event: Event
    former: str | None = None
    """The alias that it is called by; None for the function of the event itself."""
    version: str | None
    """The version of the event in the release that the tracker is made from."""
    parameters: tuple[Parameter, ...]
    constants: Mapping[str, str | int | float | bool]
    """Properties that have one value only, which the tracker fills in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """The events about one thing: `tracker.<resource>`."""

    name: str
    type_name: str
    functions: tuple[Function, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A tracker for one catalog, or for some resources of it."""

    snapshot: Snapshot = field(repr=False)
    digest: str
    """Of the whole catalog, also where only some resources are generated."""
    release: int | None
    """The number of the release that it is made from."""
    generator: str
    """The program that makes it, with its version."""
    resources: tuple[Resource, ...]
    destinations: tuple[str, ...]
    """Those that any of its events goes to, by name."""
    brands: Mapping[str, str]
    """Data category → the type of its values, for the categories about people."""


def plan(
    snapshot: Snapshot,
    *,
    generator: str,
    release: int | None = None,
    versions: Mapping[EventName, str] | None = None,
    only: Iterable[str] = (),
    drafts: bool = False,
) -> Plan:
    """The plan of a tracker for the events of a catalog that may be sent.

    `only` are the resources that are wanted, by their names in the catalog; none means all of them. Retired
    events have no function, and drafts have one when `drafts` asks for it.
    """
    wanted = frozenset(only)
    known = versions or {}
    by_resource: dict[str, list[Function]] = {}
    waiting: list[tuple[Former, Function]] = []
    for event in sent_events(snapshot, drafts=drafts):
        if not wanted or event.resource in wanted:
            ordered_event = event_in_order(event)
            function = _function(ordered_event, known.get(event.name))
            by_resource.setdefault(resource_identifier(event), []).append(function)
            waiting += [(former, function) for former in formers(ordered_event)]
    homes = {key: name for name in by_resource for key in _home(name)}
    for former, function in waiting:
        _add_former(by_resource, homes, former, function)
    resources = tuple(
        Resource(name=name, type_name=type_name(name), functions=tuple(made))
        for name, made in sorted(by_resource.items())
    )
    used = {
        name for functions in by_resource.values() for one in functions for name in one.event.destinations
    }
    ordered = in_order(snapshot)
    return Plan(
        snapshot=ordered,
        digest=snapshot.digest,
        release=release,
        generator=generator,
        resources=resources,
        destinations=tuple(name for name in ordered.settings.destinations if name in used),
        brands=brands(snapshot),
    )


def sent_events(snapshot: Snapshot, *, drafts: bool) -> tuple[Event, ...]:
    """The events that have a function, in the order of their names."""
    left_out = {Status.RETIRED} if drafts else {Status.RETIRED, Status.DRAFT}
    return tuple(event for _, event in sorted(snapshot.events.items()) if event.status not in left_out)


def _home(resource: str) -> tuple[str, str]:
    """What no two resources may share: the name of a module, whatever its case, and that of a type."""
    return resource.casefold(), type_name(resource)


def _add_former(
    by_resource: dict[str, list[Function]], homes: dict[str, str], former: Former, function: Function
) -> None:
    """Add the function of a former name, unless something else is called so."""
    resource, named = former.resource, type_name(former.action)
    if any(homes.setdefault(key, resource) != resource for key in _home(resource)):
        return
    if any(named == one.type_name or former.action == one.name for one in by_resource.get(resource, ())):
        return
    parameters = tuple(_formerly(one, former.given(one.key)) for one in function.parameters)
    if len({one.name for one in parameters} - {""}) == len(parameters):
        made = replace(
            function,
            name=former.action,
            type_name=named,
            former=former.alias.name,
            parameters=parameters,
        )
        by_resource.setdefault(resource, []).append(made)


def _formerly(parameter: Parameter, given: str) -> Parameter:
    """The parameter as a former name of the event has it."""
    if given == parameter.key:
        return parameter
    return replace(parameter, name=identifier(given), given=given)


def _function(event: Event, version: str | None) -> Function:
    name = action_identifier(event)
    properties = known_properties(event)
    constants = {key: value for key, one in properties.items() if (value := _constant(one)) is not None}
    return Function(
        name=name,
        type_name=type_name(name),
        event=event,
        version=version,
        parameters=tuple(
            Parameter(name=parameter_identifier(key, definition), key=key, given=key, definition=definition)
            for key, definition in properties.items()
            if key not in constants
        ),
        constants=constants,
    )


def known_properties(event: Event) -> Mapping[str, Property]:
    """The properties that go to any of an event's destinations, as far as they do.

    What one destination needs has to be given, wherever else it goes.
    """
    narrowed = contract(event).properties
    return {
        name: narrowed[name].model_copy(update={"required": definition.required})
        if narrowed[name].required != definition.required
        else narrowed[name]
        for name, definition in event.properties.items()
        if name in narrowed
    }


def parameter_identifier(key: str, definition: Property) -> str:
    """What the argument of a property is called, where arguments have identifiers."""
    return identifier(definition.code_name or key)


def _constant(definition: Property) -> str | int | float | bool | None:
    if isinstance(definition, ArrayType | ObjectType | MapType):
        return None
    return definition.const


def brands(snapshot: Snapshot) -> Mapping[str, str]:
    """The types of values of categories about people, by category: `user.contact.email` is `Email`.

    A type is called by the last part of its category, and by more of them where that is a short word or where
    two would have one name: `Email`, `DeviceIp`.
    """
    used = {
        data
        for properties in _stated(snapshot)
        for data in _branded(properties.values())
        if data in snapshot.categories and data.startswith(_ABOUT_PEOPLE)
    }
    found: dict[str, str] = {}
    for category in sorted(used):
        parts = category.split(".")
        for count in range(1, len(parts) + 1):
            name = type_name(identifier("_".join(parts[-count:]), RESERVED)).lstrip("_")
            alike = [other for other in used if other.split(".")[-count:] == parts[-count:]]
            is_told = (len(name) >= _TOLD and name not in _OURS) or count == len(parts)
            if len(alike) == 1 and is_told:
                found[category] = name
                break
    return found


def _stated(snapshot: Snapshot) -> Iterable[Mapping[str, Property]]:
    for event in snapshot.events.values():
        yield event.properties
    for entity in snapshot.entities.values():
        yield entity.properties
    for context in snapshot.contexts.values():
        yield context.properties


def _branded(properties: Iterable[Property]) -> Iterator[str]:
    """The categories of properties that are any text, or lists of it."""
    for definition in properties:
        match definition:
            case ObjectType():
                yield from _branded(definition.properties.values())
            case ArrayType() if definition.data is not None:
                if is_any_text(definition.items):
                    yield definition.data
            case ArrayType():
                yield from _branded([definition.items])
            case MapType():
                yield from _branded([definition.values])
            case _:
                if definition.data is not None and is_any_text(definition):
                    yield definition.data


def is_any_text(definition: Property) -> bool:
    """Whether values are texts that the catalog does not list: those of people have types of their own."""
    return (
        isinstance(definition, StringType | UriType) and definition.enum is None and definition.const is None
    )
