"""Data that is said to be less sensitive than before."""

from collections.abc import Iterator
from typing import Final

from catalog.diff.change import Change, Part, Subject, Verb
from catalog.findings import Severity
from catalog.rules.breaking.breaches import told
from catalog.rules.breaking.comparison import Comparison
from catalog.rules.breaking.rule import Breach, BreakingRule, Category


def check(comparison: Comparison) -> Iterator[Breach]:
    """Properties and categories that are less sensitive, or not classified any more."""
    return told(
        comparison,
        _is_mine,
        "it is protected less from now on, wherever it goes; make sure that it never was what it was called",
    )


def _is_mine(change: Change) -> bool:
    if change.subject is Subject.SENSITIVITY:
        return change.verb is Verb.LOWERED
    if change.subject is not Subject.CATEGORY or change.part is Part.SETTINGS:
        return False
    return change.verb in (Verb.LOWERED, Verb.REMOVED)


RULE: Final = BreakingRule(
    id="breaking/data-lowered",
    category=Category.PRIVACY,
    summary="A property is declared to be less sensitive data than before.",
    why=(
        "Its category decides where data may go and in which form: a lower one opens destinations and "
        "lifts masks, for new payloads at once. A second look costs less than a leak."
    ),
    before={
        "timer/stopped.yaml": """\
description: A running timer is stopped.
destinations: [log, posthog]
properties:
  seconds: {description: Length of the entry., type: integer, minimum: 0, required: true, data: none}
  via: {description: How., type: string, maxLength: 20, data: user.content}
""",
    },
    bad={
        "timer/stopped.yaml": """\
description: A running timer is stopped.
destinations: [log, posthog]
properties:
  seconds: {description: Length of the entry., type: integer, minimum: 0, required: true, data: none}
  via: {description: How., type: string, maxLength: 20, data: none}
""",
    },
    good={
        "timer/stopped.yaml": """\
description: A running timer is stopped.
destinations: [log, posthog]
properties:
  seconds: {description: Length of the entry., type: integer, minimum: 0, required: true, data: none}
  via: {description: How., type: string, maxLength: 20, data: user.content, deprecated: true}
""",
    },
    severity=Severity.WARNING,
    since="0.1.0",
    check=check,
)
