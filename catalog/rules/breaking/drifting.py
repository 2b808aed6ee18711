"""Payloads that are set aside or refused now for personal data where none is declared."""

from collections.abc import Iterator
from itertools import islice
from typing import Final

from catalog.containment.definitions import values_of
from catalog.containment.members import listed
from catalog.containment.values import Undecided
from catalog.diff.change import ITEMS, KEYS, VALUES, Path
from catalog.model.category import NONE
from catalog.model.event import Undeclared
from catalog.model.settings import Drift
from catalog.model.snapshot import Event
from catalog.model.types import ArrayType, MapType, ObjectType, Property, Scalar
from catalog.model.values import Json
from catalog.privacy.detectors import Proofs
from catalog.privacy.drift import watch_of, watch_undeclared
from catalog.privacy.holding import could_hold
from catalog.rules.breaking.arrivals import Arrival, Smallest, inside
from catalog.rules.breaking.loss import Cause, Loss
from catalog.rules.breaking.nobodys import presentable
from catalog.rules.breaking.specimens import carrying, present
from catalog.rules.breaking.trial import Payload, Proof, Trial

STOPPING: Final = (Drift.QUARANTINE, Drift.REFUSE)
"""What keeps a payload from its destinations."""

# Nobody's: RFC 2606 §3 and RFC 5737 §3 reserve them for examples; the number is for tests of payment systems.
_TELLING: Final[tuple[tuple[Json], ...]] = (("a@example.com",), ("192.0.2.1",), (4111111111111111,))

_FEW: Final = 3
"""How many values of a scalar are tried under its name: the shortest may be none that tells."""

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
        yield from _told(arrival, proof, smallest.doubt(trial, None))
        return
    if arrival.new.undeclared is Undeclared.KEEP and arrival.old.undeclared is Undeclared.DROP:
        proof = trial.proof(_with(arrival, smallest, "x", ("a@example.com",)), None)
        yield from _told(arrival, proof, smallest.doubt(trial, None))
    for name, definition in place.before.items():
        for path, values, reason in looked_at(name, definition, place.after.get(name), arrival.new):
            payloads = [one for value in values for one in _with(arrival, smallest, name, value)]
            proof = trial.proof(payloads, None)
            if proof is not None or smallest.may_pass(trial, None):
                yield _loss(arrival, (name, *path), proof, reason)


def looked_at(
    name: str, was: Property, now: Property | None, event: Event
) -> Iterator[tuple[Path, list[tuple[Json]], str]]:
    """The places in a property where an event's payloads are looked at now and were not before.

    What nothing declares any more is looked at in every part, where the event keeps such names.
    """
    if now is not None:
        yield from newly_watched(name, was, now)
    if event.undeclared is Undeclared.KEEP:
        for path, gone in _declared_no_more(was, now):
            yield from newly_seen(path[-1] if path else name, was, path, gone)


def _declared_no_more(
    was: Property, now: Property | None, path: Path = ()
) -> Iterator[tuple[Path, Property]]:
    """The property itself, or the members of objects in it, that have no definition any more."""
    match was, now:
        case _, None:
            yield path, was
        case ObjectType(), ObjectType():
            for name, inner in was.properties.items():
                yield from _declared_no_more(inner, now.properties.get(name), (*path, name))
        case ArrayType(), ArrayType():
            yield from _declared_no_more(was.items, now.items, (*path, ITEMS))
        case MapType(), MapType():
            yield from _declared_no_more(was.values, now.values, (*path, VALUES))
        case _:
            return


def newly_seen(
    name: str, was: Property, path: Path, gone: Property
) -> Iterator[tuple[Path, list[tuple[Json]], str]]:
    """The places in what stood at a path and is declared no more, with values that tell, if any may."""
    for below, scalar in _scalars(gone):
        values: list[tuple[Json]] = []
        reason = _NOT_SEARCHED if scalar is None or could_hold(name, scalar) else None
        try:
            if carrying(gone, below) is None:
                continue
            for leaf in _leaves(scalar):
                alone = carrying(gone, below, leaf)
                if alone is None or next(watch_undeclared(name, alone[0], Proofs()), None) is None:
                    continue
                value = carrying(was, (*path, *below), leaf)
                values += [] if value is None else [value]
        except Undecided as error:
            reason = str(error)
        if values or reason is not None:
            yield (*path, *below), values, reason or _NOT_SEARCHED


def _scalars(definition: Property, path: Path = ()) -> Iterator[tuple[Path, Scalar | None]]:
    """The scalars in a property by their places; None for the keys of a map."""
    match definition:
        case ObjectType():
            for name, inner in definition.properties.items():
                yield from _scalars(inner, (*path, name))
        case MapType():
            yield (*path, KEYS), None
            yield from _scalars(definition.values, (*path, VALUES))
        case ArrayType():
            yield from _scalars(definition.items, (*path, ITEMS))
        case _:
            yield path, definition


def _leaves(scalar: Scalar | None) -> Iterator[tuple[Json] | None]:
    """What is tried at a place: what tells by itself, then what tells under a telling name."""
    yield from _TELLING
    if scalar is None:
        yield None
        return
    stated = scalar.enum is not None or scalar.const is not None
    shown = listed(values_of(presentable(present(scalar))))
    yield from ((one,) for one in islice(shown, None if stated else _FEW))


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


def _told(arrival: Arrival, proof: Proof | None, doubt: str | None) -> Iterator[Loss]:
    if proof is not None or doubt is not None:
        yield _loss(arrival, (), proof, doubt)


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
