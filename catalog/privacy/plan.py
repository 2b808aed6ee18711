"""Redaction plans: what one destination gets of a payload, member by member, laid out once."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, assert_never

from catalog.model.category import Handling
from catalog.model.envelope import LISTS, MOVED_OUT, STAMPS
from catalog.model.event import Alias, EntityDefinition, Undeclared
from catalog.model.settings import Anonymous
from catalog.model.snapshot import Event, Snapshot
from catalog.model.types import Property
from catalog.privacy.keys import Keyring
from catalog.privacy.transforms import Act, Json, act_of
from catalog.schema.contract import context_properties, contract, entity_properties, event_name
from catalog.schema.formats import matcher
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

USER_ID: Final = "user.unique_id"
"""The category of a person's id, unless the person entity states one."""

GROUP_ID: Final = "system.identifier"
"""The category of a group's key, unless its entity states one."""

Step = tuple[str, Act | None]
"""The name under which a member leaves, and what is done to its value; None: nothing."""

Steps = dict[str, Step]
"""Steps by the names that arrive; a name that is not among them does not leave."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is done to the payloads of one event, under one arriving name, for one destination."""

    destination: str
    members: Steps
    """Steps for the members of the envelope."""

    def apply(self, payload: Mapping[str, Json]) -> dict[str, Json]:
        """What leaves of a payload: a new object; the payload is not changed."""
        left = _left(payload, self.members)
        before = payload.get("redacted_for")
        claimed = [name for name in before if isinstance(name, str)] if isinstance(before, list) else []
        left["redacted_for"] = [*sorted({*claimed, self.destination})]
        return left


class Plans:
    """The plans of one destination, each made when it is first needed."""

    def __init__(self, snapshot: Snapshot, destination: str, keys: Keyring | None) -> None:
        self._snapshot = snapshot
        self._policy = snapshot.policy
        self._destination = destination
        self._keys = keys
        self._made: dict[tuple[str, str | None, bool], Plan] = {}

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
        maker = _Maker(self._snapshot, self._destination, self._keys, keeps_rest=keeps_rest, again=again)
        own = contract(event, self._destination, alias).properties
        named = {name: (event_name(alias, name), definition) for name, definition in own.items()}
        sent = event.definition.send_as.get(self._destination, event.wire)
        members: Steps = {"event": ("event", lambda _arrived: sent), **maker.envelope(named)}
        return Plan(destination=self._destination, members=members)


class _Maker:
    """Makes the steps of one plan."""

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

    def envelope(self, own: Mapping[str, tuple[str, Property]]) -> Steps:
        """Steps for the members of a payload, whose properties are `own` by the names that arrive."""
        around = self._around()
        context = self._context()
        among = {name: step for name, step in context.items() if name not in own}
        among |= {name: step for name, step in around.items() if name in MOVED_OUT and name not in own}
        members: Steps = {name: (name, None) for name in (*STAMPS, *LISTS)}
        members |= around
        members["properties"] = ("properties", self._fields({**among, **self._steps(own)}))
        members["context"] = ("context", self._fields(context))
        return members

    def _context(self) -> Steps:
        known = context_properties(self._snapshot, self._destination)
        return self._steps({name: (name, definition) for name, definition in known.items()})

    def _around(self) -> Steps:
        """Steps for identity, person and groups, which stand in the envelope or among the properties."""
        identity = self._snapshot.settings.destinations[self._destination].identity
        if identity == "none":
            return {}
        steps: Steps = {name: (name, self._groups()) for name in ("groups", "$groups")}
        if isinstance(identity, Anonymous):
            steps["distinct_id"] = ("distinct_id", _only(matcher(identity.anonymous)))
            return steps
        person = self._snapshot.entities.get("person")
        who = self._key(person, USER_ID)
        if not is_gone(who):
            steps["distinct_id"] = ("distinct_id", self._act(who))
        steps |= {name: (name, self._entity("person")) for name in ("$set", "$set_once")}
        return steps

    def _entity(self, entity: str) -> Act:
        known = entity_properties(self._snapshot, entity, self._destination) or {}
        return self._fields(self._steps({name: (name, definition) for name, definition in known.items()}))

    def _key(self, entity: EntityDefinition | None, otherwise: str) -> Leaf:
        """What is done to the key of a person or of a group."""
        data = otherwise if entity is None or entity.data is None else entity.data
        return key_treatment(self._snapshot.policy, self._destination, data)

    def _groups(self) -> Act:
        """Groups leave by their declared types: each by its key alone, or as an object of properties."""
        known: dict[str, tuple[Act | None, Act]] = {}
        for group, entity in self._snapshot.entities.items():
            if group != "person":
                key = self._key(entity, GROUP_ID)
                of_key = _nothing if is_gone(key) else self._act(key)
                known[group] = (of_key, self._entity(group))

        def act(value: Json) -> Json:
            left: dict[str, Json] = {}
            for group, key in value.items() if isinstance(value, dict) else ():
                if group in known:
                    of_key, of_properties = known[group]
                    handled = of_properties if isinstance(key, dict) else of_key
                    left[group] = key if handled is None else handled(key)
            return left

        return act

    def _steps(self, properties: Mapping[str, tuple[str, Property]]) -> Steps:
        """Steps by arriving names for properties, each given with the name that it has in the catalog."""
        policy, destination = self._snapshot.policy, self._destination
        steps: Steps = {}
        taken: set[str] = set()
        for arriving, (name, definition) in properties.items():
            treated = treatment(policy, destination, definition)
            self._step(steps, taken, arriving, sent_name(name, definition, destination), treated)
        return steps

    def _step(self, steps: Steps, taken: set[str], arriving: str, sent: str, treated: Treatment) -> None:
        """Add the step of one property; of two that leave under one name, the first does."""
        if sent not in taken and not is_gone(treated):
            taken.add(sent)
            steps[sent if self._again else arriving] = (sent, self._act(treated))

    def _act(self, treated: Treatment) -> Act | None:
        match treated:
            case Leaf():
                return act_of(treated, self._destination, self._keys, again=self._again)
            case Items():
                return _each(self._act(treated.items))
            case Fields():
                steps: Steps = {}
                taken: set[str] = set()
                for name, member in treated.members.items():
                    sent = sent_name(name, member.definition, self._destination)
                    self._step(steps, taken, name, sent, member)
                return self._fields(steps)
            case Entries():
                return _entries(self._act(treated.keys), self._act(treated.values))
            case _:
                assert_never(treated)

    def _fields(self, steps: Steps) -> Act:
        """What is left of an object; names that end in `*` stand for all that begin so."""
        starts = tuple((name[:-1], act) for name, (_, act) in steps.items() if name.endswith("*"))
        keeps_rest = self._keeps_rest

        def unnamed(left: dict[str, Json], name: str, member: Json) -> None:
            act = next((act for start, act in starts if name.startswith(start)), _nothing)
            if act is not _nothing:
                left.setdefault(name, member if act is None else act(member))
            elif keeps_rest:
                left.setdefault(name, member)

        is_open = keeps_rest or bool(starts)

        def act(value: Json) -> Json:
            if value.__class__ is not dict:
                return None if value is None else {}
            assert isinstance(value, dict)
            left = _left(value, steps)
            if is_open and len(left) != len(value):
                for name, member in value.items():
                    if name not in steps:
                        unnamed(left, name, member)
            return left

        return act


def _left(value: Mapping[str, Json], steps: Steps) -> dict[str, Json]:
    """The members that have a step, after it."""
    left: dict[str, Json] = {}
    find = steps.get
    for name, member in value.items():
        step = find(name)
        if step is not None:
            sent, act = step
            left[sent] = member if act is None else act(member)
    return left


def _nothing(_value: Json) -> Json:
    return None


def _only(matches: Callable[[str], object] | None) -> Act:
    """An identity that matches what the destination takes, or null."""
    return lambda value: value if matches is not None and isinstance(value, str) and matches(value) else None


def _each(act: Act | None) -> Act | None:
    if act is None:
        return None
    return lambda value: [act(item) for item in value] if isinstance(value, list) else None


def _entries(of_key: Act | None, of_value: Act | None) -> Act | None:
    """A map after handling; a key that becomes equal to an earlier one gets longer until it is not."""
    if of_key is None and of_value is None:
        return None

    def act(value: Json) -> Json:
        if not isinstance(value, dict):
            return None
        left: dict[str, Json] = {}
        for key, member in value.items():
            name = key if of_key is None else str(of_key(key))
            while name in left:
                name += "*"
            left[name] = member if of_value is None else of_value(member)
        return left

    return act
