"""Data that is used for one more purpose."""

from collections.abc import Iterator
from typing import Final

from catalog.diff.change import Change, Subject, Verb
from catalog.findings import Severity
from catalog.rules.breaking.breaches import told
from catalog.rules.breaking.comparison import Comparison
from catalog.rules.breaking.rule import Breach, BreakingRule, Category


def check(comparison: Comparison) -> Iterator[Breach]:
    """Purposes of events, properties and destinations that are new or another."""
    return told(
        comparison,
        _is_mine,
        "what people were told and agreed to does not cover it; ask or inform them before it is "
        "used for that",
    )


def _is_mine(change: Change) -> bool:
    return change.subject is Subject.PURPOSE and change.verb in (Verb.ADDED, Verb.CHANGED)


RULE: Final = BreakingRule(
    id="breaking/purpose-added",
    category=Category.PRIVACY,
    summary="Data is used for a purpose for which it was not used before.",
    why=(
        "Data is collected for stated purposes and may not be used for others that do not fit them (GDPR "
        "Art. 5(1)(b), 6(4)). A consent covers the purpose that was named when it was given."
    ),
    before={
        "timer/stopped.yaml": """\
description: A running timer is stopped.
destinations: [log, posthog]
purpose: operations
properties:
  seconds: {description: Length of the entry., type: integer, minimum: 0, required: true, data: none}
""",
    },
    bad={
        "timer/stopped.yaml": """\
description: A running timer is stopped.
destinations: [log, posthog]
purpose: analytics
properties:
  seconds: {description: Length of the entry., type: integer, minimum: 0, required: true, data: none}
""",
    },
    good={
        "timer/stopped.yaml": """\
description: A running timer is stopped.
destinations: [log, posthog]
purpose: operations
owner: growth
properties:
  seconds: {description: Length of the entry., type: integer, minimum: 0, required: true, data: none}
""",
    },
    severity=Severity.WARNING,
    since="0.1.0",
    check=check,
)
