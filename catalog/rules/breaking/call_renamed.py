"""A generated function that has another name."""

from collections.abc import Iterator
from typing import Final

from catalog.diff.change import Change, Part, Subject, Verb
from catalog.findings import Severity
from catalog.rules.breaking.breaches import told
from catalog.rules.breaking.comparison import Comparison
from catalog.rules.breaking.rule import Breach, BreakingRule, Category


def check(comparison: Comparison) -> Iterator[Breach]:
    """Events whose function is called otherwise."""
    return told(
        comparison,
        _is_mine,
        "code that calls it by the older name does not compile with the next tracker; `code_name` "
        "keeps the name",
    )


def _is_mine(change: Change) -> bool:
    if change.subject is Subject.EVENT:
        return change.verb is Verb.RENAMED
    return change.subject is Subject.CODE_NAME and change.part is Part.EVENT and not change.path


RULE: Final = BreakingRule(
    id="breaking/call-renamed",
    category=Category.CALL_SITE,
    summary="The generated function of an event has another name.",
    why=(
        "A function is named after its event, unless `code_name` says otherwise. State the older name "
        "there when an event is renamed, and no call has to change."
    ),
    before={
        "timer/stopped.yaml": """\
description: A running timer is stopped.
destinations: [log, posthog]
properties:
  seconds: {description: Length of the entry., type: integer, minimum: 0, required: true, data: none}
""",
    },
    bad={
        "timer/stopped.yaml": """\
description: A running timer is stopped.
destinations: [log, posthog]
code_name: stop_timer
properties:
  seconds: {description: Length of the entry., type: integer, minimum: 0, required: true, data: none}
""",
    },
    good={
        "timer/stopped.yaml": """\
description: A running timer is stopped.
destinations: [log, posthog]
aliases: [{name: stop}]
properties:
  seconds: {description: Length of the entry., type: integer, minimum: 0, required: true, data: none}
""",
    },
    severity=Severity.WARNING,
    since="0.1.0",
    check=check,
)
