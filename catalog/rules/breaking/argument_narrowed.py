"""An argument whose type takes fewer values."""

from collections.abc import Iterator
from typing import Final

from catalog.diff.change import Change, Part, Subject, Verb
from catalog.findings import Severity
from catalog.rules.breaking.breaches import told
from catalog.rules.breaking.comparison import Comparison
from catalog.rules.breaking.rule import Breach, BreakingRule, Category


def check(comparison: Comparison) -> Iterator[Breach]:
    """Properties whose generated type is another or a narrower one."""
    return told(
        comparison,
        _is_mine,
        "calls that pass what it was before do not compile with the next tracker; mend the calls first",
    )


def _is_mine(change: Change) -> bool:
    if change.part is not Part.EVENT or not change.path:
        return False
    match change.subject:
        case Subject.TYPE:
            return not (change.old == "integer" and change.new == "number")
        case Subject.NULL | Subject.VALUE:
            return change.verb is Verb.REMOVED
        case Subject.CONSTRAINT:
            return change.key in ("enum", "const") and change.verb in (Verb.ADDED, Verb.CHANGED)
        case _:
            return False


RULE: Final = BreakingRule(
    id="breaking/argument-narrowed",
    category=Category.CALL_SITE,
    summary="An argument of a generated function has another type, or a narrower one.",
    why=(
        "Types, `enum`, `const` and `nullable` become types in generated code, and a call that passes "
        "what is not of its type does not compile. Lengths and bounds do not: they are checked when the "
        "call is made."
    ),
    before={
        "timer/stopped.yaml": """\
description: A running timer is stopped.
destinations: [log, posthog]
properties:
  seconds: {description: Length of the entry., type: integer, minimum: 0, required: true, data: none}
  kind: {description: How it was stopped., type: string, enum: [button, api], data: none}
""",
    },
    bad={
        "timer/stopped.yaml": """\
description: A running timer is stopped.
destinations: [log, posthog]
properties:
  seconds: {description: Length of the entry., type: integer, minimum: 0, required: true, data: none}
  kind: {description: How it was stopped., type: string, enum: [button], data: none}
""",
    },
    good={
        "timer/stopped.yaml": """\
description: A running timer is stopped.
destinations: [log, posthog]
properties:
  seconds: {description: Length of the entry., type: integer, minimum: 0, required: true, data: none}
  kind: {description: How it was stopped., type: string, enum: [button, api, idle], data: none}
""",
    },
    severity=Severity.WARNING,
    since="0.1.0",
    check=check,
)
