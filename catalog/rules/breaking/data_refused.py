"""Data that a destination refuses now."""

from collections.abc import Iterator
from typing import Final

from catalog.findings import Severity
from catalog.rules.breaking.breaches import lost
from catalog.rules.breaking.comparison import Comparison
from catalog.rules.breaking.loss import Cause
from catalog.rules.breaking.rule import Breach, BreakingRule, Category


def check(comparison: Comparison) -> Iterator[Breach]:
    """Properties that a destination refuses together with their payloads."""
    return lost(
        comparison,
        Cause.DATA_REFUSED,
        "payloads that have it are refused there whole; `drop` takes only the value away",
    )


RULE: Final = BreakingRule(
    id="breaking/data-refused",
    category=Category.PAYLOAD,
    summary="A destination refuses payloads for data that it took or dropped before.",
    why=(
        "`refuse` turns the whole payload away, not the value alone. That is right where the data must "
        "never be sent at all; where it only must not arrive, `drop` keeps the rest of the payload."
    ),
    before={
        "timer/stopped.yaml": """\
description: A running timer is stopped.
destinations: [log]
properties:
  seconds: {description: Length of the entry., type: integer, minimum: 0, required: true, data: none}
  note: {description: A note., type: string, maxLength: 80, data: user.content}
""",
    },
    bad={
        "timer/stopped.yaml": """\
description: A running timer is stopped.
destinations: [log]
properties:
  seconds: {description: Length of the entry., type: integer, minimum: 0, required: true, data: none}
  note: {description: A note., type: string, maxLength: 80, data: user.content, handling: {log: refuse}}
""",
    },
    good={
        "timer/stopped.yaml": """\
description: A running timer is stopped.
destinations: [log]
properties:
  seconds: {description: Length of the entry., type: integer, minimum: 0, required: true, data: none}
  note: {description: A note., type: string, maxLength: 80, data: user.content, handling: {log: drop}}
""",
    },
    severity=Severity.ERROR,
    since="0.1.0",
    check=check,
)
