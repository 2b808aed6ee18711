"""A wire name reads like the identity of another event."""

import re
from collections.abc import Iterator
from typing import Final

from catalog.findings import Severity
from catalog.rules.defect import Defect, in_event
from catalog.rules.rule import Rule, Scope
from catalog.rules.sentences import quoted
from catalog.rules.view import View

_TWO_PARTS: Final = re.compile(r"[a-z][a-z0-9_]*\.[a-z0-9_]+\Z")


def check(view: View) -> Iterator[Defect]:
    """Wire names of the form resource.action that are not the event's own identity."""
    for event in view.events:
        wire = event.definition.wire
        if wire is None or wire == event.name or not _TWO_PARTS.match(wire) or wire in view.snapshot.events:
            continue
        path = quoted(wire.replace(".", "/") + ".yaml")
        yield in_event(
            event,
            f"the wire name {quoted(wire)} reads like an identity, but the path says {quoted(event.name)}; "
            f"move the file to {path}, or make {quoted(wire)} an alias",
            "wire",
        )


RULE: Final = Rule(
    id="naming/identity-not-path",
    summary="A wire name reads like the identity of another event.",
    why=(
        "The identity of an event is its path. When something else of that form is sent for it, "
        "people look for a file that does not exist."
    ),
    bad={
        "timer/stopped.yaml": """\
description: A running timer is stopped.
wire: timer.halted
""",
    },
    good={
        "timer/stopped.yaml": """\
description: A running timer is stopped.
aliases: [{name: timer.halted}]
""",
    },
    severity=Severity.WARNING,
    since="0.1.0",
    scope=Scope.EVENT,
    check=check,
)
