"""Everything between two catalogs in one value: changes, breaks, versions, approvals, blast radius."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from catalog.codegen.plan.identifiers import function_of
from catalog.diff.change import Change, Part, Reach
from catalog.diff.compare import Side
from catalog.findings import Finding, Severity, SourceMap
from catalog.gate.approvals import Demand, demands
from catalog.gate.kept import KeptVersions
from catalog.gate.risk import Risk, risk_of
from catalog.gate.versions import Bump, bumps
from catalog.model.event import Reader
from catalog.model.release import Release
from catalog.model.snapshot import Event
from catalog.rules.allowed import Allowed
from catalog.rules.breaking.comparison import Comparison
from catalog.rules.breaking.rule import Judgement, Kept
from catalog.rules.breaking.runner import judge, judge_transitively


@dataclass(frozen=True, slots=True, kw_only=True)
class Blast:
    """Whom a change can hit: where its events go, which generated functions send them, who reads them."""

    destinations: tuple[str, ...]
    functions: tuple[str, ...]
    readers: tuple[Reader, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessed:
    """One change with what follows from it."""

    change: Change
    fingerprint: str
    judgements: tuple[Judgement, ...]
    risk: Risk
    blast: Blast
    roles: tuple[str, ...]
    """The roles that must approve it."""


@dataclass(frozen=True)
class Assessment:
    """Two catalogs, assessed.

    `release` is the last release before the newer one, which the older catalog may be ahead of; `released`
    compares with that release then.
    """

    comparison: Comparison
    judgements: tuple[Judgement, ...]
    release: Release | None
    kept: Kept
    """What the next release still accepts of what breaks."""
    released: Comparison | None = None

    @property
    def errors(self) -> int:
        """How many judgements fail a check."""
        return sum(one.finding.severity is Severity.ERROR for one in self.judgements)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The findings of the breaking rules."""
        return tuple(one.finding for one in self.judgements)

    @cached_property
    def bumps(self) -> tuple[Bump, ...]:
        """What becomes of every event's version with the next release."""
        return bumps(self.released or self.comparison, self.release)

    @property
    def moved(self) -> tuple[Bump, ...]:
        """The versions that move, of events that these changes touch; none before the first release."""
        if self.release is None:
            return ()
        reached = {
            name
            for change in self.comparison.changes
            if change.part is not Part.SETTINGS
            for reach in change.reaches
            for name in reach
            if name is not None
        }
        return tuple(
            bump
            for bump in self.bumps
            if bump.before != bump.after and (self.released is None or not reached.isdisjoint(bump.reach))
        )

    @cached_property
    def demands(self) -> tuple[Demand, ...]:
        """The approvals that the changes need."""
        return demands(self.comparison)

    @cached_property
    def fingerprints(self) -> frozenset[str]:
        """Of all changes."""
        return frozenset(change.fingerprint for change in self.comparison.changes)

    @cached_property
    def changes(self) -> tuple[Assessed, ...]:
        """Every change with what follows from it, in the order of the comparison."""
        old, new = self.comparison.old.snapshot, self.comparison.new.snapshot
        judged: dict[int, list[Judgement]] = {}
        for judgement in self.judgements:
            judged.setdefault(id(judgement.breach.change), []).append(judgement)
        roles: dict[int, list[str]] = {}
        for demand in self.demands:
            roles.setdefault(id(demand.change), []).append(demand.role)
        return tuple(
            Assessed(
                change=change,
                fingerprint=change.fingerprint,
                judgements=tuple(judged.get(id(change), ())),
                risk=risk_of(change, old, new),
                blast=self.blast(change),
                roles=tuple(dict.fromkeys(roles.get(id(change), ()))),
            )
            for change in self.comparison.changes
        )

    @property
    def loose(self) -> tuple[Judgement, ...]:
        """Judgements that none of the changes explains, such as those against an earlier release."""
        known = {id(change) for change in self.comparison.changes}
        return tuple(one for one in self.judgements if id(one.breach.change) not in known)

    def blast(self, change: Change) -> Blast:
        """Whom a change can hit."""
        events = [*self._events(change.reaches)]
        destinations = {name for event in events for name in _goes_to(event, change)}
        if change.destination is not None:
            destinations = {change.destination}
        elif change.part is Part.SETTINGS:
            destinations = set()
        return Blast(
            destinations=tuple(sorted(destinations)),
            functions=tuple(sorted({function_of(event) for event in events})),
            readers=tuple(dict.fromkeys(reader for event in events for reader in event.definition.readers)),
        )

    def _events(self, reaches: tuple[Reach, ...]) -> Iterator[Event]:
        for reach in reaches:
            for event in (self.comparison.old_event(reach), self.comparison.new_event(reach)):
                if event is not None:
                    yield event


def _goes_to(event: Event, change: Change) -> Iterator[str]:
    """The destinations of an event, as far as a property that changed goes there."""
    tops = [path[0] for path in (change.path, change.former) if path] if change.part is Part.EVENT else []
    limits = [found.destinations for top in tops if (found := event.properties.get(top)) is not None]
    for name in event.destinations:
        if not tops or any(limit is None or name in limit for limit in limits):
            yield name


def assess(
    old: Side,
    new: Side,
    *,
    sources: SourceMap,
    allowed: Allowed,
    today: date,
    release: Release | None = None,
    released: Side | None = None,
    earlier: Sequence[Side] = (),
) -> Assessment:
    """Compare two catalogs and judge what changed; `sources` and `allowed` are the newer one's.

    `today` is the day of the next release. `release` is the last one, and `released` its catalog where that
    is not the older one. `earlier` are the releases that a transitive mode counts too, the newest first.
    """
    comparison = Comparison(old=old, new=new)
    since_release = None if released is None else Comparison(old=released, new=new)
    kept = KeptVersions(release, since_release or comparison, today)
    judgements = judge(comparison, sources=sources, allowed=allowed, kept=kept)
    if earlier:
        judgements += _since_earlier(judgements, (old, *earlier), new, sources, allowed, kept)
    return Assessment(
        comparison=comparison,
        judgements=tuple(sorted(judgements, key=lambda judgement: judgement.finding.order)),
        release=release,
        released=since_release,
        kept=kept,
    )


def _since_earlier(
    known: tuple[Judgement, ...],
    olders: Sequence[Side],
    new: Side,
    sources: SourceMap,
    allowed: Allowed,
    kept: Kept,
) -> tuple[Judgement, ...]:
    """What breaks only those after the first of these catalogs, and says so."""
    told = {(one.finding.rule, one.finding.path, one.finding.line, one.finding.column) for one in known}
    found = judge_transitively(olders, new, sources=sources, allowed=allowed, kept=kept)
    return tuple(
        replace(one, finding=replace(one.finding, message=f"{_since(one)}, {one.finding.message}"))
        for one in found
        if (one.finding.rule, one.finding.path, one.finding.line, one.finding.column) not in told
    )


def _since(judgement: Judgement) -> str:
    return "since an earlier release" if judgement.since is None else f"since release {judgement.since}"
