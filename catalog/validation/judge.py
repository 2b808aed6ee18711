"""The complete engine: one payload's object against everything the catalog says about it."""

from collections.abc import Mapping

from catalog.findings import Severity
from catalog.model.event import Alias, Status
from catalog.model.snapshot import Event, Snapshot
from catalog.model.types import Property
from catalog.schema.contract import Contract, context_properties, contract, entity_properties
from catalog.validation.decode import rounded
from catalog.validation.envelope import Parts, name_of, split
from catalog.validation.explain import Explainer, Json, LargeInteger, Step, hint, steps_of, token
from catalog.validation.problems import KINDS, Problem
from catalog.validation.supplied import is_showable
from catalog.validation.verdict import Outcome, Verdict


class Judge:
    """Judges decoded payloads for one destination, or for the union of all when it is None."""

    def __init__(self, snapshot: Snapshot, destination: str | None) -> None:
        self._snapshot = snapshot
        self._destination = destination
        self._context = context_properties(snapshot, destination)
        self._contracts: dict[tuple[str, str | None], Contract] = {}
        self._steps: dict[tuple[str, str | None], tuple[Step, ...]] = {}

    @property
    def context(self) -> Mapping[str, Property]:
        """The context properties that may stand among an event's own."""
        return self._context

    def takes(self, event: Event) -> bool:
        """Whether the event goes to this destination."""
        return self._destination is None or self._destination in event.destinations

    def contract_of(self, event: Event, alias: Alias | None) -> Contract:
        """The contract that payloads of an event meet here; made once."""
        key = (event.name, None if alias is None else alias.name)
        if key not in self._contracts:
            self._contracts[key] = contract(event, self._scope(event), alias)
        return self._contracts[key]

    def _scope(self, event: Event) -> str | None:
        return self._destination if self._destination in event.destinations else None

    def _steps_of(self, event: Event, alias: Alias | None) -> tuple[Step, ...]:
        key = (event.name, None if alias is None else alias.name)
        if key not in self._steps:
            self._steps[key] = steps_of(self.contract_of(event, alias).properties)
        return self._steps[key]

    def judge(self, value: dict[str, Json]) -> Verdict:
        """The verdict on one payload, with all its problems."""
        try:
            return self._judge(value)
        except LargeInteger:
            again = rounded(value)
            if isinstance(again, Problem):
                return Verdict(outcome=Outcome.MALFORMED, event=None, problems=(again,))
            return self._judge(again)

    def _judge(self, value: dict[str, Json]) -> Verdict:
        name = name_of(value)
        if isinstance(name, Problem):
            return Verdict(outcome=Outcome.MALFORMED, event=None, problems=(name,))
        found = self._snapshot.lookup(name)
        if found is None:
            return self._unknown(name)
        event, alias = found
        explainer = Explainer(event.undeclared)
        agreed = self.contract_of(event, alias)
        parts = split(value, agreed.properties, self._context, explainer)
        if isinstance(parts, Problem):
            return Verdict(outcome=Outcome.MALFORMED, event=event.name, alias=_name(alias), problems=(parts,))
        self._event(event, parts, explainer)
        own = self._elsewhere(event, agreed, parts, explainer)
        explainer.members(agreed.properties, own, "/properties", event.name, self._steps_of(event, alias))
        self._around(parts, explainer)
        return _verdict(event, alias, explainer)

    def _unknown(self, name: str) -> Verdict:
        shown = name if is_showable(name) else "<key 1>"
        near = hint(name, self._snapshot.incoming)
        return Verdict(
            outcome=Outcome.UNKNOWN,
            event=shown,
            problems=(Problem(code="unknown-event", path="/event", context={"hint": near}),),
        )

    def _event(self, event: Event, parts: Parts, explainer: Explainer) -> None:
        """What the event's life and destinations say about the payload."""
        if not self.takes(event):
            explainer.add(
                "wrong-destination",
                "/event",
                {"event": event.name, "destination": self._destination, "known": event.destinations},
            )
        replacement = event.definition.replaced_by
        match event.status:
            case Status.RETIRED:
                right = f", replaced by '{replacement}'" if replacement else ""
                explainer.add("event-retired", "/event", {"event": event.name, "hint": right})
            case Status.DEPRECATED:
                right = f"; send '{replacement}'" if replacement else ""
                explainer.add("event-deprecated", "/event", {"event": event.name, "hint": right})
            case Status.DRAFT:
                if parts.environment == "production":
                    explainer.add("event-draft", "/event", {"event": event.name})
            case Status.ACTIVE:
                pass

    def _elsewhere(
        self, event: Event, agreed: Contract, parts: Parts, explainer: Explainer
    ) -> Mapping[str, Json]:
        """The payload's own properties, less those that are declared for other destinations only."""
        names = [
            name
            for name in parts.properties
            if name not in agreed.properties and name in event.properties and agreed.alias is None
        ]
        for name in names:
            explainer.add(
                "not-for-destination",
                f"/properties/{token(name)}",
                {
                    "property": name,
                    "destination": self._destination or "any destination of its event",
                    "known": event.properties[name].destinations or (),
                },
            )
        return (
            {name: member for name, member in parts.properties.items() if name not in names}
            if names
            else parts.properties
        )

    def _context_property(self, name: str) -> Property | None:
        """The context property of this name, or the one whose `*` stands for it."""
        exact = self._context.get(name)
        if exact is not None:
            return exact
        starts = (key for key in self._context if key.endswith("*") and name.startswith(key[:-1]))
        found = next(starts, None)
        return None if found is None else self._context[found]

    def _around(self, parts: Parts, explainer: Explainer) -> None:
        """Context, person and group properties meet their own contracts; they never have to be there."""
        for path, members in parts.context:
            for name, member in members.items():
                definition = self._context_property(name)
                below = f"{path}/{token(explainer.names.shown(name))}"
                if definition is None:
                    explainer.undeclared_name(name, below, self._context)
                else:
                    explainer.value(definition, member, below)
        for path, members in parts.person:
            person = entity_properties(self._snapshot, "person", self._destination) or {}
            explainer.members(person, members, path, "person")
        for path, members in parts.groups:
            for group in members:
                if group not in self._snapshot.entities or group == "person":
                    explainer.add(
                        "unknown-group-type",
                        f"{path}/{token(explainer.names.shown(group))}",
                        {"hint": hint(group, self._snapshot.entities)},
                    )


def _name(alias: Alias | None) -> str | None:
    return None if alias is None else alias.name


def _verdict(event: Event, alias: Alias | None, explainer: Explainer) -> Verdict:
    """Refused for any error; problems by relevance, then in the order of the payload."""
    problems = explainer.problems
    if len(problems) > 1:
        problems.sort(key=lambda problem: (problem.severity is Severity.WARNING, KINDS[problem.code].rank))
    refused = bool(problems) and problems[0].severity is Severity.ERROR
    return Verdict(
        outcome=Outcome.REFUSED if refused else Outcome.ACCEPTED,
        event=event.name,
        alias=_name(alias),
        problems=tuple(problems),
    )
