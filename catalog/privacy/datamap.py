"""The data map: every category, at every destination, of every event, down to each part of each property."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import reduce
from typing import Final, assert_never

from catalog.findings import Spot
from catalog.model.category import Handling, stricter
from catalog.model.event import Status, Undeclared
from catalog.model.policy import Decision, Policy
from catalog.model.settings import Anonymous, DestinationDefinition
from catalog.model.snapshot import Definitions, Event, Snapshot
from catalog.model.types import Property
from catalog.privacy.descent import At
from catalog.privacy.forms import ANONYMOUS, a_value_of, form_of
from catalog.privacy.identity import PERSON, USER_ID, key_category
from catalog.privacy.rows import EVERY_EVENT, Cause, DataMap, Part, Row
from catalog.schema.leaving import sent_name
from catalog.schema.treatment import (
    Entries,
    Fields,
    Items,
    Leaf,
    Treatment,
    is_gone,
    key_treatment,
    treatment,
)

PSEUDONYM: Final = "user.unique_id.pseudonymous"
"""The category of an identity that nobody can lead back to a person without more."""

_ENVELOPE: Final = {
    "uuid": "The id of the occurrence.",
    "timestamp": "When it was.",
    "source": "The name of the program that sent it.",
    "environment": "The installation that the program runs in: production, staging.",
    "release": "The release of the catalog that the program was made with.",
    "version": "The version of the event's contract that the program was made with.",
    "consent": "The purposes of the catalog that the person has agreed to.",
    "redacted_for": "The destinations that it was redacted for, this one among them.",
}
"""Members of the envelope that no definition of a catalog names: they leave as they are."""


def data_map(snapshot: Snapshot, definitions: Definitions, only: Event | None = None) -> DataMap:
    """The map of a catalog, or of one event with all that its payloads carry.

    `definitions` are those that the snapshot was made of; they say which file a property stands in.
    """
    events: dict[str, tuple[Event, ...]] = {}
    rows: list[Row] = []
    for name, definition in snapshot.settings.destinations.items():
        going = snapshot.events.values() if only is None else (only,)
        events[name] = tuple(event for event in going if name in event.destinations)
        if events[name]:
            mapper = _Mapper(snapshot, definitions, name, definition)
            for event in events[name]:
                rows.extend(mapper.own(event))
            rows.extend(mapper.shared(events[name], EVERY_EVENT if only is None else only.name))
    return DataMap(
        settings=snapshot.settings,
        policy=snapshot.policy,
        events=events,
        rows=tuple(sorted(rows, key=_order)),
    )


_PARTS: Final = {part: rank for rank, part in enumerate(Part)}


def _order(row: Row) -> tuple[int, str, str, str, int, str]:
    rank = -row.sensitivity.rank
    return rank, row.category or "", row.destination, row.event, _PARTS[row.part], row.path


class _Mapper:
    """Makes the rows of one destination."""

    def __init__(
        self,
        snapshot: Snapshot,
        definitions: Definitions,
        destination: str,
        definition: DestinationDefinition,
    ) -> None:
        self._snapshot = snapshot
        self._definitions = definitions
        self._policy = snapshot.policy
        self._name = destination
        self._definition = definition

    def own(self, event: Event) -> Iterator[Row]:
        """The rows of an event's own properties."""
        purposes = () if event.definition.purpose is None else (event.definition.purpose,)
        frame = _Frame(event=event.name, status=event.status, part=Part.PROPERTY, purposes=purposes)
        taken: set[str] = set()
        for name, definition in event.properties.items():
            group = self._definitions.group_of(event.definition, name)
            home = Spot(kind="event", name=event.name, pointer=())
            if group is not None:
                home = Spot(kind="group", name=group, pointer=())
            others = [
                arriving
                for alias in event.aliases
                for arriving, meant in alias.rename.items()
                if meant == name
            ]
            for row in self._property(frame, home, name, definition, taken):
                yield replace(row, arrives_as=tuple(other + row.path[len(name) :] for other in others))
        if event.undeclared is Undeclared.KEEP:
            yield self._undeclared(frame, event)

    def shared(self, events: tuple[Event, ...], name: str) -> Iterator[Row]:
        """The rows of what is the same in every event: identity, person, groups, context, envelope."""
        purposes = dict.fromkeys(e.definition.purpose for e in events if e.definition.purpose is not None)
        status = events[0].status if name != EVERY_EVENT else None
        frame = _Frame(event=name, status=status, part=Part.IDENTITY, purposes=tuple(purposes))
        for entity in sorted({PERSON, *self._snapshot.entities}, key=lambda one: (one != PERSON, one)):
            yield from self._entity(frame, entity)
        known: set[str] = set()
        taken: set[str] = set()
        context_frame = replace(frame, part=Part.CONTEXT)
        for context, definition in self._snapshot.contexts_of(self._name):
            home = Spot(kind="context", name=context, pointer=())
            for key, property_ in definition.properties.items():
                if key not in known:
                    known.add(key)
                    yield from self._property(context_frame, home, key, property_, taken)
        yield from self._envelope(replace(frame, part=Part.ENVELOPE))

    def _envelope(self, frame: "_Frame") -> Iterator[Row]:
        """The rows of what stands around the properties of every payload, whatever the catalog says."""
        cause = Cause(says="every payload carries it in its envelope", spot=self._spot())
        for name, description in _ENVELOPE.items():
            data = "system.identifier" if name == "uuid" else "system.operations"
            leaf = replace(key_treatment(self._policy, self._name, data), handling=Handling.KEEP, cut=None)
            at = At(path=name, sent=name, pointer=(), holder=(), description=description)
            yield replace(self._row(frame, self._spot(), at, leaf), causes=(cause,))

    def _entity(self, frame: "_Frame", entity: str) -> Iterator[Row]:
        is_person = entity == PERSON
        identity = self._definition.identity
        definition = self._snapshot.entities.get(entity)
        home = Spot(kind="entity", name=entity, pointer=())
        data = key_category(self._snapshot, entity)
        cause = Cause(says=f"'identity' of {self._name} is none", spot=self._spot("identity"))
        kept_out = (Handling.DROP, cause) if identity == "none" else None
        if definition is None:
            home = self._spot("identity")
        id_path = "distinct_id" if is_person else f"groups.{entity}"
        at = At(path=id_path, sent=id_path, pointer=(), holder=(), kept_out=kept_out)
        at = replace(at, description="Who a payload is about." if is_person else f"The key of the {entity}.")
        id_frame = replace(frame, part=Part.IDENTITY if is_person else Part.GROUP)
        if isinstance(identity, Anonymous):
            cause = Cause(says=f"'identity' of {self._name} is anonymous", spot=self._spot("identity"))
            kept_out = (Handling.REFUSE if is_person else Handling.DROP, cause)
        if is_person and isinstance(identity, Anonymous):
            leaf = key_treatment(self._policy, self._name, PSEUDONYM)
            row = self._row(id_frame, self._spot("identity"), at, leaf)
            yield replace(row, handling=Handling.KEEP, form=ANONYMOUS, sent_as=at.sent, causes=(cause,))
        else:
            at = replace(at, kept_out=kept_out)
            yield self._row(id_frame, home, at, key_treatment(self._policy, self._name, data))
        if definition is None:
            return
        inner = replace(frame, part=Part.PERSON if is_person else Part.GROUP)
        prefix = "" if is_person else f"groups.{entity}."
        taken: set[str] = set()
        for name, property_ in definition.properties.items():
            yield from self._property(inner, home, name, property_, taken, prefix, kept_out)

    def _undeclared(self, frame: "_Frame", event: Event) -> Row:
        stated = event.definition.undeclared is not None
        spot = Spot(kind="event" if stated else "settings", name=event.name, pointer=("undeclared",))
        leaf = replace(key_treatment(self._policy, self._name, USER_ID), data=None)
        ruled = self._policy.handling(self._name, None)
        handling = Handling.KEEP if ruled is Handling.KEEP else stricter(ruled, Handling.DROP)
        leaf = replace(leaf, handling=handling)
        at = At(path="*", sent="*", pointer=(), holder=(), description="What no definition names.")
        row = self._row(replace(frame, part=Part.UNDECLARED), spot, at, leaf)
        cause = Cause(says="'undeclared' is keep", spot=spot)
        return replace(row, causes=(cause, *row.causes))

    def _property(
        self,
        frame: "_Frame",
        home: Spot,
        name: str,
        definition: Property,
        taken: set[str],
        prefix: str = "",
        kept_out: tuple[Handling, Cause] | None = None,
    ) -> Iterator[Row]:
        treated = treatment(self._policy, self._name, definition)
        at = At(path=prefix, sent=prefix, pointer=("properties",), holder=(), kept_out=kept_out)
        yield from self._member(frame, home, at, name, treated, taken)

    def _member(
        self, frame: "_Frame", home: Spot, above: At, name: str, treated: Treatment, taken: set[str]
    ) -> Iterator[Row]:
        """The rows of a property with a name; of two that leave under one name, the first does."""
        definition = treated.definition
        sent = sent_name(name, definition, self._name)
        pointer = (*above.pointer, name)
        stated, kept_out, is_absent = above.stated, above.kept_out, above.is_absent
        if self._name in definition.handling:
            asked = definition.handling[self._name]
            stated = (*stated, (asked, (*pointer, "handling", self._name)))
        if definition.destinations is not None and self._name not in definition.destinations:
            spot = replace(home, pointer=(*pointer, "destinations"))
            says = f"its 'destinations' do not name {self._name}"
            is_absent, kept_out = True, kept_out or (Handling.DROP, Cause(says=says, spot=spot))
        if kept_out is None and not is_gone(treated):
            if sent in taken:
                spot = replace(home, pointer=pointer)
                says = f"another property already leaves as '{sent}'"
                kept_out = (Handling.DROP, Cause(says=says, spot=spot))
            taken.add(sent)
        at = At(
            path=above.path + name,
            sent=above.sent + sent,
            pointer=pointer,
            holder=pointer,
            stated=stated,
            kept_out=kept_out,
            is_absent=is_absent,
            purposes=above.purposes,
            description=definition.description or above.description,
        )
        yield from self._below(frame, home, at.serving(definition, home, pointer), treated)

    def _below(self, frame: "_Frame", home: Spot, at: At, treated: Treatment) -> Iterator[Row]:
        match treated:
            case Leaf():
                yield self._row(frame, home, at, treated)
            case Items():
                keys = () if isinstance(treated.items, Leaf) else ("items",)
                inside = at.below("[]", *keys).serving(treated.definition.items, home, (*at.pointer, "items"))
                yield from self._below(frame, home, inside, treated.items)
            case Fields():
                inside = replace(
                    at, path=f"{at.path}.", sent=f"{at.sent}.", pointer=(*at.pointer, "properties")
                )
                taken: set[str] = set()
                for name, member in treated.members.items():
                    yield from self._member(frame, home, inside, name, member, taken)
            case Entries():
                yield from self._entries(frame, home, at, treated)
            case _:
                assert_never(treated)

    def _entries(self, frame: "_Frame", home: Spot, at: At, treated: Entries) -> Iterator[Row]:
        """Keys and values of a map: where one of them does not leave, nothing of the map does."""
        values = at.below("{value}", "values")
        values = values.serving(treated.definition.values, home, values.pointer)
        rows = [
            self._row(frame, home, at.below("{key}", "keys"), treated.keys),
            *self._below(frame, home, values, treated.values),
        ]
        if not is_gone(treated):
            yield from rows
            return
        because = next(row.causes for row in rows if not row.leaves)
        for row in rows:
            yield row if not row.leaves else self._gone(row, because)

    def _gone(self, row: Row, causes: tuple[Cause, ...]) -> Row:
        return replace(
            row, handling=Handling.DROP, form="not at all, as its map", sent_as=None, causes=causes
        )

    def _row(self, frame: "_Frame", home: Spot, at: At, leaf: Leaf) -> Row:
        handling, causes = leaf.handling, self._causes(home, at, leaf)
        if at.kept_out is not None and (at.is_absent or handling is not Handling.REFUSE):
            handling, causes = at.kept_out[0], (at.kept_out[1],)
        purposes = (at.purposes[-1].purpose,) if at.purposes else frame.purposes
        known = [self._snapshot.settings.purposes[name] for name in purposes if name in self._purposes]
        category = self._policy.categories.get(leaf.data or "")
        leaves = handling not in (Handling.DROP, Handling.REFUSE)
        return Row(
            category=leaf.data,
            sensitivity=self._policy.sensitivity(leaf.data),
            special=category is not None and category.special,
            destination=self._name,
            event=frame.event,
            status=frame.status,
            part=frame.part,
            path=at.path,
            handling=handling,
            form=form_of(leaf, handling),
            sent_as=at.sent if leaves else None,
            purposes=purposes,
            stated_purposes=at.purposes,
            bases=tuple(dict.fromkeys(one.basis for one in known if one.basis is not None)),
            subjects=tuple(dict.fromkeys(subject for one in known for subject in one.subjects)),
            description=at.description,
            spot=replace(home, pointer=(*home.pointer, *at.pointer)),
            holder=replace(home, pointer=(*home.pointer, *at.holder)),
            causes=causes,
        )

    @property
    def _purposes(self) -> Mapping[str, object]:
        return self._snapshot.settings.purposes

    def _causes(self, home: Spot, at: At, leaf: Leaf) -> tuple[Cause, ...]:
        """The lines that decide: of the property's own and the policy's those that are as strict as both."""
        ruling = self._policy.ruling(self._name, leaf.data)
        if leaf.data is None and ruling.decision is Decision.SILENCE:
            ruled = Cause(says=_NO_DATA, spot=replace(home, pointer=(*home.pointer, *at.pointer)))
        else:
            ruled = ruling_of(self._policy, self._name, self._definition, leaf.data)
        own = reduce(stricter, (asked for asked, _ in at.stated), Handling.KEEP)
        both = stricter(own, ruling.handling)
        stated = [
            Cause(says=f"its 'handling' for {self._name} is {asked}", spot=replace(home, pointer=pointer))
            for asked, pointer in at.stated
            if asked is both or both not in (own, ruling.handling) or asked is own
        ]
        causes: list[Cause] = []
        if both is own and own is not Handling.KEEP:
            causes += stated
        if both is ruling.handling:
            causes.append(ruled)
        if both is Handling.TRUNCATE and leaf.handling is Handling.DROP:
            spot = replace(home, pointer=(*home.pointer, *at.pointer))
            causes.append(Cause(says=f"{a_value_of(leaf)} has no coarser part", spot=spot))
        return tuple(causes) or (*stated, ruled)

    def _spot(self, *keys: str | int) -> Spot:
        return _spot_of(self._name, *keys)


_NO_DATA: Final = "it has no 'data', and what is unclassified goes nowhere"


def ruling_of(policy: Policy, destination: str, definition: DestinationDefinition, data: str | None) -> Cause:
    """The line of a destination's policy that decides about a category."""
    ruling = policy.ruling(destination, data)
    match ruling.decision:
        case Decision.RECEIVES:
            listed = (definition.receives or ()).index(ruling.entry or "")
            says = f"'receives' of {destination} has {ruling.entry}"
            return Cause(says=says, spot=_spot_of(destination, "receives", listed))
        case Decision.OTHERWISE:
            says = f"'otherwise' of {destination} has {ruling.entry}: {ruling.handling}"
            return Cause(says=says, spot=_spot_of(destination, "otherwise", ruling.entry or ""))
        case Decision.EVERYTHING:
            says = f"{destination} has no 'receives', so it takes all that is not prohibited"
            if definition.receives is not None:
                says = f"{destination} takes what says nothing about a person"
            return Cause(says=says, spot=_spot_of(destination))
        case Decision.SILENCE:
            says = f"nothing at {destination} names {data or 'what is unclassified'}, so it is dropped"
            return Cause(says=says, spot=_spot_of(destination, "receives"))
        case _:
            assert_never(ruling.decision)


def _spot_of(destination: str, *keys: str | int) -> Spot:
    return Spot(kind="settings", name="catalog", pointer=("destinations", destination, *keys))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Frame:
    """What all rows of one part of a payload share."""

    event: str
    status: Status | None
    part: Part
    purposes: tuple[str, ...]
