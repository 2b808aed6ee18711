"""An event goes to a destination that does not serve its purpose."""

from collections.abc import Iterator
from typing import Final

from catalog.findings import Severity
from catalog.rules.defect import Defect, in_event
from catalog.rules.rule import Rule, Scope
from catalog.rules.sentences import listed, quoted
from catalog.rules.view import View


def check(view: View) -> Iterator[Defect]:
    """Destinations of an event whose `purposes` leave out the event's."""
    limited = {
        name: one.purposes for name, one in view.settings.destinations.items() if one.purposes is not None
    }
    for event in view.events:
        purpose = event.definition.purpose
        if purpose is None or purpose not in view.settings.purposes:
            continue
        for index, destination in enumerate(event.destinations):
            served = limited.get(destination)
            again = destination in event.destinations[:index]  # catalog/duplicate-entry says so
            if served is not None and purpose not in served and not again:
                known = listed(served) if served else "no purpose"
                yield in_event(
                    event,
                    f"{quoted(destination)} serves {known}, not {quoted(purpose)}; take it off the list, "
                    "or add the purpose to the destination",
                    "destinations",
                    index,
                )


RULE: Final = Rule(
    id="pii/purpose-not-served",
    summary="An event goes to a destination that does not serve its purpose.",
    why="Data collected for one purpose may not be handed on for another (GDPR Art. 5(1)(b)).",
    bad={
        "timer/stopped.yaml": """\
description: A running timer is stopped.
purpose: operations
destinations: [posthog]
""",
    },
    good={
        "timer/stopped.yaml": """\
description: A running timer is stopped.
purpose: analytics
destinations: [posthog]
""",
    },
    severity=Severity.ERROR,
    since="0.1.0",
    scope=Scope.EVENT,
    check=check,
    needs_settings=True,
)
