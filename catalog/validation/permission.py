"""What a destination may have at all: with consent, under an identity it takes, without what it refuses."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from catalog.model.settings import Anonymous, DestinationDefinition
from catalog.model.snapshot import Event, Snapshot
from catalog.model.types import Property, StringType
from catalog.privacy.refusal import refused, refuses
from catalog.schema.formats import matcher
from catalog.schema.treatment import Treatment, treatment
from catalog.validation.envelope import ENVELOPE, Members, Parts
from catalog.validation.explain import Explainer, Json, token
from catalog.validation.problems import Context

_IDENTITY_PLACES: Final = ("/distinct_id", "/properties/distinct_id")


@dataclass(frozen=True, slots=True, kw_only=True)
class Needed:
    """The consent that payloads of an event need at a destination."""

    purposes: tuple[str, ...]
    """One of them must be granted; when there is none, any grant will do."""
    is_presumed: bool = False
    """Whether it is granted for payloads that do not say."""

    def is_granted(self, consent: object) -> bool:
        """Whether the envelope's `consent` grants it."""
        if not isinstance(consent, list | tuple):
            return False
        return any(one in consent for one in self.purposes) if self.purposes else bool(consent)


class Permission:
    """Judges what one destination's policy says of whole payloads."""

    def __init__(self, snapshot: Snapshot, destination: str, granted: frozenset[str] = frozenset()) -> None:
        self._snapshot = snapshot
        self._name = destination
        self._granted = granted
        self._definition: DestinationDefinition = snapshot.settings.destinations[destination]
        identity = self._definition.identity
        self._pattern = identity.anonymous if isinstance(identity, Anonymous) else None
        self._matches = None if self._pattern is None else matcher(self._pattern)

    @property
    def identity(self) -> Property:
        """What a `distinct_id` may be."""
        if self._pattern is None:
            return ENVELOPE["distinct_id"]
        return StringType.model_validate({"type": "string"}).model_copy(
            update={"pattern": self._pattern, "min_length": 1, "max_length": 200}
        )

    def needed(self, event: Event) -> Needed | None:
        """The consent that an event needs here: to its own purpose, else to one of the destination's."""
        if not self._definition.consent:
            return None
        purpose = event.definition.purpose
        purposes = (self._definition.purposes or ()) if purpose is None else (purpose,)
        needed = Needed(purposes=purposes)
        return replace(needed, is_presumed=needed.is_granted([*self._granted]))

    def refusing(self, properties: Mapping[str, Property]) -> Mapping[str, Treatment]:
        """The properties of which the destination refuses any part."""
        treated = {
            name: treatment(self._snapshot.policy, self._name, definition)
            for name, definition in properties.items()
        }
        return {name: one for name, one in treated.items() if refuses(one)}

    def judge(
        self,
        event: Event,
        own: Mapping[str, Property],
        value: Members,
        parts: Parts,
        explainer: Explainer,
    ) -> None:
        """Note what is wrong with consent, identity and person of one payload."""
        needed = self.needed(event)
        is_missing = value.get("consent") is None
        if needed is not None and not (
            needed.is_presumed if is_missing else needed.is_granted(value.get("consent"))
        ):
            context: Context = {"destination": self._name}
            if needed.purposes:
                context = {**context, "purposes": needed.purposes}
            explainer.add("consent", "/consent" if "consent" in value else "", context)
        if self._pattern is None:
            return
        inner = value.get("properties")
        inside = inner.get("distinct_id") if isinstance(inner, dict) and "distinct_id" not in own else None
        given = (value.get("distinct_id"), inside)
        for path, identity in zip(_IDENTITY_PLACES, given, strict=True):
            if isinstance(identity, str) and (self._matches is None or not self._matches(identity)):
                explainer.add("identity", path, {"destination": self._name, "pattern": self._pattern})
        for path, members in parts.person:
            if members:
                explainer.add("person-properties", path, {"destination": self._name})

    def judge_refusals(
        self, refusing: Mapping[str, Treatment], members: Mapping[str, Json], path: str, explainer: Explainer
    ) -> None:
        """Note the values that the destination refuses."""
        for name, treated in refusing.items():
            if name in members:
                for place, data in refused(treated, members[name]):
                    explainer.add(
                        "refused-data",
                        explainer.path_to(f"{path}/{token(name)}", place),
                        {"destination": self._name, "data": data or "what is unclassified", "property": name},
                    )
