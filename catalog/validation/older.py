"""A release's catalog, and the same with older versions of its events that are still accepted."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType

from catalog.model.event import Undeclared
from catalog.model.names import EventName
from catalog.model.release import KeptMajor, KeptPolicy, Release
from catalog.model.settings import Settings
from catalog.model.snapshot import Definitions, Event, Snapshot, resolve
from catalog.validation.stricter import overlaid, tightened


@dataclass(frozen=True, slots=True, kw_only=True)
class Older:
    """A catalog of older versions that were released under one policy, and which versions they are."""

    snapshot: Snapshot
    majors: Mapping[str, KeptMajor]


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


def older_catalogs(release: Release, current: Snapshot, today: date | None) -> tuple[Older, ...]:
    """The catalogs of all versions that are accepted on a day, newer ones of an event before older ones.

    Without a day, all that are kept. What is done to a payload is the stricter of what was done under its
    own release and of what is done now; so are what truncation leaves and who a payload is about.
    """
    chosen: dict[tuple[int, str], dict[str, KeptMajor]] = {}
    for name, majors in release.majors.items():
        accepted = (major for major in majors if today is None or major.until >= today)
        for rank, major in enumerate(accepted):
            chosen.setdefault((rank, major.policy), {})[name] = major
    then = {digest: _then(current.settings, kept) for digest, kept in release.policies.items()}
    return tuple(
        Older(snapshot=_older(current, then[digest], majors), majors=MappingProxyType(majors))
        for (_, digest), majors in sorted(chosen.items(), key=lambda item: item[0])
    )


def _then(settings: Settings, kept: KeptPolicy) -> Snapshot:
    """What decided how payloads were handled, as a catalog without events."""
    return resolve(
        Definitions(
            settings=settings.model_copy(
                update={
                    "categories": kept.categories,
                    "destinations": kept.destinations,
                    "drift": kept.drift,
                }
            ),
            groups=MappingProxyType({}),
            contexts=kept.contexts,
            entities=kept.entities,
            events=MappingProxyType({}),
        )
    )


def _older(current: Snapshot, then: Snapshot, majors: Mapping[str, KeptMajor]) -> Snapshot:
    both = overlaid(current, then)
    events: dict[EventName, Event] = {}
    for key, major in majors.items():
        name, definition = EventName(key), major.event
        newer = current.events.get(name)
        properties = MappingProxyType(
            {
                arriving: tightened(
                    own,
                    None if newer is None else newer.properties.get(arriving),
                    then.policy,
                    current.policy,
                    definition.destinations,
                )
                for arriving, own in definition.properties.items()
            }
        )
        events[name] = Event(
            name=name,
            wire=definition.wire or name,
            properties=properties,
            definition=definition.model_copy(update={"properties": properties}),
            undeclared=_undeclared(definition.undeclared or both.settings.undeclared, newer),
            settings=both.settings,
            policy=both.policy,
        )
    return replace(both, events=MappingProxyType(events))


def _undeclared(then: Undeclared, newer: Event | None) -> Undeclared:
    """What happens to names that nothing declares: nothing is refused that was not, nor kept that is not."""
    is_kept_now = newer is None or newer.undeclared is Undeclared.KEEP
    return Undeclared.DROP if then is Undeclared.KEEP and not is_kept_now else then
