"""Erasing data at a destination takes longer than keeping it."""

from collections.abc import Iterator
from typing import Final

from catalog.findings import Severity
from catalog.rules.defect import Defect, in_settings
from catalog.rules.rule import Rule, Scope
from catalog.rules.sentences import counted, quoted
from catalog.rules.view import View


def check(view: View) -> Iterator[Defect]:
    """Destinations whose `erasure.days` exceed their `retention_days`."""
    for name, destination in view.settings.destinations.items():
        kept, erasure = destination.retention_days, destination.erasure
        if kept is not None and erasure is not None and erasure.days > kept:
            yield in_settings(
                f"{quoted(name)} keeps data for {counted(kept, 'day')} and erases it within "
                f"{counted(erasure.days, 'day')}; one of the two is wrong",
                "destinations",
                name,
                "erasure",
                "days",
            )


RULE: Final = Rule(
    id="catalog/contradictory-retention",
    summary="Erasing data at a destination takes longer than keeping it.",
    why="One of the two numbers is wrong: data that is gone after 30 days needs no 90 to be erased.",
    bad={
        "catalog.yaml": """\
format: 1
product: example
destinations: {log: {retention_days: 30, erasure: {how: Rotation., days: 90}}}
""",
    },
    good={
        "catalog.yaml": """\
format: 1
product: example
destinations: {log: {retention_days: 30, erasure: {how: Rotation., days: 30}}}
""",
    },
    severity=Severity.ERROR,
    since="0.1.0",
    scope=Scope.CATALOG,
    check=check,
    needs_settings=True,
)
