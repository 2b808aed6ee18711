"""A call sends a property that its event does not have."""

from collections.abc import Iterator, Mapping
from typing import Final

from catalog.findings import Severity
from catalog.model.event import Undeclared
from catalog.model.nearest import nearest
from catalog.model.types import Property
from catalog.rules.sentences import quoted
from catalog.rules.usage.calls import Sent, Usage
from catalog.rules.usage.rule import Trouble, UsageRule
from catalog.rules.usage.sentences import at_property, shown
from catalog.rules.usage.surroundings import Surroundings
from catalog.scan.locating import Given
from catalog.schema.contract import contract


def check(usage: Usage) -> Iterator[Trouble]:
    """Properties that neither the event nor what stands around it declares."""
    around = Surroundings(usage.snapshot)
    arriving: dict[tuple[str, str], Mapping[str, Property]] = {}
    known: dict[int, list[Mapping[str, Property]]] = {}
    for sent in usage.sent:
        key = (sent.event.name, "" if sent.alias is None else sent.alias.name)
        if key not in arriving:
            arriving[key] = contract(sent.event, None, sent.alias).properties
        known.setdefault(id(sent.site), []).append(arriving[key])
    for sent in usage.sent:
        # A call that sends one of several events may have the properties of any of them.
        ways = known[id(sent.site)]
        for given in sent.site.properties.given:
            if not any(given.name in way for way in ways) and not around.has(given.name):
                yield at_property(
                    sent,
                    given,
                    _message(sent, given, ways[0]),
                    is_mild=sent.event.undeclared is not Undeclared.REFUSE,
                )


def _message(sent: Sent, given: Given, properties: Mapping[str, Property]) -> str:
    event = quoted(sent.event.name)
    if sent.alias is not None and given.name in sent.event.properties:
        return f"{shown(given.name)} does not come under {quoted(sent.alias.name)}; send {event} itself"
    near = nearest(given.name, properties)
    hint = f"did you mean {quoted(near[0])}" if near else "declare it, or leave it out"
    return f"{event} has no property {shown(given.name)}, {_FATE[sent.event.undeclared]}; {hint}"


_FATE: Final = {
    Undeclared.REFUSE: "so it is refused",
    Undeclared.DROP: "so it is dropped",
    Undeclared.KEEP: "and it is kept though nobody says what it is",
}


_CATALOG: Final = """\
description: A customer has paid an order.
destinations: [log]
properties:
  total_cents: {description: What was paid., type: integer, minimum: 0, data: none}
"""

RULE: Final = UsageRule(
    id="usage/unknown-property",
    summary="A call sends a property that its event does not declare.",
    why=(
        "Contracts are closed: a payload with an unknown property is refused, or loses it. Properties of a "
        "context, and what SDKs move into the envelope, are known. Where `undeclared` is `drop` or `keep`, "
        "this warns."
    ),
    bad={
        "order/completed.yaml": _CATALOG,
        "app.py": """\
from telemetry import log_event


def finish(order):
    log_event("order.completed", total=order.total)
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
