"""Values that an older reader does not expect."""

from collections.abc import Iterator
from typing import Final

from catalog.findings import Severity
from catalog.rules.breaking.breaches import of_losses
from catalog.rules.breaking.comparison import Comparison
from catalog.rules.breaking.loss import Cause
from catalog.rules.breaking.rule import Breach, BreakingRule, Category

_CAUSES: Final = (Cause.CONSTRAINT_TIGHTENED, Cause.NULL_REFUSED, Cause.TYPE_NARROWED, Cause.VALUE_REMOVED)


def check(comparison: Comparison) -> Iterator[Breach]:
    """Values that newer payloads have and the older contract refuses."""
    found = (loss for loss in comparison.reader_losses if loss.cause in _CAUSES)
    return of_losses(
        comparison,
        found,
        "a reader that still goes by the older contract gets values that it does not expect; let "
        "the readers change first",
        is_mirrored=True,
    )


RULE: Final = BreakingRule(
    id="breaking/value-unexpected",
    category=Category.READER,
    summary="Newer payloads have values that the older contract does not know.",
    why=(
        "In the modes `forward` and `full` readers may go by the older contract for a while, and a new "
        "member of an `enum` or a wider limit is news to them. Let them change first, then send it."
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
  kind: {description: How it was stopped., type: string, enum: [button, api], data: none}
""",
    },
    bad={
        "timer/stopped.yaml": """\
description: A running timer is stopped.
destinations: [log]
properties:
  seconds: {description: Length of the entry., type: integer, minimum: 0, required: true, data: none}
  kind: {description: How it was stopped., type: string, enum: [button, api, idle], data: none}
""",
    },
    good={
        "timer/stopped.yaml": """\
description: A running timer is stopped.
destinations: [log]
properties:
  seconds: {description: Length of the entry., type: integer, minimum: 0, required: true, data: none}
  kind: {description: How it was stopped., type: string, enum: [button], data: none}
""",
    },
    severity=Severity.ERROR,
    since="0.1.0",
    check=check,
    is_forward=True,
)
