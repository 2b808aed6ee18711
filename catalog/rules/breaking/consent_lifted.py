"""Data that goes somewhere without being agreed to."""

from collections.abc import Iterator
from typing import Final

from catalog.diff.change import Change, Subject, Verb
from catalog.findings import Severity
from catalog.rules.breaking.breaches import told
from catalog.rules.breaking.comparison import Comparison
from catalog.rules.breaking.rule import Breach, BreakingRule, Category


def check(comparison: Comparison) -> Iterator[Breach]:
    """Destinations that do not ask for consent any more."""
    return told(
        comparison,
        _is_mine,
        "data of people who said no goes there from now on; keep asking, or say on which other basis it goes",
    )


def _is_mine(change: Change) -> bool:
    return change.subject is Subject.CONSENT and change.verb is Verb.REMOVED


RULE: Final = BreakingRule(
    id="breaking/consent-lifted",
    category=Category.PRIVACY,
    summary="A destination no longer needs consent.",
    why=(
        "Who did not agree, or took it back, is sent there from now on like everybody else. That is right "
        "only where another basis holds for all that the destination gets."
    ),
    before={
        "catalog.yaml": """\
format: 1
product: example
destinations: {log: {description: The log., consent: true}}
""",
    },
    bad={
        "catalog.yaml": """\
format: 1
product: example
destinations: {log: {description: The log., consent: false}}
""",
    },
    good={
        "catalog.yaml": """\
format: 1
product: example
destinations: {log: {description: The log., consent: true, retention_days: 9}}
""",
    },
    severity=Severity.WARNING,
    since="0.1.0",
    check=check,
)
