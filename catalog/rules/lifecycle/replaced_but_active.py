"""An active event says what replaces it."""

from collections.abc import Iterator
from typing import Final

from catalog.findings import Severity
from catalog.model.event import Status
from catalog.rules.defect import Defect, in_event
from catalog.rules.rule import Rule, Scope
from catalog.rules.sentences import quoted
from catalog.rules.view import View


def check(view: View) -> Iterator[Defect]:
    """Active and draft events with `replaced_by`; one that names itself is lifecycle/dead-replacement's."""
    for event in view.events:
        replaced_by = event.definition.replaced_by
        if replaced_by not in (None, event.name) and event.status in (Status.ACTIVE, Status.DRAFT):
            yield in_event(
                event,
                f"{quoted(event.name)} has the status {event.status.value} and a 'replaced_by'; "
                "set 'status: deprecated', or leave 'replaced_by' out",
                "replaced_by",
            )


RULE: Final = Rule(
    id="lifecycle/replaced-but-active",
    summary="An active event says what replaces it.",
    why=(
        "Either people should move, and then the status says so, or they should not, and then the "
        "hint misleads."
    ),
    bad={
        "timer/stopped.yaml": """\
description: A running timer is stopped.
replaced_by: entry.written
""",
        "entry/written.yaml": "description: A time entry is written.\n",
    },
    good={
        "timer/stopped.yaml": """\
description: A running timer is stopped.
status: deprecated
replaced_by: entry.written
""",
        "entry/written.yaml": "description: A time entry is written.\n",
    },
    severity=Severity.WARNING,
    since="0.1.0",
    scope=Scope.EVENT,
    check=check,
)
