"""Payloads have a property that is not declared any more."""

from collections.abc import Iterator
from typing import Final

from catalog.findings import Severity
from catalog.rules.breaking.breaches import lost
from catalog.rules.breaking.comparison import Comparison
from catalog.rules.breaking.loss import Cause
from catalog.rules.breaking.rule import Breach, BreakingRule, Category


def check(comparison: Comparison) -> Iterator[Breach]:
    """Properties that payloads of the older catalog may have and the newer one refuses."""
    return lost(
        comparison,
        Cause.PROPERTY_REMOVED,
        "payloads that still have it are refused; keep it as deprecated until nobody sends it",
    )


RULE: Final = BreakingRule(
    id="breaking/property-removed",
    category=Category.PAYLOAD,
    summary=("Payloads that have a property are refused, because it is not declared any more, or not there."),
    why=(
        "Old clients send for months what new code no longer does, and a payload with an undeclared "
        "property is refused whole. Mark the property as `deprecated` first, or rename it through an "
        "alias; remove it when nobody sends it."
    ),
    before={
        "timer/stopped.yaml": """\
description: A running timer is stopped.
destinations: [log, posthog]
properties:
  seconds: {description: Length of the entry., type: integer, minimum: 0, required: true, data: none}
  note: {description: A note., type: string, maxLength: 80, data: user.content}
""",
    },
    bad={
        "timer/stopped.yaml": """\
description: A running timer is stopped.
destinations: [log, posthog]
properties:
  seconds: {description: Length of the entry., type: integer, minimum: 0, required: true, data: none}
""",
    },
    good={
        "timer/stopped.yaml": """\
description: A running timer is stopped.
destinations: [log, posthog]
properties:
  seconds: {description: Length of the entry., type: integer, minimum: 0, required: true, data: none}
  note: {description: A note., type: string, maxLength: 80, data: user.content, deprecated: true}
""",
    },
    severity=Severity.ERROR,
    since="0.1.0",
    check=check,
)
