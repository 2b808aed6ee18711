"""The definitions that files hold: events, property groups, contexts, entities."""

from datetime import date
from enum import StrEnum
from typing import Literal

from catalog.model.types import Property
from catalog.model.values import Days, Definition, FrozenMap, JsonObject, Text


class Status(StrEnum):
    """Where an event stands in its life."""

    DRAFT = "draft"
    ACTIVE = "active"
    DEPRECATED = "deprecated"
    RETIRED = "retired"


class Undeclared(StrEnum):
    """What happens to properties of a payload that no definition names."""

    REFUSE = "refuse"
    DROP = "drop"
    KEEP = "keep"


class Alias(Definition):
    """Another incoming name for an event."""

    name: Text
    """The other incoming name."""
    sends: tuple[Text, ...] | None = None
    """The names that arrive under this alias; absent: all properties."""
    rename: FrozenMap[Text]
    """Arriving name → property."""


class Reader(Definition):
    """A team that uses an event downstream."""

    team: Text
    """Who reads it."""
    url: Text | None = None
    """The dashboard, the query or the job."""


class EventDefinition(Definition):
    """One event as its file states it."""

    description: Text | None = None
    """What happened, in a sentence."""
    trigger: Text | None = None
    """When exactly it is sent."""
    owner: Text | None = None
    """The team that answers for it, one of `owners` in catalog.yaml."""
    purpose: Text | None = None
    """Why it is collected, one of `purposes` in catalog.yaml."""
    status: Status = Status.ACTIVE
    """`active` unless stated; a deprecated event is accepted with a warning, a retired one is refused."""
    destinations: tuple[Text, ...] = ()
    """Where it goes."""
    include: tuple[Text, ...] = ()
    """Property groups whose properties it has too; a name that both define is an error."""
    aliases: tuple[Alias, ...] = ()
    """Other names under which it arrives."""
    send_as: FrozenMap[Text]
    """What a destination receives as its name, where saved reports need the old one."""
    properties: FrozenMap[Property]
    """Its own fields."""
    examples: tuple[JsonObject, ...] = ()
    """Each one is checked against the contract."""
    allow: FrozenMap[str]
    """Findings that are excused here, each with the reason."""
    wire: Text | None = None
    """What an SDK sends for it."""
    expires: date | None = None
    """The day after which nobody should send it any more."""
    replaced_by: Text | None = None
    """What to send instead of a deprecated event."""
    readers: tuple[Reader, ...] = ()
    """Who uses it downstream."""
    code_name: Text | None = None
    """What a generated function is called, where the identity will not do."""
    accept_previous_days: Days | None = None
    """How long payloads of an older major version are accepted."""
    undeclared: Undeclared | None = None
    """What happens to properties that no definition names; the catalog's setting unless stated."""


class GroupDefinition(Definition):
    """A named set of properties that events include."""

    description: Text | None = None
    """What these properties have in common."""
    properties: FrozenMap[Property]
    """The fields."""
    allow: FrozenMap[str]
    """Findings that are excused here."""


class ContextDefinition(Definition):
    """What an SDK or a tracker adds by itself.

    A property name that ends in `*` stands for every name that begins so.
    """

    description: Text | None = None
    """What these properties have in common."""
    properties: FrozenMap[Property]
    """The fields."""
    allow: FrozenMap[str]
    """Findings that are excused here."""


class EntityDefinition(Definition):
    """Properties of a person (`person`) or of a group type."""

    description: Text | None = None
    """What these properties have in common."""
    data: Text | None = None
    """What its key is: a person's id is `user.unique_id`, a group's key `system.identifier` unless stated."""
    properties: FrozenMap[Property]
    """The fields."""
    allow: FrozenMap[str]
    """Findings that are excused here."""


DefinitionKind = Literal["event", "group", "context", "entity", "catalog"]
