"""replaced_by names an event that does not exist."""

from collections.abc import Iterator
from typing import Final

from catalog.findings import Severity
from catalog.rules.defect import Defect, in_event
from catalog.rules.rule import Rule, Scope
from catalog.rules.sentences import meant, quoted
from catalog.rules.view import View


def check(view: View) -> Iterator[Defect]:
    """Replacements that are no event of the catalog."""
    events = view.snapshot.events
    for event in view.events:
        name = event.definition.replaced_by
        if name is None or name in events or ("." in name and view.is_broken("event", name)):
            continue
        found = view.snapshot.lookup(name)
        if found is not None:
            message = (
                f"'replaced_by' names {quoted(name)}, another name of {quoted(found[0].name)}; write that"
            )
        elif view.lacks_events:
            continue  # it may be an alias that could not be read
        else:
            right = meant(name, events.keys() - {event.name}, "there is no other event")
            message = f"'replaced_by' names the unknown event {quoted(name)}; {right}"
        yield in_event(event, message, "replaced_by")


RULE: Final = Rule(
    id="lifecycle/unknown-replacement",
    summary="replaced_by names an event that does not exist.",
    why="People who follow it find nothing.",
    bad={
        "timer/stopped.yaml": """\
description: A running timer is stopped.
status: deprecated
replaced_by: entry.writen
""",
        "entry/written.yaml": "description: A time entry is written.\n",
    },
    good={
        "timer/stopped.yaml": """\
description: A running timer is stopped.
status: deprecated
replaced_by: entry.written
""",
        "entry/written.yaml": "description: A time entry is written.\n",
    },
    severity=Severity.ERROR,
    since="0.1.0",
    scope=Scope.EVENT,
    check=check,
)
