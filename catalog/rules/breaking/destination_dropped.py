"""Payloads of an event for a destination to which it does not go any more."""

from collections.abc import Iterator
from typing import Final

from catalog.findings import Severity
from catalog.rules.breaking.breaches import lost
from catalog.rules.breaking.comparison import Comparison
from catalog.rules.breaking.loss import Cause
from catalog.rules.breaking.rule import Breach, BreakingRule, Category


def check(comparison: Comparison) -> Iterator[Breach]:
    """Events that go to fewer destinations."""
    return lost(
        comparison,
        Cause.DESTINATION_DROPPED,
        "payloads of the event are refused there from now on; stop sending them first",
    )


RULE: Final = BreakingRule(
    id="breaking/destination-dropped",
    category=Category.PAYLOAD,
    summary="An event does not go to a destination any more, and payloads of it are refused there.",
    why=(
        "A payload that is sent to a destination which the catalog does not name for its event is "
        "refused. Stop sending it first, or stop it at the gateway; then take the destination away."
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
destinations: [log]
properties:
  seconds: {description: Length of the entry., type: integer, minimum: 0, required: true, data: none}
""",
    },
    good={
        "timer/stopped.yaml": """\
description: A running timer is stopped.
destinations: [log, posthog]
properties:
  seconds: {description: The length of the entry., type: integer, minimum: 0, required: true, data: none}
""",
    },
    severity=Severity.ERROR,
    since="0.1.0",
    check=check,
)
