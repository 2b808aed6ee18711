"""Personal data that was not collected before."""

from collections.abc import Iterator
from typing import Final

from catalog.diff.change import Subject
from catalog.findings import Severity
from catalog.rules.breaking.breaches import breach_of
from catalog.rules.breaking.collected import added, is_identifier, is_personal, named
from catalog.rules.breaking.comparison import Comparison
from catalog.rules.breaking.rule import Breach, BreakingRule, Category


def check(comparison: Comparison) -> Iterator[Breach]:
    """New properties that are about somebody, or of which nobody has said what they are."""
    policy = comparison.new.snapshot.policy
    for change in comparison.changes:
        found = tuple(data for data in added(change) if is_personal(data, policy) and not is_identifier(data))
        if found:
            is_event = change.subject is Subject.EVENT
            which = f"it collects {named(found)}" if is_event else "it was not collected before"
            yield breach_of(comparison, change, f"{which}; say what for, and have it approved")


RULE: Final = BreakingRule(
    id="breaking/data-added",
    category=Category.PRIVACY,
    summary=("Personal data is collected that was not collected before, or data that nobody has classified."),
    why=(
        "Each new piece of personal data needs a purpose and a legal basis before it is collected (GDPR "
        "Art. 5(1)(b), 6). Unclassified data counts as the worst that it may be. The approvals of "
        "catalog.yaml say who decides."
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
  note: {description: A note., type: string, maxLength: 80, data: user.content}
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
