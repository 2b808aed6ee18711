"""Data that is erased later, or by nothing that is written down."""

from collections.abc import Iterator
from math import inf
from typing import Final

from catalog.diff.change import Change, Subject, Verb
from catalog.findings import Severity
from catalog.model.values import Json
from catalog.rules.breaking.breaches import told
from catalog.rules.breaking.comparison import Comparison
from catalog.rules.breaking.rule import Breach, BreakingRule, Category


def check(comparison: Comparison) -> Iterator[Breach]:
    """Destinations that do not say how they erase any more, or take longer."""
    return told(
        comparison,
        _is_mine,
        "a request to erase takes longer there, or nobody knows how it is done; it has to be done "
        "without delay",
    )


def _is_mine(change: Change) -> bool:
    if change.subject is not Subject.ERASURE or change.verb is Verb.ADDED:
        return False
    return _days(change.new) > _days(change.old)


def _days(erasure: Json) -> float:
    days = erasure.get("days") if isinstance(erasure, dict) else None
    return days if isinstance(days, int) else inf


RULE: Final = BreakingRule(
    id="breaking/erasure-weakened",
    category=Category.PRIVACY,
    summary="A destination erases people's data later, or does not say how.",
    why=(
        "People can ask for their data to be erased (GDPR Art. 17), within a month at most (Art. 12(3)), "
        "everywhere it went. A destination that cannot do it should not get it."
    ),
    before={
        "catalog.yaml": """\
format: 1
product: example
destinations: {log: {description: The log., erasure: {how: Delete the person., days: 7}}}
""",
    },
    bad={
        "catalog.yaml": """\
format: 1
product: example
destinations: {log: {description: The log., erasure: {how: Delete the person., days: 30}}}
""",
    },
    good={
        "catalog.yaml": """\
format: 1
product: example
destinations: {log: {description: The log., erasure: {how: Delete the person., days: 3}}}
""",
    },
    severity=Severity.WARNING,
    since="0.1.0",
    check=check,
)
