"""The complete engine: one payload's object against everything the catalog says about it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import msgspec

from catalog.findings import Severity
from catalog.model.event import Alias, Status, Undeclared
from catalog.model.snapshot import Event, Snapshot
from catalog.model.types import Property
from catalog.privacy.drift import Watched, watched
from catalog.schema.contract import Contract, context_properties
from catalog.schema.treatment import Treatment
from catalog.validation.decode import rounded
from catalog.validation.drift import is_quarantined, tell_drift
from catalog.validation.envelope import (
    ENVELOPE,
    GROUP_KEY,
    WATCHED_STAMPS,
    Parts,
    name_of,
    split,
)
from catalog.validation.explain import Explainer, Json, LargeInteger, Step, nearest_in, steps_of, token
from catalog.validation.permission import Needed, Permission
from catalog.validation.problems import KINDS, MALFORMED, Context, ContextValue, Problem
from catalog.validation.supplied import is_showable
from catalog.validation.terms import Terms
from catalog.validation.verdict import Outcome, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """What payloads under one arriving name have to meet at one destination, laid out once."""

    event: Event
    alias: Alias | None
    contract: Contract
    standing: tuple[Problem, ...]
    """What is wrong with every payload of it: the event is retired, deprecated, or does not go there."""
    elsewhere: frozenset[str]
    """Properties of the event that are for other destinations only, or do not come with the alias."""
    refusing: Mapping[str, Treatment]
    """Properties of which the destination refuses any part."""
    needed: Needed | None
    """The consent that the destination needs."""
    consented: Mapping[str, Needed]
    """Properties that need a consent of their own there."""
    watched: Watched
    """What looks for personal data in properties declared to be about nobody."""

    @property
    def takes_no_payload(self) -> bool:
        """Whether every payload is refused for what the event is."""
        return any(problem.severity is Severity.ERROR for problem in self.standing)


class Judge:
    """Judges decoded payloads for one destination, or for the union of all when it is None."""

    def __init__(
        self,
        snapshot: Snapshot,
        destination: str | None,
        *,
        leaving: bool = False,
        granted: frozenset[str] = frozenset(),
    ) -> None:
        self._snapshot = snapshot
        self._destination = destination
        self._is_leaving = leaving
        self._granted = granted
        self._terms = Terms(snapshot, destination, leaving=leaving)
        self._context = self._terms.context
        self._other_context: Mapping[str, tuple[str, ...]] = {}
        self._permission: Permission | None = None
        self._refused_context: Mapping[str, Treatment] = {}
        if destination is not None:
            self._permission = Permission(snapshot, destination, granted)
            if not leaving:
                self._other_context = _listed_elsewhere(snapshot, self._context)
                self._refused_context = self._permission.refusing(self._context)
        self._drift = snapshot.settings.drift
        self._agreements: dict[str, Agreement] = {}
        self._steps: dict[str, tuple[Step, ...]] = {}
        self._watched_around: dict[tuple[str, bool], Watched] = {}
        self._refused_entities: dict[str, Mapping[str, Treatment]] = {}

    @property
    def context(self) -> Mapping[str, Property]:
        """The context properties that may stand among an event's own."""
        return self._context

    @property
    def identity(self) -> Property:
        """What the envelope's `distinct_id` may be."""
        return ENVELOPE["distinct_id"] if self._permission is None else self._permission.identity

    @property
    def refused_context(self) -> Mapping[str, Treatment]:
        """The context properties of which the destination refuses any part."""
        return self._refused_context

    @cached_property
    def _after(self) -> "Judge":
        """Judges what claims to be redacted for the destination already."""
        return Judge(self._snapshot, self._destination, leaving=True, granted=self._granted)

    def agreement(self, arriving: str) -> Agreement | None:
        """What payloads of an arriving name have to meet here; None when it is not on the roll."""
        known = self._agreements.get(arriving)
        if known is None:
            found = self._terms.lookup(arriving)
            if found is None:
                return None
            known = self._agreements[arriving] = self._agree(*found)
        return known

    def _agree(self, event: Event, alias: Alias | None) -> Agreement:
        agreed = self._terms.contract(event, alias)
        own = agreed.properties
        permission = self._permission
        return Agreement(
            event=event,
            alias=alias,
            contract=agreed,
            standing=tuple(self._standing(event)),
            elsewhere=frozenset(() if self._is_leaving else event.properties.keys() - own.keys()),
            refusing={} if permission is None else permission.refusing(self._terms.arriving(event, alias)),
            needed=None if permission is None else permission.needed(event),
            consented={} if permission is None else permission.needed_by(event, own),
            watched=watched(own, keeps_rest=event.undeclared is Undeclared.KEEP),
        )

    def _standing(self, event: Event) -> Iterator[Problem]:
        """What the event's life and destinations say about every payload."""
        if self._destination is not None and self._destination not in event.destinations:
            yield Problem(
                code="wrong-destination",
                path="/event",
                context={"event": event.name, "destination": self._destination, "known": event.destinations},
            )
        context: dict[str, ContextValue] = {"event": event.name}
        if event.definition.replaced_by is not None:
            context["replacement"] = event.definition.replaced_by
        if event.status is Status.RETIRED:
            yield Problem(code="event-retired", path="/event", context=context)
        elif event.status is Status.DEPRECATED:
            yield Problem(code="event-deprecated", path="/event", context=context)

    def judge(self, value: dict[str, Json]) -> Verdict:
        """The verdict on one payload, with all its problems."""
        if self._claims_to_be_redacted(value):
            return _claimed(self._after.judge(value), self._destination or "")
        try:
            return self._judge(value)
        except LargeInteger:
            return self._judge(rounded(value))

    def stage_of(self, value: Mapping[str, Json]) -> "Judge":
        """Who judges a payload: this one, or the one for what claims to be redacted."""
        return self._after if self._claims_to_be_redacted(value) else self

    def _claims_to_be_redacted(self, value: Mapping[str, Json]) -> bool:
        claimed = value.get("redacted_for")
        return isinstance(claimed, list) and not self._is_leaving and self._destination in claimed

    def _judge(self, value: dict[str, Json]) -> Verdict:
        name = name_of(value)
        if isinstance(name, Problem):
            return Verdict(outcome=Outcome.MALFORMED, event=self._known(value.get("event")), problems=(name,))
        agreed = self.agreement(name)
        if agreed is None:
            return self._unknown(name)
        event = agreed.event
        own = agreed.contract.properties
        explainer = Explainer(event.undeclared, agreed.standing)
        parts = split(value, own, self._context, explainer)
        if event.status is Status.DRAFT and _is_of_production(value, parts):
            explainer.add("event-draft", "/event", {"event": event.name})
        members = parts.properties
        if event.undeclared is Undeclared.REFUSE and not members.keys() <= own.keys():
            members = self._declared_elsewhere(agreed, members, explainer)
        if name not in self._steps:
            self._steps[name] = steps_of(own)
        explainer.members(own, members, "/properties", name, self._steps[name])
        if self._permission is not None and not agreed.takes_no_payload:
            self._permission.judge(agreed.needed, value, own, parts, explainer)
            self._permission.judge_consents(agreed.consented, value, parts, explainer)
            self._permission.judge_refusals(agreed.refusing, members, "/properties", explainer)
        if parts.context or parts.person or parts.groups:
            self._around(parts, explainer)
        tell_drift(self._drift, agreed.watched, parts.properties, "/properties", explainer)
        stamps = {name: value[name] for name in WATCHED_STAMPS.watches if name in value}
        tell_drift(self._drift, WATCHED_STAMPS, stamps, "", explainer)
        return _verdict(agreed, explainer.problems)

    def _known(self, name: Json) -> str | None:
        """The identity of the event that a payload names, when it is on the roll."""
        agreed = self.agreement(name) if isinstance(name, str) else None
        return None if agreed is None else agreed.event.name

    def _unknown(self, name: str) -> Verdict:
        if name in self._snapshot.broken:
            unread = Problem(code="event-not-loaded", path="/event", context={"event": name})
            return Verdict(outcome=Outcome.UNKNOWN, event=name, problems=(unread,))
        shown = name if is_showable(name) else "<key 1>"
        near = nearest_in(name, self._snapshot.incoming)
        return Verdict(
            outcome=Outcome.UNKNOWN,
            event=shown,
            problems=(Problem(code="unknown-event", path="/event", context=near),),
        )

    def _declared_elsewhere(
        self, agreed: Agreement, members: Mapping[str, Json], explainer: Explainer
    ) -> Mapping[str, Json]:
        """The members that are left when those are told that are declared, but not for this."""
        left: dict[str, Json] = {}
        for name, member in members.items():
            if name in agreed.contract.properties:
                left[name] = member
            elif name in agreed.elsewhere:
                self._tell_elsewhere(agreed, name, explainer)
            elif name in self._other_context:
                context: Context = {
                    "property": name,
                    "destination": self._destination or "",
                    "known": self._other_context[name],
                }
                explainer.add("not-for-destination", f"/properties/{token(name)}", context)
            else:
                left[name] = member
        return left

    def _tell_elsewhere(self, agreed: Agreement, name: str, explainer: Explainer) -> None:
        definition = agreed.event.properties[name]
        only = definition.destinations
        if agreed.alias is not None and (only is None or self._destination in (None, *only)):
            context: Context = {"property": name, "alias": agreed.alias.name}
            explainer.add("not-under-alias", f"/properties/{token(name)}", context)
            return
        explainer.add(
            "not-for-destination",
            f"/properties/{token(name)}",
            {
                "property": name,
                "destination": self._destination or "any destination of its event",
                "known": only or (),
            },
        )

    def context_property(self, name: str) -> Property | None:
        """The context property of this name, or the one whose `*` stands for it."""
        exact = self._context.get(name)
        if exact is not None:
            return exact
        starts = (key for key in self._context if key.endswith("*") and name.startswith(key[:-1]))
        found = next(starts, None)
        return None if found is None else self._context[found]

    def watched_context(self, members: Mapping[str, Json], *, keeps_rest: bool) -> Watched:
        """What looks for personal data in members of the context, also in those that a `*` stands for."""
        known = self._watched("", self._context, keeps_rest=keeps_rest)
        found, declared = dict(known.watches), set(known.declared or ())
        for name in members:
            if name not in self._context and self.context_property(name) is not None:
                declared.add(name)
                starts = (star for star in known.watches if star.endswith("*") and name.startswith(star[:-1]))
                found |= {name: known.watches[star] for star in starts}  # noqa: B035  # one name, many stars
        return Watched(watches=found, declared=frozenset(declared) if keeps_rest else None)

    def watched_entity(self, entity: str, *, keeps_rest: bool) -> Watched:
        """What looks for personal data in the properties of a person or of a group type."""
        return self._watched(entity, self._terms.entity(entity) or {}, keeps_rest=keeps_rest)

    def _watched(self, name: str, properties: Mapping[str, Property], *, keeps_rest: bool) -> Watched:
        key = (name, keeps_rest)
        if key not in self._watched_around:
            self._watched_around[key] = watched(properties, keeps_rest=keeps_rest)
        return self._watched_around[key]

    def _judge_refusals(
        self, entity: str, members: Mapping[str, Json], path: str, explainer: Explainer
    ) -> None:
        """Note the properties of a person or of a group that the destination refuses."""
        if self._permission is None or self._is_leaving:
            return
        if entity not in self._refused_entities:
            known = self._terms.entity(entity) or {}
            self._refused_entities[entity] = self._permission.refusing(known)
        self._permission.judge_refusals(self._refused_entities[entity], members, path, explainer)

    def _around(self, parts: Parts, explainer: Explainer) -> None:
        """Context, person and group properties meet their own contracts; they never have to be there."""
        keeps_rest = explainer.undeclared is Undeclared.KEEP
        for path, members in parts.context:
            if self._permission is not None:
                self._permission.judge_refusals(self._refused_context, members, path, explainer)
            for name, member in members.items():
                definition = self.context_property(name)
                below = f"{path}/{token(explainer.names.shown(name))}"
                if definition is None:
                    explainer.undeclared_name(name, below, self._context)
                else:
                    explainer.value(definition, member, below)
            context = self.watched_context(members, keeps_rest=keeps_rest)
            tell_drift(self._drift, context, members, path, explainer)
        for path, members in parts.person:
            person = self._terms.entity("person") or {}
            explainer.members(person, members, path, "person")
            self._judge_refusals("person", members, path, explainer)
            about = self.watched_entity("person", keeps_rest=keeps_rest)
            tell_drift(self._drift, about, members, path, explainer)
        for path, members in parts.groups:
            for group, key in members.items():
                if group not in self._snapshot.entities or group == "person":
                    explainer.add(
                        "unknown-group-type",
                        f"{path}/{token(explainer.names.shown(group))}",
                        nearest_in(group, self._snapshot.entities),
                    )
                elif isinstance(key, dict):
                    known = self._terms.entity(group) or {}
                    explainer.members(known, key, f"{path}/{token(group)}", group)
                    self._judge_refusals(group, key, f"{path}/{token(group)}", explainer)
                    inside = self.watched_entity(group, keeps_rest=keeps_rest)
                    tell_drift(self._drift, inside, key, f"{path}/{token(group)}", explainer)
                elif isinstance(key, bool) or not isinstance(key, int):  # a number is as good as its text
                    explainer.value(GROUP_KEY, key, f"{path}/{token(group)}")


def _claimed(verdict: Verdict, destination: str) -> Verdict:
    """The verdict on a payload that claims to be redacted, which it is not when its contract says no."""
    if verdict.outcome is not Outcome.REFUSED:
        return verdict
    claim = Problem(code="not-redacted", path="/redacted_for", context={"destination": destination})
    return msgspec.structs.replace(verdict, problems=(claim, *verdict.problems))


def _listed_elsewhere(snapshot: Snapshot, here: Mapping[str, Property]) -> Mapping[str, tuple[str, ...]]:
    """Context properties that are not known here, each with the destinations that know them."""
    found: dict[str, tuple[str, ...]] = {}
    for destination in snapshot.settings.destinations:
        for name in context_properties(snapshot, destination):
            if name not in here and not name.endswith("*"):
                found[name] = (*found.get(name, ()), destination)
    return found


def _is_of_production(value: Mapping[str, Json], parts: Parts) -> bool:
    """Whether a payload says that it comes from production: in its envelope, properties or context."""
    places = (value, parts.properties, *(members for _, members in parts.context))
    return any(place.get("environment") == "production" for place in places)


def _verdict(agreed: Agreement, problems: list[Problem]) -> Verdict:
    """Malformed or refused for an error; problems by relevance, at most `MAX_PROBLEMS` and word of more."""
    if len(problems) > 1:
        problems.sort(key=lambda problem: (problem.severity is Severity.WARNING, KINDS[problem.code].rank))
    outcome = Outcome.ACCEPTED
    if problems and problems[0].severity is Severity.ERROR:
        outcome = Outcome.MALFORMED if problems[0].code in MALFORMED else Outcome.REFUSED
    elif any(is_quarantined(problem) for problem in problems):
        outcome = Outcome.QUARANTINED
    return Verdict(
        outcome=outcome,
        event=agreed.event.name,
        alias=None if agreed.alias is None else agreed.alias.name,
        problems=tuple(problems),
    )
