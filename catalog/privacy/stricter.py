"""The handling of two catalogs laid over each other: at least as strict as then, and as now."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from catalog.model.category import NONE, Handling, stricter
from catalog.model.event import ContextDefinition, EntityDefinition
from catalog.model.policy import Policy
from catalog.model.settings import Anonymous, DestinationDefinition, Settings, Truncation
from catalog.model.snapshot import Snapshot
from catalog.model.types import ArrayType, ObjectType, Property
from catalog.privacy.identity import PERSON, key_category
from catalog.schema.treatment import strictest, treatment


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
            "identity": max(newer.identity, older.identity, key=secrecy),
        }
    )


def _contexts(now: Snapshot, then: Snapshot) -> Mapping[str, ContextDefinition]:
    found = dict(now.contexts)
    for name, older in then.contexts.items():
        newer = now.contexts.get(name)
        unlisted = [one for one in then.settings.destinations if name not in then.listed(one)]
        properties = _properties(
            {} if newer is None else newer.properties, older.properties, now, then, unlisted
        )
        found[name] = (older if newer is None else newer).model_copy(update={"properties": properties})
    return MappingProxyType(dict(sorted(found.items())))


def _entities(now: Snapshot, then: Snapshot) -> Mapping[str, EntityDefinition]:
    found = dict(now.entities)
    for name, older in then.entities.items():
        newer = now.entities.get(name)
        properties = _properties({} if newer is None else newer.properties, older.properties, now, then)
        found[name] = (older if newer is None else newer).model_copy(update={"properties": properties})
    return MappingProxyType(dict(sorted(found.items())))


def _properties(
    newer: Mapping[str, Property],
    older: Mapping[str, Property],
    now: Snapshot,
    then: Snapshot,
    closed: Iterable[str] = (),
) -> Mapping[str, Property]:
    """Properties as they are now, then those that are no more; `closed` got none of the older ones."""
    names = tuple(now.settings.destinations)
    found = dict(newer)
    for key, own in older.items():
        if key in newer:
            made = tightened(newer[key], own, now.policy, then.policy, names)
        else:
            made = tightened(own, None, then.policy, now.policy, names)
        dropped = {**made.handling, **dict.fromkeys(closed, Handling.DROP)}
        found[key] = made.model_copy(update={"handling": _stated(dropped)})
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
    if isinstance(one, ObjectType):
        inner = other.properties if isinstance(other, ObjectType) else {}
        fields = {
            key: tightened(own, inner.get(key), policy, other_policy, names)
            for key, own in one.properties.items()
        }
        return one.model_copy(
            update={"properties": MappingProxyType(fields), "handling": _stated({**one.handling, **stated})}
        )
    if isinstance(one, ArrayType) and isinstance(one.items, ObjectType):
        items = other.items if isinstance(other, ArrayType) else None
        return one.model_copy(
            update={
                "items": tightened(one.items, items, policy, other_policy, names),
                "handling": _stated({**one.handling, **stated}),
            }
        )
    for name in names:
        here = strictest(treatment(policy, name, one))
        there = strictest(treatment(other_policy, name, one if other is None else other))
        stated[name] = stricter(stated[name], stricter(here, there))
    return one.model_copy(update={"handling": _stated({**one.handling, **stated})})


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


def secrecy(identity: object) -> int:
    """How little an identity says: a user id, a fingerprint, nothing."""
    return 2 if identity == "none" else 1 if isinstance(identity, Anonymous) else 0
