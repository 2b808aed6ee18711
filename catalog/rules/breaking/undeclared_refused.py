"""Names that nothing declares come through no more."""

from collections.abc import Iterator
from typing import Final

from catalog.findings import Severity
from catalog.rules.breaking.breaches import lost
from catalog.rules.breaking.comparison import Comparison
from catalog.rules.breaking.loss import Cause
from catalog.rules.breaking.rule import Breach, BreakingRule, Category


def check(comparison: Comparison) -> Iterator[Breach]:
    """Events that refuse names which they let through."""
    return lost(
        comparison,
        Cause.UNDECLARED_REFUSED,
        "payloads with any other name are refused whole; declare what is sent before you refuse the rest",
    )


RULE: Final = BreakingRule(
    id="breaking/undeclared-refused",
    category=Category.PAYLOAD,
    summary="Properties that no definition names are refused now, and were dropped or kept before.",
    why=(
        "What is dropped or kept today is sent by somebody. `rollcall validate --summary` on recorded "
        "payloads tells which names these are; declare them or stop sending them, then refuse the rest."
    ),
    before={
        "timer/stopped.yaml": """\
description: A running timer is stopped.
destinations: [log, posthog]
undeclared: drop
properties:
  seconds: {description: Length of the entry., type: integer, minimum: 0, required: true, data: none}
""",
    },
    bad={
        "timer/stopped.yaml": """\
description: A running timer is stopped.
destinations: [log, posthog]
undeclared: refuse
properties:
  seconds: {description: Length of the entry., type: integer, minimum: 0, required: true, data: none}
""",
    },
    good={
        "timer/stopped.yaml": """\
description: A running timer is stopped.
destinations: [log, posthog]
undeclared: drop
trigger: The stop button was pressed.
properties:
  seconds: {description: Length of the entry., type: integer, minimum: 0, required: true, data: none}
""",
    },
    severity=Severity.ERROR,
    since="0.1.0",
    check=check,
)
