"""Risk: low for words and technical data, high for what weakens people's protection, medium for the rest."""

from pathlib import Path

import pytest

from catalog.gate.risk import risk_of
from tests.gate.catalogs import compared

SETTINGS = """\
format: 1
product: example
owners: {time: {description: Timers.}, shop: {description: The shop.}}
purposes:
  analytics: {description: To learn., basis: consent, subjects: [customer]}
  essential: {description: To run it., basis: contract, subjects: [customer]}
categories: {user.account.plan: {description: The plan., sensitivity: interaction}}
destinations:
  log:
    {description: Log., retention_days: 7, consent: true, transfer: none, purposes: [analytics, essential]}
  posthog: {description: Analytics., retention_days: 365, purposes: [analytics, essential]}
"""
EVENT = """\
description: A timer stops.
purpose: analytics
owner: time
destinations: [log]
properties:
  seconds: {description: Length., type: integer, minimum: 0, maximum: 80, data: none}
  clicks: {description: How often., type: integer, minimum: 0, maximum: 90, data: user.behavior}
  plan: {description: The plan., type: string, maxLength: 9, data: user.account.plan, handling: {log: drop}}
"""
BEFORE = {"catalog.yaml": SETTINGS, "timer/stopped.yaml": EVENT}


SELLING = "{description: To sell., basis: consent, subjects: [customer]}"


def prop(data: str) -> tuple[str, str]:
    return (
        "properties:\n",
        f"properties:\n  more: {{description: More., type: string, maxLength: 9, data: {data}}}\n",
    )


@pytest.mark.parametrize(
    ("replaced", "risk"),
    [
        (("A timer stops.", "The timer stops."), "low"),
        (("owner: time", "owner: shop"), "low"),
        (("minimum: 0, maximum: 80", "minimum: 1, maximum: 80"), "low"),
        (prop("none"), "low"),
        (prop("system.operations"), "low"),
        (prop("user.telemetry"), "low"),
        (("minimum: 0, maximum: 90", "minimum: 1, maximum: 90"), "medium"),
        (prop("user.behavior"), "medium"),
        (prop("user.account"), "high"),
        (prop("user.content"), "high"),
        (prop("user.unique_id"), "high"),
        (prop("user.unique_id.pseudonymous"), "high"),
        (prop("user.device.id"), "high"),
        (("data: user.behavior", "data: user.content"), "high"),
        (("data: user.behavior", "data: none"), "high"),
        (("destinations: [log]", "destinations: [log, posthog]"), "high"),
        (("destinations: [log]", "destinations: [posthog]"), "high"),
        (("purpose: analytics", "purpose: essential"), "high"),
        ((", handling: {log: drop}", ""), "high"),
        (("retention_days: 7,", "retention_days: 8,"), "high"),
        (("retention_days: 7,", "retention_days: 6,"), "medium"),
        (("transfer: none", "transfer: scc"), "high"),
        (("consent: true, ", ""), "high"),
        (("basis: consent", "basis: contract"), "high"),
        (("sensitivity: interaction", "sensitivity: technical"), "high"),
        (("sensitivity: interaction", "sensitivity: personal"), "high"),
        (("  essential:", f"  marketing: {SELLING}\n  essential:"), "high"),
        (("  posthog:", "  sentry: {description: Errors., retention_days: 9}\n  posthog:"), "high"),
        (("product: example", "product: example\nbase_url: https://example.com"), "medium"),
    ],
)  # fmt: skip
def test_a_change_has_the_risk_of_what_it_does_to_people(
    replaced: tuple[str, str], risk: str, tmp_path: Path
) -> None:
    before, after = replaced
    changed = {path: text.replace(before, after) for path, text in BEFORE.items()}
    assert changed != BEFORE
    both = compared(tmp_path, BEFORE, changed)
    old, new = both.old.snapshot, both.new.snapshot
    assert max((risk_of(change, old, new) for change in both.changes), key=lambda one: one.rank) == risk


def test_more_of_what_is_collected_already_is_no_raise(tmp_path: Path) -> None:
    with_account = EVENT.replace(*prop("user.account"))
    one_more = with_account.replace(
        "properties:\n",
        "properties:\n  role: {description: Role., type: string, maxLength: 9, data: user.account}\n",
    )
    both = compared(
        tmp_path,
        {**BEFORE, "timer/stopped.yaml": with_account},
        {**BEFORE, "timer/stopped.yaml": one_more},
    )
    (change,) = both.changes
    assert risk_of(change, both.old.snapshot, both.new.snapshot) == "medium"


@pytest.mark.parametrize(
    ("data", "risk"),
    [("none", "low"), ("user.behavior", "medium"), ("user.name", "high"), ("user.unique_id", "high")],
)
def test_a_new_event_has_the_risk_of_what_it_carries(data: str, risk: str, tmp_path: Path) -> None:
    event = (
        "description: A timer is paused.\ndestinations: [log]\nproperties:\n"
        f"  who: {{description: Who., type: string, maxLength: 9, data: {data}}}\n"
    )
    both = compared(tmp_path, BEFORE, {**BEFORE, "timer/paused.yaml": event})
    (change,) = both.changes
    assert risk_of(change, both.old.snapshot, both.new.snapshot) == risk


def test_what_nobody_has_classified_counts_as_the_worst(tmp_path: Path) -> None:
    event = (
        "description: A timer is paused.\ndestinations: [log]\nproperties:\n"
        "  who: {description: Who., type: string, maxLength: 9}\n"
    )
    both = compared(tmp_path, BEFORE, {**BEFORE, "timer/paused.yaml": event})
    (change,) = both.changes
    assert risk_of(change, both.old.snapshot, both.new.snapshot) == "high"
