"""A name that came through undeclared, with any value, and is declared now."""

from collections.abc import Iterator
from typing import Final

from catalog.findings import Severity
from catalog.rules.breaking.breaches import lost
from catalog.rules.breaking.comparison import Comparison
from catalog.rules.breaking.loss import Cause
from catalog.rules.breaking.rule import Breach, BreakingRule, Category


def check(comparison: Comparison) -> Iterator[Breach]:
    """Names that were dropped or kept and meet a definition now."""
    return lost(
        comparison,
        Cause.KEPT_NAME_DECLARED,
        "payloads that sent something else under this name are refused; look at what was sent under it",
    )


RULE: Final = BreakingRule(
    id="breaking/kept-name-declared",
    category=Category.PAYLOAD,
    summary=(
        "A name that came through undeclared is declared now, and payloads that sent something else under "
        "it are refused."
    ),
    why=(
        "Where undeclared names are dropped or kept, any value comes through under them. From now on the "
        "definition judges it. This warns only: mostly the definition says what is sent anyway; make sure "
        "of it."
    ),
    before={
        "timer/stopped.yaml": """\
description: A running timer is stopped.
destinations: [log, posthog]
undeclared: keep
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
  note: {description: A note., type: string, maxLength: 80, data: user.content}
""",
    },
    good={
        "timer/stopped.yaml": """\
description: A running timer is stopped.
destinations: [log, posthog]
undeclared: keep
trigger: The stop button was pressed.
properties:
  seconds: {description: Length of the entry., type: integer, minimum: 0, required: true, data: none}
""",
    },
    severity=Severity.WARNING,
    since="0.1.0",
    check=check,
)
