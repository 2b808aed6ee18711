"""The public judge of payloads: bytes in, verdicts out."""

from collections.abc import Iterable, Iterator
from datetime import date
from functools import cached_property
from typing import Final

import msgspec

from catalog.model.release import Release
from catalog.model.snapshot import Snapshot
from catalog.privacy.consent import require_purpose
from catalog.schema.contract import require_loaded_destination
from catalog.validation.compiled import Compiled, Decide, compile_name, decider, quiet_stamps
from catalog.validation.decode import bytes_of, decode
from catalog.validation.explain import Json
from catalog.validation.judge import Judge
from catalog.validation.problems import Problem
from catalog.validation.protocols import CANONICAL, Protocol, at_home
from catalog.validation.stated import stated_names
from catalog.validation.verdict import Outcome, Verdict
from catalog.validation.versions import Versions

_START: Final = len(b'{"event":"')

WARM: Final = 1_000
"""Payloads decided one event at a time before events share a decoder, which spares looking names up."""

MAX_SHARED: Final = 1_000
"""Events in a shared decoder; larger unions are slower (measured: 2.3 µs for 500, 5 µs for 5,000)."""


class Validator:
    """Judges payloads by one snapshot.

    Events are compiled when their first payload arrives. One validator may be used from several threads.
    """

    def __init__(
        self, catalog: Snapshot | Release, *, consent: Iterable[str] = (), today: date | None = None
    ) -> None:
        """`catalog` is a snapshot, or a release, whose older majors are accepted as long as they are kept.

        `consent` are the purposes granted by the people whose payloads do not say what they agreed to.
        `today` ends the older majors whose last day is over; without it, none has ended. Raises UnknownName
        for a purpose that the catalog does not state.
        """
        self._versions = Versions(catalog, today) if isinstance(catalog, Release) else None
        self._older: tuple[Validator, ...] = ()
        if self._versions is not None:
            self._older = tuple(Validator(one, consent=consent) for one in self._versions.older)
        snapshot = catalog if self._versions is None else self._versions.current
        if not isinstance(snapshot, Snapshot):
            given = type(snapshot).__name__
            raise TypeError(f"give a Snapshot, such as load(...).snapshot, or a Release; this is a {given}")
        self._snapshot = snapshot
        if isinstance(consent, str):
            raise TypeError("consent is a list of purposes, and this is one text")
        self._granted = frozenset(consent)
        for purpose in self._granted:
            require_purpose(snapshot.settings, purpose)
        self._sides: dict[str | None, _Side] = {}
        self._quick: dict[str | None, Decide] = {}
        """What decides on bytes at once; empty where it has to be asked which version a payload is of."""

    def validate(
        self,
        payload: bytes | bytearray | memoryview,
        destination: str | None = None,
        protocol: Protocol = CANONICAL,
    ) -> Verdict:
        """Judge one payload: UTF-8 JSON of at most 1 MiB, an object with `event` and `properties`.

        With a destination, by its contract; without one, by the union of the event's destinations. Raises
        UnknownName for a destination that the catalog does not have, DestinationNotLoaded for one that could
        not be read; nothing about the payload is ever raised.
        """
        decide = self._quick.get(destination)
        if decide is not None and type(payload) is bytes and protocol is CANONICAL:
            return decide(payload)
        payload = bytes_of(payload)
        if self._versions is not None:
            return self._versions.judge(
                payload,
                destination,
                lambda rank: (self._older[rank - 1] if rank else self)._judge(payload, destination, protocol),
            )
        return self._judge(payload, destination, protocol)

    def _judge(self, payload: bytes, destination: str | None, protocol: Protocol) -> Verdict:
        if protocol is not CANONICAL:
            return self._side(destination).read(payload, protocol)
        return self._side(destination).decide(payload)

    def judge_for(self, destination: str | None) -> Judge:
        """The complete engine for one destination, or for their union."""
        return self._side(destination).judge

    def validate_lines(
        self, buffer: bytes | bytearray | memoryview, destination: str | None = None
    ) -> Iterator[Verdict]:
        """Judge newline-delimited payloads: one verdict for each line that is not blank, in their order.

        Lines are judged as verdicts are asked for; what `validate` raises is raised at once.
        """
        self._side(destination)
        return self._each(bytes_of(buffer), destination)

    def _each(self, content: bytes, destination: str | None) -> Iterator[Verdict]:
        quick = self._quick
        for line in content.split(b"\n"):
            if line and not line.isspace():
                decide = quick.get(destination)
                yield self.validate(line, destination) if decide is None else decide(line)

    def _side(self, destination: str | None) -> "_Side":
        if destination is not None:
            given: object = destination
            if not isinstance(given, str):
                raise TypeError(f"a destination is the text of its name; this is a {type(given).__name__}")
            require_loaded_destination(self._snapshot, destination)
        if destination not in self._sides:
            quick = self._quick if self._versions is None else {}
            self._sides[destination] = _Side(self._snapshot, destination, self._granted, quick)
        return self._sides[destination]


class _Side:
    """Everything compiled for one destination, or for their union."""

    def __init__(
        self,
        snapshot: Snapshot,
        destination: str | None,
        granted: frozenset[str] = frozenset(),
        quick: dict[str | None, Decide] | None = None,
    ) -> None:
        """`quick` is kept up to date with what decides for the destination."""
        self._snapshot = snapshot
        self.judge = Judge(snapshot, destination, granted=granted)
        self._compiled: dict[bytes, Compiled] = {}
        self._deciders: dict[bytes, Decide | None] = {}
        self._are_quiet = quiet_stamps()
        self.decide: Decide = self._decide_by_name
        """The verdict on a payload: by name at first, then with one decoder of all events met so far."""
        self._destination = destination
        self._quick = {} if quick is None else quick
        self._quick[destination] = self.decide
        self._sharing: frozenset[bytes] = frozenset()
        self._alone = 0

    def read(self, payload: bytes, protocol: Protocol) -> Verdict:
        """The complete answer for a payload of any protocol."""
        return at_home(self._explain(protocol.read(payload)), protocol)

    def explain(self, payload: bytes) -> Verdict:
        """The complete answer, without the fast path."""
        return self._explain(decode(payload))

    def _explain(self, value: dict[str, Json] | Problem) -> Verdict:
        if isinstance(value, Problem):
            return Verdict(outcome=Outcome.MALFORMED, event=None, problems=(self._discreet(value),))
        return self.judge.judge(value)

    def _discreet(self, problem: Problem) -> Problem:
        """The problem without a key that the catalog does not state: it may be one of a map, hence data."""
        if problem.code != "duplicate-key" or problem.context["key"] in self._stated:
            return problem
        return msgspec.structs.replace(problem, context={"key": "<key 1>"})

    @cached_property
    def _stated(self) -> frozenset[str]:
        return stated_names(self._snapshot)

    def _decide_by_name(self, payload: bytes) -> Verdict:
        """Decide with the decoder of one event.

        A wrong guess of the name costs time only: the decoder that it leads to insists on its own name.
        """
        name = payload[_START : payload.find(b'"', _START)]
        if name not in self._deciders and not self._compile(name):
            name = _name_elsewhere(payload)
            if name not in self._deciders and not self._compile(name):
                return self.explain(payload)
        decide = self._deciders[name]
        if decide is None or name in self._sharing:
            return self.explain(payload)
        self._alone += 1
        if self._alone >= WARM:
            self._share()
        return decide(payload)

    def _share(self) -> None:
        """Put the events met so far into one decoder, as long as they are few enough."""
        self._alone = 0
        if len(self._compiled) <= MAX_SHARED:
            compiled = dict(self._compiled)
            self.decide = decider(compiled.values(), self._decide_by_name, self._are_quiet)
            self._sharing = frozenset(compiled)
            self._quick[self._destination] = self.decide

    def _compile(self, name: bytes) -> bool:
        """Make the decoder for a name met for the first time; False for a name that is not on the roll."""
        try:
            arriving = name.decode()
        except UnicodeDecodeError:
            return False
        if self.judge.agreement(arriving) is None:
            return False
        compiled = compile_name(self.judge, arriving)
        if compiled is not None:
            self._compiled[name] = compiled
        self._deciders[name] = (
            None if compiled is None else decider((compiled,), self.explain, self._are_quiet)
        )
        return True


def _name_elsewhere(payload: bytes) -> bytes:
    """The event's name where it is not the first member, or where the payload is written with blanks."""
    key = payload.find(b'"event"')
    start = payload.find(b'"', key + len(b'"event"')) + 1
    return payload[start : payload.find(b'"', start)] if key >= 0 and start > 0 else b""


def explained(snapshot: Snapshot, payload: bytes, destination: str | None = None) -> Verdict:
    """The complete engine's verdict alone; equal to the validator's, which the tests hold it to."""
    return _Side(snapshot, destination).explain(payload)
