"""What unmodified clients send is accepted: payloads recorded from PostHog's SDKs."""

import json
from pathlib import Path

import pytest

import catalog

WIRE = Path(__file__).parents[1] / "cases" / "wire"


def _recorded(client: str) -> list[bytes]:
    recording = json.loads((WIRE / f"{client}.json").read_text(encoding="utf-8"))
    return [json.dumps(payload).encode() for payload in recording["payloads"]]


@pytest.fixture(scope="session")
def validator(timetracker: catalog.Snapshot) -> catalog.Validator:
    return catalog.Validator(timetracker)


@pytest.mark.parametrize("destination", ["posthog", None])
@pytest.mark.parametrize(
    "client", ["posthog-python", "posthog-python-v1", "posthog-node", "posthog-js", "timetracker-tracker"]
)
def test_a_payload_of_an_unmodified_client_is_accepted(
    validator: catalog.Validator, client: str, destination: str | None
) -> None:
    payloads = _recorded(client)
    assert payloads
    for payload in payloads:
        verdict = validator.validate(payload, destination)
        assert verdict.outcome == "accepted", [problem.message for problem in verdict.problems]
        assert verdict.problems == ()


@pytest.mark.parametrize("client", ["posthog-python", "posthog-node", "posthog-js"])
def test_the_same_payload_with_an_undeclared_property_is_refused(
    validator: catalog.Validator, client: str
) -> None:
    for payload in _recorded(client):
        recorded = json.loads(payload)
        recorded["properties"]["not_on_the_roll"] = True
        verdict = validator.validate(json.dumps(recorded).encode(), "posthog")
        assert verdict.outcome == "refused"
        assert any("not_on_the_roll" in problem.path for problem in verdict.problems)


def test_a_person_property_that_nobody_declared_is_refused(validator: catalog.Validator) -> None:
    payload = {"event": "$identify", "properties": {"$set": {"shoe_size": 43}}}
    verdict = validator.validate(json.dumps(payload).encode(), "posthog")
    assert verdict.outcome == "refused"
