"""Neither an event nor a destination has a purpose."""

from collections.abc import Iterator
from typing import Final

from catalog.findings import Severity
from catalog.rules.defect import Defect, in_settings
from catalog.rules.rule import Rule, Scope
from catalog.rules.sentences import quoted
from catalog.rules.spelling import intended
from catalog.rules.view import View


def check(view: View) -> Iterator[Defect]:
    """Purposes that stand at no event, property or destination, when every file could be read.

    A catalog without events is only being set up.
    """
    if not view.events or view.broken:
        return
    given = {event.definition.purpose for event in view.events if event.definition.purpose is not None}
    given.update(item.definition.purpose for item in view.layout.purposed if item.definition.purpose)
    for destination in view.settings.destinations.values():
        given.update(destination.purposes or ())
    purposes = view.settings.purposes
    used = intended(given, purposes)
    for name in purposes:
        if name not in used:
            yield in_settings(
                f"neither an event nor a destination has the purpose {quoted(name)}; name it where it "
                "belongs, or take it out of 'purposes'",
                "purposes",
                name,
            )


RULE: Final = Rule(
    id="catalog/unused-purpose",
    summary="Neither an event nor a destination has a purpose.",
    why=(
        "The record of processing states a reason for which nothing is collected (GDPR Art. 30(1)(b)), or "
        "events that belong to it state another one."
    ),
    bad={
        "catalog.yaml": """\
format: 1
product: example
purposes:
  operations: {description: To keep the service running.}
  marketing: {description: To win customers.}
""",
        "timer/stopped.yaml": """\
description: A running timer is stopped.
purpose: operations
""",
    },
    good={
        "catalog.yaml": """\
format: 1
product: example
purposes:
  operations: {description: To keep the service running.}
""",
        "timer/stopped.yaml": """\
description: A running timer is stopped.
purpose: operations
""",
    },
    severity=Severity.WARNING,
    since="0.1.0",
    scope=Scope.CATALOG,
    check=check,
    needs_settings=True,
)
