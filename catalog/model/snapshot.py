"""A catalog in two forms: definitions as files state them, and the snapshot that all else works on."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import chain
from types import MappingProxyType

from catalog.model.canonical import digest_of
from catalog.model.category import Category
from catalog.model.event import (
    Alias,
    ContextDefinition,
    EntityDefinition,
    EventDefinition,
    GroupDefinition,
    Status,
    Undeclared,
)
from catalog.model.gaps import NO_GAPS, Gaps, UnreadEvent, UnreadPart
from catalog.model.names import EventName, resource_of, wire_name
from catalog.model.nearest import Names
from catalog.model.policy import Policy
from catalog.model.settings import Settings
from catalog.model.types import Property
from catalog.model.values import Definition, Json


@dataclass(frozen=True, slots=True, kw_only=True)
class Definitions:
    """Every definition of one catalog, as its files state them, in the order of their names."""

    settings: Settings
    groups: Mapping[str, GroupDefinition]
    contexts: Mapping[str, ContextDefinition]
    entities: Mapping[str, EntityDefinition]
    events: Mapping[EventName, EventDefinition]

    def group_of(self, event: EventDefinition, property_name: str) -> str | None:
        """The included group that a property of an event comes from; None when it is the event's own."""
        if property_name in event.properties:
            return None
        for group in event.include:
            definition = self.groups.get(group)
            if definition is not None and property_name in definition.properties:
                return group
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One event with everything it includes."""

    name: EventName
    wire: str
    """What an SDK sends for it."""
    properties: Mapping[str, Property]
    definition: EventDefinition
    undeclared: Undeclared
    settings: Settings
    """Of the catalog that it belongs to."""
    policy: Policy = field(compare=False, repr=False)
    """What the catalog's destinations do to data categories."""

    @property
    def resource(self) -> str:
        """What the event is about."""
        return resource_of(self.name)

    @property
    def status(self) -> Status:
        """Where the event stands in its life."""
        return self.definition.status

    @property
    def destinations(self) -> tuple[str, ...]:
        """Where it goes."""
        return self.definition.destinations

    @property
    def aliases(self) -> tuple[Alias, ...]:
        """Its other incoming names."""
        return self.definition.aliases


@dataclass(frozen=True, kw_only=True)
class Snapshot:
    """One catalog, resolved and immutable: names looked up, groups merged, categories known."""

    settings: Settings
    events: Mapping[EventName, Event]
    contexts: Mapping[str, ContextDefinition]
    entities: Mapping[str, EntityDefinition]
    categories: Mapping[str, Category]
    policy: Policy = field(compare=False, repr=False)
    """What its destinations do to data categories."""
    gaps: Gaps = field(default=NO_GAPS, compare=False, repr=False)
    """What could not be read: nothing is judged as if it were not there."""

    @cached_property
    def incoming(self) -> Mapping[str, tuple[Event, Alias | None]]:
        """Every name that may arrive: wire names, identities, aliases; the first claim stands."""
        names: dict[str, tuple[Event, Alias | None]] = {}
        for event in self.events.values():
            names.setdefault(event.wire, (event, None))
        for event in self.events.values():
            names.setdefault(event.name, (event, None))
        for event in self.events.values():
            for alias in event.aliases:
                names.setdefault(alias.name, (event, alias))
        return MappingProxyType(names)

    @cached_property
    def arriving(self) -> Names:
        """The names that may arrive, for finding those nearest to one that may not."""
        return Names(self.incoming)

    def lookup(self, name: str) -> tuple[Event, Alias | None] | None:
        """The event that an arriving name stands for, with the alias when it is one."""
        return self.incoming.get(name)

    def unread_contexts(self, destination: str | None) -> tuple[UnreadPart, ...]:
        """The contexts that may have names which nothing declares.

        Damaged ones, wherever they are listed: what only another destination gets is not undeclared either.
        Those that the destination lists, or any, and that do not exist.
        """
        if destination is None:
            listed: Iterable[str] = chain.from_iterable(
                one.contexts for one in self.settings.destinations.values()
            )
        else:
            listed = self.listed(destination)
        found = {name: part for name in listed if (part := self.unread_context(name)) is not None}
        return tuple({**found, **self.gaps.contexts}.values())

    def unread_context(self, name: str) -> UnreadPart | None:
        """What could not be read of one context: all of it when there is none of this name."""
        if name not in self.contexts:
            return UnreadPart(reason=f"the context '{name}' does not exist", is_open=True)
        return self.gaps.contexts.get(name)

    def contexts_of(self, destination: str | None) -> Iterator[tuple[str, ContextDefinition]]:
        """The contexts that a destination lists; without a destination, all of them, each once."""
        names = self.contexts if destination is None else self.listed(destination)
        for name in names:
            if name in self.contexts:
                yield name, self.contexts[name]

    def listed(self, destination: str) -> tuple[str, ...]:
        """The names of the contexts that a destination lists, whether they exist or not."""
        definition = self.settings.destinations.get(destination)
        return definition.contexts if definition is not None else ()

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the catalog's canonical JSON (RFC 8785): the same meaning, the same digest."""
        return digest_of(
            {
                "settings": plain(self.settings),
                "events": {name: plain_event(event) for name, event in self.events.items()},
                "contexts": {name: plain(context) for name, context in self.contexts.items()},
                "entities": {name: plain(entity) for name, entity in self.entities.items()},
            }
        )


def plain(definition: Definition) -> dict[str, Json]:
    """A definition as plain JSON values, under the keys of files, without what is left at its default."""
    return definition.model_dump(mode="json", by_alias=True, exclude_defaults=True, warnings=False)


def plain_event(event: Event) -> dict[str, Json]:
    """A resolved event as plain JSON values; merged, so a move into a group changes nothing."""
    content = plain(event.definition)
    content.pop("include", None)
    content["wire"] = event.wire
    content["undeclared"] = event.undeclared.value
    content["properties"] = {name: plain(definition) for name, definition in event.properties.items()}
    return content


def resolve(definitions: Definitions, gaps: Gaps = NO_GAPS, *, is_partial: bool = False) -> Snapshot:
    """Merge groups, name events and know categories; of contradictions the first stands.

    An event that includes a group which is not there is not in the snapshot but in its gaps, since nobody
    knows its properties; `is_partial` keeps it with what is left, which only rules may look at.
    """
    settings = definitions.settings
    policy = Policy(settings)
    events: dict[EventName, Event] = {}
    unread = dict(gaps.events)
    for name in sorted(definitions.events):
        definition = definitions.events[name]
        wire = definition.wire or wire_name(name, settings.naming.wire)
        lacking = next((group for group in definition.include if group not in definitions.groups), None)
        if lacking is not None and not is_partial:
            what = "has errors" if lacking in gaps.groups else "does not exist"
            one = UnreadEvent(event=name, reason=f"the group '{lacking}' that it includes {what}")
            for arriving in (name, wire, *(alias.name for alias in definition.aliases)):
                unread.setdefault(arriving, one)
            continue
        events[name] = Event(
            name=name,
            wire=wire,
            properties=_with_groups(definitions, definition),
            definition=definition,
            undeclared=definition.undeclared or settings.undeclared,
            settings=settings,
            policy=policy,
        )
    return Snapshot(
        settings=settings,
        events=MappingProxyType(events),
        contexts=MappingProxyType(
            {name: definitions.contexts[name] for name in sorted(definitions.contexts)}
        ),
        entities=MappingProxyType(
            {name: definitions.entities[name] for name in sorted(definitions.entities)}
        ),
        categories=policy.categories,
        policy=policy,
        gaps=replace(gaps, events=MappingProxyType(unread)),
    )


def _with_groups(definitions: Definitions, definition: EventDefinition) -> Mapping[str, Property]:
    """An event's own properties, and those of the groups that it includes."""
    if not definition.include:
        return definition.properties
    merged = dict(definition.properties)
    for group in definition.include:
        if group in definitions.groups:
            for key, property_ in definitions.groups[group].properties.items():
                merged.setdefault(key, property_)
    return MappingProxyType(merged)
