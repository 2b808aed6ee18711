"""A number in another unit."""

from collections.abc import Iterator
from typing import Final

from catalog.diff.change import Change, Subject, Verb
from catalog.findings import Severity
from catalog.rules.breaking.breaches import told
from catalog.rules.breaking.comparison import Comparison
from catalog.rules.breaking.rule import Breach, BreakingRule, Category


def check(comparison: Comparison) -> Iterator[Breach]:
    """Properties whose numbers count something else."""
    return told(
        comparison,
        _is_mine,
        "sums over older and newer payloads are wrong from now on, and nothing will say so; use another name",
    )


def _is_mine(change: Change) -> bool:
    return change.subject is Subject.UNIT and change.verb is Verb.CHANGED


RULE: Final = BreakingRule(
    id="breaking/unit-changed",
    category=Category.READER,
    summary="A property counts in another unit, and its older values do not.",
    why=(
        "No validator can see it, and no query fails: numbers are only wrong, by a factor of a thousand "
        "mostly. A property in another unit is another property."
    ),
    before={
        "timer/stopped.yaml": """\
description: A running timer is stopped.
destinations: [log, posthog]
properties:
  seconds: {description: Its length., type: integer, minimum: 0, required: true, unit: s, data: none}
""",
    },
    bad={
        "timer/stopped.yaml": """\
description: A running timer is stopped.
destinations: [log, posthog]
properties:
  seconds: {description: Its length., type: integer, minimum: 0, required: true, unit: ms, data: none}
""",
    },
    good={
        "timer/stopped.yaml": """\
description: A running timer is stopped.
destinations: [log, posthog]
properties:
  seconds: {description: Its length., type: integer, minimum: 0, required: true, unit: s, data: none}
  length_ms: {description: Its length., type: integer, unit: ms, data: none}
""",
    },
    severity=Severity.WARNING,
    since="0.1.0",
    check=check,
)
