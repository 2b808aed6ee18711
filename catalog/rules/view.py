"""What every rule looks at: the catalog's definitions, with all properties laid out and filed in one pass."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType
from typing import Final

from catalog.findings import Kind, Pointer
from catalog.loading import Loaded
from catalog.loading.folder import SETTINGS_FILE, path_of
from catalog.loading.salvage import Salvaged
from catalog.loading.salvaged_properties import SalvagedPart
from catalog.loading.salvaged_settings import SalvagedSettings
from catalog.model.category import Category
from catalog.model.event import ContextDefinition, EntityDefinition, GroupDefinition
from catalog.model.names import EventName
from catalog.model.settings import Settings
from catalog.model.snapshot import Definitions, Event, Snapshot, resolve
from catalog.rules.fields import Allowance, Field, Home, KeysField, Layout, homes_of

_BY_NAME: Final = frozenset(
    {
        "catalog/orphan-category",
        "catalog/unknown-category",
        "catalog/unknown-destination",
        "catalog/unknown-purpose",
        "ownership/unknown-owner",
    }
)
"""Rules that look for names in catalog.yaml: what cannot be read there is known to them by its name."""

_OF_ONE_KEY: Final = frozenset(
    {
        "catalog/control-character",
        "catalog/duplicate-entry",
        "catalog/futile-allowance",
        "catalog/property-without-destination",
        "catalog/unknown-allowance",
        "catalog/unknown-category",
        "catalog/unknown-destination",
        "catalog/unknown-purpose",
        "catalog/unreasoned-allowance",
        "ownership/hollow-text",
        "pii/special-category",
        "typing/duplicate-member",
        "typing/pattern-not-portable",
    }
)
"""Rules that judge one key of a property by itself, so that a slip in another key changes nothing."""

_NEEDS_ALL: Final[Mapping[str, frozenset[str]]] = {
    "destinations": frozenset({"catalog/unused-context"}),
    "categories": frozenset(
        {
            "catalog/repeated-policy",
            "pii/combination-risk",
            "pii/forbidden-category",
            "pii/free-text",
            "pii/futile-truncation",
            "pii/hash-of-few-values",
            "pii/reserved-name",
            "pii/softer-handling",
            "pii/telling-mask",
            "pii/uneven-retention",
            "pii/weak-category",
        }
    ),
}
"""Key of catalog.yaml → rules that would take an entry that cannot be read for one that is not there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A loaded catalog as rules see it.

    A property of a group stands here once, under its group, however many events include it. Rules that look
    for something rare read a list of the properties that have it, so that 70 rules do not cost 70 walks.
    """

    today: date
    definitions: Definitions
    snapshot: Snapshot
    events: Sequence[Event]
    layout: Layout
    broken: frozenset[str]
    """Paths of the files that could not be read whole: what they define is neither here nor unknown."""
    salvaged: Mapping[EventName, Salvaged]
    """Of the events among these, those whose files had slips: what is left of them is judged."""
    uncertain: frozenset[str] | None
    """The names of properties that salvaged events lack; None when they could be any."""
    known_rules: Mapping[str, bool]
    """Every rule's id, and whether an allowance can excuse it."""
    rest: SalvagedSettings | None = None
    """What is left of a catalog.yaml that had slips; these settings are what it lets rules judge."""
    named: "View | None" = None
    """The same catalog with the names of what is missing there."""
    parts: Mapping[tuple[Kind, str], SalvagedPart] = field(default_factory=lambda: MappingProxyType({}))
    """What is left of groups, contexts and entities whose files had slips."""
    partial: "View | None" = None
    """The properties of salvaged events that have a slip in one of their keys, and of these parts, without
    these keys."""
    unused: Sequence[Allowance] = field(default=())
    """The allowances that excused nothing though their rule ran: known when every other rule has run."""

    @property
    def settings(self) -> Settings:
        """catalog.yaml."""
        return self.definitions.settings

    @property
    def categories(self) -> Mapping[str, Category]:
        """The data categories that the catalog knows."""
        return self.snapshot.categories

    @property
    def lacks_events(self) -> bool:
        """Whether the file of an event could not be read whole, so that what it names is unknown."""
        return any(not path.startswith("_") and path != SETTINGS_FILE for path in self.broken)

    def counts(self, name: str) -> bool:
        """Whether every definition of a property of this name is here, so that a majority means something."""
        return self.uncertain is not None and name not in self.uncertain

    def is_silent_on(self, kind: Kind, name: str, pointer: Pointer) -> bool:
        """Whether what a rule says about a place may come from what its file lacks."""
        if kind == "settings":
            return self.rest is not None and self.rest.is_silent_on(pointer)
        salvaged = self.salvaged.get(EventName(name)) if kind == "event" else None
        return salvaged is not None and salvaged.is_silent_on(pointer)

    def for_rule(self, rule: str) -> "View | None":
        """The view that a rule judges; None when it would speak of what catalog.yaml lacks."""
        if self.rest is None:
            return self
        if any(rule in _NEEDS_ALL.get(key, ()) for key in self.rest.uncertain):
            return None
        return self.named if rule in _BY_NAME else self

    def partial_for_rule(self, rule: str) -> "View | None":
        """The view of properties with slips that a rule judges, when it judges keys by themselves."""
        return self.partial if rule in _OF_ONE_KEY else None

    def says_by_itself(self, kind: Kind, name: str, pointer: Pointer) -> bool:
        """Whether a place is in a key of a property that has a slip in another one."""
        salvaged = self.salvaged.get(EventName(name)) if kind == "event" else self.parts.get((kind, name))
        return salvaged is not None and salvaged.says_by_itself(pointer)

    def is_broken(self, kind: Kind, name: str) -> bool:
        """Whether the file that defines something exists but could not be read whole."""
        return path_of(kind, name) in self.broken

    def is_whole(self, event: Event) -> bool:
        """Whether every group that an event includes could be read, so that all its properties are known."""
        return not (self.broken and any(self.is_broken("group", group) for group in event.definition.include))

    def home_of(self, event: Event, property_name: str) -> tuple[Kind, str]:
        """Which file defines a property of an event: its own, or a group's."""
        group = self.definitions.group_of(event.definition, property_name)
        return ("event", event.name) if group is None else ("group", group)


def view(loaded: Loaded, today: date, known_rules: Mapping[str, bool]) -> View:
    """Lay out a loaded catalog for the rules: every property once, with its place and where it can go."""
    definitions, snapshot, rest = loaded.definitions, loaded.snapshot, loaded.settings
    if loaded.salvaged:
        events = {**definitions.events, **{name: one.definition for name, one in loaded.salvaged.items()}}
        definitions = replace(definitions, events={name: events[name] for name in sorted(events)})
    if rest is not None:
        definitions = replace(definitions, settings=rest.judged)
    if loaded.salvaged or rest is not None or not snapshot.gaps.is_empty:
        snapshot = _resolved(loaded, definitions)
    seen = View(
        today=today,
        definitions=definitions,
        snapshot=snapshot,
        events=tuple(snapshot.events.values()),
        layout=_laid_out(definitions),
        broken=_broken(loaded),
        salvaged=loaded.salvaged,
        uncertain=_uncertain(loaded.salvaged.values()),
        known_rules=known_rules,
        rest=rest,
        parts=loaded.parts,
    )
    return replace(seen, named=_named(seen, loaded), partial=_partial(seen, loaded))


def _broken(loaded: Loaded) -> frozenset[str]:
    """The files of which something is missing that rules judge by; a rule's level is no such thing."""
    paths = frozenset(finding.path for finding in loaded.findings)
    is_whole = loaded.settings is not None and loaded.settings.says_what_is
    return paths - {SETTINGS_FILE} if is_whole else paths


def _named(seen: View, loaded: Loaded) -> View | None:
    """The view with the names of what could not be read in catalog.yaml."""
    if seen.rest is None:
        return None
    definitions = replace(seen.definitions, settings=seen.rest.named)
    snapshot = _resolved(loaded, definitions)
    return replace(seen, definitions=definitions, snapshot=snapshot, events=tuple(snapshot.events.values()))


def _partial(seen: View, loaded: Loaded) -> View | None:
    """The view of the properties that no other view has.

    Those of events that have a slip in one of their keys, and all of a group, a context or an entity whose
    file has one.
    """
    events = {name: one.partial for name, one in loaded.salvaged.items() if one.partial.properties}
    parts = [(name, one.definition) for (_, name), one in loaded.parts.items()]
    if not events and not parts:
        return None
    definitions = Definitions(
        settings=seen.settings if seen.rest is None else seen.rest.named,
        groups={name: one for name, one in parts if isinstance(one, GroupDefinition)},
        contexts={name: one for name, one in parts if isinstance(one, ContextDefinition)},
        entities={name: one for name, one in parts if isinstance(one, EntityDefinition)},
        events=events,
    )
    snapshot = _resolved(loaded, definitions)
    return replace(
        seen,
        definitions=definitions,
        snapshot=snapshot,
        events=tuple(snapshot.events.values()),
        layout=_laid_out(definitions),
    )


def _laid_out(definitions: Definitions) -> Layout:
    layout = Layout()
    for home in homes_of(definitions):
        layout.take(home)
    return layout


def _resolved(loaded: Loaded, definitions: Definitions) -> Snapshot:
    return resolve(definitions, loaded.snapshot.gaps.around, is_partial=True)


def _uncertain(salvaged: Iterable[Salvaged]) -> frozenset[str] | None:
    found: set[str] = set()
    for one in salvaged:
        if one.names is None:
            return None
        found |= one.names
    return frozenset(found)


def settings_are_broken(loaded: Loaded) -> bool:
    """Whether catalog.yaml is missing, or says nothing for sure."""
    return loaded.settings is None and any(finding.path == SETTINGS_FILE for finding in loaded.findings)


__all__ = ["Allowance", "Field", "Home", "KeysField", "View", "settings_are_broken", "view"]
