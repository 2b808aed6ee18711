"""Counts over a stream of verdicts: outcomes, events and problems, in bounded memory."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Final

from catalog.validation import Outcome, Verdict

_MAX_NAMES: Final = 10_000
_OTHERS: Final = "<others>"


@dataclass(slots=True)
class Tally:
    """What a stream held so far."""

    outcomes: Counter[Outcome] = field(default_factory=Counter)
    events: dict[str, Counter[Outcome]] = field(default_factory=dict)
    """By event, for the first 10,000 names; a stream that never ends may make up names for ever."""
    problems: Counter[str] = field(default_factory=Counter)
    """By code: in how many payloads it occurs."""
    warned: int = 0
    """Accepted payloads that have something to say."""

    def add(self, verdict: Verdict, *, in_detail: bool) -> None:
        """Count one verdict."""
        self.outcomes[verdict.outcome] += 1
        if verdict.problems and verdict.outcome is Outcome.ACCEPTED:
            self.warned += 1
        if in_detail:
            name = verdict.event if verdict.event is not None else "<none>"
            if name not in self.events and len(self.events) >= _MAX_NAMES:
                name = _OTHERS
            self.events.setdefault(name, Counter())[verdict.outcome] += 1
            self.problems.update({problem.code for problem in verdict.problems})

    @property
    def payloads(self) -> int:
        """How many payloads there were."""
        return self.outcomes.total()

    @property
    def is_clean(self) -> bool:
        """Whether every payload was accepted."""
        return self.payloads == self.outcomes[Outcome.ACCEPTED]

    def plain(self, *, in_detail: bool) -> dict[str, object]:
        """The counts as plain JSON values."""
        counts: dict[str, object] = {"payloads": self.payloads}
        counts |= {outcome.value: self.outcomes[outcome] for outcome in Outcome}
        if in_detail:
            counts["events"] = {
                name: {outcome.value: number for outcome, number in sorted(found.items())}
                for name, found in sorted(self.events.items())
            }
            counts["problems"] = dict(sorted(self.problems.items(), key=lambda item: (-item[1], item[0])))
        return counts
