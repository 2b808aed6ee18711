"""No event names an owner."""

from collections.abc import Iterator
from typing import Final

from catalog.findings import Severity
from catalog.rules.defect import Defect, in_settings
from catalog.rules.rule import Rule, Scope
from catalog.rules.sentences import quoted
from catalog.rules.spelling import intended
from catalog.rules.view import View


def check(view: View) -> Iterator[Defect]:
    """Owners that are neither the owner nor a reader of any event, when every event could be read.

    A catalog without events is only being set up.
    """
    if not view.events or view.lacks_events:
        return
    given = {event.definition.owner for event in view.events if event.definition.owner is not None}
    given.update(reader.team for event in view.events for reader in event.definition.readers)
    owners = view.settings.owners
    used = intended(given, owners)
    for name in owners:
        if name not in used:
            yield in_settings(
                f"no event names the owner {quoted(name)}; name it where it answers, or take it out of "
                "'owners'",
                "owners",
                name,
            )


RULE: Final = Rule(
    id="catalog/unused-owner",
    summary="No event names an owner.",
    why=(
        "A team that was dissolved or renamed stays on the list, and somebody picks it for the next event "
        "though nobody answers there."
    ),
    bad={
        "catalog.yaml": """\
format: 1
product: example
owners:
  time-tracking: {description: Timers and time entries.}
  stopwatch: {description: What the team was called before.}
""",
        "timer/stopped.yaml": """\
description: A running timer is stopped.
owner: time-tracking
""",
    },
    good={
        "catalog.yaml": """\
format: 1
product: example
owners:
  time-tracking: {description: Timers and time entries.}
""",
        "timer/stopped.yaml": """\
description: A running timer is stopped.
owner: time-tracking
""",
    },
    severity=Severity.WARNING,
    since="0.1.0",
    scope=Scope.CATALOG,
    check=check,
    needs_settings=True,
)
