"""The next release: a pure function of the last one, the catalog as it stands, and the day."""

from datetime import date, timedelta
from types import MappingProxyType

from catalog.baseline.release_file import digest_of_release
from catalog.diff.change import Reach
from catalog.gate.versions import Bump, bumps
from catalog.model.canonical import digest_of
from catalog.model.event import EventDefinition
from catalog.model.release import KeptMajor, KeptPolicy, Release, ReleasedCatalog, ReleasedEvent
from catalog.model.settings import Settings
from catalog.model.snapshot import Definitions, Event, plain, plain_event
from catalog.rules.breaking.comparison import Comparison
from catalog.validation.loosened import lets_out_more, loosened


def next_release(
    last: Release | None, comparison: Comparison, today: date
) -> tuple[Release, tuple[Bump, ...]]:
    """The release that follows, without its digest's check, and what became of every event's version.

    `comparison` is from the last release's catalog, or from an empty one, to the catalog as it stands.
    """
    found = bumps(comparison, last)
    number = 1 if last is None else last.number + 1
    around = loosened(comparison.old.snapshot, comparison.new.snapshot)
    apart = frozenset(bump.reach for bump in found if _is_apart(bump, comparison, around))
    majors, policies = _majors(last, comparison, found, apart, today)
    release = Release(
        format=1,
        product=comparison.new.snapshot.settings.product,
        number=number,
        released=today,
        previous=None if last is None else last.digest,
        catalog=released_catalog(comparison.new.definitions),
        events=MappingProxyType(_events(last, comparison, found, apart, number)),
        majors=MappingProxyType(majors),
        policies=MappingProxyType(policies),
        digest="0" * 64,
    )
    return sealed(release), found


def sealed(release: Release) -> Release:
    """The release with the digest of everything else in it."""
    return release.model_copy(update={"digest": digest_of_release(release)})


def released_catalog(definitions: Definitions) -> ReleasedCatalog:
    """Definitions as a release holds them."""
    return ReleasedCatalog(
        settings=definitions.settings,
        groups=definitions.groups,
        contexts=definitions.contexts,
        entities=definitions.entities,
        events=MappingProxyType({str(name): event for name, event in definitions.events.items()}),
    )


def is_changed(found: tuple[Bump, ...], last: Release | None, comparison: Comparison) -> bool:
    """Whether there is anything to release."""
    return last is None or bool(comparison.changes) or any(bump.before != bump.after for bump in found)


def resolved_definition(event: Event) -> EventDefinition:
    """An event's definition with everything it includes, so that it stands by itself."""
    return event.definition.model_copy(
        update={
            "include": (),
            "properties": event.properties,
            "wire": event.wire,
            "undeclared": event.undeclared,
        }
    )


def _events(
    last: Release | None,
    comparison: Comparison,
    found: tuple[Bump, ...],
    apart: frozenset[Reach],
    number: int,
) -> dict[str, ReleasedEvent]:
    events: dict[str, ReleasedEvent] = {}
    known = {} if last is None else last.events
    for name, event in known.items():
        if name not in comparison.new.snapshot.events:
            gone = event.removed or number
            events[name] = event.model_copy(update={"removed": gone})
    for bump in found:
        name_after = bump.reach.after
        if name_after is None or bump.after is None:
            continue
        before = None if bump.reach.before is None else known.get(bump.reach.before)
        events[name_after] = ReleasedEvent(
            version=str(bump.after),
            since=number if before is None or bump.reach in apart else before.since,
            digest=digest_of(plain_event(comparison.new.snapshot.events[name_after])),
        )
    return dict(sorted(events.items()))


def _majors(
    last: Release | None,
    comparison: Comparison,
    found: tuple[Bump, ...],
    apart: frozenset[Reach],
    today: date,
) -> tuple[dict[str, tuple[KeptMajor, ...]], dict[str, KeptPolicy]]:
    """The older majors that are accepted from now on, newest first, and the policies that they need."""
    majors: dict[str, tuple[KeptMajor, ...]] = {}
    policies: dict[str, KeptPolicy] = {}
    if last is None:
        return majors, policies
    settings = comparison.new.snapshot.settings
    policy = _policy(last.catalog)
    policy_digest = digest_of(plain(policy))
    for bump in found:
        before, after = bump.reach
        if before is None or after is None or bump.before is None or bump.after is None:
            continue
        kept = [major for major in last.majors.get(before, ()) if major.until >= today]
        days = window(settings, comparison.new.snapshot.events[after])
        if days > 0 and bump.reach in apart:
            kept.insert(
                0,
                KeptMajor(
                    version=str(bump.before),
                    since=last.events[before].since,
                    until=today + timedelta(days=days),
                    event=resolved_definition(comparison.old.snapshot.events[before]),
                    policy=policy_digest,
                ),
            )
        if kept:
            majors[after] = tuple(sorted(kept, key=lambda major: major.since, reverse=True))
        for major in kept:
            policies[major.policy] = policy if major.policy == policy_digest else last.policies[major.policy]
    return majors, dict(sorted(policies.items()))


def _is_apart(bump: Bump, comparison: Comparison, around: frozenset[str]) -> bool:
    """Whether payloads of the version before are treated apart: by their own contract or handling."""
    before, after = bump.reach
    if before is None or after is None or bump.before is None or bump.after is None:
        return True
    if bump.after.major > bump.before.major:
        return True
    old, new = comparison.old.snapshot.events[before], comparison.new.snapshot.events[after]
    return window(comparison.new.snapshot.settings, new) > 0 and lets_out_more(old, new, around)


def window(settings: Settings, event: Event) -> int:
    """For how many days payloads of an event's older major version are accepted."""
    own = event.definition.accept_previous_days
    return settings.accept_previous_days if own is None else own


def _policy(catalog: ReleasedCatalog) -> KeptPolicy:
    return KeptPolicy(
        categories=catalog.settings.categories,
        destinations=catalog.settings.destinations,
        contexts=catalog.contexts,
        entities=catalog.entities,
        drift=catalog.settings.drift,
    )
