"""A destination keeps personal data and does not say how it is erased."""

from collections.abc import Iterator
from typing import Final

from catalog.findings import Severity
from catalog.rules.catalog.personal import is_about_people
from catalog.rules.defect import Defect, in_settings
from catalog.rules.rule import Rule, Scope
from catalog.rules.sentences import counted, quoted
from catalog.rules.view import View

ANSWER_DAYS: Final = 30
"""GDPR Art. 12(3): a request is answered within one month, and what is gone by then needs no erasing."""


def check(view: View) -> Iterator[Defect]:
    """Destinations without `erasure` that may keep personal data for longer than a request may take."""
    for name, destination in view.settings.destinations.items():
        kept = destination.retention_days
        if destination.erasure is not None or (kept is not None and kept <= ANSWER_DAYS):
            continue
        if is_about_people(view, name):
            how_long = "" if kept is None else f" for {counted(kept, 'day')}"
            yield in_settings(
                f"{quoted(name)} may keep personal data{how_long} and does not say how a person's is erased; "
                "add 'erasure: {how: …, days: …}'",
                "destinations",
                name,
            )


RULE: Final = Rule(
    id="catalog/no-erasure",
    summary="A destination keeps personal data and does not say how it is erased.",
    why=(
        "A person may ask for erasure (GDPR Art. 17) and is answered within a month (Art. 12(3)); what is "
        "kept for longer than that has to be found and deleted, and whoever gets the request must know how."
    ),
    bad={
        "catalog.yaml": """\
format: 1
product: example
destinations: {warehouse: {receives: [none, user.account], retention_days: 365}}
""",
    },
    good={
        "catalog.yaml": """\
format: 1
product: example
destinations:
  log: {receives: [none, user.account], retention_days: 30}
  warehouse:
    receives: [none, user.account]
    retention_days: 365
    erasure: {how: "Delete the rows of the user id in every table.", days: 14}
""",
    },
    severity=Severity.WARNING,
    since="0.1.0",
    scope=Scope.CATALOG,
    check=check,
    needs_settings=True,
)
