"""What a destination may have at all: with consent, under an identity it takes, without what it refuses."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

from catalog.model.settings import Anonymous, DestinationDefinition
from catalog.model.snapshot import Event, Snapshot
from catalog.model.types import Property, StringType
from catalog.privacy.consent import asked, own_purposes
from catalog.privacy.identity import PERSON, key_of
from catalog.privacy.refusal import refused, refuses
from catalog.schema.formats import matcher
from catalog.schema.treatment import Treatment, treatment
from catalog.validation.envelope import ENVELOPE, Members, Parts
from catalog.validation.explain import Explainer, Json
from catalog.validation.pointers import token
from catalog.validation.problems import Context

_IDENTITY_PLACES: Final = ("/distinct_id", "/properties/distinct_id")


@dataclass(frozen=True, slots=True, kw_only=True)
class Needed:
    """The consent that payloads of an event, or that have some property, need at a destination."""

    purposes: tuple[str, ...]
    """What a problem says is needed."""
    one_of: frozenset[str]
    """What grants it; what the catalog does not state is no purpose that anybody can agree to."""
    is_presumed: bool = False
    """Whether it is granted for payloads that do not say."""

    def is_met(self, consent: object) -> bool:
        """Whether a payload with this `consent` may come; None is one that does not say."""
        return self.is_presumed if consent is None else self.is_granted(consent)

    def is_granted(self, consent: object) -> bool:
        """Whether the envelope's `consent` grants it."""
        if not isinstance(consent, list):
            return False
        return any(isinstance(one, str) and one in self.one_of for one in consent)


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

    @property
    def refuses_person(self) -> bool:
        """Whether no payload with a person's id may come."""
        return self._pattern is None and PERSON in self._refused_keys

    @cached_property
    def _refused_keys(self) -> Mapping[str, str]:
        """The person and the types of groups whose ids and keys are refused, with their categories."""
        known = dict.fromkeys((PERSON, *self._snapshot.entities))
        leaves = {entity: key_of(self._snapshot, self._name, entity) for entity in known}
        return {entity: leaf.data or "" for entity, leaf in leaves.items() if refuses(leaf)}

    def needed(self, event: Event) -> Needed | None:
        """The consent that an event needs here: to its own purpose, else to one of the destination's.

        Where neither has a purpose, any that the catalog states will do.
        """
        if not self._definition.consent:
            return None
        purpose = event.definition.purpose
        return self._needed((self._definition.purposes or ()) if purpose is None else (purpose,))

    def _needed(self, purposes: tuple[str, ...]) -> Needed:
        stated = self._snapshot.settings.purposes
        needed = Needed(purposes=purposes, one_of=frozenset(purposes or stated).intersection(stated))
        return replace(needed, is_presumed=needed.is_granted([*self._granted]))

    def refusing(self, properties: Mapping[str, Property]) -> Mapping[str, Treatment]:
        """The properties of which the destination refuses any part."""
        treated = {
            name: treatment(self._snapshot.policy, self._name, definition)
            for name, definition in properties.items()
        }
        return {name: one for name, one in treated.items() if refuses(one)}

    def asking(self, event: Event, properties: Mapping[str, Property]) -> Mapping[str, Property]:
        """The properties that need another consent here than their event does, or a part of which does."""
        if not self._definition.consent:
            return {}
        settled = (None, event.definition.purpose)
        return {
            name: definition
            for name, definition in properties.items()
            if any(purpose not in settled for purpose in own_purposes(definition))
        }

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
        inner = value.get("properties")
        inside = inner.get("distinct_id") if isinstance(inner, dict) and "distinct_id" not in own else None
        given = (value.get("distinct_id"), inside)
        if self._pattern is None:
            for path, identity in zip(_IDENTITY_PLACES, given, strict=True):
                self.judge_key(PERSON, "distinct_id", identity, path, explainer)
            return
        for path, identity in zip(_IDENTITY_PLACES, given, strict=True):
            if isinstance(identity, str) and (self._matches is None or not self._matches(identity)):
                explainer.add("identity", path, {"destination": self._name, "pattern": self._pattern})
        for path, members in parts.person:
            if members:
                explainer.add("person-properties", path, {"destination": self._name})

    def judge_key(self, entity: str, name: str, key: Json, path: str, explainer: Explainer) -> None:
        """Note a person's id or a group's key that the destination refuses."""
        if key is not None and entity in self._refused_keys:
            self._tell_refused(self._refused_keys[entity], name, path, explainer)

    def judge_policy(
        self,
        event: Event,
        refusing: Mapping[str, Treatment],
        asking: Mapping[str, Property],
        value: Members,
        members: Members,
        path: str,
        explainer: Explainer,
    ) -> None:
        """Note what one object of a payload may not hold, and what nobody has agreed to; `value` is all."""
        for name, treated in refusing.items():
            if name in members:
                self.judge_refusals(treated, name, members[name], f"{path}/{token(name)}", explainer)
        for name, definition in asking.items():
            if name in members:
                below = f"{path}/{token(name)}"
                self.judge_consents(event, definition, members[name], value, below, explainer)

    def judge_consents(
        self, event: Event, asking: Property, member: Json, value: Members, path: str, explainer: Explainer
    ) -> None:
        """Note the parts of a property whose own purpose the person has not agreed to."""
        for place, purpose in asked(asking, member, event.definition.purpose):
            needed = self._needed((purpose,))
            if not needed.is_met(value.get("consent")):
                self._tell_consent(needed, explainer.path_to(path, place), explainer)

    def _tell_consent(self, needed: Needed, path: str, explainer: Explainer) -> None:
        context: Context = {"destination": self._name}
        if needed.purposes:
            context = {**context, "purposes": needed.purposes}
        explainer.add("consent", path, context)

    def judge_refusals(
        self, refusing: Treatment, name: str, member: Json, path: str, explainer: Explainer
    ) -> None:
        """Note the parts of a property that the destination refuses."""
        for place, data in refused(refusing, member):
            self._tell_refused(data, name, explainer.path_to(path, place), explainer)

    def _tell_refused(self, data: str | None, name: str, path: str, explainer: Explainer) -> None:
        context = {"destination": self._name, "data": data or "what is unclassified", "property": name}
        explainer.add("refused-data", path, context)
