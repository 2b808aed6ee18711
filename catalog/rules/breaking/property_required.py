"""Payloads lack a property that has to be there now."""

from collections.abc import Iterator
from typing import Final

from catalog.findings import Severity
from catalog.rules.breaking.breaches import lost
from catalog.rules.breaking.comparison import Comparison
from catalog.rules.breaking.loss import Cause
from catalog.rules.breaking.rule import Breach, BreakingRule, Category


def check(comparison: Comparison) -> Iterator[Breach]:
    """Properties that payloads of the older catalog may lack and the newer one requires."""
    return lost(
        comparison,
        Cause.PROPERTY_REQUIRED,
        "payloads without it are refused; add it as optional and require it when everybody sends it",
    )


RULE: Final = BreakingRule(
    id="breaking/property-required",
    category=Category.PAYLOAD,
    summary="Payloads that lack a property are refused, because it is required now.",
    why=(
        "Old clients cannot send what they do not know, and a `default` does not help, since nothing "
        "fills it in. Add the property as optional, wait until everybody sends it, and require it then."
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
properties:
  seconds: {description: Length of the entry., type: integer, minimum: 0, required: true, data: none}
  task: {description: The task., type: integer, required: true, data: none}
""",
    },
    good={
        "timer/stopped.yaml": """\
description: A running timer is stopped.
destinations: [log, posthog]
properties:
  seconds: {description: Length of the entry., type: integer, minimum: 0, required: true, data: none}
  task: {description: The task., type: integer, data: none}
""",
    },
    severity=Severity.ERROR,
    since="0.1.0",
    check=check,
)
