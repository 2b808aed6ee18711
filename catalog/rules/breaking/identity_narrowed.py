"""Identities that a destination does not take any more."""

from collections.abc import Iterator
from typing import Final

from catalog.findings import Severity
from catalog.rules.breaking.breaches import lost
from catalog.rules.breaking.comparison import Comparison
from catalog.rules.breaking.loss import Cause
from catalog.rules.breaking.rule import Breach, BreakingRule, Category


def check(comparison: Comparison) -> Iterator[Breach]:
    """Destinations that refuse who payloads are about."""
    return lost(
        comparison,
        Cause.IDENTITY_NARROWED,
        "payloads with another identity, or with properties of the person, are refused there; "
        "change what the senders use first",
    )


RULE: Final = BreakingRule(
    id="breaking/identity-narrowed",
    category=Category.PAYLOAD,
    summary="A destination takes fewer identities than before.",
    why=(
        "An identity that does not match is refused with its payload, and so are the properties of a "
        "person where nobody is to be known. Change the senders first; what they sent under the old "
        "identity will not join with what comes after."
    ),
    before={
        "catalog.yaml": """\
format: 1
product: example
destinations: {log: {description: The log.}}
""",
        "timer/stopped.yaml": """\
description: A running timer is stopped.
destinations: [log]
properties:
  seconds: {description: Length of the entry., type: integer, minimum: 0, required: true, data: none}
""",
    },
    bad={
        "catalog.yaml": """\
format: 1
product: example
destinations: {log: {description: The log., identity: {anonymous: '^[0-9a-f]{64}$'}}}
""",
    },
    good={
        "catalog.yaml": """\
format: 1
product: example
destinations: {log: {description: The log., retention_days: 30}}
""",
    },
    severity=Severity.ERROR,
    since="0.1.0",
    check=check,
)
