"""An event goes nowhere."""

from collections.abc import Iterator
from typing import Final

from catalog.findings import Severity
from catalog.model.event import Status
from catalog.rules.defect import Defect, in_event
from catalog.rules.rule import Rule, Scope
from catalog.rules.sentences import quoted
from catalog.rules.view import View


def check(view: View) -> Iterator[Defect]:
    """Active and deprecated events without `destinations`."""
    for event in view.events:
        if not event.destinations and event.status in (Status.ACTIVE, Status.DEPRECATED):
            yield in_event(
                event,
                f"{quoted(event.name)} has no destinations and goes nowhere; list where it goes, or "
                "make it a draft",
                "destinations",
            )


RULE: Final = Rule(
    id="catalog/no-destination",
    summary="An event goes nowhere.",
    why=(
        "Nothing that is sent for it arrives anywhere, so either the event or its destination was forgotten."
    ),
    bad={
        "timer/stopped.yaml": "description: A running timer is stopped.\n",
    },
    good={
        "timer/stopped.yaml": """\
description: A running timer is stopped.
destinations: [log]
""",
    },
    severity=Severity.WARNING,
    since="0.1.0",
    scope=Scope.EVENT,
    check=check,
)
