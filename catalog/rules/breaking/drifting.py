"""Payloads that are set aside or refused now for personal data where none is declared."""

from collections.abc import Iterator
from typing import Final

from catalog.containment.values import Undecided
from catalog.diff.change import ITEMS, KEYS, VALUES, Path
from catalog.model.category import NONE
from catalog.model.event import Undeclared
from catalog.model.settings import Drift
from catalog.model.snapshot import Event
from catalog.model.types import ArrayType, MapType, ObjectType, Property
from catalog.model.values import Json
from catalog.privacy.drift import watch_of
from catalog.rules.breaking.arrivals import Arrival, Smallest, inside
from catalog.rules.breaking.loss import Cause, Loss
from catalog.rules.breaking.specimens import carrying
from catalog.rules.breaking.trial import Payload, Proof, Trial

STOPPING: Final = (Drift.QUARANTINE, Drift.REFUSE)
"""What keeps a payload from its destinations."""

# Nobody's: RFC 2606 §3 and RFC 5737 §3 reserve them for examples.
_TELLING: Final[tuple[tuple[Json], ...]] = (("a@example.com",), ("192.0.2.1",))

_NOT_SEARCHED: Final = "what detectors find in it cannot be searched for"


def stops(trial: Trial) -> bool:
    """Whether the newer catalog stops payloads for drift at all."""
    return trial.new.snapshot.settings.drift in STOPPING


def is_new(trial: Trial) -> bool:
    """Whether it does so and the older one does not."""
    return stops(trial) and trial.old.snapshot.settings.drift not in STOPPING


def drift_losses(trial: Trial, arrival: Arrival) -> Iterator[Loss]:
    """What is stopped now among payloads of one name, in every destination's view alike."""
    if not stops(trial) or arrival.new is None:
        return
    place = inside(trial, arrival, None)
    smallest = Smallest(place, arrival)
    if is_new(trial):
        proof = trial.proof(({**one, "source": "a@example.com"} for one in smallest), None)
        if proof is not None:
            yield _loss(arrival, (), proof, None)
        return
    if arrival.new.undeclared is Undeclared.KEEP and arrival.old.undeclared is Undeclared.DROP:
        proof = trial.proof(_with(arrival, smallest, "x", ("a@example.com",)), None)
        if proof is not None:
            yield _loss(arrival, (), proof, None)
    for name, definition in place.before.items():
        for path, values, reason in looked_at(name, definition, place.after.get(name), arrival.new):
            payloads = [one for value in values for one in _with(arrival, smallest, name, value)]
            proof = trial.proof(payloads, None)
            if proof is not None or any(trial.accepts(one, None) for one in smallest):
                yield _loss(arrival, (name, *path), proof, reason)


def looked_at(
    name: str, was: Property, now: Property | None, event: Event
) -> Iterator[tuple[Path, list[tuple[Json]], str]]:
    """The places in a property where an event's payloads are looked at now and were not before.

    What nothing declares any more is looked at in every part, where the event keeps such names.
    """
    if now is not None:
        yield from newly_watched(name, was, now)
    elif event.undeclared is Undeclared.KEEP:
        yield from newly_watched(name, was, _nobodys(was))


def _nobodys(definition: Property) -> Property:
    """The property with every part declared to be about nobody."""
    match definition:
        case ObjectType():
            members = {name: _nobodys(inner) for name, inner in definition.properties.items()}
            return definition.model_copy(update={"properties": members, "allow": {}})
        case MapType():
            keys = definition.keys.model_copy(update={"data": NONE})
            return definition.model_copy(
                update={"keys": keys, "values": _nobodys(definition.values), "allow": {}}
            )
        case ArrayType(items=ArrayType() | ObjectType() | MapType()):
            return definition.model_copy(update={"items": _nobodys(definition.items), "allow": {}})
        case _:
            return definition.model_copy(update={"data": NONE, "allow": {}})


def newly_watched(name: str, was: Property, now: Property) -> Iterator[tuple[Path, list[tuple[Json]], str]]:
    """The places in a property that detectors look at now and did not before, with values that tell."""
    # An excuse of the name is an excuse no longer where the other side has none.
    known = set() if was.allow.keys() - now.allow.keys() else {*_watched(name, was)}
    for path in _watched(name, now):
        if path in known:
            continue
        values: list[tuple[Json]] = []
        reason = _NOT_SEARCHED
        try:
            if carrying(was, path) is None:
                continue
            tried = [carrying(was, path, leaf) for leaf in (*_TELLING, None)]
            values = [value for value in tried if value is not None]
        except Undecided as error:
            reason = str(error)
        yield path, values, reason


def _watched(name: str, definition: Property) -> Iterator[Path]:
    """Where a property is declared to hold nothing personal, as far as it could hold any."""
    if watch_of(name, definition) is None:
        return
    yield from _places(name, definition, definition.data, ())


def _places(name: str, definition: Property, data: str | None, path: Path) -> Iterator[Path]:
    match definition:
        case ObjectType():
            for member, inner in definition.properties.items():
                yield from _places(member, inner, inner.data, (*path, member))
        case MapType():
            if definition.keys.data == NONE:
                yield (*path, KEYS)
            yield from _places(name, definition.values, definition.values.data, (*path, VALUES))
        case ArrayType(items=ArrayType() | ObjectType() | MapType()):
            yield from _places(name, definition.items, definition.items.data, (*path, ITEMS))
        case ArrayType():
            if (
                data == NONE
                and watch_of(name, definition.items.model_copy(update={"data": NONE})) is not None
            ):
                yield (*path, ITEMS)
        case _:
            if data == NONE and watch_of(name, definition) is not None:
                yield path


def _with(arrival: Arrival, smallest: Smallest, name: str, value: tuple[Json]) -> Iterator[Payload]:
    for one in smallest:
        properties = one["properties"]
        assert isinstance(properties, dict)
        yield arrival.payload({**properties, name: value[0]})


def _loss(arrival: Arrival, path: Path, proof: Proof | None, reason: str | None) -> Loss:
    return Loss(
        reach=arrival.reach,
        arriving=arrival.name,
        destination=None,
        cause=Cause.DRIFT_REFUSED,
        path=arrival.own_path(path),
        proof=proof,
        reason=None if proof is not None else reason,
    )
