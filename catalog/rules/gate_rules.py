"""The rules of the gate: what is found about changes by asking people, with the text that explains each."""

from dataclasses import dataclass
from typing import Final

from catalog.findings import RuleText, Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class GateRule(RuleText):
    """A rule about the way from one catalog to another, as reviews have judged it.

    `before` is the older catalog in small; `bad` and `good` are the files that a branch writes anew. Nobody
    has reviewed either.
    """

    before: dict[str, str]


_BEFORE: Final = {
    "catalog.yaml": """\
format: 1
product: example
purposes: {analytics: {description: To learn which features are used., basis: consent, subjects: [customer]}}
destinations: {log: {description: The application's own log., purposes: [analytics], retention_days: 30}}
approvals:
  privacy-officer: {users: [ada], when: data-collection}
""",
    "timer/stopped.yaml": """\
description: A timer stops.
purpose: analytics
destinations: [log]
properties:
  seconds: {description: Length of the entry., type: integer, minimum: 0, data: none}
""",
}

MISSING_APPROVAL: Final = GateRule(
    id="gate/missing-approval",
    summary="Nobody who must approve a change has approved it.",
    why=(
        "`approvals` in catalog.yaml says which role decides about which changes. `rollcall check --against` "
        "with `--reviews` holds every change against the reviews: an approval counts as long as the change "
        "is the one that was approved, whatever becomes of its commit, and the last word of each person "
        "counts. Who proposed the change cannot approve it."
    ),
    before=_BEFORE,
    bad={
        "timer/stopped.yaml": """\
description: A timer stops.
purpose: analytics
destinations: [log]
properties:
  seconds: {description: Length of the entry., type: integer, minimum: 0, data: none}
  note: {description: What the user typed., type: string, maxLength: 80, data: user.content}
""",
    },
    good={
        "timer/stopped.yaml": """\
description: A running timer is stopped, and becomes a time entry.
purpose: analytics
destinations: [log]
properties:
  seconds: {description: Length of the entry., type: integer, minimum: 0, data: none}
""",
    },
    severity=Severity.ERROR,
    since="0.1.0",
)

GATE_RULES: Final[tuple[GateRule, ...]] = (MISSING_APPROVAL,)
"""Every rule of the gate; ids are for ever."""
