"""A purpose that rests on another legal basis."""

from collections.abc import Iterator
from typing import Final

from catalog.diff.change import Change, Subject
from catalog.findings import Severity
from catalog.rules.breaking.breaches import told
from catalog.rules.breaking.comparison import Comparison
from catalog.rules.breaking.rule import Breach, BreakingRule, Category


def check(comparison: Comparison) -> Iterator[Breach]:
    """Purposes whose legal basis is another, or is not said."""
    return told(
        comparison,
        _is_mine,
        "a basis cannot be exchanged at will, and people's rights hang on it; ask whoever answers "
        "for data protection",
    )


def _is_mine(change: Change) -> bool:
    return change.subject is Subject.BASIS


RULE: Final = BreakingRule(
    id="breaking/basis-changed",
    category=Category.PRIVACY,
    summary="A purpose rests on another legal basis.",
    why=(
        "The basis is settled before data is collected, people are told of it (GDPR Art. 13(1)(c)), and "
        "it decides whether they can object, withdraw, or take their data along. To change it later needs "
        "a reason that holds."
    ),
    before={
        "catalog.yaml": """\
format: 1
product: example
purposes:
  analytics: {description: To learn what is used., basis: consent, subjects: [customer]}
destinations: {log: {description: The log.}}
""",
    },
    bad={
        "catalog.yaml": """\
format: 1
product: example
purposes:
  analytics: {description: To learn what is used., basis: legitimate_interests, subjects: [customer]}
destinations: {log: {description: The log.}}
""",
    },
    good={
        "catalog.yaml": """\
format: 1
product: example
purposes:
  analytics: {description: To learn what is in use., basis: consent, subjects: [customer]}
destinations: {log: {description: The log.}}
""",
    },
    severity=Severity.WARNING,
    since="0.1.0",
    check=check,
)
