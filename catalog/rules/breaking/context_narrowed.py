"""Context, person or group properties that are refused now."""

from collections.abc import Iterator
from typing import Final

from catalog.findings import Severity
from catalog.rules.breaking.breaches import lost
from catalog.rules.breaking.comparison import Comparison
from catalog.rules.breaking.loss import Cause
from catalog.rules.breaking.rule import Breach, BreakingRule, Category


def check(comparison: Comparison) -> Iterator[Breach]:
    """Places around the events where fewer values are taken."""
    return lost(
        comparison,
        Cause.CONTEXT_NARROWED,
        "payloads of every event that carry it as before are refused; what SDKs and trackers add "
        "changes only with their release",
    )


RULE: Final = BreakingRule(
    id="breaking/context-narrowed",
    category=Category.PAYLOAD,
    summary=(
        "Context, or properties of a person or of a group, are narrower than before, for every event at once."
    ),
    why=(
        "A context says what SDKs and trackers add by themselves, so nobody who sends an event can help "
        "it, and one narrower line refuses payloads of all events. Widen it, and tighten it only when no "
        "older release is in use."
    ),
    before={
        "timer/stopped.yaml": """\
description: A running timer is stopped.
destinations: [log, posthog]
properties:
  seconds: {description: Length of the entry., type: integer, minimum: 0, required: true, data: none}
""",
        "_context/tracker.yaml": """\
description: What our own tracker adds.
properties:
  app_version: {description: The release that sends., type: string, maxLength: 40, data: system.operations}
""",
    },
    bad={
        "_context/tracker.yaml": """\
description: What our own tracker adds.
properties:
  app_version: {description: The release that sends., type: string, maxLength: 20, data: system.operations}
""",
    },
    good={
        "_context/tracker.yaml": """\
description: What our own tracker adds.
properties:
  app_version: {description: The release that sends., type: string, maxLength: 80, data: system.operations}
""",
    },
    severity=Severity.ERROR,
    since="0.1.0",
    check=check,
)
