"""A part of a source file does not parse."""

from collections.abc import Iterator
from typing import Final

from catalog.findings import Severity
from catalog.rules.usage.calls import Usage
from catalog.rules.usage.rule import Trouble, UsageRule


def check(usage: Usage) -> Iterator[Trouble]:
    """Files with a wanted name that could be read only in part."""
    for path, (line, column) in usage.broken.items():
        yield Trouble(
            message="what begins here does not parse, so a call in it is not seen; the rest was judged",
            path=path,
            line=line,
            column=column,
        )


_CATALOG: Final = """\
description: A customer has paid an order.
destinations: [log]
"""

RULE: Final = UsageRule(
    id="usage/unparsable-file",
    summary="A part of a file that sends events does not parse.",
    why=(
        "A call in that part would be judged by nobody. The rest of the file is judged all the same. Where "
        "the file is sound and its syntax too new, this can be a mistake of ours."
    ),
    bad={
        "order/completed.yaml": _CATALOG,
        "app.py": """\
from telemetry import log_event

log_event("order.completed")


def finish(order:
    return order
""",
    },
    good={
        "order/completed.yaml": _CATALOG,
        "app.py": """\
from telemetry import log_event

log_event("order.completed")


def finish(order):
    return order
""",
    },
    severity=Severity.WARNING,
    since="0.1.0",
    check=check,
)
