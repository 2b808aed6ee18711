"""A destination that gets personal data does not say how long it keeps it."""

from collections.abc import Iterator
from typing import Final

from catalog.findings import Severity
from catalog.model.category import Sensitivity, covers
from catalog.rules.defect import Defect, in_settings
from catalog.rules.rule import Rule, Scope
from catalog.rules.sentences import quoted
from catalog.rules.view import View


def check(view: View) -> Iterator[Defect]:
    """Destinations without `retention_days` that may have data about a person."""
    for name, destination in view.settings.destinations.items():
        if destination.retention_days is not None:
            continue
        if destination.receives is None or any(_is_personal(view, key) for key in destination.receives):
            yield in_settings(
                f"{quoted(name)} may have personal data and does not say how long it keeps it; add "
                "'retention_days'",
                "destinations",
                name,
            )


def _is_personal(view: View, general: str) -> bool:
    return any(
        covers(general, key) and category.sensitivity.rank >= Sensitivity.INTERACTION.rank
        for key, category in view.categories.items()
    )


RULE: Final = Rule(
    id="catalog/no-retention",
    summary="A destination that gets personal data does not say how long it keeps it.",
    why=(
        "Personal data may be kept no longer than needed (GDPR Art. 5(1)(e)); a number is the least "
        "one can promise."
    ),
    bad={
        "catalog.yaml": """\
format: 1
product: example
destinations: {posthog: {receives: [none, user.account]}}
""",
    },
    good={
        "catalog.yaml": """\
format: 1
product: example
destinations: {posthog: {receives: [none, user.account], retention_days: 365}}
""",
    },
    severity=Severity.WARNING,
    since="0.1.0",
    scope=Scope.CATALOG,
    check=check,
    needs_settings=True,
)
