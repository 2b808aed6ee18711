"""A keyword that refuses values which it let through."""

from collections.abc import Iterator
from typing import Final

from catalog.diff.change import Change, Verb
from catalog.findings import Severity
from catalog.rules.breaking.breaches import lost
from catalog.rules.breaking.comparison import Comparison
from catalog.rules.breaking.loss import Cause, Loss
from catalog.rules.breaking.rule import Breach, BreakingRule, Category


def check(comparison: Comparison) -> Iterator[Breach]:
    """Properties of which a keyword refuses some of the older values."""
    return lost(comparison, Cause.CONSTRAINT_TIGHTENED, _consequence)


_CONSEQUENCES: Final = {
    "const": "payloads with any other value are refused; take it out again, or wait until nobody sends one",
    "enum": "payloads with a value that is not in it are refused; add what is sent, or take it out again",
    "uniqueItems": "payloads in which an item stands twice are refused; take it out again, or mend senders",
    "pattern": "payloads with a text that it does not match are refused; match what is sent, or mend senders",
    "multipleOf": "payloads with a number in between are refused; take it out again, or mend senders",
}


def _consequence(loss: Loss, change: Change | None) -> str:
    """What a keyword does to payloads; nearly all of them are limits."""
    is_new = change is not None and change.verb is Verb.ADDED
    limit = f"payloads with {'values beyond it' if is_new else 'the values in between'} are refused"
    limit += "; widen it again, or wait until nobody sends them"
    return _CONSEQUENCES.get(loss.key or "", limit)


RULE: Final = BreakingRule(
    id="breaking/constraint-tightened",
    category=Category.PAYLOAD,
    summary=(
        "A limit, a pattern or another keyword of a property is stricter, and refuses values that were right."
    ),
    why=(
        "Limits, patterns, lengths and `uniqueItems` are part of the contract: a payload one character "
        "too long is refused whole. Look at what is sent before you tighten, and mend the senders first."
    ),
    before={
        "timer/stopped.yaml": """\
description: A running timer is stopped.
destinations: [log, posthog]
properties:
  seconds: {description: Length of the entry., type: integer, minimum: 0, required: true, data: none}
  note: {description: A note., type: string, maxLength: 80, data: user.content}
""",
    },
    bad={
        "timer/stopped.yaml": """\
description: A running timer is stopped.
destinations: [log, posthog]
properties:
  seconds: {description: Length of the entry., type: integer, minimum: 0, required: true, data: none}
  note: {description: A note., type: string, maxLength: 40, data: user.content}
""",
    },
    good={
        "timer/stopped.yaml": """\
description: A running timer is stopped.
destinations: [log, posthog]
properties:
  seconds: {description: Length of the entry., type: integer, minimum: 0, required: true, data: none}
  note: {description: A note., type: string, maxLength: 120, data: user.content}
""",
    },
    severity=Severity.ERROR,
    since="0.1.0",
    check=check,
)
