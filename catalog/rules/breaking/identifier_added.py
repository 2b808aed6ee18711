"""An identifier that was not collected before."""

from collections.abc import Iterator
from typing import Final

from catalog.diff.change import Subject
from catalog.findings import Severity
from catalog.rules.breaking.breaches import breach_of
from catalog.rules.breaking.collected import added, is_identifier, named
from catalog.rules.breaking.comparison import Comparison
from catalog.rules.breaking.rule import Breach, BreakingRule, Category


def check(comparison: Comparison) -> Iterator[Breach]:
    """New properties that tell one person or device from all others."""
    for change in comparison.changes:
        found = tuple(data for data in added(change) if is_identifier(data))
        if found:
            is_event = change.subject is Subject.EVENT
            which = (
                f"it collects {named(found)}, which joins what was apart"
                if is_event
                else "it joins what was apart"
            )
            yield breach_of(comparison, change, f"{which}; leave it out where `distinct_id` will do")


RULE: Final = BreakingRule(
    id="breaking/identifier-added",
    category=Category.PRIVACY,
    summary="A property is added that tells one person or one device from all others.",
    why=(
        "An identifier makes personal data of everything that stands beside it, and joins what "
        "destinations keep apart (GDPR recital 30). The envelope's `distinct_id` says who it is, and each "
        "destination's `identity` decides in which form it arrives."
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
  by: {description: Who stopped it., type: integer, data: user.unique_id}
""",
    },
    good={
        "timer/stopped.yaml": """\
description: A running timer is stopped.
destinations: [log, posthog]
properties:
  seconds: {description: Length of the entry., type: integer, minimum: 0, required: true, data: none}
  kind: {description: How it was stopped., type: string, enum: [button, api], data: none}
""",
    },
    severity=Severity.WARNING,
    since="0.1.0",
    check=check,
)
