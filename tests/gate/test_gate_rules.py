"""The rules of the gate, executed on their own examples."""

import re
from pathlib import Path

import pytest

from catalog.docgen.examples import unapproved
from catalog.loading import load
from catalog.rules.example import files_of
from catalog.rules.gate_rules import GATE_RULES, GateRule
from catalog.rules.runner import KNOWN_RULES

each_rule = pytest.mark.parametrize("rule", GATE_RULES, ids=lambda rule: rule.id)


@each_rule
def test_the_bad_example_of_a_rule_breaks_it(rule: GateRule) -> None:
    found = unapproved(rule, rule.bad)
    assert {(one.rule, one.severity) for one in found} == {(rule.id, rule.severity)}
    assert {one.path for one in found} <= set(rule.bad)


@each_rule
def test_the_good_example_of_a_rule_does_not_break_it(rule: GateRule) -> None:
    assert rule.good != rule.before
    assert unapproved(rule, rule.good) == ()


@each_rule
def test_every_catalog_of_an_example_can_be_read(rule: GateRule, tmp_path: Path) -> None:
    for number, files in enumerate((rule.before, rule.before | rule.bad, rule.before | rule.good)):
        for path, text in files_of(files).items():
            target = tmp_path / str(number) / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8")
        assert load(tmp_path / str(number)).findings == ()


@each_rule
def test_a_rule_explains_itself(rule: GateRule) -> None:
    assert re.fullmatch(r"gate/[a-z]+(-[a-z]+)*", rule.id)
    assert rule.summary.endswith(".")
    assert len(rule.summary) <= 100
    assert rule.id not in KNOWN_RULES, "no severity and no allowance of a branch makes it milder"
