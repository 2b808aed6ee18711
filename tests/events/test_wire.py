"""What unmodified clients send is accepted: payloads recorded from PostHog's SDKs."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

import catalog
from catalog.model.event import Status

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
def test_a_payload_of_an_unmodified_client_is_accepted_with_consent(
    validator: catalog.Validator, client: str, destination: str | None
) -> None:
    payloads = _recorded(client)
    assert payloads
    for payload in payloads:
        # clients know nothing of consent: whoever passes their payloads on says that it was given
        granted = json.dumps({**json.loads(payload), "consent": ["analytics", "performance"]}).encode()
        verdict = validator.validate(granted, destination)
        assert verdict.outcome == "accepted", [problem.message for problem in verdict.problems]
        assert verdict.problems == ()


def _added_by_deployments() -> Iterator[tuple[str, str, dict[str, object]]]:
    """Client, what is switched on, and the keys that it then adds to every event."""
    document = json.loads((WIRE / "deployments.json").read_text(encoding="utf-8"))
    del document["source"]
    for release, deployments in document.items():
        for what, properties in deployments.items():
            yield release.partition(" ")[0], what, properties


@pytest.mark.parametrize(
    ("client", "what", "added"), list(_added_by_deployments()), ids=lambda value: str(value)[:32]
)
def test_what_a_client_adds_in_another_deployment_is_accepted_too(
    validator: catalog.Validator, client: str, what: str, added: dict[str, object]
) -> None:
    for payload in _recorded(client):
        sent = {**json.loads(payload), "consent": ["analytics", "performance"]}
        sent["properties"] |= added
        verdict = validator.validate(json.dumps(sent).encode(), "posthog")
        assert verdict.outcome == "accepted", [problem.message for problem in verdict.problems]


# posthog-js 1.449.2, what its persistence keeps of the first visit
FIRST_VISIT = (
    *("utm_source", "utm_medium", "utm_campaign", "utm_content", "utm_term", "gad_source", "mc_cid", "gclid"),
    *("gclsrc", "dclid", "gbraid", "wbraid", "fbclid", "msclkid", "twclid", "li_fat_id", "igshid", "ttclid"),
    *("rdt_cid", "epik", "qclid", "sccid", "oppref", "bfcid", "irclid", "_kx", "ph_keyword"),
    *("$search_engine", "$referrer", "$referring_domain", "$current_url", "$host", "$pathname"),
)


@pytest.mark.parametrize("name", FIRST_VISIT)
def test_what_posthog_js_keeps_of_the_first_visit_is_accepted_wherever_it_puts_it(
    validator: catalog.Validator, name: str
) -> None:
    initial = f"$initial_{name.removeprefix('$')}"
    payload = {
        "event": "$pageview",
        "properties": {name: "google"},
        "$set_once": {initial: "google", name: "google"},
        "consent": ["analytics", "performance"],
    }
    verdict = validator.validate(json.dumps(payload).encode(), "posthog")
    assert verdict.outcome == "accepted", [problem.message for problem in verdict.problems]


@pytest.mark.parametrize("name", ["$fbc", "$fbp"])
def test_what_posthog_js_says_of_visitors_from_meta_is_accepted(
    validator: catalog.Validator, name: str
) -> None:
    payload = {
        "event": "$identify",
        "properties": {"$set": {name: "fb.1.1700000000000.AbC"}},
        "consent": ["analytics", "performance"],
    }
    verdict = validator.validate(json.dumps(payload).encode(), "posthog")
    assert verdict.outcome == "accepted", [problem.message for problem in verdict.problems]


@pytest.mark.parametrize("client", ["posthog-python", "posthog-js", "timetracker-tracker"])
def test_without_consent_product_analytics_gets_no_payload(validator: catalog.Validator, client: str) -> None:
    for payload in _recorded(client):
        verdict = validator.validate(payload, "posthog")
        assert verdict.outcome == "refused"
        assert [problem.code for problem in verdict.problems] == ["consent"]


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


def _log_lines() -> list[dict[str, object]]:
    text = (WIRE / "timetracker-log.ndjson").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


def test_a_line_of_the_structured_log_carries_an_event_that_is_accepted(validator: catalog.Validator) -> None:
    """Lines as TimeTracker's formatter writes them; `event` repeats the message."""
    for line in _log_lines():
        of_logging = {"asctime", "levelname", "name", "message", "event", "user_id"}
        payload: dict[str, object] = {
            "event": line["message"],
            "properties": {key: value for key, value in line.items() if key not in of_logging},
        }
        if "user_id" in line:
            payload["distinct_id"] = str(line["user_id"])
        verdict = validator.validate(json.dumps(payload).encode(), "log")
        assert verdict.outcome == "accepted", [problem.message for problem in verdict.problems]


def test_every_example_is_accepted_where_its_event_still_lives(
    timetracker: catalog.Snapshot, validator: catalog.Validator
) -> None:
    for event in timetracker.events.values():
        for example in event.definition.examples:
            payload = json.dumps({"event": event.wire, "properties": dict(example)}).encode()
            outcome = "refused" if event.status is Status.RETIRED else "accepted"
            assert validator.validate(payload).outcome == outcome, event.name


@pytest.mark.parametrize(
    "name", ["quote.approval.requested", "funnel.onboarding.signed_up", "expense_created"]
)
def test_the_names_that_the_code_sends_are_the_names_that_arrive(
    timetracker: catalog.Snapshot, name: str
) -> None:
    found = timetracker.lookup(name)
    assert found is not None
    event, alias = found
    assert name in (event.wire, alias.name if alias is not None else None)


OF_INSTALLATIONS = {
    "$set": {
        "current_version": "4.0.1",
        "current_platform": "Linux",
        "environment": "production",
        "deployment_method": "docker",
        "auth_method": "oidc",
        "timezone": "Europe/Vienna",
        "last_seen": "2025-10-20 09:14:27",
    },
    "$set_once": {
        "first_seen_platform": "Linux",
        "first_seen_python_version": "3.11.4",
        "first_seen_version": "3.0.0",
    },
}
"""What TimeTracker set of an installation, whom PostHog knew as a person under its fingerprint."""


@pytest.mark.parametrize("event", ["telemetry.install", "telemetry.health"])
def test_what_was_set_of_an_installation_arrives_and_leaves_whole(
    timetracker: catalog.Snapshot, event: str
) -> None:
    payload = {"event": event, "distinct_id": "f" * 64, "properties": OF_INSTALLATIONS}
    sent = json.dumps({**payload, "consent": ["analytics"]}).encode()
    verdict = catalog.Validator(timetracker).validate(sent, "posthog")
    assert verdict.outcome == "accepted", [problem.message for problem in verdict.problems]
    redactor = catalog.Redactor(timetracker, destinations=["posthog"])
    assert redactor.redact(sent, "posthog")["properties"] == OF_INSTALLATIONS


STAMPS = {"source": "web", "environment": "production", "release": "3", "version": "1.0.0"}


@pytest.mark.parametrize("name", ["analytics.identify", "$set", "$groupidentify", "timer.stopped"])
@pytest.mark.parametrize("place", ["properties", "context"])
def test_what_a_generated_tracker_says_of_itself_is_accepted(
    validator: catalog.Validator, timetracker: catalog.Snapshot, name: str, place: str
) -> None:
    found = timetracker.lookup(name)
    assert found is not None
    payload: dict[str, object] = {"event": name, "consent": ["analytics"]}
    own: dict[str, object] = {**found[0].definition.examples[0]}

    def problems(stamps: dict[str, str]) -> list[str]:
        told: dict[str, object] = {"properties": own, "context": {"$tracker": stamps}}
        if place == "properties":
            told = {"properties": {**own, "$tracker": stamps}}
        verdict = validator.validate(json.dumps({**payload, **told}).encode(), "posthog")
        return [problem.path for problem in verdict.problems]

    assert problems(STAMPS) == []
    assert problems({**STAMPS, "user": "42"}) == [f"/{place}/$tracker/user"]
