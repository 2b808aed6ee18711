"""Data that somebody else holds, elsewhere, or under other terms."""

from collections.abc import Iterator
from typing import Final

from catalog.diff.change import Change, Subject
from catalog.findings import Severity
from catalog.rules.breaking.breaches import told
from catalog.rules.breaking.comparison import Comparison
from catalog.rules.breaking.rule import Breach, BreakingRule, Category


def check(comparison: Comparison) -> Iterator[Breach]:
    """Destinations with another processor, contract, region or transfer rule."""
    return told(
        comparison,
        _is_mine,
        "somebody else or other terms stand for people's data from now on; sign, assess and tell them first",
    )


def _is_mine(change: Change) -> bool:
    return change.subject in (Subject.PROCESSOR, Subject.AGREEMENT, Subject.REGION, Subject.TRANSFER)


RULE: Final = BreakingRule(
    id="breaking/processor-changed",
    category=Category.PRIVACY,
    summary="A destination is run by somebody else, elsewhere, or under other terms.",
    why=(
        "A processor needs a contract (GDPR Art. 28), data that leaves the EU needs a rule that allows it "
        "(Art. 44), and people are told of both. That comes before the first payload goes there."
    ),
    before={
        "catalog.yaml": """\
format: 1
product: example
destinations: {log: {description: The log., region: EU}}
""",
    },
    bad={
        "catalog.yaml": """\
format: 1
product: example
destinations: {log: {description: The log., region: US}}
""",
    },
    good={
        "catalog.yaml": """\
format: 1
product: example
destinations: {log: {description: The log., region: EU, retention_days: 9}}
""",
    },
    severity=Severity.WARNING,
    since="0.1.0",
    check=check,
)
