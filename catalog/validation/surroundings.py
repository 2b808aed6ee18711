"""What stands around an event's own properties, alike for all events: context, person and groups."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from catalog.model.envelope import GROUP_KEY, GROUP_SET, GROUP_TYPE
from catalog.model.event import Undeclared
from catalog.model.snapshot import Event, Snapshot
from catalog.model.types import Property
from catalog.privacy.around import Known
from catalog.privacy.detectors import Proofs
from catalog.privacy.drift import Sighting, Watch, Watched, sightings_in_name, watched
from catalog.privacy.identity import PERSON
from catalog.schema.treatment import Treatment
from catalog.validation.drift import tell_drift
from catalog.validation.envelope import KEY_OF_GROUP, Parts
from catalog.validation.explain import Explainer, Json
from catalog.validation.permission import Permission
from catalog.validation.pointers import nearest_in, token
from catalog.validation.terms import Terms

Members = Mapping[str, Json]


def _with_name(end: str, watch: Watch | None) -> Watch:
    """What looks also at what a `*` of the catalog stands for: no definition says what that is about."""

    def look(value: Json, proofs: Proofs) -> Iterator[Sighting]:
        yield from sightings_in_name(end, proofs)
        if watch is not None:
            yield from watch(value, proofs)

    return look


class Surroundings:
    """Judges context, person and groups of payloads by their own contracts; none of them has to be there."""

    def __init__(self, snapshot: Snapshot, terms: Terms, permission: Permission | None) -> None:
        self._snapshot = snapshot
        self._terms = terms
        self._permission = permission
        self._drift = snapshot.settings.drift
        self.context = terms.context
        """The context properties that may stand among an event's own."""
        self.unread = snapshot.unread_contexts(terms.destination)
        """The contexts that may have names which nothing declares."""
        self._watched_around: dict[tuple[str, bool], Watched] = {}
        self._refusing: dict[str, Mapping[str, Treatment]] = {}
        self._asking: dict[tuple[str, str | None], Mapping[str, Property]] = {}

    @property
    def cannot_tell_person(self) -> bool:
        """Whether nobody knows how the destination has to handle a person's id."""
        return self._permission is not None and self._has_unread_key(PERSON)

    def tell_person(self, value: Members, own: Mapping[str, Property], explainer: Explainer) -> None:
        """Note the person's id, wherever it stands."""
        inner = value["properties"]
        places = [("", value)]
        if isinstance(inner, dict) and "distinct_id" not in own:
            places.append(("/properties", inner))
        for path, members in places:
            if members.get("distinct_id") is not None:
                self._tell_entity(PERSON, f"{path}/distinct_id", explainer)

    def _has_unread_key(self, entity: str) -> bool:
        part = self._snapshot.gaps.entities.get(entity)
        return part is not None and part.has_unread_key

    def _tell_entity(self, entity: str, path: str, explainer: Explainer) -> None:
        reason = self._snapshot.gaps.entities[entity].reason
        explainer.add("property-not-loaded", path, {"reason": reason})

    def context_property(self, name: str) -> Property | None:
        """The context property of this name, or the one whose `*` stands for it."""
        key = self._context_key(name)
        return None if key is None else self.context[key]

    def _context_key(self, name: str) -> str | None:
        if name in self.context:
            return name
        return next((key for key in self.context if key.endswith("*") and name.startswith(key[:-1])), None)

    def watched_context(self, members: Members, *, keeps_rest: bool) -> Watched:
        """What looks for personal data in members of the context, also in those that a `*` stands for."""
        known = self._watched("", self.context, self._terms.known_context, keeps_rest=keeps_rest)
        found, declared = dict(known.watches), set(known.declared or ())
        for name in members:
            star = None if name in self.context else self._context_key(name)
            if star is not None:
                declared.add(name)
                found[name] = _with_name(name[len(star) - 1 :], known.watches.get(star))
        return replace(known, watches=found, declared=frozenset(declared) if keeps_rest else None)

    def watched_entity(self, entity: str, *, keeps_rest: bool) -> Watched:
        """What looks for personal data in the properties of a person or of a group type."""
        known = self._terms.known_entity(entity)
        return self._watched(entity, self._terms.entity(entity) or {}, known, keeps_rest=keeps_rest)

    def _watched(
        self, name: str, properties: Mapping[str, Property], known: Known, *, keeps_rest: bool
    ) -> Watched:
        key = (name, keeps_rest)
        if key not in self._watched_around:
            self._watched_around[key] = watched(
                properties, keeps_rest=keeps_rest, known=known, callings=self._terms.callings()
            )
        return self._watched_around[key]

    def refusing_context(self) -> Mapping[str, Treatment]:
        """The context properties of which the destination refuses any part."""
        return self._refused("", self.context)

    def asking_context(self, event: Event) -> Mapping[str, Property]:
        """The context properties that need a consent of their own with an event, or a part of which does."""
        return self._asked("", self.context, event)

    def _refused(self, name: str, properties: Mapping[str, Property]) -> Mapping[str, Treatment]:
        if self._permission is None or self._terms.is_leaving:
            return {}
        if name not in self._refusing:
            self._refusing[name] = self._permission.refusing(properties)
        return self._refusing[name]

    def _asked(self, name: str, properties: Mapping[str, Property], event: Event) -> Mapping[str, Property]:
        if self._permission is None:
            return {}
        key = (name, event.definition.purpose)
        if key not in self._asking:
            self._asking[key] = self._permission.asking(event, properties)
        return self._asking[key]

    def judge(self, event: Event, value: Members, parts: Parts, explainer: Explainer) -> None:
        """Note what is wrong around the properties of one payload."""
        for path, members in parts.context:
            self._judge_context(event, value, members, path, explainer)
        for path, members in parts.person:
            self._judge_entity(event, PERSON, value, members, path, explainer)
        for path, members in parts.groups:
            for group, key in members.items():
                below = f"{path}/{token(group)}"
                if group not in self._snapshot.entities or group == PERSON:
                    shown = token(explainer.names.shown(group))
                    near = nearest_in(group, self._snapshot.entities)
                    explainer.add("unknown-group-type", f"{path}/{shown}", near)
                elif isinstance(key, dict):
                    self._judge_entity(event, group, value, key, below, explainer)
                else:
                    self._judge_key(group, key, below, explainer)
        if parts.group:
            self._judge_group(event, value, parts.group, explainer)

    def _judge_group(self, event: Event, value: Members, told: Members, explainer: Explainer) -> None:
        """Note what is wrong with what the properties tell of one group, whose type they tell too."""
        group = told.get(GROUP_TYPE)
        if not isinstance(group, str) or group not in self._snapshot.entities or group == PERSON:
            near = nearest_in(group, self._snapshot.entities) if isinstance(group, str) else {}
            place = GROUP_TYPE if GROUP_TYPE in told else next(iter(told))
            explainer.add("unknown-group-type", f"/properties/{place}", near)
            return
        if GROUP_KEY in told:
            self._judge_key(group, told[GROUP_KEY], f"/properties/{GROUP_KEY}", explainer)
        members = told.get(GROUP_SET)
        if isinstance(members, dict):
            self._judge_entity(event, group, value, members, f"/properties/{GROUP_SET}", explainer)

    def _judge_key(self, group: str, key: Json, path: str, explainer: Explainer) -> None:
        if isinstance(key, bool) or not isinstance(key, int):  # a number is as good as its text
            explainer.value(KEY_OF_GROUP, key, path)
        if self._permission is not None and self._has_unread_key(group):
            self._tell_entity(group, path, explainer)
        elif self._permission is not None:
            self._permission.judge_key(group, group, key, path, explainer)

    def _judge_context(
        self, event: Event, value: Members, members: Members, path: str, explainer: Explainer
    ) -> None:
        refusing, asking = self.refusing_context(), self.asking_context(event)
        for name, member in members.items():
            key = self._context_key(name)
            shown = explainer.names.shown(name) if key is None else explainer.names.declared(name, key)
            below = f"{path}/{token(shown)}"
            if key is None:
                explainer.undeclared_name(name, below, self.context, self.unread)
                continue
            if key != name and explainer.tell_unread(name, below, self.unread):
                continue  # its own definition may be stricter than that of the beginning
            explainer.value(self.context[key], member, below)
            if self._permission is not None and key in refusing:
                self._permission.judge_refusals(refusing[key], shown, member, below, explainer)
            if self._permission is not None and key in asking:
                self._permission.judge_consents(event, asking[key], member, value, below, explainer)
        watched_here = self.watched_context(members, keeps_rest=explainer.undeclared is Undeclared.KEEP)
        tell_drift(self._drift, watched_here, members, path, explainer)

    def _judge_entity(
        self, event: Event, entity: str, value: Members, members: Members, path: str, explainer: Explainer
    ) -> None:
        known = self._terms.entity(entity) or {}
        part = self._snapshot.gaps.entities.get(entity)
        explainer.members(known, members, path, entity, unread=() if part is None else (part,))
        if self._permission is not None:
            refusing, asking = self._refused(entity, known), self._asked(entity, known, event)
            self._permission.judge_policy(event, refusing, asking, value, members, path, explainer)
        watched_here = self.watched_entity(entity, keeps_rest=explainer.undeclared is Undeclared.KEEP)
        tell_drift(self._drift, watched_here, members, path, explainer)
