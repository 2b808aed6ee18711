"""An event that readers do not get any more."""

from collections.abc import Iterator
from typing import Final

from catalog.diff.change import Change, Part, Subject, Verb
from catalog.findings import Severity
from catalog.rules.breaking.breaches import told
from catalog.rules.breaking.comparison import Comparison
from catalog.rules.breaking.rule import Breach, BreakingRule, Category


def check(comparison: Comparison) -> Iterator[Breach]:
    """Events that are gone or retired, or that do not go to a destination any more."""
    return told(
        comparison, _is_mine, "whoever reads it there gets nothing new from now on; tell the readers first"
    )


def _is_mine(change: Change) -> bool:
    if change.subject is Subject.EVENT:
        return change.verb in (Verb.REMOVED, Verb.RETIRED)
    return (
        change.subject is Subject.DESTINATION
        and change.verb is Verb.REMOVED
        and change.part is Part.EVENT
        and not change.path
    )


RULE: Final = BreakingRule(
    id="breaking/event-lost",
    category=Category.READER,
    summary="An event no longer reaches those who read it.",
    why=(
        "A dashboard or a query does not fail when an event stops: it shows less, and somebody finds out "
        "weeks later. The file's `readers` say whom to tell."
    ),
    before={
        "timer/stopped.yaml": """\
description: A running timer is stopped.
destinations: [log, posthog]
readers: [{team: finance}]
properties:
  seconds: {description: Length of the entry., type: integer, minimum: 0, required: true, data: none}
""",
    },
    bad={
        "timer/stopped.yaml": """\
description: A running timer is stopped.
destinations: [log]
readers: [{team: finance}]
properties:
  seconds: {description: Length of the entry., type: integer, minimum: 0, required: true, data: none}
""",
    },
    good={
        "timer/stopped.yaml": """\
description: A running timer is stopped.
destinations: [log, posthog]
readers: [{team: finance}]
status: deprecated
properties:
  seconds: {description: Length of the entry., type: integer, minimum: 0, required: true, data: none}
""",
    },
    severity=Severity.WARNING,
    since="0.1.0",
    check=check,
)
