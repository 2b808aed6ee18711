"""Personal data that turns up unannounced and is let through more easily."""

from collections.abc import Iterator
from typing import Final

from catalog.diff.change import Change, Subject, Verb
from catalog.findings import Severity
from catalog.rules.breaking.breaches import told
from catalog.rules.breaking.comparison import Comparison
from catalog.rules.breaking.rule import Breach, BreakingRule, Category


def check(comparison: Comparison) -> Iterator[Breach]:
    """Catalogs that do less about personal data where none is declared."""
    return told(
        comparison,
        _is_mine,
        "personal data in properties declared to hold none goes further than before; classify them instead",
    )


def _is_mine(change: Change) -> bool:
    return change.subject is Subject.DRIFT and change.verb is Verb.LOOSENED


RULE: Final = BreakingRule(
    id="breaking/drift-softened",
    category=Category.PRIVACY,
    summary="Less is done about personal data where none is declared.",
    why=(
        "Drift shows that a declaration is wrong. To let it through does not make it right: classify the "
        "property, and its category decides."
    ),
    before={
        "catalog.yaml": """\
format: 1
product: example
drift: refuse
destinations: {log: {description: The log.}}
""",
    },
    bad={
        "catalog.yaml": """\
format: 1
product: example
drift: report
destinations: {log: {description: The log.}}
""",
    },
    good={
        "catalog.yaml": """\
format: 1
product: example
drift: refuse
destinations: {log: {description: The log., retention_days: 9}}
""",
    },
    severity=Severity.WARNING,
    since="0.1.0",
    check=check,
)
