"""Payloads that hold thousands of look-alikes take no long time, and none of them passes as clean for it."""

from typing import Any

import phonenumbers
import pytest

from catalog.privacy.detectors import proofs
from catalog.validation.redactor import Redactor
from tests.validation.worlds import Engines, payload, world

LIST: dict[str, Any] = {"type": "array", "items": {"type": "string", "maxLength": 99}, "data": "none"}
MAP: dict[str, Any] = {"type": "map", "keys": {"data": "none"}, "values": {"type": "integer", "data": "none"}}
LIMIT = proofs.MAX_PROOFS
UNPROVEN = [f"0111 {number:07}" for number in range(50_000)]


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the library of telephone numbers is asked about."""
    texts: list[str] = []
    parse = phonenumbers.parse

    def counted(text: str, region: str | None = None) -> phonenumbers.PhoneNumber:
        texts.append(text)
        return parse(text, region)

    monkeypatch.setattr(phonenumbers, "parse", counted)
    return texts


@pytest.mark.parametrize(
    ("definition", "value"), [(LIST, UNPROVEN), (MAP, dict.fromkeys(UNPROVEN, 1))], ids=["list", "map"]
)
def test_fifty_thousand_look_alikes_are_told_after_a_limited_number_of_proofs(
    definition: dict[str, Any], value: object, asked: list[str]
) -> None:
    snapshot = world({"a.b": {"properties": {"a": definition}}})
    verdict = Engines(snapshot).verdict(payload("a.b", {"a": value}))
    assert {one.code for one in verdict.problems} == {"drift", "more-problems"}
    assert len(asked) <= 8 * LIMIT  # each engine asks for itself


def test_after_the_last_problem_that_is_told_nobody_looks_any_further(asked: list[str]) -> None:
    real = [f"(030) 23125{number % 1000:03}" for number in range(50_000)]
    snapshot = world({"a.b": {"properties": {"a": LIST}}})
    verdict = Engines(snapshot).verdict(payload("a.b", {"a": real}))
    assert len(verdict.problems) == 101
    assert len(asked) <= 8 * 101


@pytest.mark.parametrize("policy", ["redact", "refuse", "quarantine"])
def test_what_nobody_could_prove_any_more_does_not_leave(policy: str) -> None:
    event = {"destinations": ["log"], "properties": {"a": LIST, "b": {"type": "boolean", "data": "none"}}}
    redacted = Redactor(world({"a.b": event}, drift=policy)).judge(
        payload("a.b", {"a": UNPROVEN[:8_000], "b": True}), "log"
    )
    left = None if redacted.payload is None else redacted.payload["properties"]
    assert left == ({"b": True} if policy == "redact" else None)


@pytest.mark.parametrize(("policy", "outcome"), [("quarantine", "quarantined"), ("refuse", "refused")])
def test_warnings_hide_no_drift_that_sets_a_payload_aside(policy: str, outcome: str) -> None:
    old = {"type": "string", "maxLength": 5, "data": "none", "deprecated": True}
    properties = {
        "a": {"type": "array", "items": {"type": "object", "properties": {"b": old}}},
        "c": {"type": "string", "maxLength": 99, "data": "none"},
    }
    snapshot = world({"a.b": {"properties": properties}}, drift=policy)
    sent = {"a": [{"b": "x"}] * 150, "c": "jane.doe@gmail.com"}
    assert Engines(snapshot).verdict(payload("a.b", sent)).outcome == outcome
