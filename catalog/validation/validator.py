"""The public judge of payloads: bytes in, verdicts out."""

from collections.abc import Iterator
from typing import Final

from catalog.model.snapshot import Snapshot
from catalog.schema.contract import require_destination
from catalog.validation.compiled import Compiled, compile_event
from catalog.validation.decode import MAX_BYTES, decode
from catalog.validation.judge import Judge
from catalog.validation.problems import Problem
from catalog.validation.verdict import Outcome, Verdict

_START: Final = len(b'{"event":"')


class Validator:
    """Judges payloads by one snapshot.

    Events are compiled when their first payload arrives. One validator may be used from several threads.
    """

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._sides: dict[str | None, _Side] = {}

    def validate(self, payload: bytes, destination: str | None = None) -> Verdict:
        """Judge one payload: UTF-8 JSON of at most 1 MiB, an object with `event` and `properties`.

        With a destination, by its contract; without one, by the union of the event's destinations. Raises
        UnknownName for a destination that the catalog does not have; nothing about the payload is ever
        raised.
        """
        side = self._sides.get(destination)
        if side is None:
            side = self._side(destination)
        return side.validate(payload)

    def validate_lines(self, buffer: bytes, destination: str | None = None) -> Iterator[Verdict]:
        """Judge newline-delimited payloads: one verdict for each line that is not blank, in their order."""
        side = self._sides.get(destination) or self._side(destination)
        for line in buffer.split(b"\n"):
            if line and not line.isspace():
                yield side.validate(line)

    def _side(self, destination: str | None) -> "_Side":
        if destination is not None:
            require_destination(self._snapshot.settings, destination)
        return self._sides.setdefault(destination, _Side(self._snapshot, destination))


class _Side:
    """Everything compiled for one destination, or for their union."""

    def __init__(self, snapshot: Snapshot, destination: str | None) -> None:
        self._snapshot = snapshot
        self._destination = destination
        self._judge = Judge(snapshot, destination)
        self._compiled: dict[bytes, Compiled | None] = {}

    def validate(self, payload: bytes) -> Verdict:
        # A wrong guess of the name costs time only: the decoder that it leads to insists on its own name.
        name = payload[_START : payload.find(b'"', _START)]
        compiled = self._compiled.get(name)
        if compiled is None:
            compiled = self._compile(payload, name)
        if compiled is not None and len(payload) <= MAX_BYTES:
            verdict = compiled.accept(payload)
            if verdict is not None:
                return verdict
        return self.explain(payload)

    def explain(self, payload: bytes) -> Verdict:
        """The complete answer, without the fast path."""
        value = decode(payload)
        if isinstance(value, Problem):
            return Verdict(outcome=Outcome.MALFORMED, event=None, problems=(value,))
        return self._judge.judge(value)

    def _compile(self, payload: bytes, name: bytes) -> Compiled | None:
        """The decoder for a name met for the first time, or met where it was not expected."""
        if name in self._compiled:
            return None
        try:
            found = self._snapshot.lookup(name.decode())
        except UnicodeDecodeError:
            found = None
        if found is None:
            return self._elsewhere(payload)
        self._compiled[name] = compile_event(self._judge, *found, self._destination)
        return self._compiled[name]

    def _elsewhere(self, payload: bytes) -> Compiled | None:
        """The decoder for a payload whose first member is not the event, or that is written with blanks."""
        start = payload.find(b'"event"')
        if start < 0:
            return None
        start = payload.find(b'"', start + 7) + 1
        name = payload[start : payload.find(b'"', start)]
        if name in self._compiled:
            return self._compiled[name]
        try:
            found = self._snapshot.lookup(name.decode())
        except UnicodeDecodeError:
            return None
        if found is None:
            return None
        self._compiled[name] = compile_event(self._judge, *found, self._destination)
        return self._compiled[name]


def explained(snapshot: Snapshot, payload: bytes, destination: str | None = None) -> Verdict:
    """The complete engine's verdict alone; equal to the validator's, which the tests hold it to."""
    return _Side(snapshot, destination).explain(payload)
