"""A property that may no longer be null."""

from collections.abc import Iterator
from typing import Final

from catalog.findings import Severity
from catalog.rules.breaking.breaches import lost
from catalog.rules.breaking.comparison import Comparison
from catalog.rules.breaking.loss import Cause
from catalog.rules.breaking.rule import Breach, BreakingRule, Category


def check(comparison: Comparison) -> Iterator[Breach]:
    """Properties that payloads of the older catalog may send as null."""
    return lost(
        comparison,
        Cause.NULL_REFUSED,
        "payloads that send null are refused; allow it until they leave the property out",
    )


RULE: Final = BreakingRule(
    id="breaking/null-refused",
    category=Category.PAYLOAD,
    summary="A property may no longer be null, and payloads that send null are refused.",
    why=(
        "Many clients send null where they know nothing. Let them leave the property out first; then null "
        "can go."
    ),
    before={
        "timer/stopped.yaml": """\
description: A running timer is stopped.
destinations: [log, posthog]
properties:
  task: {description: The task., type: integer, nullable: true, data: none}
""",
    },
    bad={
        "timer/stopped.yaml": """\
description: A running timer is stopped.
destinations: [log, posthog]
properties:
  task: {description: The task., type: integer, data: none}
""",
    },
    good={
        "timer/stopped.yaml": """\
description: A running timer is stopped.
destinations: [log, posthog]
properties:
  task: {description: The task or null., type: integer, nullable: true, data: none}
""",
    },
    severity=Severity.ERROR,
    since="0.1.0",
    check=check,
)
