"""A breaking rule as one frozen value, and what its check yields."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from catalog.diff.change import Change, Reach
from catalog.findings import Finding, RuleText, Spot
from catalog.model.names import EventName
from catalog.rules.breaking.comparison import Comparison
from catalog.rules.breaking.trial import Proof


class Category(StrEnum):
    """Whom a change breaks."""

    PAYLOAD = "payload"
    """Valid yesterday, refused today."""
    READER = "reader"
    """A query or a table column breaks."""
    CALL_SITE = "call-site"
    """A generated call stops compiling."""
    PRIVACY = "privacy"
    """Protection is weakened."""
    DOCS = "docs"
    """Words only."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Breach:
    """One change that breaks something, as a rule found it.

    `spot` is where the newer catalog says so, or where the older one said what is gone. `reaches` are the
    events that it breaks; none when it is about the catalog as a whole. `undecided` says why no proof was
    found though none can be ruled out. A break that is decided may lack its proof too: where only somebody's
    data could show it, which the message says.
    """

    message: str
    spot: Spot
    reaches: tuple[Reach, ...] = ()
    change: Change | None = None
    proof: Proof | None = None
    undecided: str | None = None
    proofs: tuple[Proof, ...] = ()
    """One for each loss that was proven, also what is not shown."""

    @property
    def event(self) -> EventName | None:
        """The event, when it breaks one alone."""
        return self.reaches[0].name if len(self.reaches) == 1 else None


Kept = Callable[[Breach], str | None]
"""How long an older version of which a release is left accepts what a breach loses, as `until 2026-03-31`;
None where none accepts it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BreakingRule(RuleText):
    """What breaks, for whom, and the function that finds it.

    `before` is the older catalog in small; `bad` and `good` are the files that a change of it writes anew,
    with and without a finding. `is_forward`: it matters only to a mode that lets older readers read newer
    payloads.
    """

    category: Category
    before: dict[str, str]
    check: Callable[[Comparison], Iterator[Breach]]
    is_forward: bool = False

    @property
    def family(self) -> str:
        """The part of the id before the slash."""
        return self.id.partition("/")[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """A breach with its rule's severity and place, as reports show it."""

    finding: Finding
    category: Category
    breach: Breach
    lasting: str | None = None
    """How long payloads that it loses are accepted all the same; None where they are refused at once."""
    since: int | None = None
    """The number of the earlier release that it breaks, where the newest one shows nothing of it."""
