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
from catalog.rules.usage.baseline import read_baseline
from catalog.rules.usage.rule import UsageRule
from catalog.rules.usage.runner import judge_usage
from catalog.rules.usage.stale_baseline import BASELINE
from catalog.scan.scan import scan
from catalog.scan.settings import default_settings

EXAMPLES_DAY: Final = date(2026, 3, 1)
"""The day on which the examples are judged, so that a page is the same on every other day."""


def findings_of(rule: RuleText) -> Sequence[Finding]:
    """The findings of one rule in its own bad example, sorted by file and line."""
    if isinstance(rule, BreakingRule):
        return [judgement.finding for judgement in judgements_of(rule)]
    if isinstance(rule, GateRule):
        return unapproved(rule, rule.bad)
    if isinstance(rule, UsageRule):
        return [finding for finding in used(rule, rule.bad) if finding.rule == rule.id]
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


def used(rule: UsageRule, files: Mapping[str, str]) -> Sequence[Finding]:
    """Every finding about the source files of a usage rule's example, beside the catalog in it."""
    definitions = {path: text for path, text in files_of(dict(files)).items() if path.endswith(".yaml")}
    with TemporaryDirectory(prefix="rollcall-") as name:
        folder = Path(name)
        loaded = _loaded(folder / "events", definitions)
        sources = folder / "sources"
        _write(sources, {path: text for path, text in files.items() if path not in definitions})
        found = scan([Path()], sources, default_settings(), cache_folder=None, now_ns=0, jobs=1)
        frozen = None
        if BASELINE in files:
            frozen = read_baseline(files[BASELINE].encode(), BASELINE)
        return judge_usage(
            found.sites,
            found.broken,
            found.linker,
            found.collection,
            loaded,
            released=rule.released,
            is_main=False,
            line_of=lambda path, line: _line(sources / path, line),
            folder="events",
            frozen=frozen,
        )


def _line(file: Path, number: int) -> str:
    return ["", *file.read_text(encoding="utf-8").splitlines()][number]


def _nothing_approved(_: str) -> None:
    return None


def _loaded(folder: Path, files: Mapping[str, str]) -> Loaded:
    _write(folder, files)
    return load(folder)


def _write(folder: Path, files: Mapping[str, str]) -> None:
    for path, text in files.items():
        target = folder / path
        if path.endswith("/"):
            target.mkdir(parents=True)
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
