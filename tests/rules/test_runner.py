"""The runner: severities from catalog.yaml, allowances, dates, order, and catalogs that are half broken."""

from datetime import date
from pathlib import Path

import pytest

from catalog.findings import Finding, Severity
from catalog.loading import load
from catalog.rules import run
from catalog.rules.debt import owed

TODAY = date(2026, 3, 1)
SETTINGS = """\
format: 1
product: example
owners:
  growth: {description: Product analytics.}
purposes:
  analytics: {description: To learn which features are used., basis: legitimate_interests}
destinations:
  log:
    description: The application's own log.
    receives: [none, system, user.unique_id]
    purposes: [analytics]
    retention_days: 30
"""
COMPLETE = """\
description: A running timer is stopped.
trigger: The stop button was pressed.
owner: growth
purpose: analytics
destinations: [log]
"""
UNCLASSIFIED = "properties:\n  a: {description: A flag., type: boolean}\n"


def check(folder: Path, files: dict[str, str], touched: tuple[str, ...] = ()) -> tuple[Finding, ...]:
    for path, text in ({"catalog.yaml": SETTINGS} | files).items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    return run(load(folder), today=TODAY, touched=touched)


def ids(findings: tuple[Finding, ...]) -> list[str]:
    return [finding.rule for finding in findings]


def test_a_complete_catalog_has_no_findings(tmp_path: Path) -> None:
    assert check(tmp_path, {"timer/stopped.yaml": COMPLETE}) == ()


def test_a_finding_names_its_place_event_property_and_page(tmp_path: Path) -> None:
    (found,) = check(tmp_path, {"timer/stopped.yaml": COMPLETE + UNCLASSIFIED})
    assert (found.path, found.line, found.column) == ("timer/stopped.yaml", 7, 3)
    assert (found.event, found.property, found.severity) == ("timer.stopped", "a", Severity.ERROR)
    assert found.url.endswith("/pii/#unclassified")


def test_a_finding_in_a_group_belongs_to_no_event(tmp_path: Path) -> None:
    files = {"timer/stopped.yaml": COMPLETE + "include: [g]\n", "_groups/g.yaml": UNCLASSIFIED}
    (found,) = check(tmp_path, files)
    assert (found.path, found.event, found.property) == ("_groups/g.yaml", None, "a")


@pytest.mark.parametrize(
    ("severities", "expected"),
    [
        ("{pii/unclassified: warning}", [Severity.WARNING]),
        ("{pii: warning}", [Severity.WARNING]),
        ("{pii: off}", []),
        ("{pii/unclassified: off}", []),
        ("{pii: off, pii/unclassified: error}", [Severity.ERROR]),  # the rule's own entry counts more
        ("{naming: off}", [Severity.ERROR]),
    ],
)
def test_severities_are_those_of_catalog_yaml(
    severities: str, expected: list[Severity], tmp_path: Path
) -> None:
    settings = f"{SETTINGS}severities: {severities}\n"
    found = check(tmp_path, {"catalog.yaml": settings, "timer/stopped.yaml": COMPLETE + UNCLASSIFIED})
    assert [finding.severity for finding in found] == expected


def test_severities_do_not_touch_the_format(tmp_path: Path) -> None:
    settings = f"{SETTINGS}severities: {{format: off, format/unknown-key: warning}}\n"
    found = check(tmp_path, {"catalog.yaml": settings, "timer/stopped.yaml": "descripton: x\n"})
    assert ids(found) == ["catalog/unknown-severity", "catalog/unknown-severity", "format/unknown-key"]
    assert {finding.severity for finding in found} == {Severity.ERROR}


@pytest.mark.parametrize(
    "definition",
    [
        COMPLETE + "allow: {pii/unclassified: Asked in March.}\n" + UNCLASSIFIED,
        COMPLETE
        + "properties:\n  a: {description: A flag., type: boolean, allow: {pii/unclassified: Asked.}}\n",
        COMPLETE
        + """\
properties:
  a:
    description: An object.
    type: object
    allow: {pii/unclassified: Asked in March.}
    properties: {b: {description: Deep inside., type: boolean}}
""",
        COMPLETE
        + """\
properties:
  a:
    description: A map.
    type: map
    maxProperties: 9
    keys: {maxLength: 9, allow: {pii/unclassified: Asked in March.}}
    values: {type: boolean, data: none}
""",
    ],
    ids=["on the event", "on the property", "on what is around it", "on the keys of a map"],
)
def test_an_allowance_with_a_reason_excuses(definition: str, tmp_path: Path) -> None:
    assert check(tmp_path, {"timer/stopped.yaml": definition}) == ()


def test_an_allowance_excuses_nothing_beside_it(tmp_path: Path) -> None:
    definition = COMPLETE + (
        "properties:\n"
        "  a: {description: A flag., type: boolean, allow: {pii/unclassified: Asked in March.}}\n"
        "  b: {description: A flag., type: boolean}\n"
    )
    found = check(tmp_path, {"timer/stopped.yaml": definition})
    assert [(finding.rule, finding.property) for finding in found] == [("pii/unclassified", "b")]


def test_an_allowance_of_an_event_does_not_reach_the_groups_that_it_includes(tmp_path: Path) -> None:
    event = COMPLETE + "include: [g]\nallow: {pii/unclassified: Asked in March.}\n"
    found = check(tmp_path, {"timer/stopped.yaml": event, "_groups/g.yaml": UNCLASSIFIED})
    assert ids(found) == ["pii/unclassified", "catalog/unused-allowance"]


def test_an_allowance_without_a_reason_excuses_nothing(tmp_path: Path) -> None:
    definition = COMPLETE + 'allow: {pii/unclassified: " "}\n' + UNCLASSIFIED
    found = check(tmp_path, {"timer/stopped.yaml": definition})
    assert ids(found) == ["catalog/unreasoned-allowance", "pii/unclassified"]


def test_an_allowance_is_unused_only_when_its_rule_ran(tmp_path: Path) -> None:
    definition = COMPLETE + "allow: {pii/unclassified: Asked in March.}\n"
    (unused,) = check(tmp_path, {"timer/stopped.yaml": definition})
    assert (unused.rule, unused.severity) == ("catalog/unused-allowance", Severity.WARNING)
    settings = f"{SETTINGS}severities: {{pii: off}}\n"
    assert check(tmp_path, {"catalog.yaml": settings, "timer/stopped.yaml": definition}) == ()


EXPIRED = COMPLETE + "expires: 2026-02-28\n"


def test_a_date_alone_fails_no_build_that_does_not_touch_the_event(tmp_path: Path) -> None:
    (elsewhere,) = check(tmp_path, {"timer/stopped.yaml": EXPIRED}, touched=("timer.started",))
    assert (elsewhere.rule, elsewhere.severity) == ("lifecycle/expired", Severity.WARNING)
    (touched,) = check(tmp_path, {"timer/stopped.yaml": EXPIRED}, touched=("timer.stopped",))
    assert touched.severity is Severity.ERROR


@pytest.mark.parametrize(
    ("severities", "touched", "severity"),
    [
        ("{lifecycle/expired: error}", (), Severity.ERROR),
        ("{lifecycle: error}", (), Severity.ERROR),
        ("{lifecycle/expired: warning}", ("timer.stopped",), Severity.WARNING),
        ("{pii: error}", (), Severity.WARNING),  # nothing is said about dates
    ],
)
def test_a_date_fails_every_build_when_catalog_yaml_calls_it_an_error(
    severities: str, touched: tuple[str, ...], severity: Severity, tmp_path: Path
) -> None:
    settings = f"{SETTINGS}severities: {severities}\n"
    (found,) = check(tmp_path, {"catalog.yaml": settings, "timer/stopped.yaml": EXPIRED}, touched)
    assert (found.rule, found.severity) == ("lifecycle/expired", severity)


def test_an_expiry_that_is_too_far_can_be_an_error(tmp_path: Path) -> None:
    settings = f"{SETTINGS}severities: {{lifecycle/expiry-too-far: error}}\n"
    event = COMPLETE + "expires: 2099-12-31\n"
    (found,) = check(tmp_path, {"catalog.yaml": settings, "timer/stopped.yaml": event})
    assert (found.rule, found.severity) == ("lifecycle/expiry-too-far", Severity.ERROR)


def test_a_broken_catalog_yaml_accuses_no_event(tmp_path: Path) -> None:
    found = check(tmp_path, {"catalog.yaml": "format: 1\n", "timer/stopped.yaml": COMPLETE})
    assert ids(found) == ["format/missing-key"]


def test_findings_come_by_file_then_line_and_do_not_depend_on_anything_else(tmp_path: Path) -> None:
    files = {
        "timer/stopped.yaml": "allow: {zebra/stripes: Yes.}\n" + UNCLASSIFIED,
        "entry/written.yaml": "descripton: x\n",
        "_groups/g.yaml": UNCLASSIFIED,
    }
    once = check(tmp_path, files)
    assert [finding.order for finding in once] == sorted(finding.order for finding in once)
    assert once == run(load(tmp_path), today=TODAY)
    assert {finding.path for finding in once} == {*files}


def test_a_thousand_events_with_several_errors_each_are_all_reported(tmp_path: Path) -> None:
    found = check(tmp_path, {f"timer/a{number}.yaml": UNCLASSIFIED for number in range(1_000)})
    assert ids(found).count("pii/unclassified") == 1_000
    assert ids(found).count("ownership/no-owner") == 1_000


def test_control_characters_in_names_are_spelled_out(tmp_path: Path) -> None:
    name = "a\\e[31m" + "x" * 500
    definition = COMPLETE + f'properties:\n  "{name}": {{description: A flag., type: boolean}}\n'
    found = check(tmp_path, {"timer/stopped.yaml": definition})
    assert ids(found) == ["naming/unusual-property-name", "pii/unclassified"]
    assert all(finding.message.isprintable() and len(finding.message) < 300 for finding in found)


def test_a_destination_that_is_listed_twice_is_named_once(tmp_path: Path) -> None:
    definition = COMPLETE.replace("[log]", "[log, log]") + (
        "properties:\n  a: {description: An address., type: string, maxLength: 9, data: user.contact.email}\n"
    )
    found = check(tmp_path, {"timer/stopped.yaml": definition})
    assert ids(found) == ["catalog/duplicate-entry", "pii/forbidden-category"]
    assert found[1].message.count("'log'") == 1


ADOPTING = {"catalog.yaml": SETTINGS + "profile: adopt\n", "timer/stopped.yaml": COMPLETE + UNCLASSIFIED}


def test_in_a_catalog_that_is_being_adopted_only_what_is_new_is_an_error(tmp_path: Path) -> None:
    before = check(tmp_path, ADOPTING)
    assert [(found.rule, found.severity) for found in before] == [("pii/unclassified", Severity.WARNING)]
    check(tmp_path, {**ADOPTING, "timer/ended.yaml": COMPLETE + UNCLASSIFIED})
    after = run(load(tmp_path), today=TODAY, debt=owed(before))
    errors = [found.event for found in after if found.severity is Severity.ERROR]
    assert errors == ["timer.ended"]


def test_a_property_that_moves_into_a_group_takes_its_debt_along_and_no_other(tmp_path: Path) -> None:
    before = check(tmp_path, ADOPTING)
    unclassified = UNCLASSIFIED.partition("properties:\n")[2]
    group = f"properties:\n{unclassified}"
    (tmp_path / "timer/stopped.yaml").write_text(COMPLETE + "include: [shared]\n")
    (tmp_path / "_groups").mkdir()
    (tmp_path / "_groups/shared.yaml").write_text(group)
    after = run(load(tmp_path), today=TODAY, debt=owed(before))
    assert [(one.path, one.severity) for one in after] == [("_groups/shared.yaml", Severity.WARNING)]
    more = "  other: {description: A thing., type: string, maxLength: 9}\n"
    (tmp_path / "_groups/shared.yaml").write_text(group + more)
    after = run(load(tmp_path), today=TODAY, debt=owed(before))
    assert [one.property for one in after if one.severity is Severity.ERROR] == ["other"]


def test_adoption_does_not_excuse_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    found = check(tmp_path, {**ADOPTING, "timer/stopped.yaml": "a: 1\n"})
    assert [(one.rule, one.severity) for one in found] == [("format/unknown-key", Severity.ERROR)]
