"""A comment allows a rule that is none about source code."""

from collections.abc import Iterator
from typing import Final

from catalog.findings import Severity
from catalog.model.nearest import nearest
from catalog.rules.sentences import quoted
from catalog.rules.usage.calls import Usage
from catalog.rules.usage.ids import USAGE_IDS
from catalog.rules.usage.rule import About, Trouble, UsageRule


def check(usage: Usage) -> Iterator[Trouble]:
    """Comments beside findings that name no rule which they could excuse."""
    for comment in usage.comments:
        for rule in comment.rules or ("",):
            if rule not in USAGE_IDS:
                yield Trouble(
                    message=_message(rule), path=comment.path, line=comment.line, column=comment.column
                )


def _message(rule: str) -> str:
    if not rule:
        return "this comment names no rule and excuses nothing; write allow=RULE and the reason"
    near = nearest(rule, USAGE_IDS)
    hint = f"did you mean {quoted(near[0])}" if near else "'rollcall rules' lists all of them"
    return f"{quoted(rule)} is no rule about source code, so this comment does not excuse it; {hint}"


_CATALOG: Final = """\
description: A customer has paid an order.
destinations: [log]
"""

RULE: Final = UsageRule(
    id="usage/unknown-comment",
    summary="A comment is to allow a finding of a rule that does not exist.",
    why="A misspelt rule excuses nothing. Rules about definitions are excused beside the definition.",
    bad={
        "order/completed.yaml": _CATALOG,
        "app.py": """\
from telemetry import log_event

log_event("order.lost")  # rollcall: allow=usage/unregisterd-event it goes with the old shop in May
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
