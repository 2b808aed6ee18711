"""Data that is more sensitive than was said."""

from collections.abc import Iterator
from typing import Final

from catalog.diff.change import Change, Part, Subject, Verb
from catalog.findings import Severity
from catalog.rules.breaking.breaches import told
from catalog.rules.breaking.comparison import Comparison
from catalog.rules.breaking.rule import Breach, BreakingRule, Category


def check(comparison: Comparison) -> Iterator[Breach]:
    """Properties and categories that are more sensitive, or another kind of personal data."""
    return told(
        comparison, _is_mine, "what was collected so far was not approved as that; see what is stored already"
    )


def _is_mine(change: Change) -> bool:
    if change.subject is Subject.SENSITIVITY:
        return change.verb is not Verb.LOWERED
    if change.subject is not Subject.CATEGORY or change.part is Part.SETTINGS:
        return False
    return change.verb in (Verb.RAISED, Verb.ADDED, Verb.CHANGED)


RULE: Final = BreakingRule(
    id="breaking/data-raised",
    category=Category.PRIVACY,
    summary="A property is declared to be more sensitive data than before, or another kind of it.",
    why=(
        "Either the declaration was wrong, and data has been going where it must not, or what is sent has "
        "changed. Both need a decision: who may have it, and what happens to what is stored."
    ),
    before={
        "timer/stopped.yaml": """\
description: A running timer is stopped.
destinations: [log, posthog]
properties:
  seconds: {description: Length of the entry., type: integer, minimum: 0, required: true, data: none}
  via: {description: How., type: string, maxLength: 20, data: user.behavior}
""",
    },
    bad={
        "timer/stopped.yaml": """\
description: A running timer is stopped.
destinations: [log, posthog]
properties:
  seconds: {description: Length of the entry., type: integer, minimum: 0, required: true, data: none}
  via: {description: How., type: string, maxLength: 20, data: user.content}
""",
    },
    good={
        "timer/stopped.yaml": """\
description: A running timer is stopped.
destinations: [log, posthog]
properties:
  seconds: {description: Length of the entry., type: integer, minimum: 0, required: true, data: none}
  via: {description: How., type: string, maxLength: 20, data: user.behavior, deprecated: true}
""",
    },
    severity=Severity.WARNING,
    since="0.1.0",
    check=check,
)
