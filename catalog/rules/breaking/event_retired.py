"""Payloads of an event that is retired."""

from collections.abc import Iterator
from typing import Final

from catalog.findings import Severity
from catalog.rules.breaking.breaches import lost
from catalog.rules.breaking.comparison import Comparison
from catalog.rules.breaking.loss import Cause
from catalog.rules.breaking.rule import Breach, BreakingRule, Category


def check(comparison: Comparison) -> Iterator[Breach]:
    """Events whose payloads are refused now because they are retired."""
    return lost(
        comparison,
        Cause.EVENT_RETIRED,
        "payloads of it are refused from now on, whoever still sends them; leave it deprecated "
        "until nobody does",
    )


RULE: Final = BreakingRule(
    id="breaking/event-retired",
    category=Category.PAYLOAD,
    summary="An event is retired, and payloads of it are refused.",
    why=(
        "To retire an event is the last step of its life: what old clients still send is lost. A "
        "deprecated event is accepted with a warning, which shows who still sends it."
    ),
    before={
        "timer/stopped.yaml": """\
description: A running timer is stopped.
destinations: [log, posthog]
status: deprecated
properties:
  seconds: {description: Length of the entry., type: integer, minimum: 0, required: true, data: none}
""",
    },
    bad={
        "timer/stopped.yaml": """\
description: A running timer is stopped.
destinations: [log, posthog]
status: retired
properties:
  seconds: {description: Length of the entry., type: integer, minimum: 0, required: true, data: none}
""",
    },
    good={
        "timer/stopped.yaml": """\
description: A running timer is stopped.
destinations: [log, posthog]
status: deprecated
expires: 2027-03-01
properties:
  seconds: {description: Length of the entry., type: integer, minimum: 0, required: true, data: none}
""",
    },
    severity=Severity.ERROR,
    since="0.1.0",
    check=check,
)
