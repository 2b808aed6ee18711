"""A column that gets nothing new any more."""

from collections.abc import Iterator
from typing import Final

from catalog.diff.change import Change, Part, Subject, Verb
from catalog.findings import Severity
from catalog.rules.breaking.breaches import told
from catalog.rules.breaking.comparison import Comparison
from catalog.rules.breaking.rule import Breach, BreakingRule, Category


def check(comparison: Comparison) -> Iterator[Breach]:
    """Properties that are gone, have another name, or do not reach a destination any more."""
    return told(
        comparison,
        _is_mine,
        "queries that use it get nothing from new payloads; tell the readers, or keep sending it for a while",
    )


def _is_mine(change: Change) -> bool:
    if change.subject is Subject.RECEIPT:
        return change.verb is Verb.TIGHTENED and change.new in _GONE and change.old not in _GONE
    if change.part is Part.SETTINGS or not change.path:
        return False
    match change.subject:
        case Subject.PROPERTY:
            return change.verb in (Verb.REMOVED, Verb.RENAMED)
        case Subject.DESTINATION:
            return change.verb is Verb.REMOVED
        case Subject.HANDLING:
            return change.new in _GONE and change.old not in _GONE
        case _:
            return False


_GONE: Final = ("drop", "refuse")


RULE: Final = BreakingRule(
    id="breaking/column-lost",
    category=Category.READER,
    summary="A property no longer reaches those who read it.",
    why=(
        "A column that is not filled any more breaks no query, it only empties the result. Keep the "
        "property as deprecated while the readers change to what replaces it; `send_as` keeps a column's "
        "name when the property is renamed."
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
