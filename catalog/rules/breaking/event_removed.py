"""Payloads of an event that is not on the roll any more."""

from collections.abc import Iterator
from typing import Final

from catalog.findings import Severity
from catalog.rules.breaking.breaches import lost
from catalog.rules.breaking.comparison import Comparison
from catalog.rules.breaking.loss import Cause
from catalog.rules.breaking.rule import Breach, BreakingRule, Category


def check(comparison: Comparison) -> Iterator[Breach]:
    """Events whose payloads are unknown now."""
    return lost(
        comparison,
        Cause.EVENT_REMOVED,
        "payloads of it are unknown from now on, whoever still sends them; mark it as deprecated "
        "until nobody does",
    )


RULE: Final = BreakingRule(
    id="breaking/event-removed",
    category=Category.PAYLOAD,
    summary="An event is gone, and payloads of it are unknown.",
    why=(
        "Old clients send an event for months after new code stopped. Mark it as `deprecated` and say "
        "what replaces it; retire it when nobody sends it, and keep the file, so that its history and its "
        "meaning stay."
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
        "timer/stopped.yaml": "",
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
