"""The handling of two catalogs laid over each other: at least as strict as then, and as now."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Final, Literal

from catalog.containment.definitions import texts_of
from catalog.containment.values import Values
from catalog.containment.witness import Within, containment
from catalog.model.category import NONE, Handling, stricter
from catalog.model.event import ContextDefinition, EntityDefinition
from catalog.model.policy import Policy
from catalog.model.settings import Anonymous, DestinationDefinition, Drift, Settings, Truncation
from catalog.model.snapshot import Snapshot
from catalog.model.types import ArrayType, MapType, ObjectType, Property
from catalog.privacy.identity import PERSON, key_category
from catalog.schema.treatment import Entries, parts, strictest, treatment

Identity = Literal["user_id", "none"] | Anonymous


def overlaid(now: Snapshot, then: Snapshot) -> Snapshot:
    """The catalog as it stands, which handles everything around its events as strictly as then, too.

    Its events are left as they are. What context and entities declared then and declare no more is declared
    again, so that it is not taken for something that nobody named.
    """
    settings = _settings(now, then)
    policy = Policy(settings)
    return replace(
        now,
        settings=settings,
        policy=policy,
        categories=policy.categories,
        contexts=_contexts(now, then),
        entities=_entities(now, then),
    )


def _settings(now: Snapshot, then: Snapshot) -> Settings:
    destinations = {
        name: newer if name not in then.settings.destinations else _destination(name, now, then)
        for name, newer in now.settings.destinations.items()
    }
    categories = {**then.settings.categories, **now.settings.categories}
    return now.settings.model_copy(
        update={
            "categories": MappingProxyType(categories),
            "destinations": MappingProxyType(destinations),
            "drift": max(now.settings.drift, then.settings.drift, key=DRIFTS.index),
        }
    )


def _destination(name: str, now: Snapshot, then: Snapshot) -> DestinationDefinition:
    """A destination whose policy names every category that either catalog knows."""
    newer, older = now.settings.destinations[name], then.settings.destinations[name]

    def handling(category: str) -> Handling:
        return stricter(now.policy.handling(name, category), then.policy.handling(name, category))

    otherwise = {category: handling(category) for category in (*now.categories, *then.categories, NONE)}
    for entity in {PERSON, *now.entities, *then.entities}:
        before, after = key_category(then, entity), key_category(now, entity)
        otherwise[after] = stricter(handling(after), handling(before))
    takes_everything = newer.receives is None and older.receives is None
    return newer.model_copy(
        update={
            "receives": None if takes_everything else (),
            "otherwise": MappingProxyType(otherwise),
            "truncate": coarser(newer.truncate, older.truncate),
            "identity": quieter(newer.identity, older.identity),
            "consent": newer.consent or older.consent,
        }
    )


def _contexts(now: Snapshot, then: Snapshot) -> Mapping[str, ContextDefinition]:
    """Context by what each destination took a name for on either side, in whichever context it stood."""
    names = tuple(now.settings.destinations)
    before, after = _Known(then), _Known(now)
    found: dict[str, ContextDefinition] = {}
    for name in sorted({*now.contexts, *then.contexts}):
        newer, older = now.contexts.get(name), then.contexts.get(name)
        properties: dict[str, Property] = {}
        for key, own in {} if newer is None else newer.properties.items():
            properties[key] = before.hold(key, own, now.policy, names)
        for key, own in {} if older is None else older.properties.items():
            if key not in after.everywhere:
                properties[key] = after.hold(key, own, then.policy, names)
        kept = newer or older
        assert kept is not None
        found[name] = kept.model_copy(update={"properties": MappingProxyType(properties)})
    return MappingProxyType(found)


class _Known:
    """What a catalog takes names of the context for, destination by destination."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._policy = snapshot.policy
        self._at: dict[str, Mapping[str, Property]] = {}
        for destination in snapshot.settings.destinations:
            known: dict[str, Property] = {}
            for _, one in snapshot.contexts_of(destination):
                known = {**one.properties, **known}  # the first context that is listed says what a name is
            self._at[destination] = known
        self.everywhere = {name: None for one in snapshot.contexts.values() for name in one.properties}

    def hold(self, name: str, own: Property, policy: Policy, destinations: Iterable[str]) -> Property:
        """A property of another catalog, held to what this one does to the name.

        A destination that has the name in none of its contexts here gets nothing of it, if others have it.
        """
        made = own
        for destination in destinations:
            if destination not in self._at:
                continue
            known = self._at[destination]
            meant = _meaning(name, known)
            if meant is None and _meaning(name, self.everywhere) is not None:
                closed = _stated({**made.handling, destination: Handling.DROP})
                made = made.model_copy(update={"handling": closed})
                continue
            other = None if meant is None else known[meant]
            made = tightened(made, other, policy, self._policy, (destination,))
        return made


def _meaning(name: str, known: Mapping[str, object]) -> str | None:
    """The name that stood for a name: the same one, or the longest beginning with a `*`."""
    if name in known:
        return name
    stars = [one for one in known if one.endswith("*") and name.removesuffix("*").startswith(one[:-1])]
    return max(stars, key=len, default=None)


def _entities(now: Snapshot, then: Snapshot) -> Mapping[str, EntityDefinition]:
    found = dict(now.entities)
    for name, older in then.entities.items():
        newer = now.entities.get(name)
        properties = _properties({} if newer is None else newer.properties, older.properties, now, then)
        found[name] = (older if newer is None else newer).model_copy(update={"properties": properties})
    return MappingProxyType(dict(sorted(found.items())))


def _properties(
    newer: Mapping[str, Property], older: Mapping[str, Property], now: Snapshot, then: Snapshot
) -> Mapping[str, Property]:
    """Properties as they are now, then those that are no more."""
    names = tuple(now.settings.destinations)
    found = dict(newer)
    for key, own in older.items():
        if key in newer:
            found[key] = tightened(newer[key], own, now.policy, then.policy, names)
        else:
            found[key] = tightened(own, None, then.policy, now.policy, names)
    return MappingProxyType(found)


def tightened(
    one: Property, other: Property | None, policy: Policy, other_policy: Policy, destinations: Iterable[str]
) -> Property:
    """A property that is handled at least as strictly as by its own policy, and as another by another.

    What the other one does not bring to a destination is dropped there. None is a property that is not known
    there: the other policy is then asked about this one.
    """
    names = tuple(destinations)
    stated = {name: stricter(_own(one, name), _elsewhere(other, name)) for name in names}
    changed: dict[str, object] = {}
    match one:
        case ObjectType():
            inner = other.properties if isinstance(other, ObjectType) else {}
            fields = {
                key: tightened(own, inner.get(key), policy, other_policy, names)
                for key, own in one.properties.items()
            }
            changed["properties"] = MappingProxyType(fields)
        case ArrayType(items=ArrayType() | ObjectType() | MapType()):
            items = other.items if isinstance(other, ArrayType) else None
            changed["items"] = tightened(one.items, items, policy, other_policy, names)
        case MapType(values=ArrayType() | ObjectType() | MapType()):
            values = other.values if isinstance(other, MapType) else None
            changed["values"] = tightened(one.values, values, policy, other_policy, names)
            for name in names:
                keys = _keys(policy, name, one)
                there = _keys(other_policy, name, other if isinstance(other, MapType) else one)
                if stricter(keys, there) is not keys:
                    stated[name] = stricter(stated[name], stricter(keys, there))
        case _:
            for name in names:
                stated[name] = stricter(stated[name], _more(policy, one, other_policy, other, name))
    return one.model_copy(update={**changed, "handling": _stated({**one.handling, **stated})})


def _keys(policy: Policy, destination: str, definition: MapType) -> Handling:
    treated = treatment(policy, destination, definition)
    assert isinstance(treated, Entries)
    return treated.keys.handling


def _more(
    policy: Policy, one: Property, other_policy: Policy, other: Property | None, destination: str
) -> Handling:
    """What has to be done to a leaf, or to a list or map of such, beside what its own policy does."""
    here = treatment(policy, destination, one)
    there = treatment(other_policy, destination, one if other is None else other)
    own, theirs = dict(parts(here)), dict(parts(there))
    if own.keys() == theirs.keys() and all(
        stricter(own[place], theirs[place]) is own[place] for place in own
    ):
        return Handling.KEEP
    return stricter(strictest(here), strictest(there))


def _own(definition: Property, destination: str) -> Handling:
    return definition.handling.get(destination, Handling.KEEP)


def _elsewhere(definition: Property | None, destination: str) -> Handling:
    """What a definition says itself about a destination: one that it does not go to gets nothing."""
    if definition is None:
        return Handling.KEEP
    only = definition.destinations
    return Handling.DROP if only is not None and destination not in only else _own(definition, destination)


def _stated(handling: Mapping[str, Handling]) -> Mapping[str, Handling]:
    return MappingProxyType({name: one for name, one in handling.items() if one is not Handling.KEEP})


_TIMES: Final = ("hour", "day", "month", "year")


def coarser(one: Truncation, other: Truncation) -> Truncation:
    """What is left of a value by both."""
    return one.model_copy(
        update={
            "characters": min(one.characters, other.characters),
            "ipv4": min(one.ipv4, other.ipv4),
            "ipv6": min(one.ipv6, other.ipv6),
            "time": max(one.time, other.time, key=_TIMES.index),
            "date": max(one.date, other.date, key=_TIMES.index),
            "digits": min(one.digits, other.digits),
        }
    )


DRIFTS: Final = (Drift.REPORT, Drift.REDACT, Drift.QUARANTINE, Drift.REFUSE)
"""From the mildest to the strictest."""


def quieter(one: Identity, other: Identity) -> Identity:
    """Who a payload is about, as far as both say it: of two fingerprints the narrower, else nothing."""
    if isinstance(one, Anonymous) and isinstance(other, Anonymous):
        if one == other or _is_within(one.anonymous, other.anonymous):
            return one
        return other if _is_within(other.anonymous, one.anonymous) else "none"
    return max(one, other, key=_secrecy)


def _is_within(one: str, other: str) -> bool:
    """Whether every text that matches one pattern matches the other; False where that cannot be told."""
    inner, outer = (Values(texts=texts_of(pattern)) for pattern in (one, other))
    return isinstance(containment(inner, outer), Within)


def _secrecy(identity: Identity) -> int:
    return 2 if identity == "none" else 1 if isinstance(identity, Anonymous) else 0
