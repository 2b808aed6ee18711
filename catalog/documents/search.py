"""The search for members of a set that formulas describe: proof that there is one, or that there is none."""

from collections.abc import Iterable
from typing import Final, assert_never

from catalog.containment.values import Undecided
from catalog.documents.budget import Budget
from catalog.documents.clauses import Clause, clauses
from catalog.documents.formulas import All, Formula, Goal, Kind, Kinds, Listed, Not, Table, text_of
from catalog.documents.found import EMPTY, Found, Reason, unknown
from catalog.documents.of_arrays import arrays
from catalog.documents.of_numbers import numbers
from catalog.documents.of_objects import objects
from catalog.documents.of_texts import texts
from catalog.documents.truth import every, kind_of, truth
from catalog.model.values import Json

MAX_DEPTH: Final = 40
"""How deep a proof is nested at most."""

MANY: Final = 10**9
"""More members than anybody wants: of an empty set, all are known."""

MAX_ALTERNATIVES: Final = 24
"""How many further alternatives of one kind are looked at for a shorter member, once there is one."""

_DEEP: Final = "it is nested too deep to tell"
_NOT_PROVEN: Final = "a value that was found proves nothing"
_RECURSIVE: Final = "a schema that includes itself has more members than are looked at"


class Search:
    """Searches the sets of one table; what was found is kept."""

    def __init__(self, table: Table, budget: Budget) -> None:
        self.table = table
        self.budget = budget
        self.is_text: Formula = table.add(Kinds(kinds=frozenset((Kind.STRING,))))
        self._found: dict[Goal, tuple[int, Found]] = {}
        self._open: dict[Goal, int] = {}
        self._assumed: dict[Goal, int] = {}
        """Goals that are empty if one further out is, which is still looked at: its depth."""
        self._lowest = MAX_DEPTH

    def members(self, goal: Iterable[Formula], want: int = 1) -> Found:
        """At least `want` members of the set where what all formulas hold, if it has so many.

        A goal that is met again on the way to its own members is taken to have none: the shallowest member,
        if there is any, needs no member of the same set inside of it.
        """
        plain = self._plain(goal)
        if plain is None:
            return EMPTY
        known = self._found.get(plain)
        if known is not None and known[0] >= want:
            return known[1]
        if plain in self._open:
            self._lowest = min(self._lowest, self._open[plain])
            return EMPTY
        if plain in self._assumed:
            self._lowest = min(self._lowest, self._assumed[plain])
            return EMPTY
        depth = len(self._open)
        if depth >= MAX_DEPTH:
            return unknown(_DEEP)
        self._open[plain] = depth
        outer, self._lowest = self._lowest, MAX_DEPTH
        before = len(self._assumed)
        is_empty = False
        try:
            found = self._search(plain, want)
            is_empty = not found.values and not found.reasons
        finally:
            del self._open[plain]
            lowest, self._lowest = self._lowest, outer
            if not is_empty:
                self._forget(before)
        if lowest < depth:
            self._lowest = min(self._lowest, lowest)
        if lowest <= depth and found.values:
            reasons = found.reasons if len(found.values) >= want else (*found.reasons, _RECURSIVE)
            found = Found(values=found.values, reasons=reasons)
        if is_empty and lowest < depth:
            self._assumed[plain] = lowest
        elif is_empty:
            # Each is empty if the others are: the least deep member of any would need one less deep.
            self._found.update(dict.fromkeys(self._forget(before), (MANY, EMPTY)))
            self._found[plain] = (MANY, EMPTY)
        elif lowest >= depth or len(found.values) >= want:
            self._found[plain] = (want, found)
        return found

    def _forget(self, before: int) -> list[Goal]:
        """Takes back what was assumed since then."""
        since = [*self._assumed][before:]
        for goal in since:
            del self._assumed[goal]
        return since

    def alternatives(self, goal: Iterable[Formula], kind: Kind, want: int) -> Iterable[Found]:
        """Members of each alternative of a goal."""
        plain = self._plain(goal)
        if plain is not None:
            self._open = {}
            self._assumed = {}
            self._lowest = MAX_DEPTH
            for clause in clauses(self.table, plain, kind, self.budget):
                try:
                    yield self._of_clause(kind, clause, want)
                except Undecided as undecided:
                    yield unknown(undecided.reason)

    def size_of(self, value: Json) -> tuple[int, str]:
        """What orders values: shorter JSON first."""
        text = text_of(value)
        return len(text), text

    def _plain(self, goal: Iterable[Formula]) -> Goal | None:
        """The goal without conjunctions; None when it contradicts itself at first sight."""
        found: set[Formula] = set()
        for formula in goal:
            found.update(formula.parts if isinstance(formula, All) else (formula,))
        found.discard(self.table.true)
        if self.table.false in found:
            return None
        if any(isinstance(formula, Not) and formula.part in found for formula in found):
            return None
        return frozenset(found)

    def _search(self, goal: Goal, want: int) -> Found:
        values: list[Json] = []
        reasons: list[Reason] = []
        is_complete = True
        for kind in Kind:
            try:
                looked = 0
                for clause in clauses(self.table, goal, kind, self.budget):
                    found = self._of_clause(kind, clause, want)
                    values += found.values
                    reasons += found.reasons
                    is_complete = is_complete and found.is_complete
                    looked += bool(values)
                    if looked > MAX_ALTERNATIVES and len(values) >= want:
                        is_complete = False
                        break
            except Undecided as undecided:
                reasons.append(undecided.reason)
                is_complete = False
            if want == 1 and any(len(text_of(value)) == 1 for value in values):
                is_complete = False
                break
        distinct = {text_of(value): value for value in values}

        def rank(value: Json) -> tuple[int, int, str]:
            return _doubt(self.table, goal, value), *self.size_of(value)

        chosen = sorted(distinct.values(), key=rank)
        return Found(values=tuple(chosen), is_complete=is_complete and not reasons, reasons=tuple(reasons))

    def _of_clause(self, kind: Kind, clause: Clause, want: int) -> Found:
        """Members of one alternative, checked one by one."""
        self.budget.spend(2 + len(clause.holds) + len(clause.fails))
        listed = [atom.values for atom in clause.holds if isinstance(atom, Listed)]
        excluded = {
            text_of(value)
            for atom in clause.fails
            if isinstance(atom, Listed)
            for value in atom.values
            if kind_of(value) is kind
        }
        if listed:
            self.budget.spend(len(listed[0]))
            values_of_kind = tuple(value for value in listed[0] if kind_of(value) is kind)
            found = Found(values=values_of_kind, is_complete=True)
        else:
            found = self._of_kind(kind, clause, want + len(excluded))
        values: list[Json] = []
        is_refuted = False
        for value in found.values:
            self.budget.spend(len(clause.holds) + len(clause.fails))
            if excluded and text_of(value) in excluded:
                continue
            if self._holds(clause, value) is False:
                is_refuted = True
            else:
                values.append(value)
        reasons: tuple[Reason, ...] = found.reasons
        if len(values) < want and not found.is_complete and not reasons and (is_refuted or found.values):
            reasons = (_NOT_PROVEN,)
        if is_refuted and not listed and not values and not reasons:
            reasons = (_NOT_PROVEN,)
        opaque = clause.opaque
        if opaque and (found.values or reasons):
            reasons = (*opaque, *reasons)
        return Found(values=tuple(values), is_complete=found.is_complete and not opaque, reasons=reasons)

    def _holds(self, clause: Clause, value: Json) -> bool | None:
        held = (truth(self.table, atom, value) for atom in clause.holds)
        failed = (truth(self.table, self.table.opposite(atom), value) for atom in clause.fails)
        return every((*held, *failed))

    def _of_kind(self, kind: Kind, clause: Clause, want: int) -> Found:
        match kind:
            case Kind.NULL:
                return Found(values=(None,), is_complete=True)
            case Kind.BOOLEAN:
                return Found(values=(True, False), is_complete=True)
            case Kind.NUMBER:
                return numbers(clause, want)
            case Kind.STRING:
                return texts(clause, want, self.budget)
            case Kind.ARRAY:
                return arrays(self, clause, want)
            case Kind.OBJECT:
                return objects(self, clause, want)
            case _:
                assert_never(kind)


def _doubt(table: Table, goal: Goal, value: Json) -> int:
    """Members that are known to be so come before those that may be."""
    return 0 if every(truth(table, formula, value) for formula in goal) else 1
