"""An argument that every call has to pass now."""

from collections.abc import Iterator
from typing import Final

from catalog.diff.change import Change, Part, Subject, Verb
from catalog.findings import Severity
from catalog.rules.breaking.breaches import told
from catalog.rules.breaking.comparison import Comparison
from catalog.rules.breaking.rule import Breach, BreakingRule, Category


def check(comparison: Comparison) -> Iterator[Breach]:
    """Properties that are required and were not."""
    return told(
        comparison,
        _is_mine,
        "calls that do not pass it do not compile with the next tracker; add it as optional first",
    )


def _is_mine(change: Change) -> bool:
    if change.part is not Part.EVENT:
        return False
    if change.subject is Subject.PROPERTY and change.verb is Verb.ADDED:
        return isinstance(change.new, dict) and change.new.get("required") is True
    return change.subject is Subject.REQUIREMENT and change.verb is Verb.ADDED


RULE: Final = BreakingRule(
    id="breaking/argument-required",
    category=Category.CALL_SITE,
    summary="A generated function requires an argument that calls did not have to pass.",
    why=(
        "Every call has to change before the tracker can be updated. Add the property as optional, pass "
        "it everywhere, and require it then."
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
  note: {description: A note., type: string, maxLength: 80, required: true, data: user.content}
""",
    },
    good={
        "timer/stopped.yaml": """\
description: A running timer is stopped.
destinations: [log, posthog]
properties:
  seconds: {description: Length of the entry., type: integer, minimum: 0, required: true, data: none}
  note: {description: A note., type: string, maxLength: 80, data: user.content}
""",
    },
    severity=Severity.WARNING,
    since="0.1.0",
    check=check,
)
