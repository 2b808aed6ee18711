"""Consent that payloads did not need to have."""

from collections.abc import Iterator
from typing import Final

from catalog.findings import Severity
from catalog.rules.breaking.breaches import lost
from catalog.rules.breaking.comparison import Comparison
from catalog.rules.breaking.loss import Cause
from catalog.rules.breaking.rule import Breach, BreakingRule, Category


def check(comparison: Comparison) -> Iterator[Breach]:
    """Events and properties for which a person must have agreed to more, or to something else."""
    return lost(
        comparison,
        Cause.CONSENT_REQUIRED,
        "payloads without this consent are refused there; ask for it and send it first",
    )


RULE: Final = BreakingRule(
    id="breaking/consent-required",
    category=Category.PAYLOAD,
    summary="Payloads need a consent that they did not need before.",
    why=(
        "A destination refuses what nobody agreed to. When the purpose of an event or of a property "
        "changes, or when a destination starts to ask, people who agreed before have not agreed to this: "
        "ask them, send `consent`, and change the catalog then."
    ),
    before={
        "timer/stopped.yaml": """\
description: A running timer is stopped.
destinations: [log, posthog]
purpose: operations
properties:
  seconds: {description: Length of the entry., type: integer, minimum: 0, required: true, data: none}
""",
    },
    bad={
        "timer/stopped.yaml": """\
description: A running timer is stopped.
destinations: [log, posthog]
purpose: analytics
properties:
  seconds: {description: Length of the entry., type: integer, minimum: 0, required: true, data: none}
""",
    },
    good={
        "timer/stopped.yaml": """\
description: A running timer is stopped.
destinations: [log, posthog]
purpose: operations
trigger: The stop button was pressed.
properties:
  seconds: {description: Length of the entry., type: integer, minimum: 0, required: true, data: none}
""",
    },
    severity=Severity.ERROR,
    since="0.1.0",
    check=check,
)
