"""A destination's consent does not fit the purposes that it serves."""

from collections.abc import Iterator
from typing import Final

from catalog.findings import Severity
from catalog.model.settings import Basis
from catalog.rules.defect import Defect, in_settings
from catalog.rules.rule import Rule, Scope
from catalog.rules.sentences import quoted
from catalog.rules.view import View


def check(view: View) -> Iterator[Defect]:
    """Destinations without consent all of whose purposes rest on it, and those with it where none does.

    Where only some of them rest on it, catalog/unasked-consent says which.
    """
    for name, destination in view.settings.destinations.items():
        known = [
            view.settings.purposes[one] for one in destination.purposes or () if one in view.settings.purposes
        ]
        bases = [purpose.basis for purpose in known]
        if not bases or None in bases or len(bases) != len(destination.purposes or ()):
            continue
        if not destination.consent and all(basis is Basis.CONSENT for basis in bases):
            yield in_settings(
                f"{quoted(name)} needs no consent, but every purpose that it serves rests on it; "
                "set 'consent: true', or state another basis",
                "destinations",
                name,
                "consent",
            )
        elif destination.consent and Basis.CONSENT not in bases:
            yield in_settings(
                f"{quoted(name)} needs consent, but no purpose that it serves rests on it; "
                "set 'consent: false', or state the basis 'consent'",
                "destinations",
                name,
                "consent",
            )


RULE: Final = Rule(
    id="catalog/contradictory-consent",
    summary="A destination's consent does not fit the purposes that it serves.",
    why=(
        "Processing that rests on consent needs it (GDPR Art. 6(1)(a)); consent that is asked for "
        "something else promises a choice that does not exist."
    ),
    bad={
        "catalog.yaml": """\
format: 1
product: example
purposes: {analytics: {basis: consent}}
destinations: {posthog: {retention_days: 30, purposes: [analytics], consent: false}}
""",
    },
    good={
        "catalog.yaml": """\
format: 1
product: example
purposes: {analytics: {basis: consent}}
destinations: {posthog: {retention_days: 30, purposes: [analytics], consent: true}}
""",
    },
    severity=Severity.ERROR,
    since="0.1.0",
    scope=Scope.CATALOG,
    check=check,
    needs_settings=True,
)
