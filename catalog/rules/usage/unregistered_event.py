"""A call sends an event that is not on the roll."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from catalog.findings import Severity
from catalog.loading.folder import path_of_event
from catalog.model.names import EventName
from catalog.rules.sentences import listed, quoted
from catalog.rules.usage.calls import Usage
from catalog.rules.usage.rule import Trouble, UsageRule
from catalog.rules.usage.sentences import at_call, identity, is_shown, shown


def check(usage: Usage) -> Iterator[Trouble]:
    """Names that stand for no event of the catalog."""
    for site, name in usage.foreign:
        yield replace(at_call(site, _message(usage, name)), name=name if is_shown(name) else None)


def _message(usage: Usage, name: str) -> str:
    unread = usage.snapshot.gaps.events.get(name)
    if unread is not None:
        return f"{quoted(unread.event)} is on the roll, but {unread.reason}; run 'rollcall check' and mend it"
    near = usage.snapshot.arriving.nearest(name, 2)
    hint = f"did you mean {listed(near, 'or')}; else " if near else ""
    return f"{shown(name)} is not on the roll; {hint}{_how(usage, name)}"


def _how(usage: Usage, name: str) -> str:
    event = identity(name)
    if event is None or not is_shown(name):
        return "run 'rollcall adopt', which drafts its file under a name of two parts"
    return f"write {_file(usage, event)}, or run 'rollcall adopt'"


def _file(usage: Usage, event: EventName) -> str:
    path = path_of_event(event)
    return path if usage.folder in ("", ".") else f"{usage.folder.rstrip('/')}/{path}"


RULE: Final = UsageRule(
    id="usage/unregistered-event",
    summary="A call sends an event that is not in the catalog.",
    why=(
        "What is not on the roll has no meaning, no owner and no classification of personal data that "
        "anybody has agreed to, and the gateway refuses it."
    ),
    bad={
        "order/completed.yaml": """\
description: A customer has paid an order.
destinations: [log]
""",
        "app.py": """\
from telemetry import log_event

log_event("order.complete")
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
