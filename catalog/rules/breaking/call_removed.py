"""A generated function that is not generated any more."""

from collections.abc import Iterator
from typing import Final

from catalog.diff.change import Change, Subject, Verb
from catalog.findings import Severity
from catalog.rules.breaking.breaches import told
from catalog.rules.breaking.comparison import Comparison
from catalog.rules.breaking.rule import Breach, BreakingRule, Category


def check(comparison: Comparison) -> Iterator[Breach]:
    """Events that have no function: gone, retired, or drafts."""
    return told(
        comparison,
        _is_mine,
        "code that calls its function does not compile with the next tracker; remove the calls first",
    )


def _is_mine(change: Change) -> bool:
    if change.subject is Subject.EVENT:
        return change.verb in (Verb.REMOVED, Verb.RETIRED) and change.old not in ("draft", "retired")
    return change.subject is Subject.STATUS and change.new == "draft"


RULE: Final = BreakingRule(
    id="breaking/call-removed",
    category=Category.CALL_SITE,
    summary="An event has no generated function any more.",
    why=(
        "Whoever updates the tracker finds that a function is gone. `rollcall usage` tells where it is "
        "called; remove the calls, then retire the event."
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
status: retired
properties:
  seconds: {description: Length of the entry., type: integer, minimum: 0, required: true, data: none}
""",
    },
    good={
        "timer/stopped.yaml": """\
description: A running timer is stopped.
destinations: [log, posthog]
status: deprecated
properties:
  seconds: {description: Length of the entry., type: integer, minimum: 0, required: true, data: none}
""",
    },
    severity=Severity.WARNING,
    since="0.1.0",
    check=check,
)
