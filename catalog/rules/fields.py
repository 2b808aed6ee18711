"""Every property of a catalog where it stands, filed by what rules ask for."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Final, Generic, NamedTuple, TypeVar

from catalog.findings import Kind, Pointer
from catalog.model.category import Handling, stricter
from catalog.model.event import ContextDefinition, EntityDefinition, EventDefinition, GroupDefinition
from catalog.model.snapshot import Definitions
from catalog.model.types import (
    ArrayType,
    FlagType,
    IntegerType,
    MapKeys,
    MapType,
    NumberType,
    Properties,
    Property,
    Scalar,
    StringType,
    UriType,
)
from catalog.rules.defect import Defect
from catalog.rules.sentences import quoted

PropertyHolder = EventDefinition | GroupDefinition | ContextDefinition | EntityDefinition
_Type = TypeVar("_Type", bound=Property, covariant=True)

_COMPOSITE: Final = frozenset({"array", "object", "map"})
_AT_PROPERTIES: Final[Pointer] = ("properties",)
_NO_HANDLING: Final[Mapping[str, Handling]] = {}


class Home(NamedTuple):
    """A definition that holds properties: its file, and where its properties can go."""

    kind: Kind
    name: str
    definition: PropertyHolder
    reach: tuple[str, ...]
    """An event's destinations; those of the events that include a group, of a context, of an entity."""
    is_sent: bool
    """Whether its properties are what callers send: of an event or a group, not what an SDK adds."""

    def defect(self, message: str, *pointer: str | int) -> Defect:
        """A defect in this file."""
        return Defect(message, self.kind, self.name, pointer)


class Field(NamedTuple, Generic[_Type]):
    """One property definition where it stands; a tuple because a catalog has tens of thousands."""

    home: Home
    above: Pointer
    """Of the mapping that the property stands in."""
    key: str
    """In that mapping: the property's name, `items` or `values`."""
    name: str
    """Under `properties`; of `items` and `values`, the name of the property around them."""
    definition: _Type
    reach: tuple[str, ...]
    """The destinations it can get to, after `destinations` of its own and of the properties around it."""
    handling: Mapping[str, Handling]
    """Destination → what its own definition and those around it ask for."""
    is_inside: bool = False
    """Whether it is what a list or a map holds, under `items` or `values`, and so has no name of its own."""

    @property
    def title(self) -> str:
        """What sentences call it: 'tags', the items of 'tags'."""
        return f"the {self.key} of {quoted(self.name)}" if self.is_inside else quoted(self.name)

    def subject(self, verb: str, plural: str) -> str:
        """The beginning of a sentence about it: 'tags' has, the items of 'tags' have."""
        return f"{self.title} {plural if self.is_inside else verb}"

    @property
    def they(self) -> str:
        """The word for it as a subject."""
        return "they" if self.is_inside else "it"

    @property
    def them(self) -> str:
        """The word for it as an object."""
        return "them" if self.is_inside else "it"

    @property
    def pointer(self) -> Pointer:
        """Where it stands in its file."""
        return (*self.above, self.key)

    @property
    def around(self) -> tuple[str, ...]:
        """The names of the properties that it is a member of, outermost first."""
        return _names(self.pointer)[:-1]

    def defect(self, message: str, *keys: str | int) -> Defect:
        """A defect here, or at one of the property's keys."""
        return Defect(message, self.home.kind, self.home.name, (*self.above, self.key, *keys))


class KeysField(NamedTuple):
    """The keys of a map where they stand, under `keys`, whether the file says so or not."""

    home: Home
    above: Pointer
    """Of the map."""
    name: str
    definition: MapKeys
    reach: tuple[str, ...]
    handling: Mapping[str, Handling]

    def defect(self, message: str, *keys: str | int) -> Defect:
        """A defect here, or at one of the keys under `keys`."""
        return Defect(message, self.home.kind, self.home.name, (*self.above, "keys", *keys))


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


def homes_of(definitions: Definitions) -> Iterator[Home]:
    """Every definition that holds properties."""
    destinations = definitions.settings.destinations
    for name, context in definitions.contexts.items():
        carrying = tuple(d for d in destinations if name in destinations[d].contexts)
        yield Home("context", name, context, carrying, False)
    for name, entity in definitions.entities.items():
        # Where nobody is identified, there is no person to describe.
        met = tuple(d for d in destinations if name != "person" or destinations[d].identity == "user_id")
        yield Home("entity", name, entity, met, False)
    reach: dict[str, dict[str, None]] = {name: {} for name in definitions.groups}
    for event in definitions.events.values():
        for group in event.include:
            if group in reach:
                reach[group].update(dict.fromkeys(event.destinations))
    for name, group_definition in definitions.groups.items():
        yield Home("group", name, group_definition, tuple(reach[name]), True)
    for event_name, event in definitions.events.items():
        once = tuple(dict.fromkeys(event.destinations))
        yield Home("event", event_name, event, once, True)


class Layout:
    """The properties of all definitions, each filed once in every list that it belongs to."""

    def __init__(self) -> None:
        self.homes: list[Home] = []
        self.allowances: list[Allowance] = []
        self.fields: list[Field[Property]] = []
        self.sent: defaultdict[str, list[Field[Property]]] = defaultdict(list)
        """Name → the properties of events and groups that are called so, not those inside an object."""
        self.others: list[Field[Property]] = []
        """Every other property with a name of its own."""
        self.leaves: defaultdict[str | None, list[Field[Property]]] = defaultdict(list)
        """Category → what has it: scalars, and arrays of scalars. Keys of maps are in `keys`."""
        self.keys: list[KeysField] = []
        self.undescribed: list[Field[Property]] = []
        """Properties with a name and no description."""
        self.routed: list[Field[Property]] = []
        """Properties with `destinations`, `handling` or `send_as`."""
        self.purposed: list[Field[Property]] = []
        """Properties with a purpose of their own."""
        self.shown: list[Field[Property]] = []
        """Properties with a default or examples."""
        self.strings: list[Field[StringType]] = []
        self.uris: list[Field[UriType]] = []
        self.flags: list[Field[FlagType]] = []
        self.numbers: list[Field[IntegerType | NumberType]] = []
        self.chosen: list[Field[Scalar]] = []
        """Scalars with enum or const."""
        self.arrays: list[Field[ArrayType]] = []
        self.maps: list[Field[MapType]] = []

    def take(self, home: Home) -> None:
        """File every property of a definition."""
        self.homes.append(home)
        definition = home.definition
        if definition.allow:
            self._allow(home, (), definition.allow)
        self._take_all(home, definition.properties, _AT_PROPERTIES, home.reach, _NO_HANDLING)

    def _take_all(
        self,
        home: Home,
        properties: Properties,
        above: Pointer,
        reach: tuple[str, ...],
        handling: Mapping[str, Handling],
    ) -> None:
        top = home.is_sent and above is _AT_PROPERTIES
        for name, definition in properties.items():
            own, wanted = definition.destinations, definition.handling
            met = reach if own is None else tuple([d for d in reach if d in own])
            asked = _tightened(handling, wanted) if wanted else handling
            item = Field(home, above, name, name, definition, met, asked)
            if own is not None or wanted or definition.send_as:
                self.routed.append(item)
            if definition.description is None:
                self.undescribed.append(item)
            if top:
                self.sent[name].append(item)
            else:
                self.others.append(item)
            self._take(item, leaf=True)

    def _take(self, item: Field[Property], *, leaf: bool) -> None:
        definition = item.definition
        self.fields.append(item)
        if definition.allow:
            self._allow(item.home, item.pointer, definition.allow)
        if definition.examples or "default" in definition.model_fields_set:
            self.shown.append(item)
        if definition.purpose is not None:
            self.purposed.append(item)
        # By tag: pydantic's own isinstance costs ten times as much, and this runs for every property.
        if definition.type == "array" or definition.type == "object" or definition.type == "map":
            self._take_composite(item)
            return
        tag = definition.type
        if leaf:
            self.leaves[definition.data].append(item)
        if tag == "string":
            self.strings.append(item)  # type: ignore[arg-type]  # the tag says what the definition is
        elif tag == "integer" or tag == "number":
            self.numbers.append(item)  # type: ignore[arg-type]  # the tag says what the definition is
        elif tag == "uri":
            self.uris.append(item)  # type: ignore[arg-type]  # the tag says what the definition is
        elif tag == "flag":
            self.flags.append(item)  # type: ignore[arg-type]  # the tag says what the definition is
        if definition.enum is not None or definition.const is not None:
            self.chosen.append(item)  # type: ignore[arg-type]  # only types with choices have enum and const

    def _take_composite(self, item: Field[Property]) -> None:
        home, definition = item.home, item.definition
        if definition.type == "array":
            self.arrays.append(item)  # type: ignore[arg-type]  # the tag says what the definition is
            scalar = definition.items.type not in _COMPOSITE
            if scalar:
                self.leaves[definition.data].append(item)
            self._take(_inside(item, "items", definition.items), leaf=not scalar)
        elif definition.type == "map":
            self.maps.append(item)  # type: ignore[arg-type]  # the tag says what the definition is
            keys = definition.keys
            self.keys.append(KeysField(home, item.pointer, item.name, keys, item.reach, item.handling))
            if keys.allow:
                self._allow(home, (*item.pointer, "keys"), keys.allow)
            self._take(_inside(item, "values", definition.values), leaf=True)
        elif definition.type == "object":
            above = (*item.pointer, "properties")
            self._take_all(home, definition.properties, above, item.reach, item.handling)

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


def _names(pointer: Pointer) -> tuple[str, ...]:
    """The names of properties on the way to a place: after every `properties` that is not a name itself."""
    steps = iter(pointer)
    return tuple(str(next(steps)) for step in steps if step == "properties")


def _inside(item: Field[Property], key: str, definition: Property) -> Field[Property]:
    return Field(
        item.home, item.pointer, key, item.name, definition, item.reach, item.handling, is_inside=True
    )
