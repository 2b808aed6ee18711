"""A name under which payloads of an event arrived and no longer do."""

from collections.abc import Iterator
from typing import Final

from catalog.findings import Severity
from catalog.rules.breaking.breaches import lost
from catalog.rules.breaking.comparison import Comparison
from catalog.rules.breaking.loss import Cause
from catalog.rules.breaking.rule import Breach, BreakingRule, Category


def check(comparison: Comparison) -> Iterator[Breach]:
    """Names that are unknown now, or that stand for another event which refuses their payloads."""
    return lost(
        comparison,
        Cause.NAME_DROPPED,
        "what still arrives under the old name is lost to this event; keep the name as an alias "
        "until nobody sends it",
    )


RULE: Final = BreakingRule(
    id="breaking/name-dropped",
    category=Category.PAYLOAD,
    summary="A wire name or an alias of an event no longer stands for it.",
    why=(
        "Whoever sends the old name does not know that it changed. An alias costs nothing: it keeps the "
        "old name, says which properties come with it, and renames those that have another name now."
    ),
    before={
        "timer/stopped.yaml": """\
description: A running timer is stopped.
destinations: [log, posthog]
aliases: [{name: timer_stopped}]
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
""",
    },
    good={
        "timer/stopped.yaml": """\
description: A running timer is stopped.
destinations: [log, posthog]
aliases: [{name: timer_stopped}, {name: timerStopped}]
properties:
  seconds: {description: Length of the entry., type: integer, minimum: 0, required: true, data: none}
""",
    },
    severity=Severity.ERROR,
    since="0.1.0",
    check=check,
)
