"""A call sends an event that is retired."""

from collections.abc import Iterator
from typing import Final

from catalog.findings import Severity
from catalog.model.event import Status
from catalog.rules.sentences import quoted
from catalog.rules.usage.calls import Usage
from catalog.rules.usage.rule import Trouble, UsageRule
from catalog.rules.usage.sentences import at_call


def check(usage: Usage) -> Iterator[Trouble]:
    """Calls of retired events."""
    for sent in usage.sent:
        if sent.event.status is Status.RETIRED:
            instead = sent.event.definition.replaced_by
            what = "take the call out" if instead is None else f"send {quoted(instead)}"
            yield at_call(sent.site, f"{quoted(sent.event.name)} is retired and refused; {what}", sent.event)


RULE: Final = UsageRule(
    id="usage/retired-event",
    summary="A call sends a retired event, which is refused.",
    why=(
        "A retired event has no reader, and the gateway refuses its payloads: the call costs time and "
        "collects data for nobody."
    ),
    bad={
        "cart/paid.yaml": """\
description: A cart was paid.
destinations: [log]
status: retired
replaced_by: order.completed
""",
        "order/completed.yaml": """\
description: A customer has paid an order.
destinations: [log]
""",
        "app.py": """\
from telemetry import log_event

log_event("cart.paid")
""",
    },
    good={
        "order/completed.yaml": """\
description: A customer has paid an order.
destinations: [log]
""",
        "app.py": """\
from telemetry import log_event

log_event("order.completed")
""",
    },
    severity=Severity.ERROR,
    since="0.1.0",
    check=check,
)
