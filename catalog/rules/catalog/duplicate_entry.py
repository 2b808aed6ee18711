"""A name stands twice in a list."""

from collections.abc import Iterator, Sequence
from typing import Final

from catalog.findings import Severity
from catalog.model.snapshot import Event
from catalog.rules.defect import Defect, in_event, in_settings
from catalog.rules.entries import again
from catalog.rules.rule import Rule, Scope
from catalog.rules.sentences import quoted
from catalog.rules.view import View


def check(view: View) -> Iterator[Defect]:
    """Lists of events, properties and destinations in which a name stands again."""
    for event in view.events:
        definition = event.definition
        yield from _event_list(event, definition.destinations, "destinations")
        yield from _event_list(event, definition.include, "include")
        for index, alias in enumerate(definition.aliases):
            yield from _event_list(event, alias.sends or (), "aliases", index, "sends")
    for item in view.layout.routed:
        names = item.definition.destinations
        if names is not None and len(set(names)) < len(names):
            for index, name in again(names):
                yield item.defect(_twice(name), "destinations", index)
    for name, destination in view.settings.destinations.items():
        lists = {
            "contexts": destination.contexts,
            "receives": destination.receives or (),
            "purposes": destination.purposes or (),
            "reserved": destination.reserved,
        }
        for key, entries in lists.items():
            for index, entry in again(entries):
                yield in_settings(_twice(entry), "destinations", name, key, index)


def _event_list(event: Event, names: Sequence[str], *pointer: str | int) -> Iterator[Defect]:
    if len(names) > 1 and len(set(names)) < len(names):
        for index, name in again(names):
            yield in_event(event, _twice(name), *pointer, index)


def _twice(name: str) -> str:
    return f"{quoted(name)} stands in the list twice; keep one"


RULE: Final = Rule(
    id="catalog/duplicate-entry",
    summary="A name stands twice in a list.",
    why="It says nothing the second time, and usually another name was meant.",
    bad={
        "timer/stopped.yaml": """\
description: A running timer is stopped.
destinations: [log, log]
""",
    },
    good={
        "timer/stopped.yaml": """\
description: A running timer is stopped.
destinations: [log, posthog]
""",
    },
    severity=Severity.WARNING,
    since="0.1.0",
    scope=Scope.EVENT,
    check=check,
)
