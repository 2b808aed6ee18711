"""Reads the keywords that hold other schemas, and follows references."""

from collections.abc import Mapping
from functools import partial
from typing import Final

from catalog.documents.dialects import MAX_DEPTH, Draft
from catalog.documents.evaluation import unevaluated_items, unevaluated_properties
from catalog.documents.formulas import (
    Formula,
    Has,
    Holding,
    Item,
    Items,
    Kind,
    Listed,
    Member,
    Members,
    Reference,
    Table,
)
from catalog.documents.lenience import closure
from catalog.documents.reading import Scalars, Schema, Spot, Stance, number_in

LATER: Final = frozenset({Draft.DRAFT_2019_09, Draft.DRAFT_2020_12})


class Reader(Scalars):
    """Reads one document; what it reads is kept, so that no schema is read twice."""

    def __init__(self, table: Table, document: object, draft: Draft) -> None:
        super().__init__(table, document, draft)
        self._made: dict[tuple[int, Stance, bool], Formula] = {}
        self._open: set[tuple[int, Stance, bool]] = set()
        self._said: dict[tuple[int, Stance], dict[str, Formula]] = {}

    def root(self, stance: Stance) -> Formula:
        """What the whole document says."""
        return self.formula(self.document, Spot(stance=stance))

    def formula(self, schema: object, at: Spot, *, is_place: bool = True) -> Formula:
        """What a schema says.

        `is_place`: it speaks of a value as a whole, not together with another schema that includes it.
        """
        if isinstance(schema, bool):
            if self.draft is Draft.DRAFT_4 and at.pointer == "#":
                return self.opaque("", schema, at)
            return self.table.true if schema else self.table.false
        if not isinstance(schema, Mapping):
            return self.opaque("", schema, at)
        if at.depth > MAX_DEPTH:
            return self.opaque("", schema, at)
        key = (id(schema), at.stance, is_place)
        if key in self._made:
            return self._made[key]
        if key in self._open:
            return self.table.add(Reference(key=(id(self), *key)))
        self._open.add(key)
        at = Spot(
            stance=at.stance,
            pointer=at.pointer,
            base=self.places.base_of(schema, at.base),
            depth=at.depth,
        )
        parts = [*self.keywords(schema, at).values()]
        if is_place and at.stance is Stance.WRITER:
            parts.append(closure(self, schema, at))
        found = self.table.all(parts)
        self._open.discard(key)
        self._made[key] = found
        self.table.targets[(id(self), *key)] = found
        return found

    def keywords(self, schema: Schema, at: Spot) -> dict[str, Formula]:
        """What each keyword of a schema says, by its name."""
        key = (id(schema), at.stance)
        if key not in self._said:
            self._said[key] = self._keywords(schema, at)
        return self._said[key]

    def _keywords(self, schema: Schema, at: Spot) -> dict[str, Formula]:
        if "$ref" in schema and self.draft not in LATER:
            return {"$ref": self._reference("$ref", schema["$ref"], at)}
        found = {keyword: self._keyword(schema, keyword, at) for keyword in schema}
        return {keyword: formula for keyword, formula in found.items() if formula is not self.table.true}

    def alternatives(self, schema: Schema, keyword: str, at: Spot) -> list[Formula] | None:
        """The branches of `anyOf`, `allOf` and `oneOf`; None when they are no list."""
        branches = schema[keyword]
        if not isinstance(branches, list) or not branches:
            return None
        return [
            self.formula(each, at.under(keyword, place), is_place=False)
            for place, each in enumerate(branches)
        ]

    def target(self, reference: object, at: Spot) -> tuple[object, Spot] | None:
        """The schema that a reference leads to, and how it is read there."""
        found = self.places.resolve(reference, at.base) if isinstance(reference, str) else None
        if found is None:
            return None
        base = self.places.base_of(found, at.base)
        is_pointer = isinstance(reference, str) and (reference == "#" or reference.startswith("#/"))
        pointer = str(reference) if is_pointer and self.places.is_single() else at.under("$ref").pointer
        return found, Spot(stance=at.stance, pointer=pointer, base=base, depth=at.depth + 1)

    def _keyword(self, schema: Schema, keyword: str, at: Spot) -> Formula:
        table = self.table
        value = schema[keyword]
        match keyword:
            case "$ref":
                return self._reference(keyword, value, at)
            case "$recursiveRef" | "$dynamicRef" if self.draft in LATER:
                return self._dynamic(keyword, value, at)
            case "allOf":
                parts = self.alternatives(schema, keyword, at)
                return self.opaque(keyword, value, at) if parts is None else table.all(parts)
            case "anyOf":
                parts = self.alternatives(schema, keyword, at)
                return self.opaque(keyword, value, at) if parts is None else table.some(parts)
            case "oneOf":
                return self._one_of(schema, at)
            case "not":
                return table.opposite(self.formula(value, at.under(keyword).strict(), is_place=False))
            case "if" if self.draft >= Draft.DRAFT_7:
                return self._conditional(schema, at)
            case "items" | "prefixItems" | "additionalItems" | "contains" | "unevaluatedItems":
                return self._of_arrays(schema, keyword, at)
            case _:
                read = self.scalar(schema, keyword, at)
                return self._of_objects(schema, keyword, at) if read is None else read

    def _reference(self, keyword: str, value: object, at: Spot) -> Formula:
        found = self.target(value, at)
        if found is None:
            return self.opaque(keyword, value, at)
        return self.formula(*found, is_place=False)

    def _dynamic(self, keyword: str, value: object, at: Spot) -> Formula:
        """A dynamic reference of a document that has nothing to override it with is a plain one."""
        is_plain = isinstance(value, str) and value.startswith("#") and self.places.is_single()
        if not is_plain or self.places.dynamic.get(str(value)[1:], 1) > 1:
            return self.opaque(keyword, value, at, is_own=True)
        return self._reference(keyword, value, at)

    def _one_of(self, schema: Schema, at: Spot) -> Formula:
        parts = self.alternatives(schema, "oneOf", at.strict())
        if parts is None:
            return self.opaque("oneOf", schema["oneOf"], at)
        exact = self.table.one(parts)
        if at.stance is Stance.STRICT:
            return exact
        # Which branch holds is decided by the documents as they stand; lenience acts inside of the branch.
        loose = self.table.some(self.alternatives(schema, "oneOf", at) or ())
        if at.stance is Stance.WRITER:
            return self.table.all((exact, loose))
        none = self.table.all(map(self.table.opposite, parts))
        return self.table.some((exact, self.table.all((none, loose))))

    def _conditional(self, schema: Schema, at: Spot) -> Formula:
        condition = self.formula(schema["if"], at.under("if").strict(), is_place=False)
        parts = []
        for keyword, unless in (("then", self.table.opposite(condition)), ("else", condition)):
            if keyword in schema:
                then = self.formula(schema[keyword], at.under(keyword), is_place=False)
                parts.append(self.table.some((unless, then)))
        return self.table.all(parts)

    def _of_arrays(self, schema: Schema, keyword: str, at: Spot) -> Formula:
        table, value = self.table, schema[keyword]
        is_latest = self.draft is Draft.DRAFT_2020_12
        items = schema.get("items")
        match keyword:
            case "items" if isinstance(value, list) and not is_latest:
                return self._tuple(value, keyword, at)
            case "prefixItems" if is_latest:
                return self._tuple(value, keyword, at)
            case "items":
                prefix = schema.get("prefixItems") if is_latest else None
                start = len(prefix) if isinstance(prefix, list) else 0
                return self._items(start, self.formula(value, at.under(keyword)))
            case "additionalItems" if isinstance(items, list) and not is_latest:
                return self._items(len(items), self.formula(value, at.under(keyword)))
            case "contains" if self.draft >= Draft.DRAFT_6:
                return self._containing(schema, at)
            case "unevaluatedItems" if self.draft in LATER:
                return unevaluated_items(self, schema, at)
            case _:
                return table.true

    def _tuple(self, value: object, keyword: str, at: Spot) -> Formula:
        if not isinstance(value, list):
            return self.opaque(keyword, value, at, Kind.ARRAY)
        read = [self.formula(each, at.under(keyword, index)) for index, each in enumerate(value)]
        return self.table.all(
            self.table.add(Item(index=index, part=part))
            for index, part in enumerate(read)
            if part is not self.table.true
        )

    def _items(self, start: int, part: Formula) -> Formula:
        if part is self.table.true:
            return part
        return self.table.add(Items(start=start, part=part))

    def _containing(self, schema: Schema, at: Spot) -> Formula:
        table = self.table
        part = self.formula(schema["contains"], at.under("contains"))
        low, high = 1, None
        if self.draft in LATER:
            limits = ("minContains", "maxContains")
            stated = {name: number_in(schema[name]) for name in limits if name in schema}
            for name, bound in stated.items():
                if bound is None or bound.denominator != 1 or bound < 0:
                    return self.opaque(name, schema[name], at, Kind.ARRAY)
            low = int(stated.get("minContains", 1) or 0)
            high = stated.get("maxContains")
        parts: list[Formula] = []
        if low:
            parts.append(table.add(Holding(low=low, part=part)))
        if high is not None:
            more = table.add(Holding(low=int(high) + 1, part=part))
            parts.append(self.unless(Kind.ARRAY, table.opposite(more)))
        return table.all(parts)

    def _of_objects(self, schema: Schema, keyword: str, at: Spot) -> Formula:
        table, value = self.table, schema[keyword]
        opaque = partial(self.opaque, keyword, value, at, Kind.OBJECT)
        match keyword:
            case "properties":
                if not isinstance(value, Mapping):
                    return opaque()
                return table.all(self.member(name, value[name], at.under(keyword, name)) for name in value)
            case "required":
                if not isinstance(value, list) or not all(isinstance(name, str) for name in value):
                    return opaque()
                return table.all(self.required(name) for name in value)
            case "patternProperties":
                if not isinstance(value, Mapping):
                    return opaque()
                return table.all(
                    self.members(self.pattern(name, keyword, at), self.formula(each, at.under(keyword, name)))
                    for name, each in value.items()
                )
            case "additionalProperties":
                if at.stance is Stance.READER and value is False:
                    return table.true
                return self.members(self.additional_names(schema, at), self.formula(value, at.under(keyword)))
            case "propertyNames" if self.draft >= Draft.DRAFT_6:
                names = self.formula(value, at.under(keyword).strict())
                return self.members(table.opposite(names), table.false)
            case "dependencies" | "dependentRequired" | "dependentSchemas":
                return self._dependent(keyword, value, at)
            case "unevaluatedProperties" if self.draft in LATER:
                if at.stance is Stance.READER and value is False:
                    return table.true
                return unevaluated_properties(self, schema, at)
            case _:
                return table.true

    def required(self, name: str) -> Formula:
        """That an object has a member of a name."""
        return self.table.add(Has(name=name))

    def member(self, name: str, schema: object, at: Spot) -> Formula:
        """What a schema says of the member of a name."""
        part = self.formula(schema, at)
        return part if part is self.table.true else self.table.add(Member(name=name, part=part))

    def members(self, names: Formula, part: Formula) -> Formula:
        """What holds of all members whose names are of a set."""
        if part is self.table.true or names is self.table.false:
            return self.table.true
        return self.table.add(Members(names=names, part=part))

    def additional_names(self, schema: Schema, at: Spot) -> Formula:
        """The names that `additionalProperties` speaks of."""
        return self.table.opposite(self.declared_names(schema, at))

    def declared_names(self, schema: Schema, at: Spot) -> Formula:
        """The names that `properties` and `patternProperties` speak of."""
        named, patterns = schema.get("properties"), schema.get("patternProperties")
        parts: list[Formula] = []
        if isinstance(named, Mapping) and named:
            parts.append(self.table.add(Listed(values=tuple(named))))
        if isinstance(patterns, Mapping):
            parts += [self.pattern(each, "patternProperties", at) for each in patterns]
        return self.table.some(parts)

    def _dependent(self, keyword: str, value: object, at: Spot) -> Formula:
        table = self.table
        is_old = keyword == "dependencies"
        if is_old and self.draft in LATER:
            return self.opaque(keyword, value, at, Kind.OBJECT)  # some engines still read it
        if not is_old and self.draft not in LATER:
            return table.true
        if not isinstance(value, Mapping):
            return self.opaque(keyword, value, at, Kind.OBJECT)
        parts: list[Formula] = []
        for name, each in value.items():
            absent = table.opposite(table.add(Has(name=name)))
            if keyword != "dependentSchemas" and isinstance(each, list):
                needed = table.all(table.add(Has(name=str(also))) for also in each)
            elif keyword == "dependentRequired":
                return self.opaque(keyword, value, at, Kind.OBJECT)
            else:
                needed = self.formula(each, at.under(keyword, name), is_place=False)
            parts.append(self.unless(Kind.OBJECT, table.some((absent, needed))))
        return table.all(parts)
