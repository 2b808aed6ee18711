"""People whose data is processed and was not before."""

from collections.abc import Iterator
from typing import Final

from catalog.diff.change import Change, Subject
from catalog.findings import Severity
from catalog.rules.breaking.breaches import told
from catalog.rules.breaking.comparison import Comparison
from catalog.rules.breaking.rule import Breach, BreakingRule, Category


def check(comparison: Comparison) -> Iterator[Breach]:
    """Purposes that concern more kinds of people."""
    return told(
        comparison,
        _is_mine,
        "they have not been told; say it in the notice that they see, and mind what the law asks for them",
    )


def _is_mine(change: Change) -> bool:
    if change.subject is not Subject.DATA_SUBJECT:
        return False
    before = change.old if isinstance(change.old, list) else []
    after = change.new if isinstance(change.new, list) else []
    return any(one not in before for one in after)


RULE: Final = BreakingRule(
    id="breaking/subject-added",
    category=Category.PRIVACY,
    summary="A purpose concerns people whose data was not processed for it before.",
    why=(
        "Employees and children are protected more than customers are (GDPR Art. 8, 88), and whoever is "
        "added has to be told before it begins."
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
  analytics: {description: To learn what is used., basis: consent, subjects: [customer, employee]}
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
