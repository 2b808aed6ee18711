"""A property goes nowhere."""

from collections.abc import Iterator
from typing import Final

from catalog.findings import Severity
from catalog.rules.defect import Defect
from catalog.rules.rule import Rule, Scope
from catalog.rules.view import View


def check(view: View) -> Iterator[Defect]:
    """Properties whose own list of destinations is empty."""
    for item in view.layout.routed:
        if item.definition.destinations == ():
            yield item.defect(
                f"{item.subject('goes', 'go')} nowhere, as the list of destinations is empty; name those "
                "that may have it, or leave the list out for all of the event's",
                "destinations",
            )


RULE: Final = Rule(
    id="catalog/property-without-destination",
    summary="A property goes nowhere.",
    why=("An empty list keeps it from every destination: callers send what nobody ever gets."),
    bad={
        "timer/stopped.yaml": """\
destinations: [log]
properties:
  task: {description: The task., type: integer, data: none, destinations: []}
""",
    },
    good={
        "timer/stopped.yaml": """\
destinations: [log]
properties:
  task: {description: The task., type: integer, data: none, destinations: [log]}
""",
    },
    severity=Severity.WARNING,
    since="0.1.0",
    scope=Scope.PROPERTY,
    check=check,
)
