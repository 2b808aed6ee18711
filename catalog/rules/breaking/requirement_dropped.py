"""Properties that an older reader counts on."""

from collections.abc import Iterator
from typing import Final

from catalog.findings import Severity
from catalog.rules.breaking.breaches import of_losses
from catalog.rules.breaking.comparison import Comparison
from catalog.rules.breaking.loss import Cause
from catalog.rules.breaking.rule import Breach, BreakingRule, Category

_CAUSES: Final = (Cause.PROPERTY_REQUIRED,)


def check(comparison: Comparison) -> Iterator[Breach]:
    """Properties that newer payloads may lack and the older contract requires."""
    found = (loss for loss in comparison.reader_losses if loss.cause in _CAUSES)
    return of_losses(
        comparison,
        found,
        "a reader that still goes by the older contract counts on it; let the readers change first",
        is_mirrored=True,
    )


RULE: Final = BreakingRule(
    id="breaking/requirement-dropped",
    category=Category.READER,
    summary="Newer payloads may lack a property that the older contract requires.",
    why=(
        "In the modes `forward` and `full` readers may go by the older contract for a while, and they "
        "count on what it requires. Let them change first, then leave it out."
    ),
    before={
        "catalog.yaml": """\
format: 1
product: example
modes: {default: full}
destinations: {log: {description: The log.}}
""",
        "timer/stopped.yaml": """\
description: A running timer is stopped.
destinations: [log]
properties:
  seconds: {description: Length of the entry., type: integer, minimum: 0, required: true, data: none}
""",
    },
    bad={
        "timer/stopped.yaml": """\
description: A running timer is stopped.
destinations: [log]
properties:
  seconds: {description: Length of the entry., type: integer, minimum: 0, data: none}
""",
    },
    good={
        "timer/stopped.yaml": """\
description: A running timer is stopped.
destinations: [log]
properties:
  seconds: {description: Length of the entry., type: integer, minimum: 0, required: true, data: none}
  note: {description: A note., type: string, maxLength: 80, data: user.content}
""",
    },
    severity=Severity.ERROR,
    since="0.1.0",
    check=check,
    is_forward=True,
)
