"""Two events reach a destination under the same name."""

from collections.abc import Iterator
from typing import Final

from catalog.findings import Severity
from catalog.model.snapshot import Event
from catalog.rules.defect import Defect, in_event
from catalog.rules.rule import Rule, Scope
from catalog.rules.sentences import quoted
from catalog.rules.view import View


def check(view: View) -> Iterator[Defect]:
    """Names under `send_as` that another event sends to the same destination."""
    renamed = [event for event in view.events if event.definition.send_as]
    if not renamed:
        return
    plain = {
        (destination, event.wire): event
        for event in view.events
        for destination in event.destinations
        if destination not in event.definition.send_as
    }
    taken: dict[tuple[str, str], Event] = {}
    for event in renamed:
        for destination, name in event.definition.send_as.items():
            if destination not in event.destinations:
                continue
            other = plain.get((destination, name)) or taken.setdefault((destination, name), event)
            if other is not event:
                yield in_event(
                    event,
                    f"{quoted(destination)} already gets {quoted(name)} for {quoted(other.name)} and "
                    "could not tell "
                    "the two apart; send another name",
                    "send_as",
                    destination,
                )


RULE: Final = Rule(
    id="naming/sent-name-collision",
    summary="Two events reach a destination under the same name.",
    why=(
        "A destination knows an event by its name alone; two under one name are counted together and "
        "cannot be told apart again."
    ),
    bad={
        "timer/stopped.yaml": """\
description: A running timer is stopped.
destinations: [posthog]
send_as: {posthog: Timer Done}
""",
        "timer/finished.yaml": """\
description: A timer ran out.
destinations: [posthog]
send_as: {posthog: Timer Done}
""",
    },
    good={
        "timer/stopped.yaml": """\
description: A running timer is stopped.
destinations: [posthog]
send_as: {posthog: Timer Stopped}
""",
        "timer/finished.yaml": """\
description: A timer ran out.
destinations: [posthog]
send_as: {posthog: Timer Finished}
""",
    },
    severity=Severity.WARNING,
    since="0.1.0",
    scope=Scope.EVENT,
    check=check,
)
