"""No event includes a property group."""

from collections.abc import Iterator
from typing import Final

from catalog.findings import Severity
from catalog.rules.defect import Defect
from catalog.rules.rule import Rule, Scope
from catalog.rules.sentences import quoted
from catalog.rules.spelling import intended
from catalog.rules.view import View


def check(view: View) -> Iterator[Defect]:
    """Groups that no event includes, when every event could be read."""
    if view.lacks_events:
        return
    given = {group for event in view.events for group in event.definition.include}
    used = intended(given, view.definitions.groups)
    for home in view.layout.homes:
        if home.kind == "group" and home.name not in used:
            yield home.defect(
                f"no event includes the group {quoted(home.name)}; include it where it belongs, or "
                "delete the file"
            )


RULE: Final = Rule(
    id="catalog/unused-group",
    summary="No event includes a property group.",
    why="It is reviewed, classified and kept up to date for nothing, or an event forgot it.",
    bad={
        "_groups/actor.yaml": "description: Who did it.\n",
    },
    good={
        "_groups/actor.yaml": "description: Who did it.\n",
        "timer/stopped.yaml": """\
description: A running timer is stopped.
include: [actor]
""",
    },
    severity=Severity.WARNING,
    since="0.1.0",
    scope=Scope.EVENT,
    check=check,
)
