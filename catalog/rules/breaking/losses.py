"""Payloads that the older catalog accepts and the newer one refuses, by arriving name and by place."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice

from catalog.containment.definitions import object_of, values_of
from catalog.containment.members import listed
from catalog.containment.values import Undecided
from catalog.containment.witness import Containment, Outside, Unknown, containment
from catalog.diff.change import Path
from catalog.model.event import Status
from catalog.model.types import Property
from catalog.model.values import Json
from catalog.rules.breaking.arrivals import Arrival, Inside, Smallest, inside
from catalog.rules.breaking.drifting import drift_losses
from catalog.rules.breaking.loss import CAUSES, Cause, Loss
from catalog.rules.breaking.narrowing import Aspect, Narrowing, narrowed_members
from catalog.rules.breaking.policies import policy_losses
from catalog.rules.breaking.trial import Payload, Proof, Trial

_NOT_SHOWN = "no payload was found that shows it"

_ODD: tuple[Json, ...] = (True, 0, "a", None, {}, [], -1, "A", " ", {"a": 1})
"""Values of every kind, for names that took any or nearly any."""


def losses(trial: Trial, found: Iterable[Arrival]) -> tuple[Loss, ...]:
    """What is lost under these names, each place of an event once, by the best proof of all its names.

    Payloads that claim to be redacted already (`redacted_for`) do not count: they are judged by what leaves
    for a destination, which is what readers see.
    """
    return merged(loss for arrival in found for loss in _of_arrival(trial, arrival))


def merged(found: Iterable[Loss]) -> tuple[Loss, ...]:
    """Each place once: what is proven rather than what is not, then by the proof's rank.

    Of two that are as good the one without a destination.
    """
    known: dict[tuple[object, ...], Loss] = {}
    for loss in found:
        same = known.get(loss.place)
        if same is None or _rank(loss.proof) < _rank(same.proof):
            known[loss.place] = loss
    return tuple(known.values())


def _rank(proof: Proof | None) -> tuple[bool, int, int, bool, str]:
    if proof is None:
        return True, 0, 0, False, ""
    count, length, text = proof.rank
    return False, count, length, proof.destination is not None, text


def _of_arrival(trial: Trial, arrival: Arrival) -> Iterator[Loss]:
    old, new = arrival.old, arrival.new
    if old.status is Status.RETIRED:
        return
    scope = (None, *(name for name in old.destinations if trial.old.has(name)))
    gone = _gone(arrival)
    if gone is not None:
        yield from _everywhere(trial, arrival, scope, gone)
        return
    assert new is not None
    is_another = new.name != arrival.reach.after
    anywhere = inside(trial, arrival, None)
    found: list[Loss] = []
    for destination in scope:
        if destination is not None and not (destination in new.destinations and trial.new.has(destination)):
            found += dropped(trial, arrival, destination)
        else:
            found += _at(trial, arrival, destination, anywhere)
            if destination is not None:
                found += policy_losses(trial, arrival, destination)
    found += _undeclared(trial, arrival, scope)
    found += _as_a_draft(trial, arrival, scope)
    found += drift_losses(trial, arrival)
    if is_another:
        yield from _first(_as_name_dropped(found))
    else:
        yield from found


def _everywhere(trial: Trial, arrival: Arrival, scope: Iterable[str | None], cause: Cause) -> Iterator[Loss]:
    """Every payload of a name, as one loss; what its event does not go to any more is lost besides.

    Of an event that stays, the older version may be kept for some destinations alone: a proof for each.
    """
    after = None if arrival.reach.after is None else trial.new.snapshot.events[arrival.reach.after]
    if after is None:
        yield from _first(_whole(trial, arrival, destination, cause) for destination in scope)
        return
    left = [
        name for name in scope if not (name is None or (name in after.destinations and trial.new.has(name)))
    ]
    whole = [_whole(trial, arrival, name, cause) for name in scope if name not in left]
    proofs = [loss.proof for loss in whole if loss is not None and loss.proof is not None]
    yield from (replace(loss, also=tuple(proofs[1:])) for loss in _first(whole))
    for destination in left:
        yield from dropped(trial, arrival, destination)


def dropped(trial: Trial, arrival: Arrival, destination: str) -> Iterator[Loss]:
    """Every payload of a name, at a destination to which its event does not go any more."""
    return _first([_whole(trial, arrival, destination, Cause.DESTINATION_DROPPED)])


def _gone(arrival: Arrival) -> Cause | None:
    """Why no payload of a name is accepted any more; None when some may be."""
    if arrival.new is not None and arrival.new.status is Status.RETIRED:
        is_same = arrival.new.name == arrival.reach.after
        return Cause.EVENT_RETIRED if is_same else Cause.NAME_DROPPED
    if arrival.new is None:
        return Cause.EVENT_REMOVED if arrival.reach.after is None else Cause.NAME_DROPPED
    return None


def _as_name_dropped(found: Iterable[Loss]) -> Iterator[Loss | None]:
    """What is lost because a name arrives as another event, as one loss; proven ones first."""
    ranked = sorted(found, key=lambda loss: loss.proof is None)
    for loss in ranked:
        yield Loss(
            reach=loss.reach,
            arriving=loss.arriving,
            destination=loss.destination,
            cause=Cause.NAME_DROPPED,
            proof=loss.proof,
            reason=loss.reason,
        )


def _first(found: Iterable[Loss | None]) -> Iterator[Loss]:
    """The first that is proven, else the first."""
    undecided: list[Loss] = []
    for loss in found:
        if loss is not None and loss.proof is not None:
            yield loss
            return
        undecided += [] if loss is None else [loss]
    yield from undecided[:1]


def _whole(trial: Trial, arrival: Arrival, destination: str | None, cause: Cause) -> Loss | None:
    """Every payload of a name at a destination, by the smallest of them; None when there never was one."""
    smallest = Smallest(inside(trial, arrival, destination), arrival)
    return _shown(trial, arrival, destination, cause, smallest, smallest)


def _shown(
    trial: Trial,
    arrival: Arrival,
    destination: str | None,
    cause: Cause,
    payloads: Iterable[Payload],
    smallest: Smallest,
) -> Loss | None:
    """What payloads prove that are made of the smallest ones; undecided where there are none of these."""
    proof = trial.proof(payloads, destination)
    reason = None if proof is not None else smallest.doubt(trial, destination)
    if proof is None and reason is None:
        return None
    return loss_of(arrival, destination, cause, proof, (), reason)


def loss_of(
    arrival: Arrival,
    destination: str | None,
    cause: Cause,
    proof: Proof | None,
    path: Path = (),
    reason: str | None = None,
) -> Loss:
    """A loss of payloads that arrive under a name."""
    return Loss(
        reach=arrival.reach,
        arriving=arrival.name,
        destination=destination,
        cause=cause,
        path=path,
        proof=proof,
        reason=reason,
    )


def _at(trial: Trial, arrival: Arrival, destination: str | None, anywhere: Inside) -> Iterator[Loss]:
    """What the contract at one destination lost, where it is not what all of them together lost."""
    place = anywhere if destination is None else inside(trial, arrival, destination)
    if place.before == place.after and not place.moved:
        return
    if destination is not None and not place.moved and place == anywhere:
        return
    smallest = Smallest(place, arrival)
    told = False
    for narrowing in narrowed_members(place.before, place.after, (), arrival.opening):
        if narrowing.path[0] in place.moved and narrowing.aspect is not Aspect.REQUIRED:
            continue
        told = True
        proof = None
        if narrowing.value is not None:
            proof = trial.proof(_carrying(arrival, narrowing, smallest), destination)
        if proof is not None or smallest.may_pass(trial, destination):
            yield _narrowed(arrival, destination, narrowing, proof)
    for name in place.moved:
        yield from _moved(trial, arrival, place, destination, name, smallest)
    if not told and not place.moved and not arrival.opening.before and not arrival.opening.after:
        yield from _as_a_whole(trial, arrival, destination, place)


def _carrying(arrival: Arrival, narrowing: Narrowing, smallest: Smallest) -> Iterator[Payload]:
    """The payloads that show a narrowing: with all that both sides take around it, and without."""
    assert narrowing.value is not None
    value = narrowing.value[0]
    assert isinstance(value, dict)
    yield arrival.payload(value)
    name = narrowing.path[0]
    for base in smallest:
        properties = base["properties"]
        assert isinstance(properties, dict)
        around = {key: member for key, member in properties.items() if key != name}
        yield arrival.payload({**around, name: value[name]} if name in value else around)


def _narrowed(arrival: Arrival, destination: str | None, narrowing: Narrowing, proof: Proof | None) -> Loss:
    return Loss(
        reach=arrival.reach,
        arriving=arrival.name,
        destination=destination,
        cause=CAUSES[narrowing.aspect],
        path=arrival.own_path(narrowing.path),
        key=narrowing.key,
        member=narrowing.member,
        proof=proof,
        reason=None if proof is not None else narrowing.reason or _NOT_SHOWN,
    )


def _moved(
    trial: Trial,
    arrival: Arrival,
    place: Inside,
    destination: str | None,
    name: str,
    smallest: Smallest,
) -> Iterator[Loss]:
    """A name that belongs to the envelope on one side and is the event's own on the other."""
    definition = place.before.get(name)
    payloads: list[Payload] = []
    for base in smallest:
        around = base["properties"]
        assert isinstance(around, dict)
        values = [*_values(definition), *_outside(trial, destination, name, definition)]
        payloads += [arrival.payload({**around, name: value}) for value in values]
    proof = trial.proof(payloads, destination)
    if proof is not None:
        yield loss_of(arrival, destination, Cause.CONTRACT_NARROWED, proof, (name,))
        return
    if _is_taken(trial, destination, name, definition):
        return
    if smallest.doubt(trial, destination) is not None or any(
        trial.accepts(payload, destination) for payload in payloads
    ):
        reason = f"'{name}' is part of the envelope for one catalog and a property for the other"
        yield loss_of(arrival, destination, Cause.CONTRACT_NARROWED, None, (name,), reason)


def _values(definition: Property | None) -> list[Json]:
    if definition is None:
        return [*_ODD]
    try:
        return [*islice(listed(values_of(definition)), len(_ODD))]
    except Undecided:
        return []


def _is_taken(trial: Trial, destination: str | None, name: str, definition: Property | None) -> bool:
    """Whether the newer envelope takes every value that a property had."""
    if name == "token" and definition is not None:
        return True  # what SDKs add for their own transport: neither judged nor sent on
    found = _identities(trial, destination, name, definition)
    return found is not None and not isinstance(found, Outside | Unknown)


def _outside(trial: Trial, destination: str | None, name: str, definition: Property | None) -> list[Json]:
    """A value of an identity that the other side does not take."""
    found = _identities(trial, destination, name, definition)
    return [found.value] if isinstance(found, Outside) else []


def _identities(
    trial: Trial, destination: str | None, name: str, definition: Property | None
) -> Containment | None:
    """Whether the values of a property are within the newer identities; None for other names."""
    if name != "distinct_id" or definition is None:
        return None
    identity = trial.new.judge(destination).identity.model_copy(update={"nullable": True})
    try:
        return containment(values_of(definition), values_of(identity))
    except Undecided:
        return None


def _as_a_whole(trial: Trial, arrival: Arrival, destination: str | None, place: Inside) -> Iterator[Loss]:
    """The contracts as a whole, where no single place told: only what is proven is called compatible."""
    reason = None
    proof = None
    try:
        found = containment(object_of(place.before), object_of(place.after))
    except Undecided as error:
        reason = error.reason
    else:
        if isinstance(found, Unknown):
            reason = found.reason
        elif isinstance(found, Outside):
            proof = trial.proof([arrival.payload(found.value)], destination)
            reason = _NOT_SHOWN
        else:
            return
    if proof is not None or Smallest(place, arrival).may_pass(trial, destination):
        yield loss_of(arrival, destination, Cause.CONTRACT_NARROWED, proof, (), None if proof else reason)


def _undeclared(trial: Trial, arrival: Arrival, scope: Iterable[str | None]) -> Iterator[Loss]:
    """Names that nothing declares, accepted before and refused now."""
    if not arrival.opening.before or arrival.opening.after:
        return
    yield from _first(
        _shown(
            trial,
            arrival,
            destination,
            Cause.UNDECLARED_REFUSED,
            *_with_undeclared(trial, arrival, destination),
        )
        for destination in scope
    )


def _with_undeclared(
    trial: Trial, arrival: Arrival, destination: str | None
) -> tuple[list[Payload], Smallest]:
    """The smallest payloads with a name that nothing declares, and without."""
    place = inside(trial, arrival, destination)
    judge = trial.new.judge(destination) if trial.new.has(destination) else None
    name = ""
    while name in place.before or name in place.after or (judge and judge.around.context_property(name)):
        name += "x"
    smallest = Smallest(place, arrival)
    payloads: list[Payload] = []
    for base in smallest:
        around = base["properties"]
        assert isinstance(around, dict)
        payloads.append(arrival.payload({**around, name: 0}))
    return payloads, smallest


def _as_a_draft(trial: Trial, arrival: Arrival, scope: Iterable[str | None]) -> Iterator[Loss]:
    """Payloads from production of an event that is a draft now."""
    assert arrival.new is not None
    if arrival.old.status is Status.DRAFT or arrival.new.status is not Status.DRAFT:
        return
    yield from _first(_produced(trial, arrival, destination) for destination in scope)


def _produced(trial: Trial, arrival: Arrival, destination: str | None) -> Loss | None:
    smallest = Smallest(inside(trial, arrival, destination), arrival)
    payloads: list[Payload] = [{**payload, "environment": "production"} for payload in smallest]
    return _shown(trial, arrival, destination, Cause.DRAFT_AGAIN, payloads, smallest)
