"""What `unevaluatedProperties` and `unevaluatedItems` leave over, case by case."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from catalog.documents.dialects import Draft
from catalog.documents.formulas import Formula, Has, Items, Kind
from catalog.documents.reading import Reads, Schema, Spot

MAX_CASES: Final = 32
"""How many combinations of branches are told apart before the keyword is undecided."""

MAX_SCHEMAS: Final = 500
"""How many schemas are gone through for one keyword, each as often as it is included."""


class _TooMany(Exception):
    """There are more cases than are told apart, or the schemas that they come from have no end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Case:
    """When some branches hold: the names and the items that they have looked at."""

    condition: Formula
    names: Formula
    prefix: int | None = 0
    """Items up to here; None: all of them."""
    items: Formula
    """Items that `contains` looked at."""


def unevaluated_properties(reader: Reads, schema: Schema, at: Spot) -> Formula:
    """What the members are that no keyword has looked at."""
    table = reader.table
    value = schema["unevaluatedProperties"]
    try:
        cases = _Walk(reader).cases(schema, at, frozenset({"unevaluatedProperties"}))
    except _TooMany:
        return reader.opaque("unevaluatedProperties", value, at, Kind.OBJECT, is_own=True)
    part = reader.formula(value, at.under("unevaluatedProperties"))
    return table.all(
        table.some((table.opposite(case.condition), reader.members(table.opposite(case.names), part)))
        for case in cases
    )


def unevaluated_items(reader: Reads, schema: Schema, at: Spot) -> Formula:
    """What the items are that no keyword has looked at."""
    table = reader.table
    value = schema["unevaluatedItems"]
    try:
        cases = _Walk(reader).cases(schema, at, frozenset({"unevaluatedItems"}))
    except _TooMany:
        return reader.opaque("unevaluatedItems", value, at, Kind.ARRAY, is_own=True)
    part = reader.formula(value, at.under("unevaluatedItems"))
    found = []
    for case in cases:
        if case.prefix is None:
            continue
        left = table.some((case.items, part))
        rest = left if left is table.true else table.add(Items(start=case.prefix, part=left))
        found.append(table.some((table.opposite(case.condition), rest)))
    return table.all(found)


class _Walk:
    """Goes through a schema and all that it includes."""

    def __init__(self, reader: Reads) -> None:
        self.reader = reader
        self.table = reader.table
        self._left = MAX_SCHEMAS

    def cases(self, schema: object, at: Spot, without: frozenset[str] = frozenset()) -> list[_Case]:
        """The cases of a schema; raises _TooMany."""
        table = self.table
        if not isinstance(schema, Mapping):
            return [_Case(condition=table.true, names=table.false, items=table.false)]
        self._left -= 1
        if self._left < 0 or at.depth > MAX_CASES:
            raise _TooMany
        cases = [self._own(schema, at, without)]
        for keyword in ("$ref", "$dynamicRef", "$recursiveRef"):
            if keyword in schema:
                found = self.reader.target(schema[keyword], at)
                if found is None:
                    raise _TooMany
                cases = self._both(cases, self.cases(*found))
        for place, branch in enumerate(_listed(schema, "allOf")):
            cases = self._both(cases, self.cases(branch, at.under("allOf", place)))
        for keyword in ("anyOf", "oneOf"):
            for place, branch in enumerate(_listed(schema, keyword)):
                cases = self._both(cases, self._when(branch, at.under(keyword, place)))
        if "if" in schema:
            cases = self._both(cases, self._conditional(schema, at))
        dependent = schema.get("dependentSchemas")
        for name, branch in dependent.items() if isinstance(dependent, Mapping) else ():
            present = table.all((self.reader.kinds(Kind.OBJECT), table.add(Has(name=name))))
            inner = self.cases(branch, at.under("dependentSchemas", name))
            cases = self._both(cases, self._given(present, inner))
        return cases

    def _own(self, schema: Schema, at: Spot, without: frozenset[str]) -> _Case:
        """What a schema's own keywords look at."""
        table, reader = self.table, self.reader
        names = reader.declared_names(schema, at)
        if any(keyword in schema for keyword in {"additionalProperties", "unevaluatedProperties"} - without):
            names = table.true
        items, prefix_items = schema.get("items"), schema.get("prefixItems")
        prefix: int | None = 0
        looked = table.false
        if reader.draft is Draft.DRAFT_2020_12:
            prefix = len(prefix_items) if isinstance(prefix_items, list) else 0
            if "items" in schema:
                prefix = None
            if "contains" in schema:
                looked = reader.formula(schema["contains"], at.under("contains").strict())
        elif isinstance(items, list):
            prefix = None if "additionalItems" in schema else len(items)
        elif "items" in schema:
            prefix = None
        if "unevaluatedItems" in schema.keys() - without:
            prefix = None
        return _Case(condition=table.true, names=names, prefix=prefix, items=looked)

    def _both(self, some: list[_Case], others: list[_Case]) -> list[_Case]:
        if len(some) * len(others) > MAX_CASES:
            raise _TooMany
        table = self.table
        return [
            _Case(
                condition=table.all((one.condition, other.condition)),
                names=table.some((one.names, other.names)),
                prefix=None if one.prefix is None or other.prefix is None else max(one.prefix, other.prefix),
                items=table.some((one.items, other.items)),
            )
            for one in some
            for other in others
        ]

    def _when(self, branch: object, at: Spot) -> list[_Case]:
        """A branch that may hold or not."""
        condition = self.reader.formula(branch, at.strict(), is_place=False)
        return self._given(condition, self.cases(branch, at))

    def _given(self, condition: Formula, cases: list[_Case]) -> list[_Case]:
        """Cases that are there when a condition holds, and nothing looked at when it does not."""
        table = self.table
        if all((case.names, case.prefix, case.items) == (table.false, 0, table.false) for case in cases):
            return [_Case(condition=table.true, names=table.false, items=table.false)]
        nothing = _Case(condition=table.opposite(condition), names=table.false, items=table.false)
        return [*self._under(condition, cases), nothing]

    def _under(self, condition: Formula, cases: list[_Case]) -> list[_Case]:
        return self._both([_Case(condition=condition, names=self.table.false, items=self.table.false)], cases)

    def _conditional(self, schema: Schema, at: Spot) -> list[_Case]:
        condition = self.reader.formula(schema["if"], at.under("if").strict(), is_place=False)
        held = self.cases(schema["if"], at.under("if"))
        then = self._both(held, self.cases(schema.get("then"), at.under("then")))
        otherwise = self.cases(schema.get("else"), at.under("else"))
        return [*self._under(condition, then), *self._under(self.table.opposite(condition), otherwise)]


def _listed(schema: Schema, keyword: str) -> list[object]:
    value = schema.get(keyword)
    return value if isinstance(value, list) else []
