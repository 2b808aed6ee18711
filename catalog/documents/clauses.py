"""A goal taken apart for one kind of value: alternatives, each a conjunction of atoms about that kind."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from catalog.containment.values import Undecided
from catalog.documents.budget import Budget
from catalog.documents.formulas import (
    KIND_OF_MEASURE,
    All,
    AtLeast,
    AtMost,
    Atom,
    Constant,
    Distinct,
    Formatted,
    Formula,
    Goal,
    Has,
    Holding,
    Integral,
    Item,
    Items,
    Kind,
    Kinds,
    Listed,
    Matches,
    Member,
    Members,
    Multiple,
    Not,
    One,
    Opaque,
    Reference,
    Some,
    Table,
    number_of,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """What holds, and what does not."""

    holds: tuple[Atom, ...]
    fails: tuple[Atom, ...]

    @property
    def opaque(self) -> tuple[Opaque, ...]:
        """What cannot be read of it."""
        return tuple(atom for atom in (*self.holds, *self.fails) if isinstance(atom, Opaque))


_KINDS: Final = {
    Integral: Kind.NUMBER,
    Multiple: Kind.NUMBER,
    Matches: Kind.STRING,
    Formatted: Kind.STRING,
    Item: Kind.ARRAY,
    Items: Kind.ARRAY,
    Distinct: Kind.ARRAY,
    Holding: Kind.ARRAY,
    Has: Kind.OBJECT,
    Member: Kind.OBJECT,
    Members: Kind.OBJECT,
}


def _known(atom: Atom, kind: Kind) -> bool | None:
    """Whether an atom holds for every value of a kind, or none; None when it depends on the value."""
    match atom:
        case Kinds(kinds=kinds):
            return kind in kinds
        case Listed():
            return None
        case Opaque(kind=spoken):
            return None if spoken is None or spoken is kind else True
        case AtLeast(measure=measure) | AtMost(measure=measure):
            return None if KIND_OF_MEASURE[measure] is kind else True
        case Formatted():
            return None if kind is Kind.STRING else True
        case _:
            return None if _KINDS[type(atom)] is kind else True


def clauses(table: Table, goal: Goal, kind: Kind, budget: Budget) -> Iterator[Clause]:
    """The alternatives of a goal for one kind; none when nothing of the kind can satisfy it."""
    ordered = sorted(goal, key=number_of)
    yield from _Taking(table=table, kind=kind, budget=budget).apart(ordered, {}, [], frozenset())


@dataclass(frozen=True, slots=True, kw_only=True)
class _Taking:
    table: Table
    kind: Kind
    budget: Budget

    def apart(
        self,
        pending: list[Formula],
        atoms: dict[Atom, bool],
        choices: list[tuple[Formula, ...]],
        followed: frozenset[Formula],
    ) -> Iterator[Clause]:
        self.budget.spend(1 + len(pending) + len(atoms) // 4)
        pending, atoms, choices = [*pending], {**atoms}, [*choices]
        while pending:
            formula = pending.pop()
            is_held = not isinstance(formula, Not)
            bare = formula.part if isinstance(formula, Not) else formula
            match bare:
                case Constant(holds=holds):
                    if holds is not is_held:
                        return
                case Not():
                    pending.append(bare.part)
                case All(parts=parts):
                    if is_held:
                        pending += parts
                    else:
                        choices.append(tuple(map(self.table.opposite, parts)))
                case Some(parts=parts):
                    if is_held:
                        choices.append(parts)
                    else:
                        pending += map(self.table.opposite, parts)
                case One(parts=parts):
                    choices.append(self._one(parts) if is_held else self._not_one(parts))
                case Reference(key=key):
                    if formula in followed or key not in self.table.targets:
                        raise Undecided("a reference leads to itself")
                    followed |= {formula}
                    target = self.table.targets[key]
                    pending.append(target if is_held else self.table.opposite(target))
                case _:
                    known = _known(bare, self.kind)
                    if known is None and isinstance(bare, Formatted) and not is_held:
                        return  # a format annotates: no value fails it
                    if known is None:
                        if atoms.setdefault(bare, is_held) is not is_held:
                            return
                    elif known is not is_held:
                        return
        yield from self._choose(atoms, choices, followed)

    def _choose(
        self, atoms: dict[Atom, bool], choices: list[tuple[Formula, ...]], followed: frozenset[Formula]
    ) -> Iterator[Clause]:
        open_choices: list[list[Formula]] = []
        for options in choices:
            self.budget.spend(1 + len(options) // 2)
            found = [self._now(option, atoms) for option in options]
            if True in found:
                continue
            left = [option for option, now in zip(options, found, strict=True) if now is None]
            if not left:
                return
            open_choices.append(left)
        if not open_choices:
            yield Clause(
                holds=tuple(atom for atom, held in atoms.items() if held),
                fails=tuple(atom for atom, held in atoms.items() if not held),
            )
            return
        open_choices.sort(key=len)
        others = [tuple(options) for options in open_choices[1:]]
        for option in open_choices[0]:
            yield from self.apart([option], atoms, others, followed)

    def _now(self, formula: Formula, atoms: dict[Atom, bool]) -> bool | None:
        """Whether an option holds or fails already, as far as a glance tells."""
        is_held = not isinstance(formula, Not)
        bare = formula.part if isinstance(formula, Not) else formula
        match bare:
            case Constant(holds=holds):
                return holds is is_held
            case All(parts=parts):
                found = self._all(parts, atoms)
                return found if is_held or found is None else not found
            case Not() | Some() | One() | Reference():
                return None
            case _:
                known = _known(bare, self.kind)
                if known is None and isinstance(bare, Formatted) and not is_held:
                    return False
                known = atoms.get(bare) if known is None else known
                return known if known is None else known is is_held

    def _all(self, parts: tuple[Formula, ...], atoms: dict[Atom, bool]) -> bool | None:
        known = True
        for part in parts:
            now = self._now(part, atoms)
            if now is False:
                return False
            known = known and now is True
        return True if known else None

    def _one(self, parts: tuple[Formula, ...]) -> tuple[Formula, ...]:
        self.budget.spend(len(parts) ** 2)
        return tuple(
            self.table.all((part, *map(self.table.opposite, (*parts[:place], *parts[place + 1 :]))))
            for place, part in enumerate(parts)
        )

    def _not_one(self, parts: tuple[Formula, ...]) -> tuple[Formula, ...]:
        self.budget.spend(len(parts) ** 2)
        none = self.table.all(map(self.table.opposite, parts))
        pairs = (self.table.all((one, other)) for place, one in enumerate(parts) for other in parts[:place])
        return (none, *pairs)
