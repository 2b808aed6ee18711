"""An event's owner is not in catalog.yaml."""

from collections.abc import Iterator
from typing import Final

from catalog.findings import Severity
from catalog.rules.defect import Defect, in_event
from catalog.rules.rule import Rule, Scope
from catalog.rules.sentences import meant, quoted
from catalog.rules.view import View


def check(view: View) -> Iterator[Defect]:
    """Owners that `owners` in catalog.yaml does not have."""
    owners = view.settings.owners
    for event in view.events:
        owner = event.definition.owner
        if owner is not None and owner not in owners:
            right = meant(owner, owners, "add it to 'owners' in catalog.yaml")
            yield in_event(event, f"unknown owner {quoted(owner)}; {right}", "owner")


RULE: Final = Rule(
    id="ownership/unknown-owner",
    summary="An event's owner is not in catalog.yaml.",
    why="A team that nobody listed cannot be reached.",
    bad={
        "timer/stopped.yaml": """\
description: A running timer is stopped and becomes a time entry.
owner: timetracking
""",
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
    needs_settings=True,
)
