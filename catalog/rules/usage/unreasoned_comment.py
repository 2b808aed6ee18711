"""A comment that is to allow a finding has no reason."""

from collections.abc import Iterator
from typing import Final

from catalog.findings import Severity
from catalog.rules.sentences import listed
from catalog.rules.usage.calls import Usage
from catalog.rules.usage.ids import USAGE_IDS
from catalog.rules.usage.rule import About, Trouble, UsageRule


def check(usage: Usage) -> Iterator[Trouble]:
    """Comments beside findings that name a rule, and not why."""
    for comment in usage.comments:
        known = [rule for rule in comment.rules if rule in USAGE_IDS]
        if known and not comment.has_reason:
            yield Trouble(
                message=f"the comment that allows {listed(known)} has no reason and excuses nothing; say why "
                "behind it",
                path=comment.path,
                line=comment.line,
                column=comment.column,
            )


_CATALOG: Final = """\
description: A customer has paid an order.
destinations: [log]
"""

RULE: Final = UsageRule(
    id="usage/unreasoned-comment",
    summary="A comment that is to allow a finding has no reason.",
    why="Without a reason nobody can tell later whether it still holds, so the comment excuses nothing.",
    bad={
        "order/completed.yaml": _CATALOG,
        "app.py": """\
from telemetry import log_event

log_event("order.lost")  # rollcall: allow=usage/unregistered-event
""",
    },
    good={
        "order/completed.yaml": _CATALOG,
        "app.py": """\
from telemetry import log_event

log_event("order.lost")  # rollcall: allow=usage/unregistered-event it goes with the old shop in May
""",
    },
    severity=Severity.ERROR,
    since="0.1.0",
    check=check,
    about=About.COMMENTS,
)
