"""Every breaking rule, executed on its own examples."""

from pathlib import Path

import pytest

from catalog.diff import Side
from catalog.loading import Loaded, load
from catalog.rules.allowed import Allowed
from catalog.rules.breaking.comparison import Comparison
from catalog.rules.breaking.rule import BreakingRule, Category, Judgement
from catalog.rules.breaking.runner import judge
from catalog.rules.breaking.table import BREAKING_RULES
from catalog.rules.example import files_of
from catalog.validation import Outcome, Validator

each_rule = pytest.mark.parametrize("rule", BREAKING_RULES, ids=lambda rule: rule.id)


def loaded(folder: Path, files: dict[str, str]) -> Loaded:
    for path, text in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    found = load(folder)
    assert found.findings == ()
    return found


def side(one: Loaded) -> Side:
    return Side(snapshot=one.snapshot, definitions=one.definitions)


def judged(folder: Path, rule: BreakingRule, changed: dict[str, str]) -> tuple[Judgement, ...]:
    before = loaded(folder / "before", files_of(rule.before))
    new = loaded(folder / "after", files_of(rule.before | changed))
    found = judge(Comparison(old=side(before), new=side(new)), sources=new.sources, allowed=Allowed((), {}))
    return tuple(one for one in found if one.finding.rule == rule.id)


@each_rule
def test_the_bad_example_of_a_rule_breaks_it(rule: BreakingRule, tmp_path: Path) -> None:
    found = judged(tmp_path, rule, rule.bad)
    assert found, f"{rule.id} does not find its own bad example"
    assert {one.finding.severity for one in found} == {rule.severity}
    assert {one.category for one in found} == {rule.category}


@each_rule
def test_the_good_example_of_a_rule_does_not_break_it(rule: BreakingRule, tmp_path: Path) -> None:
    assert judged(tmp_path, rule, rule.good) == ()


@pytest.mark.parametrize(
    "rule",
    [rule for rule in BREAKING_RULES if rule.category is Category.PAYLOAD],
    ids=lambda rule: rule.id,
)
def test_a_lost_payload_is_proven_by_one(rule: BreakingRule, tmp_path: Path) -> None:
    found = judged(tmp_path, rule, rule.bad)
    old = Validator(load(tmp_path / "before").snapshot)
    new = Validator(load(tmp_path / "after").snapshot)
    for one in found:
        proof = one.breach.proof
        assert proof is not None
        content = proof.text.encode()
        assert old.validate(content, proof.destination).outcome is Outcome.ACCEPTED
        assert new.validate(content, proof.destination).outcome is not Outcome.ACCEPTED
