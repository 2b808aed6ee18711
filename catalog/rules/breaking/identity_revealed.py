"""A destination that learns who somebody is, and did not."""

from collections.abc import Iterator
from typing import Final

from catalog.diff.change import Change, Subject
from catalog.findings import Severity
from catalog.rules.breaking.breaches import told
from catalog.rules.breaking.comparison import Comparison
from catalog.rules.breaking.rule import Breach, BreakingRule, Category


def check(comparison: Comparison) -> Iterator[Breach]:
    """Destinations that take another identity, which tells more."""
    return told(
        comparison,
        _is_mine,
        "what it has of somebody can be joined with a person from now on; keep the identity as it "
        "was, or ask anew",
    )


def _is_mine(change: Change) -> bool:
    return change.subject is Subject.IDENTITY and not (change.old == "user_id" or change.new == "none")


RULE: Final = BreakingRule(
    id="breaking/identity-revealed",
    category=Category.PRIVACY,
    summary="A destination gets an identity that tells more about who it is.",
    why=(
        "`none` tells nothing, a fingerprint tells which payloads belong together, and a user id tells "
        "who. Each step makes all that the destination holds about somebody more personal."
    ),
    before={
        "catalog.yaml": """\
format: 1
product: example
destinations: {log: {description: The log., identity: none}}
""",
    },
    bad={
        "catalog.yaml": """\
format: 1
product: example
destinations: {log: {description: The log., identity: user_id}}
""",
    },
    good={
        "catalog.yaml": """\
format: 1
product: example
destinations: {log: {description: The log., identity: none, retention_days: 9}}
""",
    },
    severity=Severity.WARNING,
    since="0.1.0",
    check=check,
)
