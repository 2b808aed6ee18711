"""An event has no description."""

from collections.abc import Iterator
from typing import Final

from catalog.findings import Severity
from catalog.rules.defect import Defect, in_event
from catalog.rules.rule import Rule, Scope
from catalog.rules.sentences import quoted
from catalog.rules.view import View


def check(view: View) -> Iterator[Defect]:
    """Events without `description`."""
    for event in view.events:
        if event.definition.description is None:
            message = f"{quoted(event.name)} has no description; say in a sentence what happened"
            yield in_event(event, message, "description")


RULE: Final = Rule(
    id="ownership/no-description",
    summary="An event has no description.",
    why="Nobody can use data whose meaning only its author knows.",
    bad={
        "timer/stopped.yaml": "trigger: The stop button was pressed.\n",
    },
    good={
        "timer/stopped.yaml": "description: A running timer is stopped and becomes a time entry.\n",
    },
    severity=Severity.ERROR,
    since="0.1.0",
    scope=Scope.EVENT,
    check=check,
)
