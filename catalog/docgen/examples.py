"""What Rollcall says about a rule's bad example: its findings in the small catalog around it."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from catalog.diff import Side
from catalog.findings import Finding, RuleText
from catalog.gate.assessment import assess
from catalog.gate.missing import missing_approvals
from catalog.gate.reviews import standings
from catalog.loading import Loaded, load
from catalog.rules import run
from catalog.rules.allowed import Allowed
from catalog.rules.breaking.comparison import Comparison
from catalog.rules.breaking.rule import BreakingRule, Judgement
from catalog.rules.breaking.runner import judge
from catalog.rules.example import files_of
from catalog.rules.gate_rules import GateRule

EXAMPLES_DAY: Final = date(2026, 3, 1)
"""The day on which the examples are judged, so that a page is the same on every other day."""


def findings_of(rule: RuleText) -> Sequence[Finding]:
    """The findings of one rule in its own bad example, sorted by file and line."""
    if isinstance(rule, BreakingRule):
        return [judgement.finding for judgement in judgements_of(rule)]
    if isinstance(rule, GateRule):
        return unapproved(rule, rule.bad)
    with TemporaryDirectory(prefix="rollcall-") as name:
        found = run(_loaded(Path(name), files_of(rule.bad)), today=EXAMPLES_DAY)
    return [finding for finding in found if finding.rule == rule.id]


def judgements_of(rule: BreakingRule) -> Sequence[Judgement]:
    """What a breaking rule says about the change of its own bad example."""
    with TemporaryDirectory(prefix="rollcall-") as name:
        before = _loaded(Path(name) / "before", files_of(rule.before))
        after = _loaded(Path(name) / "after", files_of(rule.before | rule.bad))
        old, new = (Side(snapshot=one.snapshot, definitions=one.definitions) for one in (before, after))
        comparison = Comparison(old=old, new=new)
        return judge(comparison, sources=after.sources, allowed=Allowed((), {}), rules=[rule])


def unapproved(rule: GateRule, changed: Mapping[str, str]) -> Sequence[Finding]:
    """The approvals that are missing for a change of a gate rule's example, which nobody has reviewed."""
    with TemporaryDirectory(prefix="rollcall-") as name:
        before = _loaded(Path(name) / "before", files_of(rule.before))
        after = _loaded(Path(name) / "after", files_of({**rule.before, **changed}))
        old, new = (Side(snapshot=one.snapshot, definitions=one.definitions) for one in (before, after))
        found = assess(old, new, sources=after.sources, allowed=Allowed((), {}), today=EXAMPLES_DAY)
        return missing_approvals(standings(found.demands, (), _nothing_approved), after.sources)


def _nothing_approved(_: str) -> None:
    return None


def _loaded(folder: Path, files: Mapping[str, str]) -> Loaded:
    for path, text in files.items():
        target = folder / path
        if path.endswith("/"):
            target.mkdir(parents=True)
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    return load(folder)
