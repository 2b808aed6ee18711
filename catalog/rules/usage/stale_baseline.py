"""A frozen finding is none any more."""

from collections.abc import Iterator
from typing import Final

from catalog.findings import Severity
from catalog.rules.usage.calls import Usage
from catalog.rules.usage.rule import About, Trouble, UsageRule


def check(usage: Usage) -> Iterator[Trouble]:
    """Entries of the baseline that freeze nothing."""
    for entry in usage.stale:
        yield Trouble(
            message=f"nothing is wrong any more as {entry.identity.rule} was in {entry.identity.path}; "
            "take the entry out, or write the file anew with --update-baseline",
            path=entry.path,
            line=entry.line,
            column=1,
        )


BASELINE: Final = "scan-baseline.json"
"""What the example calls its baseline."""

_CATALOG: Final = """\
description: A customer has paid an order.
destinations: [log]
"""

RULE: Final = UsageRule(
    id="usage/stale-baseline",
    summary="The baseline freezes a finding that is no longer there.",
    why=(
        "A baseline lets old findings be while new ones fail. An entry that freezes nothing would let the "
        "same mistake in again, so debt that is paid goes out of the file."
    ),
    bad={
        "order/completed.yaml": _CATALOG,
        "app.py": """\
from telemetry import log_event

log_event("order.completed")
""",
        BASELINE: """\
{"format": 1, "findings": [
{"rule": "usage/unregistered-event", "path": "app.py", "event": "order.complete", "text": "3f0c4b6a2d9e8175"}
]}
""",
    },
    good={
        "order/completed.yaml": _CATALOG,
        "app.py": """\
from telemetry import log_event

log_event("order.completed")
""",
        BASELINE: """\
{"format": 1, "findings": []}
""",
    },
    severity=Severity.WARNING,
    since="0.1.0",
    check=check,
    about=About.BASELINE,
)
