"""Whether one document's values are all the other's, and the value that proves they are not."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from catalog.containment.values import Undecided
from catalog.documents.budget import MAX_STEPS, Budget, Spent
from catalog.documents.dialects import Draft
from catalog.documents.engines import Engines
from catalog.documents.formulas import Formula, Kind, Table, text_of
from catalog.documents.found import Reason
from catalog.documents.reader import Reader
from catalog.documents.reading import Stance
from catalog.documents.search import Search
from catalog.model.values import Json

MAX_JUDGED: Final = 60
"""How many values are shown to the engines before the answer is not known."""

VARIETY: Final = 24
"""How many members of an alternative are looked at where the first ones convince not every engine."""

_SPENT: Final = "the comparison takes too many steps"
_DISAGREE: Final = "engines do not agree on the value that would prove it"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """A proof that some value is outside, alone in a tuple; or why there is none. Neither: all are within."""

    proof: tuple[Json, ...] = ()
    reasons: tuple[Reason, ...] = ()

    @property
    def is_within(self) -> bool:
        """Whether every value is proven to be within."""
        return not self.proof and not self.reasons


class Pair:
    """Two documents, read once, by one draft each."""

    def __init__(
        self,
        old: object,
        new: object,
        drafts: tuple[Draft, Draft],
        *,
        lenient: bool,
        steps: int = MAX_STEPS,
    ) -> None:
        self.table = Table()
        self.budget = Budget(steps)
        self.search = Search(self.table, self.budget)
        self.readers = (Reader(self.table, old, drafts[0]), Reader(self.table, new, drafts[1]))
        self.engines = (Engines(old, drafts[0]), Engines(new, drafts[1]))
        self.lenient = lenient

    def afresh(self) -> "Pair":
        """The same documents, with new steps to spend."""
        drafts = self.readers[0].draft, self.readers[1].draft
        old, new = self.readers[0].document, self.readers[1].document
        return Pair(old, new, drafts, lenient=self.lenient, steps=MAX_STEPS // 2)

    def stances(self, *, forward: bool) -> tuple[Stance, Stance]:
        """How the old and the new document are read: whose data it is, and who reads it."""
        if not self.lenient:
            return Stance.STRICT, Stance.STRICT
        return (Stance.READER, Stance.WRITER) if forward else (Stance.WRITER, Stance.READER)

    def judge(self, *, forward: bool) -> Outcome:
        """Whether the new document accepts all that the old one does; `forward`: the reverse."""
        old, new = (
            reader.root(stance)
            for reader, stance in zip(self.readers, self.stances(forward=forward), strict=True)
        )
        accepting, refusing = self.engines[::-1] if forward else self.engines
        return self.outside(
            *((new, old) if forward else (old, new)),
            lambda value: accepting.verdict(value) is True and refusing.verdict(value) is False,
        )

    def outside(self, one: Formula, other: Formula, is_proof: Callable[[Json], bool]) -> Outcome:
        """A value of one set that is not of the other."""
        goal = (one, self.table.opposite(other))
        judged: set[str] = set()
        reasons: list[Reason] = []
        for want in (1, VARIETY):
            candidates, reasons = self._candidates(goal, want)
            for candidate in sorted(candidates, key=self.search.size_of):
                text = text_of(candidate)
                if text not in judged and len(judged) < MAX_JUDGED:
                    judged.add(text)
                    if is_proof(candidate):
                        return Outcome(proof=(candidate,))
            if not candidates:
                break
            reasons = reasons or [_DISAGREE]
        return Outcome(reasons=tuple(dict.fromkeys(reasons)))

    def _candidates(self, goal: Iterable[Formula], want: int) -> tuple[list[Json], list[Reason]]:
        candidates: list[Json] = []
        reasons: list[Reason] = []
        try:
            for kind in Kind:
                try:
                    for found in self.search.alternatives(goal, kind, want):
                        candidates += found.values
                        reasons += found.reasons
                        if len(candidates) > MAX_JUDGED * want:
                            break
                except Undecided as undecided:
                    reasons.append(undecided.reason)
        except Spent:
            reasons.append(_SPENT)
        return candidates, reasons
