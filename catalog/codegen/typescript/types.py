"""What a property's values are in TypeScript."""

from collections.abc import Callable, Iterator
from typing import Final, assert_never

from catalog.codegen.plan.text import plain
from catalog.codegen.plan.tracker import is_any_text
from catalog.codegen.typescript.text import comment, literal, member
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

Facts = Callable[[Property], Iterator[str]]
"""What is to be known of a property besides its description."""

TEXT: Final = "$.Plain"
"""Text that says nothing about anybody: the types of personal data do not fit."""


_INHERITED: Final = frozenset(
    {
        *("constructor", "hasOwnProperty", "isPrototypeOf", "propertyIsEnumerable"),
        *("toLocaleString", "toString", "valueOf"),
    }
)
"""What every object has, also one whose members are all absent (ECMA-262 §20.1.3)."""


class Types:
    """The types of values; `brand_of` gives that of a data category, where it has one."""

    def __init__(self, brand_of: Callable[[str], str | None], facts: Facts) -> None:
        self._brand_of = brand_of
        self._facts = facts

    def members(self, properties: dict[str, Property], indent: str, *, always: bool = False) -> Iterator[str]:
        """The members of an interface, each with its comment; `always` makes all of them optional."""
        for name, definition in properties.items():
            said = plain(definition.description or "")
            told = [*self._facts(definition)]
            text = f"{said} ({'; '.join(told)})" if told else said
            if text.strip():
                yield from comment([text.strip()], indent)
            is_required = definition.required and not always
            mark, end = ("", "") if is_required else ("?", " | undefined")
            if name in _INHERITED and not is_required:
                end += f" | $.Inherited<{literal(name)}>"
            yield f"{indent}{member(name)}{mark}: {self.value(definition, indent)}{end};"

    def value(self, definition: Property, indent: str, data: str | None = None) -> str:
        """The type of a property's values, null among them where it is nullable."""
        found = self._value(definition, indent, definition.data if data is None else data)
        return f"{found} | null" if definition.nullable else found

    def _value(self, definition: Property, indent: str, data: str | None) -> str:
        match definition:
            case ArrayType():
                return f"readonly ({self.value(definition.items, indent, data)})[]"
            case ObjectType():
                inner = [*self.members(dict(definition.properties), f"{indent}  ")]
                return "\n".join(["{", *inner, f"{indent}}}"]) if inner else "$.Nothing"
            case MapType():
                return f"{{ readonly [key: string]: {self.value(definition.values, indent)} }}"
            case _ if definition.const is not None:
                return literal(definition.const)
            case _ if definition.enum is not None:
                return " | ".join(map(literal, definition.enum)) or "never"
            case _:
                return self._scalar(definition, data)

    def _scalar(self, definition: Property, data: str | None) -> str:
        match definition:
            case StringType() | UriType() if data is not None and is_any_text(definition):
                brand = self._brand_of(data)
                return TEXT if brand is None else f"$p.{brand}"
            case StringType() | UriType() | UuidType() | DateType():
                return TEXT
            case IntegerType() | NumberType():
                return "number"
            case BooleanType():
                return "boolean"
            case FlagType():
                return f"boolean | {TEXT}"
            case TimestampType():
                return "$.Moment"
            case ArrayType() | ObjectType() | MapType():
                raise AssertionError("what holds others is no scalar")
            case _:
                assert_never(definition)
