"""An event or a property goes to a destination that does not serve its purpose."""

from collections.abc import Iterator, Mapping
from typing import Final

from catalog.findings import Severity
from catalog.model.category import Handling
from catalog.model.types import Property
from catalog.rules.defect import Defect, in_event
from catalog.rules.pii.policy import GONE, applied
from catalog.rules.rule import Rule, Scope
from catalog.rules.sentences import listed, quoted
from catalog.rules.view import Field, View

Served = Mapping[str, tuple[str, ...]]
"""The purposes of each destination that lists some."""


def check(view: View) -> Iterator[Defect]:
    """Destinations of an event, or of a property with a purpose of its own, that serve others."""
    limited = {
        name: one.purposes for name, one in view.settings.destinations.items() if one.purposes is not None
    }
    for event in view.events:
        purpose = event.definition.purpose
        if purpose is None or purpose not in view.settings.purposes:
            continue
        for index, destination in enumerate(event.destinations):
            served = limited.get(destination)
            again = destination in event.destinations[:index]  # catalog/duplicate-entry says so
            if served is not None and purpose not in served and not again:
                yield in_event(
                    event,
                    f"{quoted(destination)} serves {_known(served)}, not {quoted(purpose)}; take it off the "
                    "list, or add the purpose to the destination",
                    "destinations",
                    index,
                )
    for item in view.layout.purposed:
        yield from _judged(view, item, limited)


def _judged(view: View, item: Field[Property], limited: Served) -> Iterator[Defect]:
    """The finding for a property; one with the purpose of its event is judged with the event."""
    purpose = item.definition.purpose
    if purpose is None or purpose not in view.settings.purposes:
        return
    if purpose == item.home.definition.__dict__.get("purpose"):
        return
    where = [name for name in item.reach if name in limited and purpose not in limited[name]]
    where = [name for name in where if not _is_gone(view, item, name)]
    if where:
        verb = "serves" if len(where) == 1 else "serve"
        served = f"{verb} {_known(limited[where[0]])}, not" if len(where) == 1 else f"{verb} nothing for"
        yield item.defect(
            f"{item.title} {'are' if item.is_inside else 'is'} for {quoted(purpose)}, and {listed(where)} "
            f"{served} {quoted(purpose)}; drop {item.them} there, or add the purpose to "
            f"{'the destination' if len(where) == 1 else 'these destinations'}",
            "purpose",
        )


def _is_gone(view: View, item: Field[Property], destination: str) -> bool:
    """Whether nothing of a property gets there; what holds other properties has no category of its own."""
    if item.definition.data is None:
        return item.handling.get(destination, Handling.KEEP) in GONE
    return applied(view, item, destination) in GONE


def _known(served: tuple[str, ...]) -> str:
    return listed(served) if served else "no purpose"


RULE: Final = Rule(
    id="pii/purpose-not-served",
    summary="An event or a property goes to a destination that does not serve its purpose.",
    why="Data collected for one purpose may not be handed on for another (GDPR Art. 5(1)(b)).",
    bad={
        "timer/stopped.yaml": """\
description: A running timer is stopped.
purpose: operations
destinations: [posthog]
""",
    },
    good={
        "timer/stopped.yaml": """\
description: A running timer is stopped.
purpose: analytics
destinations: [posthog]
""",
    },
    severity=Severity.ERROR,
    since="0.1.0",
    scope=Scope.EVENT,
    check=check,
    needs_settings=True,
)
