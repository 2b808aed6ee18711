"""A call hands a property to a destination that never gets it."""

from collections.abc import Iterator
from typing import Final

from catalog.findings import Severity
from catalog.model.category import Handling
from catalog.rules.sentences import listed, quoted
from catalog.rules.usage.calls import Sent, Usage
from catalog.rules.usage.rule import Trouble, UsageRule
from catalog.rules.usage.sentences import at_property, shown
from catalog.scan.locating import Given
from catalog.schema.contract import event_name
from catalog.schema.treatment import is_gone, strictest, treatment


def check(usage: Usage) -> Iterator[Trouble]:
    """Properties that the destination of the sink refuses, drops, or is not meant to have."""
    for sent in usage.sent:
        if sent.destination is None:
            continue
        for given in sent.site.properties.given:
            yield from _judged(sent, given, sent.destination)


def _judged(sent: Sent, given: Given, destination: str) -> Iterator[Trouble]:
    definition = sent.event.properties.get(event_name(sent.alias, given.name))
    if definition is None:
        return
    name, where = shown(given.name), quoted(destination)
    if definition.destinations is not None and destination not in definition.destinations:
        told = listed(definition.destinations) if definition.destinations else "nowhere"
        yield at_property(sent, given, f"{name} does not go to {where}, only to {told}; leave it out here")
        return
    data = "" if definition.data is None else f", being {definition.data}"
    treated = treatment(sent.event.policy, destination, definition)
    if strictest(treated) is Handling.REFUSE:
        yield at_property(sent, given, f"{where} refuses {name}{data}; leave it out")
    elif is_gone(treated):
        # A tracker of ours drops it by itself; what this sink is, nobody knows.
        message = f"{where} never gets {name}{data}, and this call hands it over; leave it out"
        yield at_property(sent, given, message, is_mild=True)


_CATALOG: Final = """\
description: A customer has paid an order.
purpose: analytics
destinations: [log, posthog]
properties:
  plan: {description: What was ordered., type: string, maxLength: 40, data: none, destinations: [posthog]}
  total_cents: {description: What was paid., type: integer, minimum: 0, data: none}
"""

RULE: Final = UsageRule(
    id="usage/forbidden-property",
    summary="A call hands a property to a destination that refuses it or never gets it.",
    why=(
        "The catalog says which data a destination may have. A payload with what it refuses is lost; what it "
        "never gets is dropped on the way by a tracker or the gateway, and by nobody where the call talks to "
        "the destination itself: this warns of it. A sink says its destination in rollcall.toml."
    ),
    bad={
        "order/completed.yaml": _CATALOG,
        "app.py": """\
from telemetry import log_event


def finish(order):
    log_event("order.completed", plan=order.plan, total_cents=order.total)
""",
    },
    good={
        "order/completed.yaml": _CATALOG,
        "app.py": """\
from telemetry import log_event


def finish(order):
    log_event("order.completed", total_cents=order.total)
""",
    },
    severity=Severity.ERROR,
    since="0.1.0",
    check=check,
)
