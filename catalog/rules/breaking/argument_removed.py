"""An argument that a generated function does not take any more."""

from collections.abc import Iterator
from typing import Final

from catalog.diff.change import Change, Part, Subject, Verb
from catalog.findings import Severity
from catalog.rules.breaking.breaches import told
from catalog.rules.breaking.comparison import Comparison
from catalog.rules.breaking.rule import Breach, BreakingRule, Category


def check(comparison: Comparison) -> Iterator[Breach]:
    """Properties that are gone or have another name in generated code."""
    return told(
        comparison,
        _is_mine,
        "calls that pass it do not compile with the next tracker; mark it as deprecated first",
    )


def _is_mine(change: Change) -> bool:
    if change.part is not Part.EVENT or not change.path:
        return False
    if change.subject is Subject.PROPERTY:
        return change.verb in (Verb.REMOVED, Verb.RENAMED)
    return change.subject is Subject.CODE_NAME


RULE: Final = BreakingRule(
    id="breaking/argument-removed",
    category=Category.CALL_SITE,
    summary="A generated function does not take an argument any more, or takes it under another name.",
    why=(
        "A deprecated property keeps its argument and warns whoever passes it. Remove it when `rollcall "
        "usage` finds no call that does; `code_name` keeps the argument's name when a property is "
        "renamed."
    ),
    before={
        "timer/stopped.yaml": """\
description: A running timer is stopped.
destinations: [log, posthog]
properties:
  seconds: {description: Length of the entry., type: integer, minimum: 0, required: true, data: none}
  note: {description: A note., type: string, maxLength: 80, data: user.content}
""",
    },
    bad={
        "timer/stopped.yaml": """\
description: A running timer is stopped.
destinations: [log, posthog]
properties:
  seconds: {description: Length of the entry., type: integer, minimum: 0, required: true, data: none}
""",
    },
    good={
        "timer/stopped.yaml": """\
description: A running timer is stopped.
destinations: [log, posthog]
properties:
  seconds: {description: Length of the entry., type: integer, minimum: 0, required: true, data: none}
  note: {description: A note., type: string, maxLength: 80, data: user.content, deprecated: true}
""",
    },
    severity=Severity.WARNING,
    since="0.1.0",
    check=check,
)
