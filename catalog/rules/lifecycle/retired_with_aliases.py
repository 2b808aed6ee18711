"""A retired event still has aliases."""

from collections.abc import Iterator
from typing import Final

from catalog.findings import Severity
from catalog.model.event import Status
from catalog.rules.defect import Defect, in_event
from catalog.rules.rule import Rule, Scope
from catalog.rules.sentences import listed, quoted
from catalog.rules.view import View


def check(view: View) -> Iterator[Defect]:
    """Retired events with aliases."""
    for event in view.events:
        if event.status is Status.RETIRED and event.aliases:
            names = listed(alias.name for alias in event.aliases)
            yield in_event(
                event,
                f"{quoted(event.name)} is retired but still goes by {names}; "
                "remove the aliases, or move them to the event that replaces it",
                "aliases",
            )


RULE: Final = Rule(
    id="lifecycle/retired-with-aliases",
    summary="A retired event still has aliases.",
    why=(
        "Its names stay taken, and clients that send an old one are refused without being told what to send."
    ),
    bad={
        "timer/stopped.yaml": """\
description: A running timer is stopped.
status: retired
aliases: [{name: timer_stopped}]
""",
    },
    good={
        "timer/stopped.yaml": """\
description: A running timer is stopped.
status: retired
""",
    },
    severity=Severity.ERROR,
    since="0.1.0",
    scope=Scope.EVENT,
    check=check,
)
