"""A call sends an alias instead of the event's own name."""

from collections.abc import Iterator
from typing import Final

from catalog.findings import Severity
from catalog.rules.sentences import quoted
from catalog.rules.usage.calls import Usage
from catalog.rules.usage.rule import Trouble, UsageRule
from catalog.rules.usage.sentences import at_call, shown


def check(usage: Usage) -> Iterator[Trouble]:
    """Calls that send one of an event's other names."""
    for sent in usage.sent:
        if sent.alias is None:
            continue
        what = f"{shown(sent.name)} is another name of {quoted(sent.event.name)}"
        if sent.alias.sends is not None or sent.alias.rename:
            right = f"send {quoted(sent.event.wire)} with the event's own properties"
        else:
            right = f"send {quoted(sent.event.wire)}"
        yield at_call(sent.site, f"{what}; {right}", sent.event)


_CATALOG: Final = """\
description: A customer has paid an order.
destinations: [log]
aliases: [{name: order_paid}]
"""

RULE: Final = UsageRule(
    id="usage/alias-sent",
    summary="A call sends an alias of an event and not its own name.",
    why=(
        "Aliases are for programs that cannot be changed any more, such as old mobile clients. Code that can "
        "be changed sends the event's own name, so that the alias can go one day. What an alias sends is "
        "judged by the alias's own contract."
    ),
    bad={
        "order/completed.yaml": _CATALOG,
        "app.py": """\
from telemetry import log_event

log_event("order_paid")
""",
    },
    good={
        "order/completed.yaml": _CATALOG,
        "app.py": """\
from telemetry import log_event

log_event("order.completed")
""",
    },
    severity=Severity.WARNING,
    since="0.1.0",
    check=check,
)
