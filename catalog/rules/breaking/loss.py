"""A loss: payloads that one catalog accepts and the other refuses, for one cause at one place."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from catalog.diff.change import Part, Path, Reach
from catalog.model.values import Json
from catalog.rules.breaking.narrowing import Aspect
from catalog.rules.breaking.trial import Proof


class Cause(StrEnum):
    """Why payloads are refused that were accepted: for each cause there is one rule, of the same name."""

    EVENT_REMOVED = "event-removed"
    EVENT_RETIRED = "event-retired"
    NAME_DROPPED = "name-dropped"
    DESTINATION_DROPPED = "destination-dropped"
    PROPERTY_REMOVED = "property-removed"
    PROPERTY_REQUIRED = "property-required"
    TYPE_NARROWED = "type-narrowed"
    CONSTRAINT_TIGHTENED = "constraint-tightened"
    VALUE_REMOVED = "value-removed"
    NULL_REFUSED = "null-refused"
    UNDECLARED_REFUSED = "undeclared-refused"
    KEPT_NAME_DECLARED = "kept-name-declared"
    CONSENT_REQUIRED = "consent-required"
    IDENTITY_NARROWED = "identity-narrowed"
    DATA_REFUSED = "data-refused"
    DRIFT_REFUSED = "drift-refused"
    DRAFT_AGAIN = "draft-again"
    CONTEXT_NARROWED = "context-narrowed"
    CONTRACT_NARROWED = "contract-narrowed"


CAUSES: Final[Mapping[Aspect, Cause]] = {
    Aspect.GONE: Cause.PROPERTY_REMOVED,
    Aspect.REQUIRED: Cause.PROPERTY_REQUIRED,
    Aspect.KEPT: Cause.KEPT_NAME_DECLARED,
    Aspect.NULL: Cause.NULL_REFUSED,
    Aspect.TYPE: Cause.TYPE_NARROWED,
    Aspect.VALUE: Cause.VALUE_REMOVED,
    Aspect.CONSTRAINT: Cause.CONSTRAINT_TIGHTENED,
}
"""What narrowed at a place of an event → the cause; around the event all of them are one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Loss:
    """Payloads of one event that are refused now, for one cause at one place.

    `arriving` is the name under which they come. `path` leads to a property by its own name in the newer
    catalog's terms, or by the name that arrives where it has none there; `key` and `member` are as of a
    Narrowing. `part` and `name` say what the path is in, as of a Change. `proof` None: it was not decided,
    and `reason` says why.
    """

    reach: Reach
    arriving: str
    destination: str | None
    cause: Cause
    path: Path = ()
    part: Part = Part.EVENT
    name: str | None = None
    key: str | None = None
    member: Json = None
    proof: Proof | None
    reason: str | None = None
    also: tuple[Proof, ...] = ()
    """Proofs of the same at further destinations, where each may still take what the others do not."""

    @property
    def proofs(self) -> tuple[Proof, ...]:
        """All that prove it."""
        return self.also if self.proof is None else (self.proof, *self.also)

    @property
    def place(self) -> tuple[object, ...]:
        """What makes two losses the same one: an event loses something once, wherever that shows."""
        where = self.destination if self.cause in _BY_DESTINATION else None
        named = self.arriving if self.cause is Cause.NAME_DROPPED else None
        of = self.reach if self.part is Part.EVENT else None
        return (of, self.cause, self.part, self.name, self.path, self.key, repr(self.member), where, named)


_BY_DESTINATION: Final = frozenset(
    {
        Cause.DESTINATION_DROPPED,
        Cause.CONSENT_REQUIRED,
        Cause.IDENTITY_NARROWED,
        Cause.DATA_REFUSED,
    }
)
"""What each destination does by itself."""
