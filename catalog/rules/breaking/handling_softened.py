"""Data that is handled less strictly before it goes somewhere."""

from collections.abc import Iterator
from typing import Final

from catalog.diff.change import Change, Subject, Verb
from catalog.findings import Severity
from catalog.model.settings import Truncation
from catalog.model.values import Json
from catalog.rules.breaking.breaches import told
from catalog.rules.breaking.comparison import Comparison
from catalog.rules.breaking.rule import Breach, BreakingRule, Category


def check(comparison: Comparison) -> Iterator[Breach]:
    """Properties, categories and truncations of which a destination gets more, or in another form."""
    return told(
        comparison,
        _is_mine,
        "the destination gets more of it from now on; keep what was done to it, or have it approved",
    )


def _is_mine(change: Change) -> bool:
    match change.subject:
        case Subject.HANDLING:
            return change.verb in (Verb.LOOSENED, Verb.CHANGED)
        case Subject.RECEIPT:
            return change.verb in (Verb.LOOSENED, Verb.CHANGED) and change.key != "*"
        case Subject.TRUNCATION:
            return _leaves_more(_limits(change.old), _limits(change.new))
        case _:
            return False


def _limits(stated: Json) -> Truncation:
    return Truncation.model_validate(stated or {})


def _leaves_more(old: Truncation, new: Truncation) -> bool:
    counts = any(getattr(new, key) > getattr(old, key) for key in ("characters", "ipv4", "ipv6", "digits"))
    times = _EXACT.index(new.time) > _EXACT.index(old.time)
    return counts or times or _EXACT.index(new.date) > _EXACT.index(old.date)


_EXACT: Final = ("year", "month", "day", "hour")


RULE: Final = BreakingRule(
    id="breaking/handling-softened",
    category=Category.PRIVACY,
    summary="A destination gets data less cut, masked or hashed than before.",
    why=(
        "Handling is what keeps a destination from knowing more than it needs (GDPR Art. 25). What it has "
        "once received cannot be cut afterwards."
    ),
    before={
        "timer/stopped.yaml": """\
description: A running timer is stopped.
destinations: [log, posthog]
properties:
  seconds: {description: Length of the entry., type: integer, minimum: 0, required: true, data: none}
  note: {description: A note., type: string, maxLength: 80, data: user.account, handling: {log: drop}}
""",
    },
    bad={
        "timer/stopped.yaml": """\
description: A running timer is stopped.
destinations: [log, posthog]
properties:
  seconds: {description: Length of the entry., type: integer, minimum: 0, required: true, data: none}
  note: {description: A note., type: string, maxLength: 80, data: user.account, handling: {log: mask}}
""",
    },
    good={
        "timer/stopped.yaml": """\
description: A running timer is stopped.
destinations: [log, posthog]
properties:
  seconds: {description: Length of the entry., type: integer, minimum: 0, required: true, data: none}
  note: {description: A note., type: string, maxLength: 80, data: user.account, handling: {log: refuse}}
""",
    },
    severity=Severity.WARNING,
    since="0.1.0",
    check=check,
)
