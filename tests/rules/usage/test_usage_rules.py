"""Every rule about source code: what it says about itself, and its own examples executed."""

import re
from collections.abc import Sequence
from pathlib import Path

import pytest

from catalog.docgen.examples import used
from catalog.findings import Finding
from catalog.rules.usage.ids import USAGE_IDS
from catalog.rules.usage.rule import UsageRule
from catalog.rules.usage.table import USAGE_RULES

ROOM = Path(__file__).parents[3] / "catalog" / "rules" / "usage"

each_rule = pytest.mark.parametrize("rule", USAGE_RULES, ids=lambda rule: rule.id)


def findings(rule: UsageRule, files: dict[str, str]) -> Sequence[Finding]:
    return [finding for finding in used(rule, files) if finding.rule == rule.id]


@each_rule
def test_the_bad_example_of_a_rule_breaks_it(rule: UsageRule) -> None:
    found = findings(rule, rule.bad)
    assert found, f"{rule.id} does not find its own bad example"
    assert {finding.path for finding in found} <= rule.bad.keys()
    assert {finding.severity for finding in found} == {rule.severity}


@each_rule
def test_the_good_example_of_a_rule_breaks_no_rule(rule: UsageRule) -> None:
    assert used(rule, rule.good) == ()


@each_rule
def test_a_rule_explains_itself(rule: UsageRule) -> None:
    assert re.fullmatch(r"usage/[a-z]+(-[a-z]+)*", rule.id)
    assert re.fullmatch(r"\d+\.\d+\.\d+", rule.since)
    for text in (rule.summary, rule.why):
        assert text.endswith("."), text
        assert text[0].isupper(), text
    assert "\n" not in rule.summary
    assert len(rule.summary) <= 100


@each_rule
def test_a_finding_of_a_rule_is_one_sentence(rule: UsageRule) -> None:
    for finding in findings(rule, rule.bad):
        message = finding.message
        assert not message.endswith("."), message
        assert message[0] == "'" or message[0].islower(), message
        assert message.isprintable()
        assert len(message) <= 300


def test_the_ids_are_those_of_the_table() -> None:
    assert tuple(USAGE_IDS) == tuple(rule.id for rule in USAGE_RULES)


def test_the_table_lists_every_file_of_a_rule_and_each_file_holds_the_rule_it_is_named_for() -> None:
    files = {
        f"usage/{path.stem}".replace("_", "-")
        for path in ROOM.glob("*.py")
        if re.search(r"^RULE\b", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    }
    assert files == set(USAGE_IDS)
