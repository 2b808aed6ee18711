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
from catalog.privacy.places import PROTECTING
from catalog.schema.contract import Contract, context_properties
from catalog.schema.treatment import Treatment, is_gone
from catalog.validation.decode import rounded
from catalog.validation.drift import is_quarantined, tell_drift, tell_drift_of_stamps
from catalog.validation.envelope import (
    ENVELOPE,
    Parts,
    name_of,
    split,
)
from catalog.validation.explain import SHOWN_KEYS, Explainer, Json, Step, steps_of
from catalog.validation.kinds import LargeInteger
from catalog.validation.permission import Needed, Permission
from catalog.validation.pointers import nearest_in, token
from catalog.validation.problems import KINDS, MALFORMED, NOT_LOADED, Context, ContextValue, Problem
from catalog.validation.supplied import is_showable
from catalog.validation.surroundings import Surroundings
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
    asking: Mapping[str, Property]
    """Properties that need a consent of their own there, or a part of which does."""
    watched: Watched
    """What looks for personal data in properties declared to be about nobody."""
    shown_keys: frozenset[str | None]
    """What keys of maps may be about so that a problem's path may show them."""

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
        if destination is not None and not leaving:
            self._other_context = _listed_elsewhere(snapshot, self._context)
        self._permission = None if destination is None else Permission(snapshot, destination, granted)
        self.around = Surroundings(snapshot, self._terms, self._permission)
        self._drift = snapshot.settings.drift
        self._agreements: dict[str, Agreement] = {}
        self._steps: dict[str, tuple[Step, ...]] = {}

    @property
    def identity(self) -> Property:
        """What the envelope's `distinct_id` may be."""
        return ENVELOPE["distinct_id"] if self._permission is None else self._permission.identity

    @property
    def refuses_person(self) -> bool:
        """Whether no payload with a person's id may come."""
        return self.around.cannot_tell_person or (
            self._permission is not None and self._permission.refuses_person
        )

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
            refusing={} if permission is None else self._refusing(permission, event, alias, own),
            needed=None if permission is None else permission.needed(event),
            asking={} if permission is None else permission.asking(event, own),
            watched=watched(
                own,
                keeps_rest=event.undeclared is Undeclared.KEEP,
                known=self._terms.known(event, alias),
                callings=self._terms.callings(alias),
            ),
            shown_keys=self._shown_keys(event),
        )

    def _shown_keys(self, event: Event) -> frozenset[str | None]:
        """Less what any destination of the event, or this one, protects by its policy."""
        policy, going = self._snapshot.policy, {*event.destinations}
        if self._destination is not None:
            going.add(self._destination)
        return frozenset(
            data
            for data in SHOWN_KEYS
            if all(policy.handling(destination, data) not in PROTECTING for destination in going)
        )

    def _refusing(
        self, permission: Permission, event: Event, alias: Alias | None, own: Mapping[str, Property]
    ) -> Mapping[str, Treatment]:
        """Properties refused in any part; what leaves under the name of one that never does is another."""
        found = permission.refusing(self._terms.arriving(event, alias))
        if not self._is_leaving:
            return found
        return {name: one for name, one in found.items() if name not in own or not is_gone(one)}

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
        explainer = Explainer(event.undeclared, agreed.standing, agreed.shown_keys)
        parts = split(value, own, self._context, explainer)
        if event.status is Status.DRAFT and _is_of_production(value, parts):
            explainer.add("event-draft", "/event", {"event": event.name})
        members = parts.properties
        if event.undeclared is Undeclared.REFUSE and not members.keys() <= own.keys():
            members = self._declared_elsewhere(agreed, members, explainer)
        if name not in self._steps:
            self._steps[name] = steps_of(own)
        explainer.members(own, members, "/properties", name, self._steps[name], self.around.unread)
        if self.around.cannot_tell_person:
            self.around.tell_person(value, own, explainer)
        if self._permission is not None and not agreed.takes_no_payload:
            self._permission.judge(agreed.needed, value, own, parts, explainer)
            self._permission.judge_policy(
                event, agreed.refusing, agreed.asking, value, members, "/properties", explainer
            )
        if parts.context or parts.person or parts.groups or parts.group:
            self.around.judge(event, value, parts, explainer)
        tell_drift(self._drift, agreed.watched, parts.properties, "/properties", explainer)
        tell_drift_of_stamps(self._drift, value, explainer)
        return _verdict(agreed, explainer.problems)

    def _known(self, name: Json) -> str | None:
        """The identity of the event that a payload names, when it is on the roll."""
        agreed = self.agreement(name) if isinstance(name, str) else None
        return None if agreed is None else agreed.event.name

    def _unknown(self, name: str) -> Verdict:
        unread = self._snapshot.gaps.events.get(name)
        if unread is not None:
            context: Context = {"event": unread.event, "reason": unread.reason}
            problem = Problem(code="event-not-loaded", path="/event", context=context)
            return Verdict(outcome=Outcome.UNKNOWN, event=unread.event, problems=(problem,))
        shown = name if is_showable(name) else "<key 1>"
        near = nearest_in(name, self._snapshot.arriving)
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
                path = f"/properties/{token(name)}"
                if not explainer.tell_unread(name, path, self.around.unread):
                    explainer.add("not-for-destination", path, context)
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
    """Malformed or refused for an error; problems by relevance, at most `MAX_PROBLEMS` and word of more.

    What says nothing against the payload comes last among the errors: with nothing else, it is unknown.
    """
    if len(problems) > 1:
        problems.sort(key=lambda problem: (problem.severity is Severity.WARNING, KINDS[problem.code].rank))
    outcome = Outcome.ACCEPTED
    if problems and problems[0].severity is Severity.ERROR:
        outcome = Outcome.MALFORMED if problems[0].code in MALFORMED else Outcome.REFUSED
        if problems[0].code in NOT_LOADED:
            outcome = Outcome.UNKNOWN
    elif any(is_quarantined(problem) for problem in problems):
        outcome = Outcome.QUARANTINED
    return Verdict(
        outcome=outcome,
        event=agreed.event.name,
        alias=None if agreed.alias is None else agreed.alias.name,
        problems=tuple(problems),
    )
