"""What a property's values are in Python, as annotations of stubs that mypy and pyright read alike."""

from collections.abc import Callable, Iterable
from typing import assert_never

from catalog.codegen.plan.identifiers import identifier, type_name
from catalog.codegen.plan.tracker import is_any_text
from catalog.codegen.python.text import literal
from catalog.model.types import (
    ArrayType,
    BooleanType,
    DateType,
    FlagType,
    IntegerType,
    MapType,
    NumberType,
    ObjectType,
    Property,
    StringType,
    TimestampType,
    UriType,
    UuidType,
)


def union(*annotations: str) -> str:
    """The annotation of what is one of these."""
    return " | ".join(annotations)


class Types:
    """The annotations of one module, and the types of objects that they name."""

    def __init__(
        self, brand_of: Callable[[str], str | None], taken: Iterable[str] = (), prefix: str = "_"
    ) -> None:
        """`brand_of` gives the type of the values of a data category, where it has one.

        `taken` are names that the module has for something else; `prefix` stands before the names of types
        that all modules share.
        """
        self._brand_of = brand_of
        self._taken = {*taken}
        self._prefix = prefix
        self.shared: set[str] = set()
        """The types that all modules share, as far as annotations name them."""
        self.objects: list[str] = []
        """The definitions of the types of objects, in the order in which they can be read."""

    def argument(self, definition: Property, named: str) -> str:
        """The annotation of an argument; `named` is what a type of its own would be called."""
        given = [self.value(definition, named)]
        if definition.nullable:
            given.append("None")
        if not definition.required:
            given.append(self._named("Unset"))
        return union(*given)

    def _named(self, shared: str) -> str:
        self.shared.add(shared)
        return f"{self._prefix}{shared}"

    def value(self, definition: Property, named: str, data: str | None = None) -> str:
        """The annotation of values that are not null; `data` is the category where it stands above them."""
        data = definition.data if data is None else data
        match definition:
            case ArrayType():
                return self._list(definition, named, data)
            case ObjectType():
                return self._object(definition, named)
            case MapType():
                values = self._nullable(definition.values, f"{named}Value")
                return f"_t.Mapping[str, {values}]"
            case _ if definition.const is not None:
                return f"_t.Literal[{literal(definition.const)}]"
            case NumberType() | TimestampType() | DateType() | UuidType():
                return self._scalar(definition, data)  # Literal has no such values
            case _ if definition.enum is not None:
                return f"_t.Literal[{', '.join(map(literal, definition.enum))}]"
            case _:
                return self._scalar(definition, data)

    def _nullable(self, definition: Property, named: str, data: str | None = None) -> str:
        annotation = self.value(definition, named, data)
        return union(annotation, "None") if definition.nullable else annotation

    def _scalar(self, definition: Property, data: str | None) -> str:
        match definition:
            case StringType() | UriType():
                brand = self._brand_of(data) if data is not None and is_any_text(definition) else None
                return "str" if brand is None else union(self._named(brand), "str")
            case IntegerType():
                return "int"
            case NumberType():
                return "float"
            case BooleanType():
                return "bool"
            case FlagType():
                return union("bool", "str")
            case TimestampType():
                return "_dt.datetime"
            case DateType():
                return "_dt.date"
            case UuidType():
                return union("_uuid.UUID", "str")
            case ArrayType() | ObjectType() | MapType():
                raise AssertionError("what holds others is no scalar")
            case _:
                assert_never(definition)

    def _list(self, definition: ArrayType, named: str, data: str | None) -> str:
        items = self._nullable(definition.items, f"{named}Item", data)
        # a text is a sequence of texts too, and nobody means that
        is_text = isinstance(definition.items, StringType | UriType | UuidType | FlagType)
        return union(f"_t.List[{items}]", f"_t.Tuple[{items}, ...]") if is_text else f"_t.Sequence[{items}]"

    def _object(self, definition: ObjectType, named: str) -> str:
        name = self._free(named)
        members: list[str] = []
        for key, member in definition.properties.items():
            annotation = self._nullable(member, f"{named}{type_name(identifier(key))}")
            needed = "_x.Required" if member.required else "_x.NotRequired"
            members.append(f"        {literal(key)}: {needed}[{annotation}],")
        self.objects += [f"{name} = _t.TypedDict(", f"    {literal(name)},", "    {", *members, "    },", ")"]
        return name

    def _free(self, named: str) -> str:
        name = named
        while name in self._taken:
            name += "_"
        self._taken.add(name)
        return name
