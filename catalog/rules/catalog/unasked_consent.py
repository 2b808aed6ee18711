"""A purpose that rests on consent is served by a destination that asks for none."""

from collections.abc import Iterator
from typing import Final

from catalog.findings import Severity
from catalog.model.category import Sensitivity
from catalog.model.settings import Basis, DestinationDefinition
from catalog.rules.catalog.personal import let_through
from catalog.rules.defect import Defect, in_settings
from catalog.rules.rule import Rule, Scope
from catalog.rules.sentences import listed, quoted
from catalog.rules.view import View


def check(view: View) -> Iterator[Defect]:
    """Purposes based on consent of destinations that ask for none: those listed, else those of what they get.

    A destination all of whose purposes rest on consent is catalog/contradictory-consent's; one that gets
    nothing about anybody needs no consent.
    """
    consented = {name for name, purpose in view.settings.purposes.items() if purpose.basis is Basis.CONSENT}
    if not consented:
        return
    met = _met(view, consented)
    for name, definition in view.settings.destinations.items():
        if definition.consent or not _is_about_somebody(view, name, definition):
            continue
        if definition.purposes is None:
            if name in met:
                yield in_settings(
                    f"{quoted(name)} asks for no consent and gets events for {listed(sorted(met[name]))}, "
                    "based on consent; set 'consent: true', or list under 'purposes' what it serves",
                    "destinations",
                    name,
                )
        elif not consented.issuperset(definition.purposes):
            for index, purpose in enumerate(definition.purposes):
                if purpose in consented and purpose not in definition.purposes[:index]:
                    yield in_settings(
                        f"{quoted(name)} asks for no consent and serves {quoted(purpose)}, based on consent; "
                        "set 'consent: true', or take the purpose off the list",
                        "destinations",
                        name,
                        "purposes",
                        index,
                    )


def _met(view: View, consented: set[str]) -> dict[str, set[str]]:
    """Destination → the purposes based on consent of the events and properties that it gets."""
    met: dict[str, set[str]] = {}
    for event in view.events:
        if event.definition.purpose in consented:
            for destination in event.destinations:
                met.setdefault(destination, set()).add(event.definition.purpose)
    for item in view.layout.purposed:
        purpose = item.definition.purpose
        if purpose in consented:
            for destination in item.reach:
                met.setdefault(destination, set()).add(purpose)
    return met


def _is_about_somebody(view: View, name: str, definition: DestinationDefinition) -> bool:
    """Whether somebody's behaviour can get to a destination, under an identity or without."""
    if definition.identity != "none":
        return True
    return next(let_through(view, name, Sensitivity.INTERACTION), None) is not None


RULE: Final = Rule(
    id="catalog/unasked-consent",
    summary="A purpose that rests on consent is served by a destination that asks for none.",
    why=(
        "Processing that rests on consent needs it (GDPR Art. 6(1)(a)), whatever else the destination "
        "serves; its other purposes permit none of what is collected for this one."
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
