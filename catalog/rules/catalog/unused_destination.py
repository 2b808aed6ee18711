"""No event goes to a destination."""

from collections.abc import Iterator
from typing import Final

from catalog.findings import Severity
from catalog.rules.defect import Defect, in_settings
from catalog.rules.rule import Rule, Scope
from catalog.rules.sentences import quoted
from catalog.rules.spelling import intended
from catalog.rules.view import View


def check(view: View) -> Iterator[Defect]:
    """Destinations that no event, and no property of one, names, when every event could be read.

    A destination that a property alone names is catalog/unreached-destination's. A catalog without events
    is only being set up.
    """
    if not view.events or view.lacks_events:
        return
    given = {name for event in view.events for name in (*event.destinations, *event.definition.send_as)}
    for item in view.layout.routed:
        if item.home.is_sent:
            definition = item.definition
            given.update(definition.destinations or (), definition.handling, definition.send_as)
    destinations = view.settings.destinations
    used = intended(given, destinations)
    for name in destinations:
        if name not in used:
            yield in_settings(
                f"no event goes to {quoted(name)}; add it to the 'destinations' of those that should, or "
                "take it out of catalog.yaml",
                "destinations",
                name,
            )


RULE: Final = Rule(
    id="catalog/unused-destination",
    summary="No event goes to a destination.",
    why=(
        "The catalog tells privacy reviewers of a recipient that gets nothing, or the events that were meant "
        "for it forgot it and never arrive there."
    ),
    bad={
        "catalog.yaml": """\
format: 1
product: example
destinations: {log: {retention_days: 30}, warehouse: {retention_days: 365}}
""",
        "timer/stopped.yaml": """\
description: A running timer is stopped.
destinations: [log]
""",
    },
    good={
        "catalog.yaml": """\
format: 1
product: example
destinations: {log: {retention_days: 30}, warehouse: {retention_days: 365}}
""",
        "timer/stopped.yaml": """\
description: A running timer is stopped.
destinations: [log, warehouse]
""",
    },
    severity=Severity.WARNING,
    since="0.1.0",
    scope=Scope.CATALOG,
    check=check,
    needs_settings=True,
)
