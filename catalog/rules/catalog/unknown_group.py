"""An event includes a property group that has no file."""

from collections.abc import Iterator
from typing import Final

from catalog.findings import Severity
from catalog.rules.defect import Defect, in_event
from catalog.rules.entries import first
from catalog.rules.rule import Rule, Scope
from catalog.rules.sentences import meant, quoted
from catalog.rules.view import View


def check(view: View) -> Iterator[Defect]:
    """Names under `include` without a file in _groups."""
    known = view.definitions.groups
    for event in view.events:
        for index, group in first(event.definition.include):
            if group not in known and not view.is_broken("group", group):
                right = meant(group, known, f"write _groups/{group}.yaml")
                yield in_event(event, f"unknown property group {quoted(group)}; {right}", "include", index)


RULE: Final = Rule(
    id="catalog/unknown-group",
    summary="An event includes a property group that has no file.",
    why="The properties that it was to bring are missing, so payloads that have them are refused.",
    bad={
        "timer/stopped.yaml": """\
description: A running timer is stopped.
include: [acter]
""",
        "_groups/actor.yaml": "description: Who did it.\n",
    },
    good={
        "timer/stopped.yaml": """\
description: A running timer is stopped.
include: [actor]
""",
        "_groups/actor.yaml": "description: Who did it.\n",
    },
    severity=Severity.ERROR,
    since="0.1.0",
    scope=Scope.EVENT,
    check=check,
)
