"""A call sends an event that no release has yet."""

from collections.abc import Iterator
from typing import Final

from catalog.findings import Severity
from catalog.rules.sentences import quoted
from catalog.rules.usage.calls import Usage
from catalog.rules.usage.rule import Trouble, UsageRule
from catalog.rules.usage.sentences import at_call


def check(usage: Usage) -> Iterator[Trouble]:
    """Events of the catalog that its release does not have."""
    if usage.released is None:
        return
    for sent in usage.sent:
        if sent.event.name not in usage.released:
            yield at_call(
                sent.site,
                f"{quoted(sent.event.name)} is in the catalog and in no release yet; it is accepted after "
                "'rollcall release'",
                sent.event,
            )


_ORDER: Final = """\
description: A customer has paid an order.
destinations: [log]
"""
_REFUND: Final = """\
description: An order was paid back.
destinations: [log]
"""

RULE: Final = UsageRule(
    id="usage/unreleased-event",
    summary="A call sends an event that the last release does not have; on main it is an error.",
    why=(
        "What judges payloads holds releases: an event that is only on a branch is refused in production. On "
        "a branch this warns, because the definition and the call are best reviewed together. Main is the "
        "branch that the clone's origin has by default, or what `--on-main` says. The example's last release "
        "has `order.completed`."
    ),
    bad={
        "order/completed.yaml": _ORDER,
        "order/refunded.yaml": _REFUND,
        "app.py": """\
from telemetry import log_event

log_event("order.refunded")
""",
    },
    good={
        "order/completed.yaml": _ORDER,
        "order/refunded.yaml": _REFUND,
        "app.py": """\
from telemetry import log_event

log_event("order.completed")
""",
    },
    severity=Severity.WARNING,
    since="0.1.0",
    check=check,
    is_strict_on_main=True,
    released=frozenset({"order.completed"}),
)
