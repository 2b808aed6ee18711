"""An event has no owner."""

from collections.abc import Iterator
from typing import Final

from catalog.findings import Severity
from catalog.rules.defect import Defect, in_event
from catalog.rules.rule import Rule, Scope
from catalog.rules.sentences import listed, quoted
from catalog.rules.view import View


def check(view: View) -> Iterator[Defect]:
    """Events without `owner`."""
    for event in view.events:
        if event.definition.owner is None:
            owners = view.settings.owners
            right = (
                f"add 'owner', {listed(sorted(owners), 'or')}"
                if owners
                else "add 'owner', and the team to catalog.yaml"
            )
            yield in_event(event, f"nobody answers for {quoted(event.name)}; {right}", "owner")


RULE: Final = Rule(
    id="ownership/no-owner",
    summary="An event has no owner.",
    why="Somebody must know what it means, and be asked before it changes.",
    bad={
        "timer/stopped.yaml": "description: A running timer is stopped and becomes a time entry.\n",
    },
    good={
        "timer/stopped.yaml": """\
description: A running timer is stopped and becomes a time entry.
owner: time-tracking
""",
    },
    severity=Severity.ERROR,
    since="0.1.0",
    scope=Scope.EVENT,
    check=check,
)
