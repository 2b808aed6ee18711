"""A call sends an event that is deprecated."""

from collections.abc import Iterator
from typing import Final

from catalog.findings import Severity
from catalog.model.event import Status
from catalog.rules.sentences import quoted
from catalog.rules.usage.calls import Usage
from catalog.rules.usage.rule import Trouble, UsageRule
from catalog.rules.usage.sentences import at_call


def check(usage: Usage) -> Iterator[Trouble]:
    """Calls of deprecated events."""
    for sent in usage.sent:
        if sent.event.status is Status.DEPRECATED:
            instead = sent.event.definition.replaced_by
            what = "it will be refused one day" if instead is None else f"send {quoted(instead)}"
            yield at_call(sent.site, f"{quoted(sent.event.name)} is deprecated; {what}", sent.event)


RULE: Final = UsageRule(
    id="usage/deprecated-event",
    summary="A call sends a deprecated event.",
    why="It is accepted until it is retired; whoever moves early need not hurry then.",
    bad={
        "cart/paid.yaml": """\
description: A cart was paid.
destinations: [log]
status: deprecated
replaced_by: order.completed
""",
        "order/completed.yaml": """\
description: A customer has paid an order.
destinations: [log]
""",
        "app.ts": """\
import { logEvent } from "./telemetry";

logEvent("cart.paid");
""",
    },
    good={
        "order/completed.yaml": """\
description: A customer has paid an order.
destinations: [log]
""",
        "app.ts": """\
import { logEvent } from "./telemetry";

logEvent("order.completed");
""",
    },
    severity=Severity.WARNING,
    since="0.1.0",
    check=check,
)
