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

    def is_met(self, consent: object) -> bool:
        """Whether a payload with this `consent` may come; None is one that does not say."""
        return self.is_presumed if consent is None else self.is_granted(consent)

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

    def needed_by(self, event: Event, properties: Mapping[str, Property]) -> Mapping[str, Needed]:
        """The consent that properties need here which have a purpose of their own."""
        if not self._definition.consent:
            return {}
        found = {}
        for name, definition in properties.items():
            if definition.purpose is not None and definition.purpose != event.definition.purpose:
                needed = Needed(purposes=(definition.purpose,))
                found[name] = replace(needed, is_presumed=needed.is_granted([*self._granted]))
        return found

    def judge(
        self,
        needed: Needed | None,
        value: Members,
        own: Mapping[str, Property],
        parts: Parts,
        explainer: Explainer,
    ) -> None:
        """Note what is wrong with consent, identity and person of one payload."""
        if needed is not None and not needed.is_met(value.get("consent")):
            self._tell_consent(needed, "/consent" if "consent" in value else "", explainer)
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

    def judge_consents(
        self, consented: Mapping[str, Needed], value: Members, parts: Parts, explainer: Explainer
    ) -> None:
        """Note the properties whose own purpose the person has not agreed to."""
        for name, needed in consented.items():
            if name in parts.properties and not needed.is_met(value.get("consent")):
                self._tell_consent(needed, f"/properties/{token(name)}", explainer)

    def _tell_consent(self, needed: Needed, path: str, explainer: Explainer) -> None:
        context: Context = {"destination": self._name}
        if needed.purposes:
            context = {**context, "purposes": needed.purposes}
        explainer.add("consent", path, context)

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
