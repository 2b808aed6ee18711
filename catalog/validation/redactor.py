"""The public redactor: a payload in, what one destination gets of it out."""

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Final

import msgspec

from catalog.errors import CatalogError, UnknownName
from catalog.findings import Severity
from catalog.model.category import Handling
from catalog.model.names import EventName
from catalog.model.release import Release
from catalog.model.settings import Drift
from catalog.model.snapshot import Snapshot
from catalog.model.types import ArrayType, MapType, ObjectType, Property
from catalog.privacy.keys import KeyMissing, Keyring
from catalog.privacy.plan import Plans
from catalog.privacy.transforms import Json
from catalog.schema.contract import require_loaded_destination
from catalog.validation.decode import bytes_of, decode_accepted
from catalog.validation.drift import CODE as DRIFT
from catalog.validation.dropping import without_drift
from catalog.validation.pointers import token
from catalog.validation.problems import Problem
from catalog.validation.projection import projected
from catalog.validation.protocols import CANONICAL, Protocol, at_home
from catalog.validation.validator import Validator
from catalog.validation.verdict import Outcome, Verdict
from catalog.validation.versions import Versions

_OF_OTHERS: Final = frozenset({"not-for-destination", "undeclared-property", "dropped-property"})
"""The problems that a property may have because it is declared for another destination."""


class Refused(CatalogError):
    """Nothing of a payload leaves; `verdict` says why."""

    def __init__(self, verdict: Verdict) -> None:
        self.verdict = verdict
        why = "; ".join(
            f"{problem.path or 'the payload'}: {problem.message}"
            for problem in verdict.problems
            if problem.severity is Severity.ERROR
        )
        super().__init__(f"nothing leaves, the payload is {verdict.outcome}: {why}")


class NotMadeFor(UnknownName):
    """A destination of the catalog that a redactor was not made for."""

    def __init__(self, name: str, known: tuple[str, ...]) -> None:
        super().__init__("destination", name)
        self.known = known

    def __str__(self) -> str:
        return (
            f"this redactor was not made for '{self.name}'; it was made for {', '.join(self.known) or 'none'}"
        )


class Redacted(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a payload at one destination."""

    verdict: Verdict
    payload: dict[str, Json] | None
    """What leaves; None when nothing does."""
    arrived: tuple[str, ...] = ()
    """The names of the properties that arrived, of a payload that leaves."""

    def __repr__(self) -> str:
        # without the names that arrived, which may tell of somebody
        return f"Redacted(verdict={self.verdict!r}, payload={self.payload!r})"

    def __rich_repr__(self) -> Iterator[tuple[str, object]]:  # type: ignore[override]  # as rich wants it
        yield "verdict", self.verdict
        yield "payload", self.payload


class Redactor:
    """Gives what each destination gets of payloads, by one snapshot and the deployment's keys.

    A payload is judged first, then handled: what the destination does not take is dropped, cut, masked or
    hashed by the declaration of each property, and names become those that the destination receives. Unlike
    `Validator`, it takes payloads that are for several destinations: a property of another one is left out.
    """

    def __init__(
        self,
        catalog: Snapshot | Release,
        keys: Keyring | None = None,
        *,
        destinations: Iterable[str] | None = None,
        consent: Iterable[str] = (),
        today: date | None = None,
    ) -> None:
        """`catalog` is a snapshot, or a release, whose older majors leave as long as they are accepted.

        They are handled by the stricter of then and now; `today` ends those whose last day is over.

        `destinations` are those that payloads will be redacted for; without them, all of the catalog's.

        `consent` are the purposes granted by the people whose payloads do not say what they agreed to.

        Raises KeyMissing when one of them hashes and there are no keys, UnknownName for one that the catalog
        lacks, also for such a purpose, and DestinationNotLoaded for one that could not be read.
        """
        self._versions = Versions(catalog, today) if isinstance(catalog, Release) else None
        snapshot = catalog if self._versions is None else self._versions.current
        if not isinstance(snapshot, Snapshot):
            given = type(snapshot).__name__
            raise TypeError(f"give a Snapshot, such as load(...).snapshot, or a Release; this is a {given}")
        if keys is not None and not isinstance(keys, Keyring):
            raise TypeError(f"keys are a Keyring, such as read_keys gives; this is a {type(keys).__name__}")
        if isinstance(destinations, str):
            raise TypeError("destinations is a list of their names, and this is one text")
        chosen = tuple(snapshot.settings.destinations if destinations is None else destinations)
        for name in chosen:
            require_loaded_destination(snapshot, name)
        hashing = tuple(name for name in chosen if hashes(snapshot, name))
        if hashing and keys is None:
            raise KeyMissing(hashing)
        self._snapshot = snapshot
        self._validator = Validator(snapshot, consent=consent)
        self._drops_drift = snapshot.settings.drift is Drift.REDACT
        self._plans = {name: Plans(snapshot, name, keys) for name in chosen}
        older = () if self._versions is None else self._versions.older
        self._older = tuple(Redactor(one, keys, destinations=chosen, consent=consent) for one in older)

    def redact(
        self, payload: bytes | bytearray | memoryview | Mapping[str, object], destination: str
    ) -> dict[str, Json]:
        """What leaves of a payload for a destination: a new object; the payload is not changed.

        Raises Refused when nothing leaves, with the verdict; its text holds no value of the payload. Raises
        UnknownName for a destination that this redactor was not made for.
        """
        redacted = self.judge(payload, destination)
        if redacted.payload is None:
            raise Refused(redacted.verdict)
        return redacted.payload

    def judge(
        self,
        payload: bytes | bytearray | memoryview | Mapping[str, object],
        destination: str,
        *,
        protocol: Protocol = CANONICAL,
    ) -> Redacted:
        """The verdict on a payload and what leaves of it; `redact` without the exception."""
        if destination not in self._plans:
            require_loaded_destination(self._snapshot, destination)
            raise NotMadeFor(destination, known=tuple(self._plans))
        if type(payload) is bytes:  # asking for a mapping takes longer than parsing
            arrived = payload
        else:
            arrived = _written(payload) if isinstance(payload, Mapping) else bytes_of(payload)
        if self._versions is not None:
            return self._of_release(self._versions, arrived, destination, protocol)
        return self._redacted(arrived, destination, protocol)

    def _of_release(
        self, versions: Versions, arrived: bytes, destination: str, protocol: Protocol
    ) -> Redacted:
        """By the major version that the payload is of, or by the newest that takes it."""
        first = self._redacted(arrived, destination, protocol)
        ranks = versions.ranks(arrived, first.verdict)
        for rank in ranks:
            found = first if rank == 0 else self._older[rank - 1]._redacted(arrived, destination, protocol)
            verdict = versions.settled(rank, found.verdict, destination)
            if verdict.outcome is not Outcome.ACCEPTED:
                found = msgspec.structs.replace(found, payload=None)
            if found.payload is not None or len(ranks) == 1:
                return msgspec.structs.replace(found, verdict=verdict)
        return msgspec.structs.replace(first, verdict=versions.settled(0, first.verdict, destination))

    def _redacted(self, arrived: bytes, destination: str, protocol: Protocol) -> Redacted:
        verdict = self._validator.validate(arrived, destination, protocol=protocol)
        if verdict.outcome is Outcome.ACCEPTED and protocol is CANONICAL:
            value = decode_accepted(arrived)
        else:
            read = protocol.read(arrived)
            if isinstance(read, Problem):
                return Redacted(verdict=verdict, payload=None)
            value = read
        if verdict.problems and any(problem.code in _OF_OTHERS for problem in verdict.problems):
            verdict, value = self._projected(value, verdict, destination, protocol)
        if verdict.outcome is not Outcome.ACCEPTED:
            return Redacted(verdict=verdict, payload=None)
        if self._drops_drift and any(problem.code == DRIFT for problem in verdict.problems):
            return self._quiet(value, verdict, destination)
        return self._left(value, verdict, destination)

    def _projected(
        self, value: dict[str, Json], verdict: Verdict, destination: str, protocol: Protocol
    ) -> tuple[Verdict, dict[str, Json]]:
        """The payload without what is for other destinations, and the verdict on that."""
        event = self._snapshot.events[EventName(verdict.event or "")]
        if destination not in event.destinations or destination in _claims(value):
            return verdict, value
        alias = next((one for one in event.aliases if one.name == verdict.alias), None)
        left = projected(self._snapshot, destination, event, alias, value)
        return at_home(self._validator.judge_for(destination).judge(left), protocol), left

    def _left(self, value: dict[str, Json], verdict: Verdict, destination: str) -> Redacted:
        again = destination in _claims(value)
        event = self._snapshot.events[EventName(verdict.event or "")]
        alias = None
        if verdict.alias is not None:
            alias = next((one for one in event.aliases if one.name == verdict.alias), None)
        plan = self._plans[destination].plan(event, alias, again=again)
        properties = value.get("properties")
        arrived = () if again or not isinstance(properties, dict) else tuple(properties)
        return Redacted(verdict=verdict, payload=plan.apply(value), arrived=arrived)

    def _quiet(self, value: dict[str, Json], verdict: Verdict, destination: str) -> Redacted:
        """What is left without the properties in which drift was seen; nothing when one of them is needed."""
        judge = self._validator.judge_for(destination).stage_of(value)
        agreed = judge.agreement(str(value["event"]))
        assert agreed is not None
        left = without_drift(judge, agreed, value)
        inner, before = left["properties"], value["properties"]
        assert isinstance(inner, dict)
        assert isinstance(before, dict)
        needed = [
            name
            for name, definition in agreed.contract.properties.items()
            if definition.required and name in before and name not in inner
        ]
        if needed:
            told = tuple(
                Problem(
                    code="needed-drift",
                    path=f"/properties/{token(name)}",
                    context={"property": name, "event": agreed.event.name},
                )
                for name in needed
            )
            refused = msgspec.structs.replace(
                verdict, outcome=Outcome.REFUSED, problems=(*told, *verdict.problems)
            )
            return Redacted(verdict=refused, payload=None)
        return self._left(left, verdict, destination)


def _claims(value: Mapping[str, Json]) -> list[Json]:
    """The destinations that a payload claims to be redacted for."""
    claimed = value.get("redacted_for")
    return claimed if isinstance(claimed, list) else []


def hashes(snapshot: Snapshot, destination: str) -> bool:
    """Whether a destination hashes anything, by its own policy or a property's handling."""
    if Handling.HASH in snapshot.settings.destinations[destination].otherwise.values():
        return True
    stated = [event.properties for event in snapshot.events.values()]
    stated += [context.properties for context in snapshot.contexts.values()]
    stated += [entity.properties for entity in snapshot.entities.values()]
    return any(
        definition.handling.get(destination) is Handling.HASH
        for properties in stated
        for definition in _all_of(properties.values())
    )


def _all_of(properties: Iterable[Property]) -> Iterator[Property]:
    """Properties and all that they hold."""
    for definition in properties:
        yield definition
        match definition:
            case ObjectType():
                yield from _all_of(definition.properties.values())
            case ArrayType():
                yield from _all_of((definition.items,))
            case MapType():
                yield from _all_of((definition.values,))
            case _:
                pass


def _written(payload: Mapping[str, object]) -> bytes:
    """A payload given as an object, as bytes; what JSON has no word for raises TypeError or ValueError."""
    try:
        return json.dumps(payload, allow_nan=False, default=_no_json).encode()
    except (TypeError, ValueError, RecursionError) as error:
        kind = type(error).__name__
        raise TypeError(
            f"the payload is not JSON ({kind}); give bytes, or an object of JSON values"
        ) from None


def _no_json(value: object) -> object:
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(type(value).__name__)
