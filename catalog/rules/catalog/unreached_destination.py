"""A property speaks of a destination that its event does not go to."""

from collections.abc import Iterator
from typing import Final

from catalog.findings import Severity
from catalog.model.types import Property
from catalog.rules.defect import Defect, in_event
from catalog.rules.rule import Rule, Scope
from catalog.rules.sentences import quoted
from catalog.rules.view import Field, View


def check(view: View) -> Iterator[Defect]:
    """Known destinations under `destinations`, `handling` and `send_as` that the property cannot get to."""
    known = view.settings.destinations
    for event in view.events:
        for name in event.definition.send_as:
            if name in known and name not in event.destinations:
                yield in_event(
                    event,
                    f"{quoted(event.name)} does not go to {quoted(name)}, so the name for it has no effect; "
                    "add the destination, or leave the name out",
                    "send_as",
                    name,
                )
    for item in view.layout.routed:
        definition, home = item.definition, item.home
        if not home.reach or home.kind == "entity" or (home.kind == "group" and view.lacks_events):
            continue
        for index, name in enumerate(definition.destinations or ()):
            if name in known and name not in home.reach:
                yield item.defect(_unreached(item, name), "destinations", index)
        for name in definition.handling:
            if name in known and name not in item.reach:
                yield item.defect(_unreached(item, name), "handling", name)
        for name in definition.send_as:
            if name in known and name not in item.reach:
                yield item.defect(_unreached(item, name), "send_as", name)


def _unreached(item: Field[Property], destination: str) -> str:
    right = "add the destination there, or leave it out here"
    if destination in item.home.reach:
        return f"{quoted(item.name)} is kept from {quoted(destination)} by its own 'destinations'; {right}"
    if item.home.kind == "group":
        return f"no event that includes {quoted(item.home.name)} goes to {quoted(destination)}; {right}"
    return f"{quoted(item.home.name)} does not go to {quoted(destination)}; {right}"


RULE: Final = Rule(
    id="catalog/unreached-destination",
    summary="A property speaks of a destination that its event does not go to.",
    why=(
        "The limit, handling or name has no effect; either the event lacks the destination or the "
        "line is left over."
    ),
    bad={
        "timer/stopped.yaml": """\
destinations: [posthog]
properties:
  size: {description: Size of the file., type: integer, data: none, destinations: [log]}
""",
    },
    good={
        "timer/stopped.yaml": """\
destinations: [posthog, log]
properties:
  size: {description: Size of the file., type: integer, data: none, destinations: [log]}
""",
    },
    severity=Severity.WARNING,
    since="0.1.0",
    scope=Scope.PROPERTY,
    check=check,
    needs_settings=True,
)
