"""Both catalogs' own judges: what proves a break is a payload that one accepts and the other refuses."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import rfc8785

from catalog.diff.compare import Side
from catalog.findings import Severity
from catalog.model.category import Handling
from catalog.model.snapshot import Snapshot
from catalog.model.values import Json
from catalog.schema.treatment import Leaf, Treatment
from catalog.validation import Outcome, Validator
from catalog.validation.decode import decode
from catalog.validation.judge import Judge
from catalog.validation.permission import Permission
from catalog.validation.problems import Problem
from catalog.validation.verdict import Verdict

Payload = Mapping[str, Json]

_NOWHERE = Verdict(
    outcome=Outcome.REFUSED,
    event=None,
    problems=(Problem(code="wrong-destination", path="/event", context={}),),
)
"""The verdict of a catalog that does not have the destination."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """A payload that the one catalog accepts and the other refuses, both asked before it is shown.

    `destination` None: judged by the union of the event's destinations. `problems` are the codes of what
    refuses it.
    """

    payload: Payload
    destination: str | None
    problems: tuple[str, ...]

    @property
    def text(self) -> str:
        """The payload as canonical JSON (RFC 8785)."""
        return rfc8785.dumps(dict(self.payload)).decode()

    @property
    def rank(self) -> tuple[int, int, str]:
        """What orders proofs: fewer reasons to refuse it first, then what is written shorter.

        What is refused for one reason shows it better than a shorter payload that two changes refuse. Among
        those with as many reasons (kinds of problems), the shortest canonical JSON goes first.
        """
        text = self.text
        return len(self.problems), len(text), text


class Court:
    """One catalog's judge, by the complete engine alone: a few payloads are not worth compiled structs."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self._validator = Validator(snapshot)
        self._permissions: dict[str, Permission] = {}

    def has(self, destination: str | None) -> bool:
        """Whether the catalog has a destination; all of them together it always has."""
        return destination is None or destination in self.snapshot.settings.destinations

    def judge(self, destination: str | None) -> Judge:
        """The judge at a destination."""
        return self._validator.judge_for(destination)

    def permission(self, destination: str) -> Permission:
        """What a destination may have at all."""
        if destination not in self._permissions:
            self._permissions[destination] = Permission(self.snapshot, destination)
        return self._permissions[destination]

    def consents(self, name: str, destination: str) -> frozenset[str] | None:
        """The purposes of which one must be agreed to; None where none has to be."""
        agreed = self.judge(destination).agreement(name)
        return None if agreed is None or agreed.needed is None else agreed.needed.one_of

    def refuses_all(self, name: str, destination: str | None) -> bool:
        """Whether it is plain without a payload that none of a name is accepted at a destination."""
        if not self.has(destination):
            return True
        agreed = self.judge(destination).agreement(name)
        if agreed is None or agreed.takes_no_payload:
            return True
        own = agreed.contract.properties
        return any(
            own[one].required and not own[one].nullable and _is_refused(treated)
            for one, treated in agreed.refusing.items()
            if one in own
        )

    def verdict(self, payload: Payload, destination: str | None) -> Verdict:
        """What it says of a payload."""
        if not self.has(destination):
            return _NOWHERE
        text = json.dumps(payload, ensure_ascii=False).encode("utf-8", "surrogatepass")
        value = decode(text)
        if isinstance(value, Problem):
            return Verdict(outcome=Outcome.MALFORMED, event=None, problems=(value,))
        return self.judge(destination).judge(value)


class Trial:
    """Two catalogs' judges, asked about the same payloads."""

    def __init__(self, old: Side, new: Side) -> None:
        self.old, self.new = Court(old.snapshot), Court(new.snapshot)

    @cached_property
    def has_same_surroundings(self) -> bool:
        """Whether nothing but events differs: no setting, context, person or type of groups."""
        one, other = self.old.snapshot, self.new.snapshot
        return (
            one.settings == other.settings
            and one.contexts == other.contexts
            and one.entities == other.entities
        )

    def mirrored(self) -> "Trial":
        """The trial of the other direction."""
        other = Trial.__new__(Trial)
        other.old, other.new = self.new, self.old
        return other

    def accepts(self, payload: Payload, destination: str | None) -> bool:
        """Whether the older catalog accepts a payload, with the consent that it needs."""
        return any(
            self.old.verdict(completed, destination).outcome is Outcome.ACCEPTED
            for completed in self._completed(payload, destination)
        )

    def proof(self, payloads: Iterable[Payload], destination: str | None) -> Proof | None:
        """The best proof among payloads, with the consent that they need; None when none proves anything.

        The shortest that is refused for a single reason, else the shortest of those with the fewest.
        """
        completed = {
            rfc8785.dumps(dict(one)): one
            for payload in payloads
            for one in self._completed(payload, destination)
        }
        found: list[Proof] = []
        for text in sorted(completed, key=lambda text: (len(text), text)):
            proof = self._tried(completed[text], destination)
            if proof is not None and len(proof.problems) == 1:
                return proof
            found += [] if proof is None else [proof]
        return min(found, key=lambda proof: proof.rank, default=None)

    def _tried(self, payload: Payload, destination: str | None) -> Proof | None:
        if self.old.verdict(payload, destination).outcome is not Outcome.ACCEPTED:
            return None
        verdict = self.new.verdict(payload, destination)
        if verdict.outcome is Outcome.ACCEPTED:
            return None
        serious = [one.code for one in verdict.problems if one.severity is Severity.ERROR]
        codes = serious or [one.code for one in verdict.problems]
        return Proof(payload=payload, destination=destination, problems=tuple(dict.fromkeys(codes)))

    def _completed(self, payload: Payload, destination: str | None) -> Iterator[Payload]:
        """The payload as it is, and where consent is asked for, with as little of it as both sides take."""
        yield payload
        name = payload.get("event")
        if destination is None or "consent" in payload or not isinstance(name, str):
            return
        asked = [
            court.consents(name, destination) or frozenset()
            for court in (self.old, self.new)
            if court.has(destination) and court.snapshot.settings.destinations[destination].consent
        ]
        if not asked:
            return
        both = frozenset.intersection(*asked)
        least: list[Json] = [_shortest(both)] if both else [*sorted({_shortest(one) for one in asked if one})]
        yield {**payload, "consent": least}
        stated = (*self.old.snapshot.settings.purposes, *self.new.snapshot.settings.purposes)
        yield {**payload, "consent": [*sorted({*stated})]}


def _is_refused(treated: Treatment) -> bool:
    return isinstance(treated, Leaf) and treated.handling is Handling.REFUSE


def _shortest(names: Iterable[str]) -> str:
    return min(names, key=lambda name: (len(name), name))
