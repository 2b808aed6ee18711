"""Payloads that meet their contract and that a destination's policy refuses now."""

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from operator import attrgetter
from typing import Final, NamedTuple, assert_never

from catalog.containment.definitions import values_of
from catalog.containment.members import smallest
from catalog.containment.values import Undecided
from catalog.containment.witness import Outside, Unknown, containment
from catalog.diff.change import ITEMS, KEYS, VALUES, Path
from catalog.model.category import Handling
from catalog.model.snapshot import Snapshot
from catalog.model.types import ArrayType, MapType, ObjectType, Property
from catalog.model.values import Json
from catalog.privacy.identity import PERSON, key_of
from catalog.privacy.refusal import refuses
from catalog.rules.breaking.arrivals import Arrival, Inside, Smallest, inside
from catalog.rules.breaking.loss import Cause, Loss
from catalog.rules.breaking.specimens import Named, carrying, in_object
from catalog.rules.breaking.trial import Payload, Proof, Trial
from catalog.schema.contract import entity_properties
from catalog.schema.treatment import Entries, Fields, Items, Leaf, Treatment, treatment

_NOT_SHOWN = "no payload was found that shows it"


class Doubt(NamedTuple):
    """What a policy may refuse at a place, with payloads that may prove it."""

    cause: Cause
    path: Path
    payloads: list[Payload]
    reason: str = _NOT_SHOWN


_NOTHING: Final[frozenset[Cause]] = frozenset()


def policy_losses(
    trial: Trial, arrival: Arrival, destination: str, told: AbstractSet[Cause] = _NOTHING
) -> Iterator[Loss]:
    """What a destination's policy refuses now among payloads of one arriving name.

    What is `told` already is not looked for.
    """
    if told >= _CAUSES:
        return
    place = inside(trial, arrival, destination)
    if trial.has_same_surroundings and _are_treated_alike(arrival, place):
        return
    smallest_ones = Smallest(place, arrival)
    is_alive: bool | None = None
    for doubt in _doubts(trial, arrival, destination, smallest_ones, place.before):
        if doubt.cause in told:
            continue
        proof = trial.proof(doubt.payloads, destination)
        if proof is None:
            if is_alive is None:
                is_alive = smallest_ones.may_pass(trial, destination)
            if not is_alive:
                return
        yield _loss(arrival, destination, doubt, proof, smallest_ones.doubt(trial, destination))


def _are_treated_alike(arrival: Arrival, place: Inside) -> bool:
    """Whether no policy can tell the event and its properties from what they were."""
    if arrival.new is None or arrival.old.definition.purpose != arrival.new.definition.purpose:
        return False
    for name, before in place.before.items():
        after = place.after.get(name)
        if after is None or before == after:
            continue
        is_composite = isinstance(before, COMPOSITE) or isinstance(after, COMPOSITE)
        if is_composite or _POLICY_OF(before) != _POLICY_OF(after):
            return False
    return True


COMPOSITE: Final = (ArrayType, MapType, ObjectType)
_POLICY_OF: Final = attrgetter("data", "handling", "purpose", "destinations")


def _loss(arrival: Arrival, destination: str, doubt: Doubt, proof: Proof | None, untried: str | None) -> Loss:
    return Loss(
        reach=arrival.reach,
        arriving=arrival.name,
        destination=destination,
        cause=doubt.cause,
        path=arrival.own_path(doubt.path),
        proof=proof,
        reason=None if proof is not None else untried or doubt.reason,
    )


def _doubts(
    trial: Trial, arrival: Arrival, destination: str, smallest_ones: Smallest, before: Named
) -> Iterator[Doubt]:
    yield from _of_consent(trial, arrival, destination, smallest_ones)
    yield from _of_purposes(trial, arrival, destination, smallest_ones, before)
    yield from _of_refusals(trial, arrival, destination, smallest_ones, before)
    yield from _of_identity(trial, destination, smallest_ones)


_CAUSES: Final = frozenset({Cause.CONSENT_REQUIRED, Cause.DATA_REFUSED, Cause.IDENTITY_NARROWED})


def _of_consent(trial: Trial, arrival: Arrival, destination: str, smallest_ones: Smallest) -> Iterator[Doubt]:
    """Consent that the event needs now, and that payloads do not have to say."""
    asked = trial.new.consents(arrival.name, destination)
    if asked is None:
        return
    given = trial.old.consents(arrival.name, destination)
    if given is None:
        yield Doubt(Cause.CONSENT_REQUIRED, (), [*smallest_ones])
    elif given - asked:
        consents: list[Json] = [[purpose] for purpose in sorted(given - asked)]
        everything: Json = [*sorted({*trial.old.snapshot.settings.purposes} - asked)]
        tried = [{**one, "consent": consent} for one in smallest_ones for consent in (*consents, everything)]
        yield Doubt(Cause.CONSENT_REQUIRED, (), [*tried])


def _of_purposes(
    trial: Trial, arrival: Arrival, destination: str, smallest_ones: Smallest, before: Named
) -> Iterator[Doubt]:
    """Properties that need a consent of their own now."""
    if arrival.new is None or not _asks(trial.new.snapshot, destination):
        return
    asked = trial.new.judge(destination).agreement(arrival.name)
    around = trial.new.judge(destination).around.asking_context(arrival.new)
    for name, definition in before.items():
        now = (asked.asking if asked is not None else {}).get(name) or around.get(name)
        for path, consent in (
            () if now is None else purposes_asked(trial, arrival, destination, definition, now)
        ):
            made = _with(arrival, smallest_ones, before, name, definition, path)
            if made is not None:
                tried = [one for payload in made for one in (payload, {**payload, "consent": consent})]
                yield Doubt(Cause.CONSENT_REQUIRED, (name, *path), tried)


def purposes_asked(
    trial: Trial, arrival: Arrival, destination: str, was: Property, now: Property
) -> Iterator[tuple[Path, Json]]:
    """The places in a property that need a consent which payloads with them did not need to have.

    Each with all the consent that may be given without it.
    """
    assert arrival.new is not None
    known = trial.old.consents(arrival.name, destination)
    asked: Mapping[Path, str] = {}
    if _asks(trial.old.snapshot, destination):
        asked = _purposes_in(was, arrival.old.definition.purpose)
    for path, purpose in _purposes_in(now, arrival.new.definition.purpose).items():
        needed = _granting(trial.new.snapshot, purpose)
        stated = [_granting(trial.old.snapshot, asked[step]) for step in _above(path) if step in asked]
        if not any(one <= needed for one in (*stated, *(() if known is None else (known,)))):
            yield path, [*sorted({*trial.old.snapshot.settings.purposes} - needed)]


def _asks(snapshot: Snapshot, destination: str) -> bool:
    return snapshot.settings.destinations[destination].consent


def _granting(snapshot: Snapshot, purpose: str) -> frozenset[str]:
    """The consent that a purpose needs; to one that the catalog does not state nobody can agree."""
    return frozenset({purpose}) & frozenset(snapshot.settings.purposes)


def _above(path: Path) -> Iterator[Path]:
    return (path[:length] for length in range(len(path) + 1))


def _purposes_in(definition: Property, settled: str | None, path: Path = ()) -> Mapping[Path, str]:
    """The places in a property that have another purpose than what they stand in."""
    found: dict[Path, str] = {}
    purpose = definition.purpose
    if purpose is not None and purpose != settled:
        found[path] = purpose
        settled = purpose
    match definition:
        case ObjectType():
            for name, member in definition.properties.items():
                found.update(_purposes_in(member, settled, (*path, name)))
        case ArrayType():
            found.update(_purposes_in(definition.items, settled, (*path, ITEMS)))
        case MapType():
            found.update(_purposes_in(definition.values, settled, (*path, VALUES)))
        case _:
            pass
    return found


def _of_refusals(
    trial: Trial, arrival: Arrival, destination: str, smallest_ones: Smallest, before: Named
) -> Iterator[Doubt]:
    """Properties that the destination refuses now, in whole or in part."""
    after = trial.new.judge(destination).agreement(arrival.name)
    if after is None:
        return
    around = trial.new.judge(destination).around.refusing_context()
    for name, definition in before.items():
        treated = after.refusing.get(name) or around.get(name)
        for path in () if treated is None else refused_places(trial, destination, definition, treated):
            tried = _with(arrival, smallest_ones, before, name, definition, path)
            if tried is not None:
                yield Doubt(Cause.DATA_REFUSED, (name, *path), tried)


def refused_places(trial: Trial, destination: str, was: Property, treated: Treatment) -> Iterator[Path]:
    """The places in a property of which a destination refuses the values now, and did not before."""
    known = frozenset(_refused_in(treatment(trial.old.snapshot.policy, destination, was)))
    return (path for path in _refused_in(treated) if path not in known)


def _refused_in(treated: Treatment, path: Path = ()) -> Iterator[Path]:
    """The places in a property of which a destination refuses the values."""
    match treated:
        case Leaf():
            if treated.handling is Handling.REFUSE:
                yield path
        case Items():
            yield from _refused_in(treated.items, (*path, ITEMS))
        case Fields():
            for name, member in treated.members.items():
                yield from _refused_in(member, (*path, name))
        case Entries():
            yield from _refused_in(treated.keys, (*path, KEYS))
            yield from _refused_in(treated.values, (*path, VALUES))
        case _:
            assert_never(treated)


def _with(
    arrival: Arrival, smallest_ones: Smallest, before: Named, name: str, definition: Property, path: Path
) -> list[Payload] | None:
    """The smallest payloads that have something at a place of a property; None when it cannot be there."""
    try:
        found = carrying(definition, path)
        if found is None or in_object(before, name, found[0]) is None:
            return None
    except Undecided:
        return [*smallest_ones]
    made: list[Payload] = []
    for base in smallest_ones:
        properties = base["properties"]
        assert isinstance(properties, dict)
        made.append(arrival.payload({**properties, name: found[0]}))
    return made


def _of_identity(trial: Trial, destination: str, smallest_ones: Smallest) -> Iterator[Doubt]:
    """Who a payload may be about: its `distinct_id`, its person and its groups."""
    was, now = trial.old.judge(destination), trial.new.judge(destination)
    if now.refuses_person and not was.refuses_person:
        tried = [
            {**one, "distinct_id": identity} for one in smallest_ones for identity in _some(was.identity)
        ]
        yield Doubt(Cause.IDENTITY_NARROWED, (), [*tried])
    elif was.identity != now.identity and not was.refuses_person:
        yield from _of_pattern(was.identity, now.identity, smallest_ones)
    yield from _of_person(trial, destination, smallest_ones)
    for entity in trial.new.snapshot.entities:
        if entity == PERSON or entity not in trial.old.snapshot.entities:
            continue
        before = refuses(key_of(trial.old.snapshot, destination, entity))
        if refuses(key_of(trial.new.snapshot, destination, entity)) and not before:
            yield Doubt(Cause.DATA_REFUSED, (), [{**one, "groups": {entity: "a"}} for one in smallest_ones])


def _of_pattern(was: Property, now: Property, smallest_ones: Smallest) -> Iterator[Doubt]:
    reason = _NOT_SHOWN
    found: list[Json] = []
    compared = containment(values_of(was), values_of(now))
    if isinstance(compared, Outside):
        found = [compared.value]
    elif isinstance(compared, Unknown):
        reason = compared.reason
    else:
        return
    tried = [{**one, "distinct_id": identity} for one in smallest_ones for identity in found]
    yield Doubt(Cause.IDENTITY_NARROWED, (), [*tried], reason)


def _of_person(trial: Trial, destination: str, smallest_ones: Smallest) -> Iterator[Doubt]:
    """Properties of a person, at a destination that wants to know of none."""
    was = trial.old.snapshot.settings.destinations[destination].identity
    now = trial.new.snapshot.settings.destinations[destination].identity
    if isinstance(was, str) and not isinstance(now, str):
        person = entity_properties(trial.old.snapshot, PERSON, destination) or {}
        known = [(name, value) for name, definition in sorted(person.items()) for value in _some(definition)]
        if known:
            tried = [{**one, "$set": {name: value}} for one in smallest_ones for name, value in known]
            yield Doubt(Cause.IDENTITY_NARROWED, (), [*tried])


def _some(definition: Property) -> list[Json]:
    try:
        found = smallest(values_of(definition))
    except Undecided:
        return []
    return [] if found is None else [*found]
