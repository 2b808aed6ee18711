"""The edge cases of every rule, in tests/cases/rules/<family>/<defect>.yaml, each with what must be found.

A case gives files (`event` is short for timer/stopped.yaml) that are added to the small catalog around every
example, and the findings of its rule as `path:line:column sentence`. `today` is 2026-03-01 unless it says so.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest
import yaml

from catalog.loading import load
from catalog.rules import RULES, run
from catalog.rules.example import files_of

CASES = Path(__file__).parents[1] / "cases" / "rules"
KEYS = {"case", "event", "files", "findings", "today"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One case: a rule, what the idea is, a catalog, and what the rule finds in it."""

    rule: str
    idea: str
    files: dict[str, str]
    findings: list[str]
    today: date = field(default=date(2026, 3, 1))


def cases() -> Iterator[Case]:
    for path in sorted(CASES.rglob("*.yaml")):
        for entry in yaml.safe_load(path.read_text(encoding="utf-8")):
            assert entry.keys() <= KEYS, f"{path}: {entry.keys() - KEYS}"
            files = dict(entry.get("files", {}))
            if "event" in entry:
                files["timer/stopped.yaml"] = entry["event"]
            yield Case(
                rule=f"{path.parent.name}/{path.stem}",
                idea=entry["case"],
                files=files,
                findings=entry["findings"],
                today=entry.get("today", date(2026, 3, 1)),
            )


@pytest.mark.parametrize("case", list(cases()), ids=lambda case: f"{case.rule}: {case.idea}")
def test_a_rule_finds_exactly_what_is_wrong(case: Case, tmp_path: Path) -> None:
    for path, text in files_of(case.files).items():
        target = tmp_path / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    found = [
        f"{finding.path}:{finding.line}:{finding.column} {finding.message}"
        for finding in run(load(tmp_path), today=case.today)
        if finding.rule == case.rule
    ]
    assert found == case.findings


def test_every_rule_has_cases_and_every_case_file_has_a_rule() -> None:
    files = {f"{path.parent.name}/{path.stem}" for path in CASES.rglob("*.yaml")}
    assert files == {rule.id for rule in RULES}


def test_every_rule_has_a_case_that_finds_something_and_one_that_does_not() -> None:
    finding = {case.rule for case in cases() if case.findings}
    silent = {case.rule for case in cases() if not case.findings}
    everything = {rule.id for rule in RULES}
    assert everything - finding == set()
    assert everything - silent == set()
