"""An event has no purpose."""

from collections.abc import Iterator
from typing import Final

from catalog.findings import Severity
from catalog.rules.defect import Defect, in_event
from catalog.rules.rule import Rule, Scope
from catalog.rules.sentences import listed, quoted
from catalog.rules.view import View


def check(view: View) -> Iterator[Defect]:
    """Events without `purpose`."""
    for event in view.events:
        if event.definition.purpose is None:
            purposes = view.settings.purposes
            right = (
                f"add 'purpose', {listed(sorted(purposes), 'or')}"
                if purposes
                else "add 'purpose', and what it stands for to catalog.yaml"
            )
            message = f"{quoted(event.name)} does not say why it is collected; {right}"
            yield in_event(event, message, "purpose")


RULE: Final = Rule(
    id="ownership/no-purpose",
    summary="An event has no purpose.",
    why=("Personal data may be processed only for a purpose that was stated before (GDPR Art. 5(1)(b))."),
    bad={
        "timer/stopped.yaml": "description: A running timer is stopped and becomes a time entry.\n",
    },
    good={
        "timer/stopped.yaml": """\
description: A running timer is stopped and becomes a time entry.
purpose: analytics
""",
    },
    severity=Severity.ERROR,
    since="0.1.0",
    scope=Scope.EVENT,
    check=check,
)
