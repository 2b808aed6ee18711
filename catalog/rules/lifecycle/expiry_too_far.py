"""An event expires more than two years from now."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from catalog.findings import Severity
from catalog.rules.defect import Defect, in_event
from catalog.rules.rule import Rule, Scope
from catalog.rules.sentences import quoted
from catalog.rules.view import View

MAX_DAYS: Final = 731  # two years, one of them a leap year


def check(view: View) -> Iterator[Defect]:
    """Events whose last day is more than two years off."""
    limit = view.today + timedelta(days=MAX_DAYS)
    for event in view.events:
        expires = event.definition.expires
        if expires is not None and expires > limit:
            yield in_event(
                event,
                f"{quoted(event.name)} expires on {expires}, more than two years from now; "
                f"set a day until {limit}, and decide again then",
                "expires",
            )


RULE: Final = Rule(
    id="lifecycle/expiry-too-far",
    summary="An event expires more than two years from now.",
    why=(
        "A date that nobody on the team will see is no date; two years are the longest that a "
        "decision stays known."
    ),
    bad={
        "timer/stopped.yaml": """\
description: A running timer is stopped.
expires: 2099-12-31
""",
    },
    good={
        "timer/stopped.yaml": """\
description: A running timer is stopped.
expires: 2027-12-31
""",
    },
    severity=Severity.WARNING,
    since="0.1.0",
    scope=Scope.EVENT,
    check=check,
)
