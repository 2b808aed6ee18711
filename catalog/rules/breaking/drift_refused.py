"""Payloads that are set aside or refused now when they hold personal data unannounced."""

from collections.abc import Iterator
from typing import Final

from catalog.findings import Severity
from catalog.rules.breaking.breaches import lost
from catalog.rules.breaking.comparison import Comparison
from catalog.rules.breaking.loss import Cause
from catalog.rules.breaking.rule import Breach, BreakingRule, Category


def check(comparison: Comparison) -> Iterator[Breach]:
    """Properties in which personal data that nobody declared stops a payload now."""
    return lost(
        comparison,
        Cause.DRIFT_REFUSED,
        "payloads in which a detector finds something are set aside or refused; see in `drift` "
        "problems what is found today",
    )


RULE: Final = BreakingRule(
    id="breaking/drift-refused",
    category=Category.PAYLOAD,
    summary="Personal data in a property that is declared to hold none stops the payload now.",
    why=(
        "As long as drift is reported or redacted, payloads come through. Look at what is reported, and "
        "classify those properties, before payloads are quarantined or refused for it."
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
  version: {description: The release., type: string, maxLength: 40, data: none}
""",
    },
    bad={
        "catalog.yaml": """\
format: 1
product: example
drift: refuse
destinations: {log: {description: The log.}}
""",
    },
    good={
        "catalog.yaml": """\
format: 1
product: example
drift: redact
destinations: {log: {description: The log.}}
""",
    },
    severity=Severity.ERROR,
    since="0.1.0",
    check=check,
)
