"""A deprecated event does not say what to send instead."""

from collections.abc import Iterator
from typing import Final

from catalog.findings import Severity
from catalog.model.event import Status
from catalog.rules.defect import Defect, in_event
from catalog.rules.rule import Rule, Scope
from catalog.rules.sentences import quoted
from catalog.rules.view import View


def check(view: View) -> Iterator[Defect]:
    """Deprecated events without `replaced_by`."""
    for event in view.events:
        if event.status is Status.DEPRECATED and event.definition.replaced_by is None:
            yield in_event(
                event,
                f"{quoted(event.name)} is deprecated without 'replaced_by'; name the event to send instead, "
                "or retire it",
                "status",
            )


RULE: Final = Rule(
    id="lifecycle/deprecated-without-replacement",
    summary="A deprecated event does not say what to send instead.",
    why="A warning that names no way out is ignored.",
    bad={
        "timer/stopped.yaml": """\
description: A running timer is stopped.
status: deprecated
""",
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
