"""An event is past its expiry."""

from collections.abc import Iterator
from typing import Final

from catalog.findings import Severity
from catalog.model.event import Status
from catalog.rules.defect import Defect, in_event
from catalog.rules.rule import Rule, Scope
from catalog.rules.sentences import quoted
from catalog.rules.view import View


def check(view: View) -> Iterator[Defect]:
    """Events that are not retired though their last day is over."""
    for event in view.events:
        expires = event.definition.expires
        if expires is not None and expires < view.today and event.status is not Status.RETIRED:
            yield in_event(
                event,
                f"{quoted(event.name)} expired on {expires}; retire it, or set a later date if it is "
                "still needed",
                "expires",
            )


RULE: Final = Rule(
    id="lifecycle/expired",
    summary="An event is past its expiry; this warns, unless `catalog.yaml` calls it an error.",
    why=(
        "Whoever set the date wanted to decide anew by then; data that nobody decided on is still collected. "
        "`rollcall check` warns, so that no build fails because a day has passed; `severities` in "
        "`catalog.yaml` makes it an error."
    ),
    bad={
        "timer/stopped.yaml": """\
description: A running timer is stopped.
expires: 2020-12-31
""",
    },
    good={
        "timer/stopped.yaml": """\
description: A running timer is stopped.
expires: 2027-12-31
""",
    },
    severity=Severity.ERROR,
    since="0.1.0",
    scope=Scope.EVENT,
    check=check,
    dated=True,
)
