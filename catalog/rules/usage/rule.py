"""A rule about source code as one frozen value, and what its check yields."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum

from catalog.findings import RuleText
from catalog.model.snapshot import Event
from catalog.rules.usage.calls import Usage


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """One thing that source code does wrong, at a place of a file as people see it.

    `event` is the registered event that it is about, and `property` the event's own name for a property;
    their `allow` can excuse it.
    """

    message: str
    path: str
    line: int
    column: int
    event: Event | None = None
    property: str | None = None
    name: str | None = None
    """The name that is sent, where it stands for no registered event."""
    begins: int | None = None
    """The line on which the call begins, in the same file: a comment there speaks of all of the call."""
    is_mild: bool = False
    """It does less harm than what the rule mostly finds, and warns unless catalog.yaml says otherwise."""


class About(Enum):
    """What a rule judges; each is known when the rules about those before it have run."""

    CALLS = "calls"
    COMMENTS = "comments"
    BASELINE = "baseline"


@dataclass(frozen=True, slots=True, kw_only=True)
class UsageRule(RuleText):
    """What source code does wrong, and the function that finds it.

    `bad` and `good` hold files of a catalog (YAML) and source files beside it. `check` looks at all calls at
    once, so that 100,000 of them cost it one loop.
    """

    check: Callable[[Usage], Iterator[Trouble]]
    about: About = About.CALLS
    """Findings about comments and the baseline are excused by nothing."""
    is_strict_on_main: bool = False
    """An error on the branch that is released, where it warns on others."""
    released: frozenset[str] | None = None
    """The events that the example's last release has; None where it has no release."""

    @property
    def family(self) -> str:
        """The part of the id before the slash."""
        return self.id.partition("/")[0]
