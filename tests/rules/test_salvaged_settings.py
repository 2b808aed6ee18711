"""One slip in catalog.yaml: it is told, so is everything else that is wrong, and nothing more."""

import json
import tempfile
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from catalog.loading import dump, load
from catalog.rules.example import SURROUNDINGS
from tests.rules.test_salvage import COMPLETE, STOPPED, Plain, at, ids, json_of, judged, slipped_in
from tests.strategies import catalogs

SETTINGS = "catalog.yaml"
RICH = """\
format: 1
product: shop
base_url: https://events.example.com/shop
contact: The shop.
owners: {growth: {description: Analytics.}, checkout: {contact: Desk 3.}, idle: {}}
purposes:
  analytics: {description: To learn., basis: consent, subjects: [customer], notice: On the page.}
  operations: {description: To run.}
categories:
  user.account.plan: {description: The plan., sensitivity: interaction}
  user.account.plan.secret: {description: A secret plan., sensitivity: prohibited}
  user.health.steps: {description: Steps., special: true}
destinations:
  log:
    description: The log.
    receives: [none, system, user.account]
    otherwise: {user.content: truncate, user.account.plan.secret: hash}
    truncate: {characters: 8}
    identity: none
    retention_days: 3
    reserved: [message]
  posthog:
    contexts: [tracker]
    consent: true
    purposes: [analytics]
    processor: A company.
    contract: Signed.
    region: USA
    transfer: scc
    retention_days: 400
    erasure: {how: By hand., days: 14}
  other: {purposes: [operations], processor: Another one.}
approvals: {privacy: {users: [a], when: [privacy]}}
naming: {reserved: {audit: log}}
severities: {naming: warning, ownership/no-trigger: "off", typing/unbounded-string: "off"}
modes: {default: full, timer: none}
undeclared: drop
accept_previous_days: 3
repositories: [{name: web, report_max_age_days: 3}]
"""
FILES = {
    SETTINGS: RICH,
    "_context/tracker.yaml": SURROUNDINGS["_context/tracker.yaml"],
    STOPPED: """\
description: A running timer is stopped.
owner: growth
purpose: operations
destinations: [log, posthog, other]
examples: [{zebra: 1, plan: gold}]
properties:
  plan: {description: A plan., type: string, maxLength: 6, data: user.account.plan, handling: {log: mask}}
  secret: {description: A secret., type: string, maxLength: 600, data: user.account.plan.secret}
  steps: {description: How many., type: integer, data: user.health.steps, destinations: [log]}
  note: {description: A note., type: string, maxLength: 600, data: user.content}
  message: {description: A name., type: string, data: user.name, purpose: analytics}
""",
    "audit/seen.yaml": COMPLETE.replace("[log]", "[posthog]").replace("growth", "checkout"),
}


@pytest.mark.parametrize(
    "slip",
    [
        ("contact: The shop.", "contact: 5"),
        ("undeclared: drop", "undeclared: maybe"),
        ("accept_previous_days: 3", "accept_previous_days: -1"),
        ("repositories: [{name: web,", 'repositories: [{name: "",'),
        ("retention_days: 400", "retention_days: soon"),
        ("contact: Desk 3.", "contact: 3"),
        ("naming: warning", "pii: warnin"),
    ],
    ids=lambda slip: slip[1],
)
def test_one_slip_hides_nothing_elsewhere(slip: tuple[str, str], tmp_path: Path) -> None:
    found = judged(tmp_path, FILES | {SETTINGS: RICH.replace(*slip) + "zebra: 1\n"})
    assert ids(found).count("format/wrong-type") == ids(found).count("format/unknown-key") == 1
    assert "catalog/no-basis" in ids(found)
    assert "naming/reserved-resource" in ids(found)


ALLOWED = FILES | {
    STOPPED: FILES[STOPPED]
    + "  bare: {description: Whether it is bare., type: boolean}\n"
    + "allow: {pii/special-category: It counts steps., ownership/hollow-text: Never.}\n"
}


@pytest.mark.parametrize(
    ("stated", "slip", "as_if", "wrong"),
    [
        ("pii: warning", "pii: warn", "", 1),
        ("typing: warning", "typing: warn", "", 1),
        ("catalog: warning", "catalog: warn", "", 1),
        # The family's level holds for a rule of which nothing sound is stated.
        ("pii: warning, pii/unclassified: error", "pii: warning, pii/unclassified: eror", "pii: warning", 1),
        ("pii: warning", "pii: warn, typing: [], ownership: 3", "", 3),
    ],
    ids=lambda value: str(value),
)
def test_a_level_that_cannot_be_read_is_as_if_it_were_not_stated(
    stated: str, slip: str, as_if: str, wrong: int, tmp_path: Path
) -> None:
    def found(severities: str, folder: str) -> list[tuple[str, str, str, str | None]]:
        settings = RICH.replace("user.account]", "user.account, user.contact]").split("severities:")[0]
        settings += f"severities: {{{severities}}}\n"
        return [
            (one.rule, one.severity.value, one.message, one.event)
            for one in judged(tmp_path / folder, ALLOWED | {SETTINGS: settings})
        ]

    whole, slipped = found(as_if, "whole"), found(slip, "slipped")
    told = [one for one in slipped if one[0] == "format/wrong-type"]
    assert len(told) == wrong
    assert [one for one in slipped if one not in told] == whole
    assert whole != found(stated, "stated")  # the level that was meant would have changed something
    for rule in (
        "pii/unclassified",
        "typing/unbounded-string",
        "catalog/unused-permission",
        "catalog/unused-allowance",
    ):
        assert rule in [one[0] for one in slipped], rule


def test_severities_that_are_no_mapping_hide_nothing(tmp_path: Path) -> None:
    found = judged(tmp_path, FILES | {SETTINGS: RICH.split("severities:")[0] + "severities: warning\n"})
    assert [one.rule for one in found if one.path == SETTINGS and one.rule.startswith("format/")] == [
        "format/wrong-type"
    ]
    assert "typing/unbounded-string" in ids(found)


@pytest.mark.parametrize(
    ("slip", "hidden"),
    [
        (("consent: true", "consent: yes"), set()),
        (("  posthog:\n", "  posthog: 5\n  zebra:\n"), set()),
        (("contexts:", "context:"), set()),
        (("growth: {description: Analytics.}", "growth: 3"), set()),
        (("  operations: {description: To run.}", "  operations: []"), {"catalog/no-basis"}),
    ],
)
def test_the_name_of_what_is_damaged_stays_known(
    slip: tuple[str, str], hidden: set[str], tmp_path: Path
) -> None:
    found = judged(tmp_path, FILES | {SETTINGS: RICH.replace(*slip)})
    assert not any("/unknown-" in rule for rule in ids(found) if rule != "format/unknown-key")
    assert "catalog/no-contract" in ids(found)
    assert ("catalog/no-basis" in ids(found)) == (not hidden)


@pytest.mark.parametrize(
    "slip", [("format: 1", "format: 2"), ("product: shop", "product: A shop"), (RICH, "[]")]
)
def test_a_file_that_says_nothing_for_sure_is_not_judged(slip: tuple[str, str], tmp_path: Path) -> None:
    judged(tmp_path, FILES | {SETTINGS: RICH.replace(*slip)})
    assert load(tmp_path).settings is None


def test_payloads_are_judged_by_whole_destinations_alone(tmp_path: Path) -> None:
    judged(tmp_path, FILES | {SETTINGS: RICH.replace("retention_days: 3\n", "retention_days: soon\n")})
    assert list(load(tmp_path).snapshot.settings.destinations) == ["posthog", "other"]


def test_no_payload_is_judged_by_a_damaged_category(tmp_path: Path) -> None:
    judged(tmp_path, FILES | {SETTINGS: RICH.replace("prohibited", "prohibitd")})
    assert not load(tmp_path).snapshot.settings.destinations


@st.composite
def slipped(draw: st.DrawFn) -> tuple[dict[str, str], dict[str, str]]:
    """The files of a catalog before and after a slip in catalog.yaml."""
    files: Mapping[str, str] = FILES if draw(st.booleans()) else dump(draw(catalogs()))
    data: Plain = json_of(files[SETTINGS])
    before = json.dumps(data)
    draw(slipped_in(data))
    stated = json.loads(before)
    for key in ("owners", "purposes", "categories", "destinations"):
        # a mapping that has other names says so itself: what it had before is unknown by right
        assume(not isinstance(data.get(key), dict) or stated.get(key, {}).keys() <= data[key].keys())
    return {**files, SETTINGS: before}, {**files, SETTINGS: json.dumps(data)}


@settings(
    max_examples=25,  # each judges two whole catalogs, up to a second
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)
@given(slipped())
def test_one_slip_adds_findings_of_the_format_alone(drawn: tuple[dict[str, str], dict[str, str]]) -> None:
    before, after = drawn
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
        whole = judged(Path(one), before)
        assume(not any(finding.rule.startswith("format/") for finding in whole))
        rest = judged(Path(other), after)
        left = load(Path(other)).settings
        is_judged = left is not None
        lost = (
            set()
            if left is None
            else load(Path(one)).definitions.settings.severities.keys() - left.judged.severities.keys()
        )
    slips = {finding.path for finding in rest if finding.rule.startswith("format/")}
    assume(slips)
    assert slips == {SETTINGS}
    known = {at(finding, before[finding.path]) for finding in whole}
    for finding in rest:
        # Where nothing is left of catalog.yaml its levels are unknown too, and what it turned off is found;
        # where one level is lost, so is what that one turned off, and the allowances that it left unasked.
        family = finding.rule.partition("/")[0]
        is_told_now = bool(lost & {finding.rule, family}) or (
            lost and finding.rule == "catalog/unused-allowance"
        )
        if family != "format" and is_judged and not is_told_now:
            assert at(finding, after[finding.path]) in known, finding
