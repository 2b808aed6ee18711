"""Data that is kept longer."""

from collections.abc import Iterator
from typing import Final

from catalog.diff.change import Change, Subject, Verb
from catalog.findings import Severity
from catalog.rules.breaking.breaches import told
from catalog.rules.breaking.comparison import Comparison
from catalog.rules.breaking.rule import Breach, BreakingRule, Category


def check(comparison: Comparison) -> Iterator[Breach]:
    """Destinations that keep data longer, or for ever."""
    return told(
        comparison,
        _is_mine,
        "data that is there already stays longer, too; say what it is needed for that long",
    )


def _is_mine(change: Change) -> bool:
    return change.subject is Subject.RETENTION and change.verb is Verb.LENGTHENED


RULE: Final = BreakingRule(
    id="breaking/retention-lengthened",
    category=Category.PRIVACY,
    summary="A destination keeps data longer than before.",
    why=(
        "Data may be kept no longer than its purpose needs it (GDPR Art. 5(1)(e)), and people were told "
        "for how long (Art. 13(2)(a)). The longer term holds for what was collected under the shorter "
        "one."
    ),
    before={
        "catalog.yaml": """\
format: 1
product: example
destinations: {log: {description: The log., retention_days: 30}}
""",
    },
    bad={
        "catalog.yaml": """\
format: 1
product: example
destinations: {log: {description: The log., retention_days: 90}}
""",
    },
    good={
        "catalog.yaml": """\
format: 1
product: example
destinations: {log: {description: The log., retention_days: 9}}
""",
    },
    severity=Severity.WARNING,
    since="0.1.0",
    check=check,
)
