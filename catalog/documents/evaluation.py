"""What `unevaluatedProperties` and `unevaluatedItems` leave over, case by case."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from catalog.documents.dialects import Draft
from catalog.documents.formulas import Formula, Has, Items, Kind
from catalog.documents.reading import Reads, Schema, Spot

MAX_CASES: Final = 32
"""How many combinations of branches are told apart before the keyword is undecided."""


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
    cases = _cases(reader, schema, at, frozenset({"unevaluatedProperties"}))
    if cases is None:
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
    cases = _cases(reader, schema, at, frozenset({"unevaluatedItems"}))
    if cases is None:
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


def _cases(
    reader: Reads, schema: object, at: Spot, without: frozenset[str] = frozenset()
) -> list[_Case] | None:
    """The cases of a schema and of all that it includes; None when they are too many, or too deep."""
    table = reader.table
    nothing = _Case(condition=table.true, names=table.false, items=table.false)
    if not isinstance(schema, Mapping):
        return [nothing]
    if at.depth > MAX_CASES:
        return None
    cases: list[_Case] | None = [_own(reader, schema, at, without)]
    for keyword in ("$ref", "$dynamicRef", "$recursiveRef"):
        if keyword in schema:
            found = reader.target(schema[keyword], at)
            cases = _both(reader, cases, None if found is None else _cases(reader, *found))
    for place, branch in enumerate(_listed(schema, "allOf")):
        cases = _both(reader, cases, _cases(reader, branch, at.under("allOf", place)))
    for keyword in ("anyOf", "oneOf"):
        for place, branch in enumerate(_listed(schema, keyword)):
            cases = _both(reader, cases, _when(reader, branch, at.under(keyword, place)))
    if "if" in schema:
        cases = _both(reader, cases, _conditional(reader, schema, at))
    dependent = schema.get("dependentSchemas")
    for name, branch in dependent.items() if isinstance(dependent, Mapping) else ():
        present = table.all((reader.kinds(Kind.OBJECT), table.add(Has(name=name))))
        inner = _cases(reader, branch, at.under("dependentSchemas", name))
        cases = _both(reader, cases, _given(reader, present, inner))
    return cases


def _own(reader: Reads, schema: Schema, at: Spot, without: frozenset[str]) -> _Case:
    """What a schema's own keywords look at."""
    table = reader.table
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


def _both(reader: Reads, some: list[_Case] | None, others: list[_Case] | None) -> list[_Case] | None:
    table = reader.table
    if some is None or others is None or len(some) * len(others) > MAX_CASES:
        return None
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


def _when(reader: Reads, branch: object, at: Spot) -> list[_Case] | None:
    """A branch that may hold or not."""
    condition = reader.formula(branch, at.strict(), is_place=False)
    return _given(reader, condition, _cases(reader, branch, at))


def _given(reader: Reads, condition: Formula, cases: list[_Case] | None) -> list[_Case] | None:
    table = reader.table
    if cases is None:
        return None
    nothing = _Case(condition=table.opposite(condition), names=table.false, items=table.false)
    plain = [case for case in cases if (case.names, case.prefix, case.items) != (table.false, 0, table.false)]
    if not plain:
        return [_Case(condition=table.true, names=table.false, items=table.false)]
    start = [_Case(condition=condition, names=table.false, items=table.false)]
    return [*(_both(reader, start, cases) or []), nothing]


def _conditional(reader: Reads, schema: Schema, at: Spot) -> list[_Case] | None:
    table = reader.table
    condition = reader.formula(schema["if"], at.under("if").strict(), is_place=False)
    held = _cases(reader, schema["if"], at.under("if"))
    then = _both(reader, held, _cases(reader, schema.get("then"), at.under("then")))
    otherwise = _cases(reader, schema.get("else"), at.under("else"))
    if then is None or otherwise is None:
        return None

    def under(given: Formula, cases: list[_Case]) -> list[_Case]:
        start = [_Case(condition=given, names=table.false, items=table.false)]
        return _both(reader, start, cases) or []

    return under(condition, then) + under(table.opposite(condition), otherwise)


def _listed(schema: Schema, keyword: str) -> list[object]:
    value = schema.get(keyword)
    return value if isinstance(value, list) else []
