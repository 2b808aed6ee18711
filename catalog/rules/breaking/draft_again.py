"""An event that is a draft again."""

from collections.abc import Iterator
from typing import Final

from catalog.findings import Severity
from catalog.rules.breaking.breaches import lost
from catalog.rules.breaking.comparison import Comparison
from catalog.rules.breaking.loss import Cause
from catalog.rules.breaking.rule import Breach, BreakingRule, Category


def check(comparison: Comparison) -> Iterator[Breach]:
    """Events whose payloads from production are refused now."""
    return lost(
        comparison,
        Cause.DRAFT_AGAIN,
        "payloads from production are refused; leave it active, or mark it as deprecated",
    )


RULE: Final = BreakingRule(
    id="breaking/draft-again",
    category=Category.PAYLOAD,
    summary="An event is a draft again, and payloads of it from production are refused.",
    why=(
        "A draft is accepted outside production alone. Once an event has been sent from production it "
        "stays active until it is deprecated; what it means can change by a new property or a new event."
    ),
    before={
        "timer/stopped.yaml": """\
description: A running timer is stopped.
destinations: [log, posthog]
properties:
  seconds: {description: Length of the entry., type: integer, minimum: 0, required: true, data: none}
""",
    },
    bad={
        "timer/stopped.yaml": """\
description: A running timer is stopped.
destinations: [log, posthog]
status: draft
properties:
  seconds: {description: Length of the entry., type: integer, minimum: 0, required: true, data: none}
""",
    },
    good={
        "timer/stopped.yaml": """\
description: A running timer is stopped.
destinations: [log, posthog]
status: deprecated
properties:
  seconds: {description: Length of the entry., type: integer, minimum: 0, required: true, data: none}
""",
    },
    severity=Severity.ERROR,
    since="0.1.0",
    check=check,
)
