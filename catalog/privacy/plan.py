"""Redaction plans: what one destination gets of a payload, member by member, laid out once."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import assert_never

from catalog.model.category import Handling
from catalog.model.envelope import (
    GROUP_KEY,
    GROUP_SET,
    GROUP_TYPE,
    GROUPED,
    IDENTITIES,
    LISTS,
    MOVED_OUT,
    PERSONS,
    STAMPS,
)
from catalog.model.event import Alias, Undeclared
from catalog.model.settings import Anonymous
from catalog.model.snapshot import Event, Snapshot
from catalog.model.types import ArrayType, MapType, ObjectType, Property
from catalog.privacy.collected import each, entries
from catalog.privacy.identity import PERSON, key_of, only
from catalog.privacy.keys import Keyring
from catalog.privacy.steps import Left, Step, Steps, gone, left_of, no_object
from catalog.privacy.transforms import ABSENT, Act, Json, act_of
from catalog.schema.contract import context_properties, contract, entity_properties, event_name
from catalog.schema.formats import matcher
from catalog.schema.leaving import characters_left, sent_name
from catalog.schema.treatment import (
    Cut,
    Entries,
    Fields,
    Items,
    Leaf,
    Treatment,
    is_gone,
    treatment,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is done to the payloads of one event, under one arriving name, for one destination."""

    apply: Callable[[dict[str, Json]], dict[str, Json]]
    """Gives what leaves of a payload: a new object; the payload is not changed."""


class Plans:
    """The plans of one destination, each made when it is first needed."""

    def __init__(self, snapshot: Snapshot, destination: str, keys: Keyring | None) -> None:
        self._snapshot = snapshot
        self._policy = snapshot.policy
        self._destination = destination
        self._keys = keys
        self._made: dict[tuple[str, str | None, bool], Plan] = {}
        self._makers: dict[tuple[bool, bool], _Maker] = {}

    def plan(self, event: Event, alias: Alias | None = None, *, again: bool = False) -> Plan:
        """The plan of one event; `again` is for payloads that were redacted for the destination before."""
        key = (event.name, None if alias is None else alias.name, again)
        known = self._made.get(key)
        if known is None:
            known = self._made[key] = self._plan(event, None if again else alias, again=again)
        return known

    def _plan(self, event: Event, alias: Alias | None, *, again: bool) -> Plan:
        keeps_rest = (
            event.undeclared is Undeclared.KEEP
            and self._policy.handling(self._destination, None) is Handling.KEEP
        )
        maker = self._makers.get((keeps_rest, again))
        if maker is None:
            maker = _Maker(self._snapshot, self._destination, self._keys, keeps_rest=keeps_rest, again=again)
            self._makers[keeps_rest, again] = maker
        return Plan(apply=maker.envelope(event, alias))


class _Maker:
    """Makes the steps of plans; those of context, person and groups are the same for all events."""

    def __init__(
        self,
        snapshot: Snapshot,
        destination: str,
        keys: Keyring | None,
        *,
        keeps_rest: bool,
        again: bool,
    ) -> None:
        self._snapshot = snapshot
        self._destination = destination
        self._keys = keys
        self._keeps_rest = keeps_rest
        self._again = again
        self._adding: dict[frozenset[str], Callable[[dict[str, Json], Json], None]] = {}
        self._acts: dict[tuple[Handling, Cut | None, int, bool], Act | None] = {}

    def envelope(self, event: Event, alias: Alias | None) -> Callable[[dict[str, Json]], dict[str, Json]]:
        """What leaves of a payload."""
        context, around = self._context, self._around
        own = self._own(event, alias)
        for name, (sent, act) in (*around.items(), *context.leaving.items()):
            if name not in own.declared and (name in MOVED_OUT) == (name in around):
                own.add(name, sent, act)
        # what an alias calls a property is declared too, also where that property does not go
        own.declared = own.declared.union(*(one.rename for one in event.aliases))
        if self._keeps_rest and "distinct_id" in around:
            for name in self._apart.intersection(IDENTITIES) - own.declared:
                own.add(name, name, around["distinct_id"][1])
        of_group = self._grouped(own)
        own.declared |= context.declared
        own.starts += context.starts
        own.staying += context.staying
        sent_event = event.definition.send_as.get(self._destination, event.wire)
        of_properties = self._fields(own)
        usual, rest = self._members
        here, purposes = self._destination, self._snapshot.settings.purposes
        claims_with = self._claims_with

        def apply(payload: dict[str, Json]) -> dict[str, Json]:
            # most payloads have nothing around them that needs handling
            made = payload.copy() if usual.issuperset(payload) else rest(payload) or {}
            made["event"] = sent_event
            given = payload["properties"]
            left = made["properties"] = of_properties(given)
            if of_group is not None and given.__class__ is dict and GROUP_TYPE in given:
                of_group(given, left)
            if "consent" in made:  # what the catalog does not state is any text
                granted = made["consent"]
                if isinstance(granted, list):
                    made["consent"] = [one for one in granted if one in purposes]
            before = payload.get("redacted_for")
            made["redacted_for"] = [here] if before is None else claims_with(before)
            return made

        return apply

    def _claims_with(self, before: Json) -> list[Json]:
        """This destination beside those claimed before; what the catalog lacks is not repeated."""
        known = self._snapshot.settings.destinations
        given = before if isinstance(before, list) else ()
        return [
            *sorted({name for name in given if isinstance(name, str) and name in known} | {self._destination})
        ]

    @cached_property
    def _members(self) -> tuple[frozenset[str], Left]:
        """The members of the envelope that leave as they are, and what is left of it with all others."""
        leaving: dict[str, Step] = {name: (name, None) for name in ("event", "properties", *STAMPS, *LISTS)}
        leaving |= self._around
        leaving["context"] = ("context", self._of_context)
        return frozenset(name for name, (_, act) in leaving.items() if act is None), left_of(leaving)

    def _own(self, event: Event, alias: Alias | None) -> Steps:
        """Steps for the event's own properties, by their names: of two that leave as one, the first does."""
        arriving = contract(event, self._destination, alias).properties
        named = sorted(arriving, key=lambda name: event_name(alias, name))
        steps = Steps(declared={*event.properties})
        for name in named:
            known = event_name(alias, name)
            self._step(steps, name, known, arriving[name], event.properties[known])
        return steps

    @cached_property
    def _of_context(self) -> Act:
        return self._fields(self._context)

    @cached_property
    def _context(self) -> Steps:
        """Steps for what SDKs and trackers add; a name that ends in `*` is a beginning."""
        steps = Steps(declared={*MOVED_OUT, *self._apart})
        snapshot = self._snapshot
        full: dict[str, Property] = {}
        for _, one in snapshot.contexts_of(self._destination):
            full = {**one.properties, **full}
        here = context_properties(snapshot, self._destination)
        for name, definition in sorted(here.items()):
            if name.endswith("*"):
                treated = treatment(snapshot.policy, self._destination, definition)
                act = gone if is_gone(treated) else self._act(treated, full[name])
                steps.starts.append((name[:-1], act))
            else:
                self._step(steps, name, name, definition, full[name])
        contexts = snapshot.contexts.values()
        for one in contexts:
            elsewhere = [name for name in one.properties if name not in here]
            steps.declared.update(elsewhere)
            steps.starts += [(name[:-1], gone) for name in elsewhere if name.endswith("*")]
        if "traits" in self._around and not any("traits" in one.properties for one in contexts):
            steps.add("traits", *self._around["traits"])
        steps.starts.sort(key=lambda start: -len(start[0]))  # the longest that fits means a name
        return steps

    @cached_property
    def _apart(self) -> frozenset[str]:
        """Names that tell who it is, or of which group, and that no context has."""
        known = [name for one in self._snapshot.contexts.values() for name in one.properties]
        starts = tuple(name[:-1] for name in known if name.endswith("*"))
        names = (name for name in (*IDENTITIES, *GROUPED) if name not in known)
        return frozenset(name for name in names if not name.startswith(starts))

    @cached_property
    def _around(self) -> dict[str, Step]:
        """Steps for identity, person and groups, which stand in the envelope or among the properties."""
        identity = self._snapshot.settings.destinations[self._destination].identity
        if identity == "none":
            return {}
        if isinstance(identity, Anonymous):
            return {"distinct_id": ("distinct_id", only(matcher(identity.anonymous)))}
        steps: dict[str, Step] = {name: (name, self._groups()) for name in ("groups", "$groups")}
        who = key_of(self._snapshot, self._destination, PERSON)
        if not is_gone(who):
            steps["distinct_id"] = ("distinct_id", self._leaf(who))
        steps |= {name: (name, self._entity(PERSON)) for name in PERSONS}
        return steps

    def _entity(self, entity: str) -> Act:
        definition = self._snapshot.entities.get(entity)
        full = {} if definition is None else definition.properties
        return self._fields(
            self._steps(entity_properties(self._snapshot, entity, self._destination) or {}, full)
        )

    @cached_property
    def _known_groups(self) -> Mapping[str, tuple[Act | None, Act]]:
        """What is done to the key and to the properties of each declared type of group."""
        known: dict[str, tuple[Act | None, Act]] = {}
        for group in self._snapshot.entities:
            if group != PERSON:
                key = key_of(self._snapshot, self._destination, group)
                known[group] = (gone if is_gone(key) else self._leaf(key), self._entity(group))
        return known

    def _grouped(self, own: Steps) -> Callable[[dict[str, Json], Json], None] | None:
        """Adds what properties tell of one group, of a declared type, to what leaves of them."""
        apart = self._apart.intersection(GROUPED) - own.declared
        if not apart or "groups" not in self._around:
            return None
        if apart not in self._adding:
            self._adding[apart] = self._adds(apart)
        return self._adding[apart]

    def _adds(self, apart: frozenset[str]) -> Callable[[dict[str, Json], Json], None]:
        known = self._known_groups

        def add(given: dict[str, Json], left: Json) -> None:
            assert isinstance(left, dict)
            kind = given[GROUP_TYPE]
            if not isinstance(kind, str) or kind not in known:
                return
            of_key, of_properties = known[kind]
            key, members = given.get(GROUP_KEY), given.get(GROUP_SET)
            made: dict[str, Json] = {}
            if GROUP_KEY in apart and key is not None and of_key is not gone:
                made[GROUP_KEY] = key if of_key is None else of_key(key)
            if GROUP_SET in apart and isinstance(members, dict):
                made[GROUP_SET] = of_properties(members)
            if made:
                left |= {GROUP_TYPE: kind, **made} | left

        return add

    def _groups(self) -> Act:
        """Groups leave by their declared types: each by its key alone, or as an object of properties."""
        known = self._known_groups

        def act(value: Json) -> Json:
            if value is None:
                return ABSENT
            left: dict[str, Json] = {}
            for group, key in value.items() if isinstance(value, dict) else ():
                if group in known:
                    of_key, of_properties = known[group]
                    handled = of_properties if isinstance(key, dict) else of_key
                    if handled is not gone:
                        left[group] = key if handled is None else handled(key)
            return left

        return act

    def _steps(self, here: Mapping[str, Property], full: Mapping[str, Property]) -> Steps:
        """Steps for named properties; `here` as they are at the destination, `full` as they are declared."""
        steps = Steps(declared={*full})
        for name, definition in sorted(here.items()):
            self._step(steps, name, name, definition, full[name])
        return steps

    def _step(self, steps: Steps, arriving: str, name: str, definition: Property, full: Property) -> None:
        treated = treatment(self._snapshot.policy, self._destination, definition)
        self._treated(steps, arriving, name, treated, full)

    def _treated(self, steps: Steps, arriving: str, name: str, treated: Treatment, full: Property) -> None:
        """Add the step of one property, which has its own name in the catalog."""
        sent = sent_name(name, treated.definition, self._destination)
        steps.declared.update((arriving, sent))
        if not is_gone(treated):
            steps.add(sent if self._again else arriving, sent, self._act(treated, full))
        else:
            steps.staying.append(sent if self._again else arriving)

    def _act(self, treated: Treatment, full: Property) -> Act | None:
        """What is done to one value, of which `full` has also what is declared for other destinations."""
        match treated:
            case Leaf():
                return self._leaf(treated)
            case Items():
                assert isinstance(full, ArrayType)
                return each(self._act(treated.items, full.items))
            case Fields():
                assert isinstance(full, ObjectType)
                steps = Steps(declared={*full.properties})
                for name, member in sorted(treated.members.items()):
                    self._treated(steps, name, name, member, full.properties[name])
                return self._fields(steps)
            case Entries():
                assert isinstance(full, MapType)
                keys = treated.keys
                # characters that are left are counted off, so that what is behind them goes by itself
                numbered = self._again and (keys.handling is Handling.MASK or keys.cut is Cut.NETWORK)
                return entries(self._leaf(keys), self._act(treated.values, full.values), numbered=numbered)
            case _:
                assert_never(treated)

    def _leaf(self, leaf: Leaf) -> Act | None:
        """What is done to a leaf; leaves that are handled alike share it."""
        characters = characters_left(leaf) if leaf.cut is Cut.CHARACTERS else 0
        alike = (leaf.handling, leaf.cut, characters, leaf.tells_by_shape)
        if alike not in self._acts:
            self._acts[alike] = act_of(leaf, self._destination, self._keys, again=self._again)
        return self._acts[alike]

    def _fields(self, steps: Steps) -> Act:
        """What is left of an object; what keeps the rest keeps only what nobody has declared."""
        listed = left_of(steps.leaving, steps.staying)
        leaving, starts = steps.leaving, tuple(steps.starts)
        keeps_rest = self._keeps_rest
        if not keeps_rest and all(act is gone for _, act in starts):
            return listed

        declared = frozenset(steps.declared | steps.taken)

        def opened(value: Json) -> Json:
            if not isinstance(value, dict):
                return no_object(value)
            left = listed(value) or {}
            for name, member in value.items():
                if name in leaving or name in declared:
                    continue
                for start, act in starts:
                    if name.startswith(start):
                        if act is not gone:
                            left[name] = member if act is None else act(member)
                        break
                else:
                    if keeps_rest:
                        left[name] = member
            return left

        return opened
