"""Schemas as formulas over JSON values: connectives, and what one keyword says of one kind of value.

An atom speaks of one kind and holds for every value of another kind, as JSON Schema's keywords do.
"""

import json
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field, fields, replace
from enum import StrEnum
from fractions import Fraction
from typing import Final, TypeVar, cast

from catalog.model.values import Json
from catalog.schema.patterns import Automaton


class Kind(StrEnum):
    """The six kinds of JSON values; those that are written shortest come first."""

    NUMBER = "number"
    STRING = "string"
    ARRAY = "array"
    OBJECT = "object"
    NULL = "null"
    BOOLEAN = "boolean"


class Measure(StrEnum):
    """What a bound limits."""

    NUMBER = "number"
    LENGTH = "length"
    ITEMS = "items"
    MEMBERS = "members"


KIND_OF_MEASURE: Final = {
    Measure.NUMBER: Kind.NUMBER,
    Measure.LENGTH: Kind.STRING,
    Measure.ITEMS: Kind.ARRAY,
    Measure.MEMBERS: Kind.OBJECT,
}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Numbered:
    """Formulas of one table are equal when they are the same object; the number keeps their order."""

    number: int = field(default=-1, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Constant(_Numbered):
    """True of every value, or of none."""

    holds: bool


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Not(_Numbered):
    """The complement."""

    part: "Formula"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class All(_Numbered):
    """Every part."""

    parts: tuple["Formula", ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Some(_Numbered):
    """At least one part."""

    parts: tuple["Formula", ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class One(_Numbered):
    """Exactly one part."""

    parts: tuple["Formula", ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Reference(_Numbered):
    """A schema that is still being read: `Table.targets` has it."""

    key: Hashable


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Opaque(_Numbered):
    """What a keyword says that is outside the family; `kind` None: it may speak of any value.

    Wherever it stands, the same words mean the same.
    """

    keyword: str
    meaning: str
    kind: Kind | None
    pointer: str
    """Where it was met first."""
    owner: int = 0
    """The document whose own words these are, where the same words mean something else in another one."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Kinds(_Numbered):
    """Values of these kinds."""

    kinds: frozenset[Kind]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Listed(_Numbered):
    """These values."""

    values: tuple[Json, ...]
    texts: frozenset[str] = field(default=frozenset(), compare=False)
    """The same ones, as `text_of` writes them."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class AtLeast(_Numbered):
    """A lower bound."""

    measure: Measure
    bound: Fraction
    is_exclusive: bool


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class AtMost(_Numbered):
    """An upper bound."""

    measure: Measure
    bound: Fraction
    is_exclusive: bool


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Integral(_Numbered):
    """Integers; a `strict` one (draft-04) is not even written with a fraction."""

    is_strict: bool


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Multiple(_Numbered):
    """Multiples of a step."""

    step: Fraction


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Matches(_Numbered):
    """Texts in which a pattern is found."""

    pattern: str
    automaton: Automaton = field(compare=False)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Formatted(_Numbered):
    """An annotation: true of every text; proofs respect it where it must hold."""

    format: str


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Item(_Numbered):
    """What the item at an index is, if there is one."""

    index: int
    part: "Formula"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Items(_Numbered):
    """What all items from an index on are."""

    start: int
    part: "Formula"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Distinct(_Numbered):
    """Arrays that have no item twice."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Holding(_Numbered):
    """Arrays of which at least so many items are something."""

    low: int
    part: "Formula"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Has(_Numbered):
    """Objects with a member of this name."""

    name: str


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Member(_Numbered):
    """What the member of a name is, if there is one."""

    name: str
    part: "Formula"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Members(_Numbered):
    """What all members are whose names are of a set of texts."""

    names: "Formula"
    part: "Formula"


Atom = (
    Opaque
    | Kinds
    | Listed
    | AtLeast
    | AtMost
    | Integral
    | Multiple
    | Matches
    | Formatted
    | Item
    | Items
    | Distinct
    | Holding
    | Has
    | Member
    | Members
)
Formula = Constant | Not | All | Some | One | Reference | Atom
Goal = frozenset[Formula]
"""A conjunction: what a value must be all at once."""


AnyFormula = TypeVar("AnyFormula", bound=_Numbered)


class Table:
    """Makes formulas, each once: what two documents say alike is one object."""

    def __init__(self) -> None:
        self._known: dict[Hashable, Formula] = {}
        self.targets: dict[Hashable, Formula] = {}
        self.true: Final[Formula] = self.add(Constant(holds=True))
        self.false: Final[Formula] = self.add(Constant(holds=False))

    def add(self, formula: AnyFormula) -> AnyFormula:
        """The formula, or the same one that was made before."""
        if isinstance(formula, Listed):
            texts = frozenset(map(text_of, formula.values))
            formula = replace(formula, texts=texts)
            key: Hashable = (Listed, texts)
        elif isinstance(formula, Opaque):
            key = (Opaque, formula.keyword, formula.meaning, formula.kind, formula.owner)
        else:
            said = (getattr(formula, each.name) for each in fields(formula) if each.compare)
            key = (type(formula), *said)
        known = self._known.get(key)
        if known is None:
            made = replace(formula, number=len(self._known))
            self._known[key] = cast(Formula, made)
            return made
        return cast(AnyFormula, known)

    def opposite(self, formula: Formula) -> Formula:
        """The complement."""
        match formula:
            case Constant(holds=holds):
                return self.false if holds else self.true
            case Not(part=part):
                return part
            case _:
                return self.add(Not(part=formula))

    def all(self, parts: Iterable[Formula]) -> Formula:
        """The conjunction."""
        found: dict[Formula, None] = {}
        for part in parts:
            for one in part.parts if isinstance(part, All) else (part,):
                if isinstance(one, Constant):
                    if not one.holds:
                        return self.false
                    continue
                found[one] = None
        if any(isinstance(one, Not) and one.part in found for one in found):
            return self.false
        if len(found) < 2:
            return next(iter(found), self.true)
        return self.add(All(parts=tuple(sorted(found, key=number_of))))

    def conjuncts(self, formula: Formula) -> tuple[Formula, ...]:
        """The parts of a conjunction."""
        return formula.parts if isinstance(formula, All) else (formula,)

    def some(self, parts: Iterable[Formula]) -> Formula:
        """The disjunction."""
        found: dict[Formula, None] = {}
        for part in parts:
            for one in part.parts if isinstance(part, Some) else (part,):
                if isinstance(one, Constant):
                    if one.holds:
                        return self.true
                    continue
                found[one] = None
        if any(isinstance(one, Not) and one.part in found for one in found):
            return self.true
        if len(found) < 2:
            return next(iter(found), self.false)
        return self.add(Some(parts=tuple(sorted(found, key=number_of))))

    def one(self, parts: Sequence[Formula]) -> Formula:
        """Exactly one of them."""
        found = [part for part in parts if part is not self.false]
        if len(found) < 2:
            return next(iter(found), self.false)
        return self.add(One(parts=tuple(sorted(found, key=number_of))))


def number_of(formula: Formula) -> int:
    """What orders the formulas of one table."""
    return formula.number


def text_of(value: object) -> str:
    """A JSON value's text, the same for equal values: 1.0 is written as 1, members by name."""
    return json.dumps(_plain(value), sort_keys=True)


def _plain(value: object) -> object:
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {name: _plain(member) for name, member in value.items()}
    return value
