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
    sends: tuple[Text, ...] | None = None
    """The names that arrive under this alias; None is all properties."""
    rename: FrozenMap[Text]
    """Arriving name → property."""


class Reader(Definition):
    """A team that uses an event downstream."""

    team: Text
    url: Text | None = None


class EventDefinition(Definition):
    """One event as its file states it."""

    description: Text | None = None
    trigger: Text | None = None
    owner: Text | None = None
    purpose: Text | None = None
    status: Status = Status.ACTIVE
    destinations: tuple[Text, ...] = ()
    include: tuple[Text, ...] = ()
    aliases: tuple[Alias, ...] = ()
    send_as: FrozenMap[Text]
    properties: FrozenMap[Property]
    examples: tuple[JsonObject, ...] = ()
    allow: FrozenMap[str]
    wire: Text | None = None
    expires: date | None = None
    replaced_by: Text | None = None
    readers: tuple[Reader, ...] = ()
    code_name: Text | None = None
    accept_previous_days: Days | None = None
    undeclared: Undeclared | None = None


class GroupDefinition(Definition):
    """A named set of properties that events include."""

    description: Text | None = None
    properties: FrozenMap[Property]
    allow: FrozenMap[str]


class ContextDefinition(Definition):
    """What an SDK or a tracker adds by itself.

    A property name that ends in `*` stands for every name that begins so.
    """

    description: Text | None = None
    properties: FrozenMap[Property]
    allow: FrozenMap[str]


class EntityDefinition(Definition):
    """Properties of a person (`person`) or of a group type."""

    description: Text | None = None
    properties: FrozenMap[Property]
    allow: FrozenMap[str]


DefinitionKind = Literal["event", "group", "context", "entity", "catalog"]
