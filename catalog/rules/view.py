"""What every rule looks at: the catalog's definitions, with all properties laid out in one pass."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from catalog.findings import Pointer
from catalog.loading import Loaded
from catalog.loading.folder import SETTINGS_FILE, Kind, path_of
from catalog.model.category import Category, Handling, stricter
from catalog.model.event import ContextDefinition, EntityDefinition, EventDefinition, GroupDefinition
from catalog.model.settings import Settings
from catalog.model.snapshot import Definitions, Event, Snapshot
from catalog.model.types import (
    ArrayType,
    IntegerType,
    MapKeys,
    MapType,
    NumberType,
    Properties,
    Property,
    Scalar,
    StringType,
)
from catalog.rules.defect import Defect

PropertyHolder = EventDefinition | GroupDefinition | ContextDefinition | EntityDefinition
_COMPOSITE = frozenset({"array", "object", "map"})
_NO_HANDLING: Mapping[str, Handling] = {}


class Home(NamedTuple):
    """A definition that holds properties: its file, and where its properties can go."""

    kind: Kind
    name: str
    definition: PropertyHolder
    reach: tuple[str, ...]
    """An event's destinations; those of the events that include a group, of a context, of an entity."""

    @property
    def is_sent(self) -> bool:
        """Whether its properties are what callers send: of an event or a group, not what an SDK adds."""
        return self.kind in ("event", "group")

    def defect(self, message: str, *pointer: str | int) -> Defect:
        """A defect in this file."""
        return Defect(message, self.kind, self.name, pointer)


class Field(NamedTuple):
    """One property definition where it stands; a tuple because a catalog has tens of thousands."""

    home: Home
    pointer: Pointer
    name: str
    """Under `properties`; of `items` and `values`, the name of the property around them."""
    definition: Property
    reach: tuple[str, ...]
    """The destinations it can get to, after `destinations` of its own and of the properties around it."""
    is_named: bool
    """Whether it stands under `properties`, not under `items` or `values`."""
    handling: Mapping[str, Handling]
    """Destination → what its own definition and those around it ask for."""

    @property
    def is_top(self) -> bool:
        """Whether it is a property of a payload itself, not of an object inside."""
        return len(self.pointer) == 2

    def defect(self, message: str, *keys: str | int) -> Defect:
        """A defect here, or at one of the property's keys."""
        return Defect(message, self.home.kind, self.home.name, (*self.pointer, *keys))


class KeysField(NamedTuple):
    """The keys of a map where they stand; `pointer` ends in `keys`, whether the file says so or not."""

    home: Home
    pointer: Pointer
    name: str
    definition: MapKeys
    reach: tuple[str, ...]
    handling: Mapping[str, Handling]

    def defect(self, message: str, *keys: str | int) -> Defect:
        """A defect here, or at one of the keys under `keys`."""
        return Defect(message, self.home.kind, self.home.name, (*self.pointer, *keys))


class Allowance(NamedTuple):
    """One entry of an `allow`: `pointer` is what it excuses, with everything below."""

    kind: Kind
    name: str
    pointer: Pointer
    rule: str
    reason: str

    def defect(self, message: str) -> Defect:
        """A defect at this entry."""
        return Defect(message, self.kind, self.name, (*self.pointer, "allow", self.rule))


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A loaded catalog as rules see it. Lists are in the order of files and of the lines in them.

    A property of a group stands here once, under its group, however many events include it.
    """

    today: date
    definitions: Definitions
    snapshot: Snapshot
    events: Sequence[Event]
    fields: Sequence[Field]
    leaves: Sequence[Field]
    """What `data` stands on: scalars, and arrays of scalars. Keys of maps are in `keys`."""
    sent: Sequence[Field]
    """The properties of events and groups under their names, not those inside an object."""
    keys: Sequence[KeysField]
    scalars: Sequence[tuple[Field, Scalar]]
    strings: Sequence[tuple[Field, StringType]]
    numbers: Sequence[tuple[Field, IntegerType | NumberType]]
    arrays: Sequence[tuple[Field, ArrayType]]
    maps: Sequence[tuple[Field, MapType]]
    allowances: Sequence[Allowance]
    homes: Sequence[Home]
    broken: frozenset[str]
    """Paths of the files that could not be read whole: what they define is neither here nor unknown."""
    known_rules: Mapping[str, bool]
    """Every rule's id, and whether an allowance can excuse it."""
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

    def is_broken(self, kind: Kind, name: str) -> bool:
        """Whether the file that defines something exists but could not be read whole."""
        return path_of(kind, name) in self.broken

    def is_whole(self, event: Event) -> bool:
        """Whether every group that an event includes could be read, so that all its properties are known."""
        return not any(self.is_broken("group", group) for group in event.definition.include)

    def home_of(self, event: Event, property_name: str) -> tuple[Kind, str]:
        """Which file defines a property of an event: its own, or a group's."""
        group = self.definitions.group_of(event.definition, property_name)
        return ("event", event.name) if group is None else ("group", group)


def view(loaded: Loaded, today: date, known_rules: Mapping[str, bool]) -> View:
    """Lay out a loaded catalog for the rules: every property once, with its place and where it can go."""
    definitions = loaded.definitions
    layout = _Layout()
    for home in _homes(definitions):
        layout.take(home)
    return View(
        today=today,
        definitions=definitions,
        snapshot=loaded.snapshot,
        events=tuple(loaded.snapshot.events.values()),
        fields=layout.fields,
        leaves=layout.leaves,
        sent=[item for item in layout.fields if item.home.is_sent and item.is_named and item.is_top],
        keys=layout.keys,
        scalars=layout.scalars,
        strings=layout.strings,
        numbers=layout.numbers,
        arrays=layout.arrays,
        maps=layout.maps,
        allowances=layout.allowances,
        homes=layout.homes,
        broken=frozenset(finding.path for finding in loaded.findings),
        known_rules=known_rules,
    )


def settings_are_broken(loaded: Loaded) -> bool:
    """Whether catalog.yaml is missing or could not be read whole."""
    return any(finding.path == SETTINGS_FILE for finding in loaded.findings)


def _homes(definitions: Definitions) -> Iterator[Home]:
    destinations = definitions.settings.destinations
    for name, context in definitions.contexts.items():
        yield Home(
            "context", name, context, tuple(d for d in destinations if name in destinations[d].contexts)
        )
    for name, entity in definitions.entities.items():
        # Where nobody is identified, there is no person to describe.
        met = (d for d in destinations if name != "person" or destinations[d].identity == "user_id")
        yield Home("entity", name, entity, tuple(met))
    reach: dict[str, dict[str, None]] = {name: {} for name in definitions.groups}
    for event in definitions.events.values():
        for group in event.include:
            if group in reach:
                reach[group].update(dict.fromkeys(event.destinations))
    for name, group_definition in definitions.groups.items():
        yield Home("group", name, group_definition, tuple(reach[name]))
    for event_name, event in definitions.events.items():
        yield Home("event", event_name, event, event.destinations)


class _Layout:
    """Collects the properties of all definitions."""

    def __init__(self) -> None:
        self.fields: list[Field] = []
        self.leaves: list[Field] = []
        self.keys: list[KeysField] = []
        self.scalars: list[tuple[Field, Scalar]] = []
        self.strings: list[tuple[Field, StringType]] = []
        self.numbers: list[tuple[Field, IntegerType | NumberType]] = []
        self.arrays: list[tuple[Field, ArrayType]] = []
        self.maps: list[tuple[Field, MapType]] = []
        self.allowances: list[Allowance] = []
        self.homes: list[Home] = []

    def take(self, home: Home) -> None:
        self.homes.append(home)
        if home.definition.allow:
            self._allow(home, (), home.definition.allow)
        self._take_all(home, home.definition.properties, ("properties",), home.reach, _NO_HANDLING)

    def _take_all(
        self,
        home: Home,
        properties: Properties,
        pointer: Pointer,
        reach: tuple[str, ...],
        above: Mapping[str, Handling],
    ) -> None:
        for name, definition in properties.items():
            own = definition.destinations
            met = reach if own is None else tuple([d for d in reach if d in own])
            handling = _tightened(above, definition.handling) if definition.handling else above
            self._take(Field(home, (*pointer, name), name, definition, met, True, handling), leaf=True)

    def _take(self, item: Field, *, leaf: bool) -> None:
        definition = item.definition
        self.fields.append(item)
        if definition.allow:
            self._allow(item.home, item.pointer, definition.allow)
        # By tag: pydantic's own isinstance costs ten times as much, and this runs for every property.
        if definition.type == "array":
            self.arrays.append((item, definition))
            scalar = definition.items.type not in _COMPOSITE
            if scalar:
                self.leaves.append(item)
            self._take(_inside(item, "items", definition.items), leaf=not scalar)
        elif definition.type == "map":
            self.maps.append((item, definition))
            pointer = (*item.pointer, "keys")
            keys = KeysField(item.home, pointer, item.name, definition.keys, item.reach, item.handling)
            self.keys.append(keys)
            if definition.keys.allow:
                self._allow(item.home, keys.pointer, definition.keys.allow)
            self._take(_inside(item, "values", definition.values), leaf=True)
        elif definition.type == "object":
            inner = (*item.pointer, "properties")
            self._take_all(item.home, definition.properties, inner, item.reach, item.handling)
        else:
            self.scalars.append((item, definition))
            if leaf:
                self.leaves.append(item)
            if definition.type == "string":
                self.strings.append((item, definition))
            elif definition.type == "integer" or definition.type == "number":
                self.numbers.append((item, definition))

    def _allow(self, home: Home, pointer: Pointer, allow: Mapping[str, str]) -> None:
        self.allowances.extend(
            Allowance(home.kind, home.name, pointer, rule, reason) for rule, reason in allow.items()
        )


def _tightened(above: Mapping[str, Handling], own: Mapping[str, Handling]) -> Mapping[str, Handling]:
    """The stricter handling of both, for each destination."""
    return {
        **above,
        **{name: stricter(above.get(name, Handling.KEEP), wanted) for name, wanted in own.items()},
    }


def _inside(item: Field, key: str, definition: Property) -> Field:
    return Field(item.home, (*item.pointer, key), item.name, definition, item.reach, False, item.handling)
