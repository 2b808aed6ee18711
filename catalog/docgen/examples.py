"""What Rollcall says about a rule's bad example: its findings in the small catalog around it."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from catalog.findings import Finding, RuleText
from catalog.loading import load
from catalog.rules import run
from catalog.rules.example import files_of

EXAMPLES_DAY: Final = date(2026, 3, 1)
"""The day on which the examples are judged, so that a page is the same on every other day."""


def findings_of(rule: RuleText) -> Sequence[Finding]:
    """The findings of one rule in its own bad example, sorted by file and line."""
    with TemporaryDirectory(prefix="rollcall-") as name:
        folder = Path(name)
        for path, text in files_of(rule.bad).items():
            target = folder / path
            if path.endswith("/"):
                target.mkdir(parents=True)
                continue
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8")
        found = run(load(folder), today=EXAMPLES_DAY)
    return [finding for finding in found if finding.rule == rule.id]
