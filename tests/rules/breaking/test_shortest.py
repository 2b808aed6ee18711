"""A proof is the shortest there is: no payload nearby shows the same with fewer characters."""

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
import rfc8785
from hypothesis import HealthCheck, event, given, settings

from catalog.diff import Side
from catalog.diff.change import Part
from catalog.findings import Severity
from catalog.rules.breaking.comparison import Comparison
from catalog.rules.breaking.loss import Cause, Loss
from catalog.validation import Outcome, Validator, Verdict
from tests.rules.breaking.edits import neighbours
from tests.rules.breaking.test_changes import STOPPED, Bench, payload, told
from tests.rules.breaking.test_changes import event as an_event

POOL: Final[tuple[Any, ...]] = (
    0,
    1,
    2,
    9,
    -1,
    10,
    0.5,
    1e21,
    "",
    "a",
    "b",
    "aa",
    True,
    False,
    None,
    [],
    [0],
    {},
)
"""Candidates for any member of a payload."""

# What one member alone shows; the others need a whole payload, or one value that was taken out of a list.
_OF_MEMBERS: Final = (
    Cause.PROPERTY_REMOVED,
    Cause.PROPERTY_REQUIRED,
    Cause.TYPE_NARROWED,
    Cause.CONSTRAINT_TIGHTENED,
    Cause.KEPT_NAME_DECLARED,
)


def verdict(side: Side, text: bytes, destination: str | None) -> Verdict | None:
    if destination is not None and destination not in side.snapshot.settings.destinations:
        return None
    return Validator(side.snapshot).validate(text, destination)


def reasons(found: Verdict | None) -> frozenset[tuple[str, str]]:
    """The problems that refuse a payload, by code and place."""
    if found is None or found.outcome is Outcome.ACCEPTED:
        return frozenset()
    serious = [one for one in found.problems if one.severity is Severity.ERROR] or found.problems
    return frozenset((one.code, one.path) for one in serious)


def nearby(proven: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The payload with one of its properties left out, or with another value."""
    for name in proven["properties"]:
        for value in (..., *POOL):
            made = copy.deepcopy(proven)
            if value is ...:
                del made["properties"][name]
            else:
                made["properties"][name] = value
            yield made


def shorter(loss: Loss, old: Side, new: Side) -> Iterator[str]:
    """Payloads nearby that are refused for the very reasons of a proof and are written shorter."""
    proof = loss.proof
    assert proof is not None
    known = reasons(verdict(new, proof.text.encode(), proof.destination))
    for candidate in nearby(json.loads(proof.text)):
        text = rfc8785.dumps(candidate)
        if loss.cause is Cause.TYPE_NARROWED and None in candidate["properties"].values():
            continue  # that null is refused is a change of its own
        if len(text) >= len(proof.text.encode()):
            continue
        before = verdict(old, text, proof.destination)
        if before is None or before.outcome is not Outcome.ACCEPTED:
            continue
        if known and reasons(verdict(new, text, proof.destination)) == known:
            yield text.decode()


@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(neighbours())
def test_no_payload_nearby_shows_the_same_and_is_shorter(pair: tuple[Side, Side]) -> None:
    old, new = pair
    for loss in Comparison(old=old, new=new).losses:
        if loss.proof is None or loss.part is not Part.EVENT or loss.cause not in _OF_MEMBERS:
            continue
        event(loss.cause)
        assert [*shorter(loss, old, new)] == [], loss


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path)


SHORTEST: Final = {
    "null is shorter than a date": (
        "a: {type: string, maxLength: 9, required: true}\n  d: {type: date, nullable: true, required: true}",
        "a: {type: string, maxLength: 9, required: true}",
        "property-removed",
        {"a": "", "d": None},
    ),
    "null is shorter than a uuid": (
        "a: {type: uuid, nullable: true}",
        "b: {type: integer}",
        "property-removed",
        {"a": None},
    ),
    "null is shorter than a timestamp that stands around": (
        "a: {type: integer}\n  d: {type: timestamp, nullable: true, required: true}",
        "d: {type: timestamp, nullable: true, required: true}",
        "property-removed",
        {"a": 0, "d": None},
    ),
    "null is shorter than an object": (
        "o: {type: object, nullable: true, properties: {d: {type: date, required: true}}}",
        "b: {type: integer}",
        "property-removed",
        {"o": None},
    ),
    "nothing is shorter than null": (
        "a: {type: integer, nullable: true}",
        "b: {type: integer}",
        "property-removed",
        {"a": 0},
    ),
    "a number without a sign": (
        "a: {type: number, maximum: 3}",
        "a: {type: number, enum: [0, 1]}",
        "constraint-tightened",
        {"a": 2},
    ),
    "a power of ten": (
        "a: {type: number}",
        "a: {type: number, maximum: 999999}",
        "constraint-tightened",
        {"a": 1e21},
    ),
    "what an integer required around may be": (
        "a: {type: integer, minimum: -20, nullable: true, required: true}\n  b: {type: integer}",
        "a: {type: integer, minimum: -20, maximum: 9, nullable: true, required: true}",
        "property-removed",
        {"a": 0, "b": 0},
    ),
}


@pytest.mark.parametrize("name", SHORTEST)
def test_the_shortest_payload_is_shown(name: str, bench: Bench) -> None:
    before, after, rule, properties = SHORTEST[name]
    found = told(bench.judged({STOPPED: an_event(before)}, {STOPPED: an_event(after)}))
    assert payload(found[rule]) == {"event": "timer.stopped", "properties": properties}
