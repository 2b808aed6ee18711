"""Data that goes to one more destination."""

from collections.abc import Iterator
from typing import Final

from catalog.diff.change import Change, Part, Subject, Verb
from catalog.findings import Severity
from catalog.rules.breaking.breaches import told
from catalog.rules.breaking.comparison import Comparison
from catalog.rules.breaking.rule import Breach, BreakingRule, Category


def check(comparison: Comparison) -> Iterator[Breach]:
    """Events, properties and contexts that go where they did not, and destinations that are new."""
    return told(
        comparison,
        _is_mine,
        "whoever runs it gets this data from now on; name it in the notice and in the record of processing",
    )


def _is_mine(change: Change) -> bool:
    if change.part is Part.SETTINGS:
        return change.verb is Verb.ADDED and change.subject in (Subject.DESTINATION, Subject.CONTEXT)
    if change.subject is not Subject.DESTINATION:
        return False
    return change.verb is Verb.ADDED


RULE: Final = BreakingRule(
    id="breaking/destination-gained",
    category=Category.PRIVACY,
    summary="Data goes to a destination that did not get it before.",
    why=(
        "One more recipient is a change of what people were told (GDPR Art. 13(1)(e), 30(1)(d)). Send it "
        "only where somebody uses it, and limit single properties by their own `destinations`."
    ),
    before={
        "timer/stopped.yaml": """\
description: A running timer is stopped.
destinations: [log]
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
""",
    },
    good={
        "timer/stopped.yaml": """\
description: A running timer is stopped.
destinations: [log]
properties:
  seconds: {description: Length of the entry., type: integer, minimum: 0, required: true, data: none}
  kind: {description: How it was stopped., type: string, enum: [button, api], data: none}
""",
    },
    severity=Severity.WARNING,
    since="0.1.0",
    check=check,
)
