"""Small catalogs made on the spot, and validators that share one decoder among all their events."""

import json
from collections.abc import Mapping
from typing import Any

from catalog.model.event import ContextDefinition, EntityDefinition, EventDefinition
from catalog.model.names import EventName
from catalog.model.settings import Settings
from catalog.model.snapshot import Definitions, Snapshot, resolve
from catalog.validation import Validator, Verdict, explained
from catalog.validation.validator import WARM

Plain = Mapping[str, Any]
"""A definition as its file has it."""

WARMING = "warm.up"
"""An event without properties, whose payloads make a validator share its decoders."""


def definitions_of(
    events: Mapping[str, Plain],
    *,
    contexts: Mapping[str, Plain] | None = None,
    entities: Mapping[str, Plain] | None = None,
    destinations: Mapping[str, Plain] | None = None,
    **settings: object,
) -> Definitions:
    """A catalog of these events; without destinations it has `log`, to which all of them may go."""
    stated = {"log": {}} if destinations is None else destinations
    about = {"format": 1, "product": "p", "destinations": stated, **settings}
    return Definitions(
        settings=Settings.model_validate_json(json.dumps(about)),
        groups={},
        contexts={
            name: ContextDefinition.model_validate_json(json.dumps(plain))
            for name, plain in (contexts or {}).items()
        },
        entities={
            name: EntityDefinition.model_validate_json(json.dumps(plain))
            for name, plain in (entities or {}).items()
        },
        events={
            EventName(name): EventDefinition.model_validate_json(json.dumps(plain))
            for name, plain in {**events, WARMING: {"destinations": [*stated]}}.items()
        },
    )


def world(
    events: Mapping[str, Plain],
    *,
    contexts: Mapping[str, Plain] | None = None,
    entities: Mapping[str, Plain] | None = None,
    destinations: Mapping[str, Plain] | None = None,
    **settings: object,
) -> Snapshot:
    """The same, resolved."""
    made = definitions_of(events, contexts=contexts, entities=entities, destinations=destinations, **settings)
    return resolve(made)


def payload(event: object, properties: object, **envelope: object) -> bytes:
    """A payload as Python's json writes it, blanks included."""
    return json.dumps({"event": event, "properties": properties, **envelope}).encode()


def warmed(snapshot: Snapshot, destination: str | None = None) -> Validator:
    """A validator that has met every event and shares their decoders."""
    validator = Validator(snapshot)
    for name in snapshot.incoming:
        met = json.dumps({"event": name, "properties": {}}, ensure_ascii=False)
        validator.validate(met.encode("utf-8", "replace"), destination)
    warming = payload(WARMING, {})
    for _ in range(WARM):
        validator.validate(warming, destination)
    return validator


class Engines:
    """All that judges payloads for one destination: the complete engine, the fast one cold and warm."""

    def __init__(self, snapshot: Snapshot, destination: str | None = None) -> None:
        self._snapshot = snapshot
        self._destination = destination
        self.cold = Validator(snapshot)
        self.warm = warmed(snapshot, destination)

    def verdict(self, text: bytes) -> Verdict:
        """The verdict that all of them give; law 1."""
        complete = explained(self._snapshot, text, self._destination)
        assert self.cold.validate(text, self._destination) == complete, text
        assert self.warm.validate(text, self._destination) == complete, text
        return complete

    def lines(self, texts: list[bytes]) -> list[Verdict]:
        """The verdicts that all of them give on payloads without a line break, line by line."""
        buffer = b"\n".join(texts)
        complete = [explained(self._snapshot, text, self._destination) for text in texts if text.strip()]
        assert [*self.cold.validate_lines(buffer, self._destination)] == complete
        assert [*self.warm.validate_lines(buffer, self._destination)] == complete
        return complete


def the_verdict(snapshot: Snapshot, text: bytes, destination: str | None = None) -> Verdict:
    """The verdict that all engines give on one payload."""
    return Engines(snapshot, destination).verdict(text)


def codes(verdict: Verdict) -> list[str]:
    """The codes of a verdict's problems, in their order."""
    return [problem.code for problem in verdict.problems]
