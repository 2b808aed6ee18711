"""A keyword that refuses values which it let through."""

from collections.abc import Iterator
from typing import Final

from catalog.findings import Severity
from catalog.rules.breaking.breaches import lost
from catalog.rules.breaking.comparison import Comparison
from catalog.rules.breaking.loss import Cause
from catalog.rules.breaking.rule import Breach, BreakingRule, Category


def check(comparison: Comparison) -> Iterator[Breach]:
    """Properties of which a keyword refuses some of the older values."""
    return lost(
        comparison,
        Cause.CONSTRAINT_TIGHTENED,
        "payloads with the values in between are refused; widen it again, or wait until nobody sends them",
    )


RULE: Final = BreakingRule(
    id="breaking/constraint-tightened",
    category=Category.PAYLOAD,
    summary=(
        "A limit, a pattern or another keyword of a property is stricter, and refuses values that were right."
    ),
    why=(
        "Limits, patterns, lengths and `uniqueItems` are part of the contract: a payload one character "
        "too long is refused whole. Look at what is sent before you tighten, and mend the senders first."
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
  note: {description: A note., type: string, maxLength: 40, data: user.content}
""",
    },
    good={
        "timer/stopped.yaml": """\
description: A running timer is stopped.
destinations: [log, posthog]
properties:
  seconds: {description: Length of the entry., type: integer, minimum: 0, required: true, data: none}
  note: {description: A note., type: string, maxLength: 120, data: user.content}
""",
    },
    severity=Severity.ERROR,
    since="0.1.0",
    check=check,
)
