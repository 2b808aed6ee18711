"""A JSON Schema document as a formula: what each keyword says, and by name what cannot be read."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from typing import Final, Protocol, cast

from catalog.documents.dialects import Draft
from catalog.documents.formulas import (
    KIND_OF_MEASURE,
    AtLeast,
    AtMost,
    Distinct,
    Formatted,
    Formula,
    Integral,
    Kind,
    Kinds,
    Listed,
    Measure,
    Multiple,
    Opaque,
    Table,
    text_of,
)
from catalog.documents.patterns import matches
from catalog.documents.references import Places
from catalog.model.values import Json

Schema = Mapping[str, object]


class Stance(Enum):
    """Whose document it is: a lenient writer sends what it declares, a lenient reader takes more."""

    STRICT = "strict"
    WRITER = "writer"
    READER = "reader"


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """Where in a document a schema stands, and how it is read there."""

    stance: Stance
    pointer: str = "#"
    base: str = ""
    depth: int = 0

    def under(self, *steps: object) -> "Spot":
        """A spot further down."""
        written = "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in steps)
        return replace(self, pointer=self.pointer + written, depth=self.depth + 1)

    def strict(self) -> "Spot":
        """The same spot, read as it stands."""
        return replace(self, stance=Stance.STRICT)


class Reads(Protocol):
    """Reads the schemas of one document: what the readers of single keywords ask for."""

    table: Table
    draft: Draft

    def formula(self, schema: object, at: Spot, *, is_place: bool = True) -> Formula:
        """What a schema says."""

    def target(self, reference: object, at: Spot) -> tuple[object, Spot] | None:
        """The schema that a reference leads to."""

    def pattern(self, text: str, keyword: str, at: Spot) -> Formula:
        """The texts in which a pattern is found."""

    def opaque(
        self, keyword: str, value: object, at: Spot, kind: Kind | None = None, *, is_own: bool = False
    ) -> Opaque:
        """A keyword that cannot be read."""

    def kinds(self, *kinds: Kind) -> Formula:
        """Values of some kinds."""

    def declared_names(self, schema: Schema, at: Spot) -> Formula:
        """The names that `properties` and `patternProperties` speak of."""

    def members(self, names: Formula, part: Formula) -> Formula:
        """What holds of all members whose names are of a set."""


_TYPES: Final = {
    "null": Kind.NULL,
    "boolean": Kind.BOOLEAN,
    "number": Kind.NUMBER,
    "string": Kind.STRING,
    "array": Kind.ARRAY,
    "object": Kind.OBJECT,
}
_COUNTS: Final[Mapping[str, tuple[type[AtLeast | AtMost], Measure]]] = {
    "minLength": (AtLeast, Measure.LENGTH),
    "maxLength": (AtMost, Measure.LENGTH),
    "minItems": (AtLeast, Measure.ITEMS),
    "maxItems": (AtMost, Measure.ITEMS),
    "minProperties": (AtLeast, Measure.MEMBERS),
    "maxProperties": (AtMost, Measure.MEMBERS),
}
_BOUNDS: Final[Mapping[str, tuple[type[AtLeast | AtMost], str]]] = {
    "minimum": (AtLeast, "exclusiveMinimum"),
    "maximum": (AtMost, "exclusiveMaximum"),
}
_EXCLUSIVE: Final[Mapping[str, tuple[type[AtLeast | AtMost], str]]] = {
    "exclusiveMinimum": (AtLeast, "minimum"),
    "exclusiveMaximum": (AtMost, "maximum"),
}


class Scalars:
    """Reads what keywords say of values that hold no others."""

    def __init__(self, table: Table, document: object, draft: Draft) -> None:
        self.table = table
        self.document = document
        self.draft = draft
        self.places = Places(document, draft)

    def scalar(self, schema: Schema, keyword: str, at: Spot) -> Formula | None:
        """What a keyword says; None when it is not one of these."""
        value = schema[keyword]
        table = self.table
        match keyword:
            case "type":
                return self._types(value, at)
            case "enum" if isinstance(value, list):
                return table.add(Listed(values=_distinct(value)))
            case "const" if self.draft >= Draft.DRAFT_6:
                return table.add(Listed(values=_distinct([value])))
            case "minLength" | "maxLength" | "minItems" | "maxItems" | "minProperties" | "maxProperties":
                family, measure = _COUNTS[keyword]
                bound = number_in(value)
                if bound is None or bound.denominator != 1 or bound < 0:
                    return self.opaque(keyword, value, at, KIND_OF_MEASURE[measure])
                if family is AtLeast and bound == 0:
                    return table.true
                return table.add(family(measure=measure, bound=bound, is_exclusive=False))
            case "minimum" | "maximum":
                bound_family, other = _BOUNDS[keyword]
                is_exclusive = self.draft is Draft.DRAFT_4 and schema.get(other) is True
                return self._bound(bound_family, is_exclusive, schema, keyword, at)
            case "exclusiveMinimum" | "exclusiveMaximum":
                bound_family, other = _EXCLUSIVE[keyword]
                if self.draft is Draft.DRAFT_4:
                    is_fine = isinstance(value, bool) and (other in schema or not value)
                    return table.true if is_fine else self.opaque(keyword, value, at, Kind.NUMBER)
                return self._bound(bound_family, True, schema, keyword, at)
            case "multipleOf":
                step = number_in(value)
                if step is None or step <= 0:
                    return self.opaque(keyword, value, at, Kind.NUMBER)
                return table.add(Multiple(step=step))
            case "pattern":
                if not isinstance(value, str):
                    return self.opaque(keyword, value, at, Kind.STRING)
                return self.pattern(value, keyword, at)
            case "format" if isinstance(value, str):
                return table.add(Formatted(format=value))
            case "uniqueItems":
                if not isinstance(value, bool):
                    return self.opaque(keyword, value, at, Kind.ARRAY)
                return table.add(Distinct()) if value else table.true
            case "enum" | "format":
                return self.opaque(keyword, value, at)
            case _:
                return None

    def pattern(self, text: str, keyword: str, at: Spot) -> Formula:
        """The texts in which a pattern is found."""
        found = matches(text)
        if found is None:
            return self.opaque(keyword, text, at, Kind.STRING)
        return self.table.true if not text else self.table.add(found)

    def opaque(
        self, keyword: str, value: object, at: Spot, kind: Kind | None = None, *, is_own: bool = False
    ) -> Opaque:
        """A keyword that cannot be read, known by its name and its value.

        `is_own`: in another document it may mean something else.
        """
        return self.table.add(
            Opaque(
                keyword=keyword,
                meaning=text_of(value),
                pointer=at.under(keyword).pointer,
                kind=kind,
                owner=id(self) if is_own else 0,
            )
        )

    def kinds(self, *kinds: Kind) -> Formula:
        """Values of some kinds."""
        return self.table.add(Kinds(kinds=frozenset(kinds)))

    def unless(self, kind: Kind, formula: Formula) -> Formula:
        """What holds of one kind; values of others are free."""
        return self.table.some((self.table.opposite(self.kinds(kind)), formula))

    def _types(self, value: object, at: Spot) -> Formula:
        names = value if isinstance(value, list) else [value]
        parts: list[Formula] = []
        found: set[Kind] = set()
        for name in names:
            if not isinstance(name, str) or (name not in _TYPES and name != "integer"):
                return self.opaque("type", value, at)
            if name in _TYPES:
                found.add(_TYPES[name])
        if "integer" in names and Kind.NUMBER not in found:
            integral = self.table.add(Integral(is_strict=self.draft is Draft.DRAFT_4))
            parts.append(self.table.all((self.kinds(Kind.NUMBER), integral)))
        if found:
            parts.append(self.kinds(*found))
        return self.table.some(parts)

    def _bound(
        self, family: type[AtLeast | AtMost], is_exclusive: bool, schema: Schema, keyword: str, at: Spot
    ) -> Formula:
        bound = number_in(schema[keyword])
        if bound is None:
            return self.opaque(keyword, schema[keyword], at, Kind.NUMBER)
        return self.table.add(family(measure=Measure.NUMBER, bound=bound, is_exclusive=is_exclusive))


def number_in(value: object) -> Fraction | None:
    """A number exactly as it is written; None for what is no number."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return Fraction(value) if isinstance(value, int) else Fraction(Decimal(repr(value)))


def _distinct(values: Iterable[object]) -> tuple[Json, ...]:
    return tuple({text_of(value): cast(Json, value) for value in values}.values())
