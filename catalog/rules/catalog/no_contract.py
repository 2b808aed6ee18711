"""A processor gets personal data without a contract."""

from collections.abc import Iterator
from typing import Final

from catalog.findings import Severity
from catalog.rules.catalog.personal import is_about_people
from catalog.rules.defect import Defect, in_settings
from catalog.rules.rule import Rule, Scope
from catalog.rules.sentences import quoted
from catalog.rules.view import View


def check(view: View) -> Iterator[Defect]:
    """Destinations with a `processor` and no `contract` that may get personal data."""
    for name, destination in view.settings.destinations.items():
        if destination.processor and destination.contract is None and is_about_people(view, name):
            yield in_settings(
                f"{quoted(name)} is run by {quoted(destination.processor)}, may get personal data and names "
                "no processing agreement; add 'contract'",
                "destinations",
                name,
                "processor",
            )


RULE: Final = Rule(
    id="catalog/no-contract",
    summary="A processor gets personal data without a contract.",
    why=(
        "Whoever processes personal data for somebody else does so under a contract (GDPR Art. 28(3)). "
        "A catalog whose operators each sign their own says so beside `severities`, where it turns this off."
    ),
    bad={
        "catalog.yaml": """\
format: 1
product: example
destinations: {posthog: {processor: Example Inc., retention_days: 30}}
""",
    },
    good={
        "catalog.yaml": """\
format: 1
product: example
destinations: {posthog: {processor: Example Inc., contract: DPA of 2026, retention_days: 30}}
""",
    },
    severity=Severity.WARNING,
    since="0.1.0",
    scope=Scope.CATALOG,
    check=check,
    needs_settings=True,
)
