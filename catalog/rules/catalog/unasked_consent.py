"""A purpose that rests on consent is served by a destination that asks for none."""

from collections.abc import Iterator
from typing import Final

from catalog.findings import Severity
from catalog.model.settings import Basis
from catalog.rules.defect import Defect, in_settings
from catalog.rules.rule import Rule, Scope
from catalog.rules.sentences import listed, quoted
from catalog.rules.view import View


def check(view: View) -> Iterator[Defect]:
    """Destinations without consent and without `purposes` that get events whose purpose rests on it.

    A destination that lists a purpose has decided about it; the list as a whole is judged by
    catalog/contradictory-consent.
    """
    consented = {name for name, purpose in view.settings.purposes.items() if purpose.basis is Basis.CONSENT}
    met: dict[str, set[str]] = {}
    for event in view.events:
        if event.definition.purpose in consented:
            for destination in event.destinations:
                met.setdefault(destination, set()).add(event.definition.purpose)
    for name, definition in view.settings.destinations.items():
        if name in met and not definition.consent and definition.purposes is None:
            yield in_settings(
                f"{quoted(name)} asks for no consent and gets events for {listed(sorted(met[name]))}, "
                "based on consent; set 'consent: true', or list under 'purposes' what it serves",
                "destinations",
                name,
            )


RULE: Final = Rule(
    id="catalog/unasked-consent",
    summary="A purpose that rests on consent is served by a destination that asks for none.",
    why=(
        "Processing that rests on consent needs it (GDPR Art. 6(1)(a)), and nothing says that this "
        "destination was meant to have the data without."
    ),
    bad={
        "catalog.yaml": """\
format: 1
product: example
purposes: {analytics: {basis: consent}}
destinations: {posthog: {retention_days: 30}}
""",
        "timer/stopped.yaml": """\
description: A running timer is stopped.
purpose: analytics
destinations: [posthog]
""",
    },
    good={
        "catalog.yaml": """\
format: 1
product: example
purposes: {analytics: {basis: consent}}
destinations: {posthog: {retention_days: 30, consent: true}}
""",
        "timer/stopped.yaml": """\
description: A running timer is stopped.
purpose: analytics
destinations: [posthog]
""",
    },
    severity=Severity.WARNING,
    since="0.1.0",
    scope=Scope.CATALOG,
    check=check,
    needs_settings=True,
)
