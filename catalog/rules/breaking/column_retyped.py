"""A column whose values have another form."""

from collections.abc import Iterator
from typing import Final

from catalog.diff.change import Change, Subject
from catalog.findings import Severity
from catalog.rules.breaking.breaches import told
from catalog.rules.breaking.comparison import Comparison
from catalog.rules.breaking.rule import Breach, BreakingRule, Category


def check(comparison: Comparison) -> Iterator[Breach]:
    """Properties of another type, or that are hashed, masked or cut now."""
    return told(
        comparison,
        _is_mine,
        "what was stored before has the older form, and queries over both will fail or mislead; use "
        "another name",
    )


def _is_mine(change: Change) -> bool:
    if change.subject in (Subject.HANDLING, Subject.RECEIPT):
        return change.new in _FORMS and change.old not in ("drop", "refuse")
    return change.subject is Subject.TYPE


_FORMS: Final = ("truncate", "mask", "hash")


RULE: Final = BreakingRule(
    id="breaking/column-retyped",
    category=Category.READER,
    summary="Values of a property have another form than those that are stored already.",
    why=(
        "A column that held integers and now holds text breaks sums, and one that is hashed from today on "
        "joins with nothing from yesterday. A new name keeps the two apart."
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
  seconds: {description: Length of the entry., type: string, maxLength: 8, required: true, data: none}
""",
    },
    good={
        "timer/stopped.yaml": """\
description: A running timer is stopped.
destinations: [log, posthog]
properties:
  seconds: {description: Length of the entry., type: integer, minimum: 0, required: true, data: none}
  length: {description: The same as text., type: string, maxLength: 8, data: none}
""",
    },
    severity=Severity.WARNING,
    since="0.1.0",
    check=check,
)
