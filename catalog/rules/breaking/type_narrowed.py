"""A property of another type, which does not have all values of the older one."""

from collections.abc import Iterator
from typing import Final

from catalog.findings import Severity
from catalog.rules.breaking.breaches import lost
from catalog.rules.breaking.comparison import Comparison
from catalog.rules.breaking.loss import Cause
from catalog.rules.breaking.rule import Breach, BreakingRule, Category


def check(comparison: Comparison) -> Iterator[Breach]:
    """Properties whose older values are of the wrong type now."""
    return lost(
        comparison,
        Cause.TYPE_NARROWED,
        "payloads that send it as before are refused; add a property of the new type under another name",
    )


RULE: Final = BreakingRule(
    id="breaking/type-narrowed",
    category=Category.PAYLOAD,
    summary="A property has another type, and values of the older one are refused.",
    why=(
        "A value of the wrong type is refused together with its payload, and what is stored already stays "
        "as it was. Add a property under another name, send both for a while, and remove the older one at "
        "last."
    ),
    before={
        "timer/stopped.yaml": """\
description: A running timer is stopped.
destinations: [log, posthog]
properties:
  seconds: {description: Length of the entry., type: number, minimum: 0, data: none}
""",
    },
    bad={
        "timer/stopped.yaml": """\
description: A running timer is stopped.
destinations: [log, posthog]
properties:
  seconds: {description: Length of the entry., type: integer, minimum: 0, data: none}
""",
    },
    good={
        "timer/stopped.yaml": """\
description: A running timer is stopped.
destinations: [log, posthog]
properties:
  seconds: {description: Length of the entry., type: number, minimum: 0, data: none}
  whole_seconds: {description: The same without a fraction., type: integer, minimum: 0, data: none}
""",
    },
    severity=Severity.ERROR,
    since="0.1.0",
    check=check,
)
