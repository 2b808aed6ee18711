"""A name that a destination receives and that is another one now."""

from collections.abc import Iterator
from typing import Final

from catalog.diff.change import Change, Part, Subject, Verb
from catalog.findings import Severity
from catalog.model.snapshot import Event
from catalog.rules.breaking.breaches import told
from catalog.rules.breaking.comparison import Comparison
from catalog.rules.breaking.rule import Breach, BreakingRule, Category


def check(comparison: Comparison) -> Iterator[Breach]:
    """Events and properties that a destination receives under another name."""
    return told(
        comparison,
        lambda change: _is_mine(change) and _is_received(comparison, change),
        "saved queries ask for the older name; `send_as` keeps it for a destination",
    )


def _is_received(comparison: Comparison, change: Change) -> bool:
    """Whether the destination that a name is for gets an event of it, as it did before."""
    if change.destination is None:
        return True
    for reach in change.reaches:
        old, new = comparison.old_event(reach), comparison.new_event(reach)
        if old is not None and new is not None and _goes(old, change) and _goes(new, change):
            return True
    return False


def _goes(event: Event, change: Change) -> bool:
    """Whether an event, and the property that is named, go to the destination of a change."""
    if change.destination not in event.destinations:
        return False
    found = None if not change.path else event.properties.get(change.path[0])
    return found is None or found.destinations is None or change.destination in found.destinations


def _is_mine(change: Change) -> bool:
    if change.part is not Part.EVENT:
        return False
    if change.subject is Subject.SENT_NAME:
        return True
    is_renamed = change.subject is Subject.WIRE_NAME
    return is_renamed or (change.subject is Subject.EVENT and change.verb is Verb.RENAMED)


RULE: Final = BreakingRule(
    id="breaking/sent-name-changed",
    category=Category.READER,
    summary="A destination receives an event or a property under another name.",
    why=(
        "What is stored has the older name, and saved reports ask for it: from now on they miss the new "
        "payloads. `send_as` gives a destination the name that its reports know."
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
send_as: {posthog: "Timer Stopped"}
properties:
  seconds: {description: Length of the entry., type: integer, minimum: 0, required: true, data: none}
""",
    },
    good={
        "timer/stopped.yaml": """\
description: A running timer is stopped.
destinations: [log, posthog]
aliases: [{name: timer_stopped}]
properties:
  seconds: {description: Length of the entry., type: integer, minimum: 0, required: true, data: none}
""",
    },
    severity=Severity.WARNING,
    since="0.1.0",
    check=check,
)
