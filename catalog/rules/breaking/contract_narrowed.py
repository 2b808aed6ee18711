"""Payloads that are refused now although no single property tells why."""

from collections.abc import Iterator
from typing import Final

from catalog.findings import Severity
from catalog.rules.breaking.breaches import lost
from catalog.rules.breaking.comparison import Comparison
from catalog.rules.breaking.loss import Cause
from catalog.rules.breaking.rule import Breach, BreakingRule, Category


def check(comparison: Comparison) -> Iterator[Breach]:
    """What is left: names that belong to the envelope, and contracts that only as a whole are narrower."""
    return lost(
        comparison,
        Cause.CONTRACT_NARROWED,
        "some payloads of it are refused now; the proof shows which",
    )


RULE: Final = BreakingRule(
    id="breaking/contract-narrowed",
    category=Category.PAYLOAD,
    summary="A contract admits fewer payloads, and no other rule says by which property.",
    why=(
        "`distinct_id`, `token`, `$set`, `$set_once` and `$groups` belong to the envelope unless an event "
        "declares them as its own properties. When it starts or stops to do so, their values are judged "
        "by other terms. Do not declare such names at all."
    ),
    before={
        "timer/stopped.yaml": """\
description: A running timer is stopped.
destinations: [log, posthog]
properties:
  seconds: {description: Length of the entry., type: integer, minimum: 0, required: true, data: none}
  distinct_id: {description: The timer., type: integer, data: none}
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
  distinct_id: {description: The number of the timer., type: integer, data: none}
""",
    },
    severity=Severity.ERROR,
    since="0.1.0",
    check=check,
)
