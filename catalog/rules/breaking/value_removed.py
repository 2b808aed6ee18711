"""A member of an enum that is gone."""

from collections.abc import Iterator
from typing import Final

from catalog.findings import Severity
from catalog.rules.breaking.breaches import lost
from catalog.rules.breaking.comparison import Comparison
from catalog.rules.breaking.loss import Cause
from catalog.rules.breaking.rule import Breach, BreakingRule, Category


def check(comparison: Comparison) -> Iterator[Breach]:
    """Members of enums that payloads of the older catalog may send and the newer one refuses."""
    return lost(
        comparison,
        Cause.VALUE_REMOVED,
        "payloads with this value are refused; keep it until nobody sends it",
    )


RULE: Final = BreakingRule(
    id="breaking/value-removed",
    category=Category.PAYLOAD,
    summary="A value is no longer in the `enum` of a property, and payloads that have it are refused.",
    why=(
        "Old clients go on sending the value. Keep it in the list and say in the description that it is "
        "no longer used; remove it when nobody sends it."
    ),
    before={
        "timer/stopped.yaml": """\
description: A running timer is stopped.
destinations: [log, posthog]
properties:
  seconds: {description: Length of the entry., type: integer, minimum: 0, required: true, data: none}
  kind: {description: How it was stopped., type: string, enum: [button, api], data: none}
""",
    },
    bad={
        "timer/stopped.yaml": """\
description: A running timer is stopped.
destinations: [log, posthog]
properties:
  seconds: {description: Length of the entry., type: integer, minimum: 0, required: true, data: none}
  kind: {description: How it was stopped., type: string, enum: [button], data: none}
""",
    },
    good={
        "timer/stopped.yaml": """\
description: A running timer is stopped.
destinations: [log, posthog]
properties:
  seconds: {description: Length of the entry., type: integer, minimum: 0, required: true, data: none}
  kind: {description: How it was stopped., type: string, enum: [button, api, idle], data: none}
""",
    },
    severity=Severity.ERROR,
    since="0.1.0",
    check=check,
)
