"""Names that nothing declares and that are kept."""

from collections.abc import Iterator
from typing import Final

from catalog.diff.change import Change, Subject
from catalog.findings import Severity
from catalog.rules.breaking.breaches import told
from catalog.rules.breaking.comparison import Comparison
from catalog.rules.breaking.rule import Breach, BreakingRule, Category


def check(comparison: Comparison) -> Iterator[Breach]:
    """Events that keep undeclared properties."""
    return told(
        comparison,
        _is_mine,
        "whatever anybody sends is stored, and nobody has said what it is; drop it, or declare it",
    )


def _is_mine(change: Change) -> bool:
    return change.subject is Subject.UNDECLARED and change.new == "keep"


RULE: Final = BreakingRule(
    id="breaking/undeclared-kept",
    category=Category.PRIVACY,
    summary="Properties that nothing declares are kept now.",
    why=(
        "What nobody declared nobody has classified, and no destination can treat it as what it is. "
        "`drop` accepts the payload and loses the rest; declaring a name keeps it."
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
undeclared: keep
properties:
  seconds: {description: Length of the entry., type: integer, minimum: 0, required: true, data: none}
""",
    },
    good={
        "timer/stopped.yaml": """\
description: A running timer is stopped.
destinations: [log, posthog]
undeclared: drop
properties:
  seconds: {description: Length of the entry., type: integer, minimum: 0, required: true, data: none}
""",
    },
    severity=Severity.WARNING,
    since="0.1.0",
    check=check,
)
