"""Property definitions: a closed family of types, with JSON Schema's keywords and ours."""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field, JsonValue, model_validator

from catalog.model.category import Handling
from catalog.model.values import Count, Definition, FrozenMap, SafeInteger, Text

Number = SafeInteger | float


class PropertyDefinition(Definition):
    """What every property may say, whatever its type."""

    description: Text | None = None
    """What it says."""
    required: bool = False
    """Whether every payload must have it; stands only under `properties`."""
    nullable: bool = False
    """Whether null is a value too; null need not be listed in `enum`."""
    deprecated: bool = False
    """Still accepted, no longer wanted."""
    data: Text | None = None
    """The data category; absent: unclassified."""
    handling: FrozenMap[Handling]
    """What is done to it before it goes there; the stricter of property and destination wins."""
    destinations: tuple[Text, ...] | None = None
    """The only destinations that get it; absent: all of its event's."""
    send_as: FrozenMap[Text]
    """What a destination receives as its name."""
    purpose: Text | None = None
    """Why it is collected, where that differs from the event's."""
    unit: Text | None = None
    """What a number counts."""
    code_name: Text | None = None
    """What a generated parameter is called."""
    default: JsonValue = None
    """Documentation; nothing fills it in."""
    examples: tuple[JsonValue, ...] = ()
    """Each one is checked against the type."""
    allow: FrozenMap[str]
    """Findings that are excused here."""


class StringType(PropertyDefinition):
    """Text; lengths are in code points."""

    type: Literal["string"]
    enum: tuple[str, ...] | None = None
    """The only values."""
    const: str | None = None
    """The only value."""
    pattern: Text | None = None
    """What the text looks like; needs a maxLength beside it."""
    min_length: Count | None = Field(default=None, alias="minLength")
    """The fewest characters, in code points."""
    max_length: Count | None = Field(default=None, alias="maxLength")
    """The most characters, in code points."""


class IntegerType(PropertyDefinition):
    """A whole number within ±(2^53-1)."""

    type: Literal["integer"]
    enum: tuple[SafeInteger, ...] | None = None
    """The only values."""
    const: SafeInteger | None = None
    """The only value."""
    minimum: SafeInteger | None = None
    """The least value."""
    maximum: SafeInteger | None = None
    """The greatest value."""
    exclusive_minimum: SafeInteger | None = Field(default=None, alias="exclusiveMinimum")
    """Values are greater than this."""
    exclusive_maximum: SafeInteger | None = Field(default=None, alias="exclusiveMaximum")
    """Values are less than this."""
    multiple_of: Annotated[SafeInteger, Field(ge=1)] | None = Field(default=None, alias="multipleOf")
    """Values are multiples of this."""


class NumberType(PropertyDefinition):
    """A double."""

    type: Literal["number"]
    enum: tuple[Number, ...] | None = None
    """The only values."""
    const: Number | None = None
    """The only value."""
    minimum: Number | None = None
    """The least value."""
    maximum: Number | None = None
    """The greatest value."""
    exclusive_minimum: Number | None = Field(default=None, alias="exclusiveMinimum")
    """Values are greater than this."""
    exclusive_maximum: Number | None = Field(default=None, alias="exclusiveMaximum")
    """Values are less than this."""


class BooleanType(PropertyDefinition):
    """True or false."""

    type: Literal["boolean"]
    enum: tuple[bool, ...] | None = None
    """The only values."""
    const: bool | None = None
    """The only value."""


class FlagType(PropertyDefinition):
    """A feature flag's value: true, false, or the name of a variant."""

    type: Literal["flag"]
    enum: tuple[bool | str, ...] | None = None
    """The only values."""
    const: bool | str | None = None
    """The only value."""
    max_length: Annotated[Count, Field(ge=1)] | None = Field(default=None, alias="maxLength")
    """The most characters that the name of a variant has, in code points; none has no character."""


class TimestampType(PropertyDefinition):
    """A moment with its offset, as RFC 3339 writes it: `2026-03-01T09:30:00Z`."""

    type: Literal["timestamp"]
    enum: tuple[str, ...] | None = None
    """The only values."""
    const: str | None = None
    """The only value."""


class DateType(PropertyDefinition):
    """A calendar day: `2026-03-01`."""

    type: Literal["date"]
    enum: tuple[str, ...] | None = None
    """The only values."""
    const: str | None = None
    """The only value."""


class UuidType(PropertyDefinition):
    """A UUID in its hyphenated form, in either case."""

    type: Literal["uuid"]
    enum: tuple[str, ...] | None = None
    """The only values."""
    const: str | None = None
    """The only value."""


class UriType(PropertyDefinition):
    """A URI with its scheme (RFC 3986 §3), in ASCII."""

    type: Literal["uri"]
    enum: tuple[str, ...] | None = None
    """The only values."""
    const: str | None = None
    """The only value."""
    min_length: Count | None = Field(default=None, alias="minLength")
    """The fewest characters, in code points."""
    max_length: Count | None = Field(default=None, alias="maxLength")
    """The most characters, in code points."""


class ArrayType(PropertyDefinition):
    """A list of values of one type; its `data` speaks of scalar items."""

    type: Literal["array"]
    items: "Property"
    """What every item is."""
    min_items: Count | None = Field(default=None, alias="minItems")
    """The fewest items."""
    max_items: Count | None = Field(default=None, alias="maxItems")
    """The most items."""
    unique_items: bool = Field(default=False, alias="uniqueItems")
    """Whether no item may stand twice."""

    @model_validator(mode="after")
    def _items_say_what_they_are_and_no_more(self) -> "ArrayType":
        _refuse_place_keys(self.items, "items")
        if isinstance(self.items, SCALAR_TYPES):
            if self.items.data is not None:
                raise ValueError("'data' of scalar items stands on the array, not under 'items'")
        elif self.data is not None:
            raise ValueError("'data' stands on leaves: move it into the items")
        if self.unique_items and not isinstance(self.items, SCALAR_TYPES):
            raise ValueError(
                "'uniqueItems' needs scalar items: engines do not agree on equal objects and arrays"
            )
        return self


class ObjectType(PropertyDefinition):
    """A closed object with named properties."""

    type: Literal["object"]
    properties: FrozenMap["Property"]
    """The fields."""

    @model_validator(mode="after")
    def _data_stands_on_leaves(self) -> "ObjectType":
        if self.data is not None:
            raise ValueError("'data' stands on leaves: move it to the object's properties")
        return self


class MapKeys(Definition):
    """What the keys of a map look like, and what they say about a person."""

    pattern: Text | None = None
    """What every key matches."""
    max_length: Count | None = Field(default=None, alias="maxLength")
    """How many characters a key has at most."""
    data: Text | None = None
    """What a key says about a person."""
    allow: FrozenMap[str]
    """Findings that are excused here."""


class MapType(PropertyDefinition):
    """An object whose keys are data, with values of one type."""

    type: Literal["map"]
    keys: MapKeys = Field(default_factory=lambda: MapKeys.model_validate({}))
    """What the keys look like."""
    values: "Property"
    """What every value is."""
    max_properties: Count | None = Field(default=None, alias="maxProperties")
    """The most entries."""

    @model_validator(mode="after")
    def _values_say_what_they_are_and_no_more(self) -> "MapType":
        _refuse_place_keys(self.values, "values")
        if self.data is not None:
            raise ValueError("'data' of a map stands under 'keys' and 'values'")
        return self


Property = Annotated[
    StringType
    | IntegerType
    | NumberType
    | BooleanType
    | FlagType
    | TimestampType
    | DateType
    | UuidType
    | UriType
    | ArrayType
    | ObjectType
    | MapType,
    Field(discriminator="type"),
]
"""One typed field."""

Scalar = (
    StringType
    | IntegerType
    | NumberType
    | BooleanType
    | FlagType
    | TimestampType
    | DateType
    | UuidType
    | UriType
)

SCALAR_TYPES = (
    StringType,
    IntegerType,
    NumberType,
    BooleanType,
    FlagType,
    TimestampType,
    DateType,
    UuidType,
    UriType,
)

TYPE_NAMES: tuple[str, ...] = (
    "string",
    "integer",
    "number",
    "boolean",
    "flag",
    "timestamp",
    "date",
    "uuid",
    "uri",
    "array",
    "object",
    "map",
)

PLACE_KEYS = ("required", "destinations", "handling", "send_as", "code_name")


def _refuse_place_keys(part: PropertyDefinition, where: str) -> None:
    """`required` and what belongs to a name stand under `properties` only."""
    for key in PLACE_KEYS:
        if part.states(key):
            raise ValueError(f"'{key}' stands only under 'properties', not under '{where}'")


ArrayType.model_rebuild()
ObjectType.model_rebuild()
MapType.model_rebuild()

Properties = Mapping[str, Property]
