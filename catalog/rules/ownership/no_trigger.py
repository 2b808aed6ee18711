"""An event does not say when it is sent."""

from collections.abc import Iterator
from typing import Final

from catalog.findings import Severity
from catalog.rules.defect import Defect, in_event
from catalog.rules.rule import Rule, Scope
from catalog.rules.sentences import quoted
from catalog.rules.view import View


def check(view: View) -> Iterator[Defect]:
    """Events without `trigger`."""
    for event in view.events:
        if event.definition.trigger is None:
            message = f"{quoted(event.name)} has no trigger; say when exactly it is sent"
            yield in_event(event, message, "trigger")


RULE: Final = Rule(
    id="ownership/no-trigger",
    summary="An event does not say when it is sent.",
    why="Two people who instrument the same event at different moments count different things.",
    bad={
        "timer/stopped.yaml": "description: A running timer is stopped and becomes a time entry.\n",
    },
    good={
        "timer/stopped.yaml": """\
description: A running timer is stopped and becomes a time entry.
trigger: The stop button, the REST API or a mobile client ended a running entry.
""",
    },
    severity=Severity.ERROR,
    since="0.1.0",
    scope=Scope.EVENT,
    check=check,
)
