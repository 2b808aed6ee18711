"""Payloads that are refused now for what stands around the event's properties: context, person, groups."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from catalog.containment.values import Undecided
from catalog.diff.change import Part, Path
from catalog.diff.surroundings import PERSON
from catalog.model.values import Json
from catalog.rules.breaking.arrivals import Arrival, Smallest, inside, meant
from catalog.rules.breaking.drifting import is_new, looked_at, stops
from catalog.rules.breaking.loss import Cause, Loss
from catalog.rules.breaking.narrowing import Aspect, Narrowing, narrowed_members
from catalog.rules.breaking.policies import purposes_asked, refused_places
from catalog.rules.breaking.specimens import Named, carrying
from catalog.rules.breaking.trial import Trial
from catalog.schema.contract import context_properties, entity_properties

_NOT_SHOWN: Final = "no payload was found that shows it"


def losses_around(trial: Trial, arrivals: Iterable[Arrival]) -> Iterator[Loss]:
    """What is lost in context, person and groups at each destination, each place once.

    Events that treat undeclared names alike and need the same consent lose the same there, so one of them
    that can be sent at all stands for the others.
    """
    going = [*arrivals]
    for destination in (None, *trial.old.snapshot.settings.destinations):
        if trial.new.has(destination):
            yield from _at_destination(trial, going, destination)


def _at_destination(trial: Trial, going: list[Arrival], destination: str | None) -> Iterator[Loss]:
    held = [*_held(trial, destination)]
    if not held:
        return
    classes: dict[tuple[object, ...], list[Arrival]] = {}
    for arrival in going:
        if _goes(arrival, destination):
            classes.setdefault(_class_of(trial, arrival, destination), []).append(arrival)
    for alike in classes.values():
        found: dict[tuple[str, ...], tuple[Arrival, Smallest] | None] = {}
        for one in held:
            names = tuple(arrival.name for arrival in _carriers(alike, one))
            if names not in found:
                found[names] = _standing(trial, _carriers(alike, one), destination)
            standing = found[names]
            if standing is None:
                continue
            yield from _of_contract(trial, *standing, destination, one)
            if destination is not None and one.now is not None:
                yield from _of_policy(trial, *standing, destination, one)
            if stops(trial) and not is_new(trial):
                yield from _of_drift(trial, *standing, destination, one)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Held:
    """What one part around the events may hold on both sides; `now` None: no such part is known any more."""

    part: Part
    name: str | None
    was: Named
    now: Named | None
    stated: Mapping[str, str] = field(default_factory=dict)
    """Name → the name that stands in the catalog, where that ends in `*` and stands for it."""
    listing: frozenset[str] = frozenset()
    """The destinations whose payloads carry it, where the events are not asked at one of them."""

    def path(self, path: Path) -> Path:
        """A path by the names that stand in the catalog."""
        return (self.stated.get(path[0], path[0]), *path[1:]) if path else path

    def carried(self, value: Json) -> dict[str, Json]:
        """The member of the envelope that carries the value."""
        match self.part:
            case Part.CONTEXT:
                return {"context": value}
            case Part.PERSON:
                return {"$set": value}
            case _:
                return {"groups": {self.name or "": value}}


def _held(trial: Trial, destination: str | None) -> Iterator[_Held]:
    """The parts that differ between both sides, or that another policy may treat otherwise."""
    old, new = trial.old.snapshot, trial.new.snapshot
    is_judged = destination is not None and old.settings != new.settings
    before, after = context_properties(old, destination), context_properties(new, destination)
    if before != after or is_judged:
        names = _sampled(before, after)
        for listing, listed in _by_listing(trial, names, destination).items():
            was = {name: found for name in listed if (found := meant(before, name)) is not None}
            now = {name: found for name in listed if (found := meant(after, name)) is not None}
            yield _Held(part=Part.CONTEXT, name=None, was=was, now=now, stated=listed, listing=listing)
    for name in dict.fromkeys((PERSON, *old.entities)):
        held, takes = entity_properties(old, name, destination), entity_properties(new, name, destination)
        if (held == takes and not is_judged) or (held is None and name != PERSON):
            continue
        part = Part.PERSON if name == PERSON else Part.GROUP
        yield _Held(part=part, name=name, was=held or {}, now=takes or ({} if part is Part.PERSON else takes))


def _by_listing(
    trial: Trial, names: Mapping[str, str], destination: str | None
) -> Mapping[frozenset[str], Mapping[str, str]]:
    """The names apart by the destinations that list them; at one destination all of them together."""
    if destination is not None:
        return {frozenset(): names}
    sides = [
        {one: context_properties(court.snapshot, one) for one in court.snapshot.settings.destinations}
        for court in (trial.old, trial.new)
    ]
    found: dict[frozenset[str], dict[str, str]] = {}
    for name, stated in names.items():
        listing = (frozenset(one for one, known in side.items() if stated in known) for side in sides)
        found.setdefault(next(filter(None, listing), frozenset()), {})[name] = stated
    return found


def _carriers(alike: list[Arrival], held: _Held) -> list[Arrival]:
    """The events whose payloads carry it; all of them where none does."""
    going = [arrival for arrival in alike if not held.listing.isdisjoint(arrival.old.destinations)]
    return going or alike


def _class_of(trial: Trial, arrival: Arrival, destination: str | None) -> tuple[object, ...]:
    """What makes two events lose the same around them."""
    if destination is None or arrival.new is None:
        return (arrival.opening,)
    return (
        arrival.opening,
        arrival.old.definition.purpose,
        arrival.new.definition.purpose,
        trial.old.consents(arrival.name, destination),
        trial.new.consents(arrival.name, destination),
    )


def _goes(arrival: Arrival, destination: str | None) -> bool:
    if arrival.new is None:
        return False
    return destination is None or (
        destination in arrival.old.destinations and destination in arrival.new.destinations
    )


def _of_contract(
    trial: Trial, arrival: Arrival, smallest: Smallest, destination: str | None, held: _Held
) -> Iterator[Loss]:
    untried = smallest.doubt(trial, destination) or _NOT_SHOWN
    found: Iterable[Narrowing] = (Narrowing(path=(), aspect=Aspect.GONE, value=({},)),)
    if held.now is not None:
        found = narrowed_members(held.was, held.now, (), arrival.opening)
    for narrowing in found:
        proof = None
        if narrowing.value is not None:
            carried = held.carried(narrowing.value[0])
            proof = trial.proof([{**payload, **carried} for payload in smallest], destination)
        is_kept = narrowing.aspect is Aspect.KEPT
        yield Loss(
            reach=arrival.reach,
            arriving=arrival.name,
            destination=destination,
            cause=Cause.KEPT_NAME_DECLARED if is_kept else Cause.CONTEXT_NARROWED,
            path=held.path(narrowing.path),
            part=held.part,
            name=held.name,
            key=narrowing.key or narrowing.aspect.value,
            member=narrowing.member,
            proof=proof,
            reason=None if proof is not None else narrowing.reason or untried,
        )


def _of_policy(
    trial: Trial, arrival: Arrival, smallest: Smallest, destination: str, held: _Held
) -> Iterator[Loss]:
    """Properties around the events that a destination refuses now, or asks consent for."""
    now = held.now or {}
    assert arrival.new is not None
    permission = trial.new.permission(destination)
    for name, treated in permission.refusing(now).items():
        if name in held.was:
            for path in refused_places(trial, destination, held.was[name], treated):
                yield from _told(
                    trial, arrival, smallest, destination, held, (name, *path), ({},), Cause.DATA_REFUSED
                )
    for name, asking in permission.asking(arrival.new, now).items():
        if name in held.was:
            for path, consent in purposes_asked(trial, arrival, destination, held.was[name], asking):
                consents: tuple[dict[str, Json], ...] = ({}, {"consent": consent})
                yield from _told(
                    trial,
                    arrival,
                    smallest,
                    destination,
                    held,
                    (name, *path),
                    consents,
                    Cause.CONSENT_REQUIRED,
                )


def _of_drift(
    trial: Trial, arrival: Arrival, smallest: Smallest, destination: str | None, held: _Held
) -> Iterator[Loss]:
    """Properties around the events in which personal data stops a payload now."""
    for name, was in held.was.items():
        assert arrival.new is not None
        for path, values, reason in looked_at(name, was, (held.now or {}).get(name), arrival.new):
            carried = [held.carried({name: value[0]}) for value in values]
            payloads = [{**payload, **one} for payload in smallest for one in carried]
            proof = trial.proof(payloads, destination)
            yield Loss(
                reach=arrival.reach,
                arriving=arrival.name,
                destination=destination,
                cause=Cause.DRIFT_REFUSED,
                path=held.path((name, *path)),
                part=held.part,
                name=held.name,
                proof=proof,
                reason=None if proof is not None else reason,
            )


def _told(
    trial: Trial,
    arrival: Arrival,
    smallest: Smallest,
    destination: str,
    held: _Held,
    path: Path,
    more: tuple[dict[str, Json], ...],
    cause: Cause,
) -> Iterator[Loss]:
    reason: str | None = smallest.doubt(trial, destination) or _NOT_SHOWN
    proof = None
    try:
        found = carrying(held.was[path[0]], path[1:])
    except Undecided as error:
        reason = str(error)
    else:
        if found is None:
            return
        carried = held.carried({path[0]: found[0]})
        payloads = [{**payload, **carried, **further} for payload in smallest for further in more]
        proof = trial.proof(payloads, destination)
    yield Loss(
        reach=arrival.reach,
        arriving=arrival.name,
        destination=destination,
        cause=cause,
        path=held.path(path),
        part=held.part,
        name=held.name,
        proof=proof,
        reason=None if proof is not None else reason,
    )


def _standing(trial: Trial, alike: list[Arrival], destination: str | None) -> tuple[Arrival, Smallest] | None:
    """The first event that has a payload there on both sides, with its smallest payloads.

    Else the first of which that could not be told.
    """
    doubtful: tuple[Arrival, Smallest] | None = None
    for arrival in alike:
        smallest = Smallest(inside(trial, arrival, destination), arrival)
        if any(trial.accepts(payload, destination) for payload in smallest):
            return arrival, smallest
        if doubtful is None and smallest.doubt(trial, destination) is not None:
            doubtful = arrival, smallest
    return doubtful


def _sampled(before: Named, after: Named) -> Mapping[str, str]:
    """Every name of either context, and for each beginning one name that no longer one stands for.

    Each with the name that stands in the catalog.
    """
    names = {*before, *after}
    starts = {name[:-1] for name in names if name.endswith("*")}
    found = {name: name for name in sorted(names) if not name.endswith("*")}
    for start in sorted(starts):
        sample = f"{start}x"
        while sample in found or any(sample.startswith(other) for other in starts if len(other) > len(start)):
            sample += "x"
        found[sample] = f"{start}*"
    return found
