"""A destination needs consent, and the catalog states nothing that anybody could agree to."""

from collections.abc import Iterator
from typing import Final

from catalog.findings import Severity
from catalog.rules.defect import Defect, in_settings
from catalog.rules.rule import Rule, Scope
from catalog.rules.sentences import quoted
from catalog.rules.view import View


def check(view: View) -> Iterator[Defect]:
    """Destinations with consent where no purpose is stated; a listed one is catalog/unknown-purpose's."""
    if view.settings.purposes:
        return
    for name, destination in view.settings.destinations.items():
        if destination.consent and not destination.purposes:
            yield in_settings(
                f"{quoted(name)} needs consent, and the catalog states no purpose to agree to, so no payload "
                "may go there; state one under 'purposes', or set 'consent: false'",
                "destinations",
                name,
                "consent",
            )


RULE: Final = Rule(
    id="catalog/impossible-consent",
    summary="A destination needs consent, and the catalog states no purpose.",
    why=(
        "People consent to purposes (GDPR Art. 6(1)(a)), and a payload lists those of the catalog that were "
        "agreed to. Without any, every payload for the destination is refused, and nothing else says why."
    ),
    bad={
        "catalog.yaml": """\
format: 1
product: example
destinations: {posthog: {retention_days: 30, consent: true}}
""",
    },
    good={
        "catalog.yaml": """\
format: 1
product: example
purposes: {analytics: {basis: consent}}
destinations: {posthog: {retention_days: 30, consent: true, purposes: [analytics]}}
""",
    },
    severity=Severity.ERROR,
    since="0.1.0",
    scope=Scope.CATALOG,
    check=check,
    needs_settings=True,
)
