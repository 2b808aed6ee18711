"""A release's catalog, and the same with older major versions of its events that are still accepted."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from types import MappingProxyType
from typing import Final, assert_never

from catalog.model.category import Handling, stricter
from catalog.model.names import EventName
from catalog.model.policy import Policy
from catalog.model.release import KeptMajor, KeptPolicy, Release
from catalog.model.settings import Anonymous, Settings, Truncation
from catalog.model.snapshot import Definitions, Event, Snapshot, resolve
from catalog.model.types import ArrayType, ObjectType, Property
from catalog.schema.treatment import Entries, Fields, Items, Leaf, Treatment, treatment


def snapshot_of(release: Release) -> Snapshot:
    """The catalog that a release holds."""
    catalog = release.catalog
    events = {EventName(name): event for name, event in catalog.events.items()}
    return resolve(
        Definitions(
            settings=catalog.settings,
            groups=catalog.groups,
            contexts=catalog.contexts,
            entities=catalog.entities,
            events=MappingProxyType(events),
        )
    )


def accepted_majors(release: Release, today: date | None) -> Mapping[str, tuple[KeptMajor, ...]]:
    """Event → its older majors that are accepted on a day, newest first; without a day, all that are kept."""
    found = {
        name: tuple(major for major in majors if today is None or major.until >= today)
        for name, majors in release.majors.items()
    }
    return {name: majors for name, majors in found.items() if majors}


def older_snapshot(
    release: Release, current: Snapshot, majors: Mapping[str, tuple[KeptMajor, ...]], rank: int
) -> Snapshot:
    """The catalog with each event as it was `rank` kept majors before, 0 being the newest of them.

    Events that have no such major are left out. What is done to a property is the stricter of what was done
    under its own release and of what is done now; so are what truncation leaves and who a payload is about.
    """
    chosen = {EventName(name): kept[rank] for name, kept in majors.items() if len(kept) > rank}
    then = [release.policies[digest] for digest in sorted({major.policy for major in chosen.values()})]
    settings = _settings(current.settings, then)
    policy = Policy(settings)
    before = {digest: _policy(current.settings, kept) for digest, kept in release.policies.items()}
    events: dict[EventName, Event] = {}
    for name, major in chosen.items():
        newer = current.events.get(name)
        properties = MappingProxyType(
            {
                key: tightened(
                    own,
                    None if newer is None else newer.properties.get(key),
                    before[major.policy],
                    policy,
                    major.event.destinations,
                )
                for key, own in major.event.properties.items()
            }
        )
        events[name] = Event(
            name=name,
            wire=major.event.wire or name,
            properties=properties,
            definition=major.event.model_copy(update={"properties": properties}),
            undeclared=major.event.undeclared or settings.undeclared,
            settings=settings,
            policy=policy,
        )
    return replace(current, settings=settings, policy=policy, events=MappingProxyType(events))


def _policy(settings: Settings, kept: KeptPolicy) -> Policy:
    return Policy(
        settings.model_copy(update={"categories": kept.categories, "destinations": kept.destinations})
    )


def _settings(settings: Settings, then: Iterable[KeptPolicy]) -> Settings:
    """The settings with what each destination leaves of values and identities, the least of then and now."""
    destinations = dict(settings.destinations)
    for policy in then:
        for name, older in policy.destinations.items():
            newer = destinations.get(name)
            if newer is not None:
                destinations[name] = newer.model_copy(
                    update={
                        "truncate": _coarser(newer.truncate, older.truncate),
                        "identity": max(newer.identity, older.identity, key=_secrecy),
                    }
                )
    return settings.model_copy(update={"destinations": MappingProxyType(destinations)})


_TIMES: Final = ("hour", "day", "month", "year")


def _coarser(one: Truncation, other: Truncation) -> Truncation:
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


def _secrecy(identity: object) -> int:
    """How little an identity says: a user id, a fingerprint, nothing."""
    return 2 if identity == "none" else 1 if isinstance(identity, Anonymous) else 0


def tightened(
    older: Property, newer: Property | None, then: Policy, now: Policy, destinations: Iterable[str]
) -> Property:
    """An older property that is handled at least as strictly as then and as now."""
    names = tuple(destinations)
    if isinstance(older, ObjectType):
        inner = newer.properties if isinstance(newer, ObjectType) else {}
        fields = {
            key: tightened(own, inner.get(key), then, now, names) for key, own in older.properties.items()
        }
        stated = {name: _stated(older, newer, name) for name in names}
        return older.model_copy(
            update={
                "properties": MappingProxyType(fields),
                "handling": _kept({**older.handling, **stated}),
            }
        )
    if isinstance(older, ArrayType) and isinstance(older.items, ObjectType):
        items = newer.items if isinstance(newer, ArrayType) else None
        stated = {name: _stated(older, newer, name) for name in names}
        return older.model_copy(
            update={
                "items": tightened(older.items, items, then, now, names),
                "handling": _kept({**older.handling, **stated}),
            }
        )
    found = dict(older.handling)
    for name in names:
        before = _strictest(treatment(then, name, older))
        after = _strictest(treatment(now, name, older if newer is None else newer))
        found[name] = stricter(stricter(before, after), found.get(name, Handling.KEEP))
    return older.model_copy(update={"handling": _kept(found)})


def lets_out_more(old: Event, new: Event) -> bool:
    """Whether less leaves of a payload that is handled by the stricter of both than of one of the newer."""
    if old.definition == new.definition and old.settings == new.settings:
        return False
    return any(_leaves_more(old, new, name) for name in old.definition.destinations) or any(
        _is_softer(own, new.properties[key], old, new)
        for key, own in old.properties.items()
        if key in new.properties
    )


def _leaves_more(old: Event, new: Event, destination: str) -> bool:
    """Whether a destination is left more of what is truncated, or knows better whom a payload is about."""
    was, now = (event.settings.destinations.get(destination) for event in (old, new))
    if was is None or now is None:
        return False
    is_finer = _coarser(now.truncate, was.truncate) != now.truncate
    return is_finer or _secrecy(was.identity) > _secrecy(now.identity)


def _is_softer(older: Property, newer: Property, old: Event, new: Event) -> bool:
    names = old.definition.destinations
    before = dict(_parts(tightened(older, newer, old.policy, new.policy, names)))
    for path, part in _parts(tightened(newer, newer, new.policy, new.policy, names)):
        was = before.get(path)
        for name in names if was is not None else ():
            now = part.handling.get(name, Handling.KEEP)
            if was is not None and stricter(was.handling.get(name, Handling.KEEP), now) is not now:
                return True
    return False


def _parts(definition: Property, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Property]]:
    """A property and the parts of it that may be handled by themselves."""
    yield path, definition
    if isinstance(definition, ObjectType):
        for name, inner in definition.properties.items():
            yield from _parts(inner, (*path, name))
    elif isinstance(definition, ArrayType) and isinstance(definition.items, ObjectType):
        yield from _parts(definition.items, (*path, "items"))


def _stated(older: Property, newer: Property | None, destination: str) -> Handling:
    """The stricter of what two definitions of a property say themselves."""
    before = older.handling.get(destination, Handling.KEEP)
    after = Handling.KEEP if newer is None else newer.handling.get(destination, Handling.KEEP)
    return stricter(before, after)


def _kept(handling: Mapping[str, Handling]) -> Mapping[str, Handling]:
    return MappingProxyType({name: one for name, one in handling.items() if one is not Handling.KEEP})


def _strictest(treated: Treatment) -> Handling:
    """The strictest handling of any part of a property."""
    match treated:
        case Leaf():
            return treated.handling
        case Items():
            return _strictest(treated.items)
        case Fields():
            found = Handling.KEEP
            for member in treated.members.values():
                found = stricter(found, _strictest(member))
            return found
        case Entries():
            return stricter(_strictest(treated.keys), _strictest(treated.values))
        case _:
            assert_never(treated)
