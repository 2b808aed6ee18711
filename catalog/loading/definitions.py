"""Plain data of one file → its definition, or defects with the place and the sentence for each."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final, TypeVar, get_origin

import msgspec
from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from catalog.findings import Pointer
from catalog.loading.meant import possible_types
from catalog.loading.misplaced import misplaced
from catalog.loading.wording import described, quoted, wrong_value
from catalog.model.event import ContextDefinition, EntityDefinition, EventDefinition, GroupDefinition
from catalog.model.nearest import nearest
from catalog.model.settings import Settings
from catalog.model.types import (
    TYPE_NAMES,
    ArrayType,
    BooleanType,
    DateType,
    FlagType,
    IntegerType,
    MapKeys,
    MapType,
    NumberType,
    ObjectType,
    StringType,
    TimestampType,
    UriType,
    UuidType,
)

AnyDefinition = Settings | EventDefinition | GroupDefinition | ContextDefinition | EntityDefinition
Made = TypeVar("Made", bound=BaseModel)

_TYPES: Final[Mapping[str, type[BaseModel]]] = dict(
    zip(
        TYPE_NAMES,
        (
            StringType,
            IntegerType,
            NumberType,
            BooleanType,
            FlagType,
            TimestampType,
            DateType,
            UuidType,
            UriType,
            ArrayType,
            ObjectType,
            MapType,
        ),
        strict=True,
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShapeDefect:
    """A value that does not fit the format: where in the file, and what would be right."""

    rule: str
    message: str
    pointer: Pointer
    of_value: bool = False
    """Whether the value there is what is wrong, and not its key or what is missing."""


def define(kind: type[Made], content: bytes) -> Made | tuple[ShapeDefect, ...]:
    """Build a definition from a file's plain data as JSON; every defect of the file at once."""
    seen: dict[_Mistake, ShapeDefect] = {}
    if b":null" in content or b": null" in content:  # most have `nullable` at the most
        seen = {_mistake(defect): defect for defect in _empty_keys(msgspec.json.decode(content), ())}
    try:
        made = kind.model_validate_json(content)
    except ValidationError as error:
        listed = error.errors(include_url=False, include_input=True)
        misplaced_keys = [
            ShapeDefect(rule="format/misplaced-key", message=sentence, pointer=pointer)
            for pointer, sentence in misplaced(msgspec.json.decode(content))
        ]
        seen |= {_mistake(defect): defect for defect in misplaced_keys}
        for details in listed:
            if details["type"] == "literal_error" and isinstance(details["input"], dict):
                continue  # a mapping was meant: the union's other member says what is wrong inside it
            if details["type"] in ("model_type", "model_attributes_type") and "Anonymous" in details["loc"]:
                continue  # a word was meant: the union's other member lists the words
            found = _defect(kind, details)
            if details["type"] == "value_error" and any(
                found.message == one.message for one in misplaced_keys
            ):
                continue  # told where the key stands
            seen[_mistake(found)] = found  # of a union, the last one's sentence
            if details["type"] in ("union_tag_invalid", "union_tag_not_found"):
                pointer = found.pointer if details["type"] == "union_tag_not_found" else found.pointer[:-1]
                for other in _besides_the_type(details["input"], pointer):
                    seen.setdefault(_mistake(other), other)
        if not seen:  # no member of a union was there to say it
            found = _defect(kind, listed[0])
            seen[_mistake(found)] = found
        return tuple(seen.values())
    return tuple(seen.values()) if seen else made


_Mistake = tuple[Pointer, str | None]


def _mistake(defect: ShapeDefect) -> _Mistake:
    """What tells mistakes at one place apart: a value is of one wrong type, a mapping may lack many keys."""
    return defect.pointer, None if defect.rule == "format/wrong-type" else defect.message


def _besides_the_type(stated: object, pointer: Pointer) -> Iterator[ShapeDefect]:
    """What else is wrong with a property whose type is missing or unknown: under every type it may be."""
    if not isinstance(stated, dict):
        return
    types = possible_types(stated)
    found = [defects_as(kind, stated, is_inside=_is_inside(pointer)) for kind in types]
    for place, defect in found[0].items():
        if all(place in others for others in found):
            known = {key for kind in types for key in keys_of_type(kind)}
            if defect.rule == "format/unknown-key" and len(place) == 1 and len(types) > 1:
                defect = _unknown_key(str(place[0]), known, " in a property")
            yield replace(defect, pointer=(*pointer, *place))


def _is_inside(pointer: Pointer) -> bool:
    """Whether a property is what a list or a map holds, and so has no name of its own."""
    return pointer[-1] in _CONTAINERS and pointer[-2:-1] != ("properties",)


def defects_as(kind: str, stated: Mapping[str, object], *, is_inside: bool) -> dict[Pointer, ShapeDefect]:
    """The defects that a property would have if it had a type, by their places in it."""
    tried: dict[str, object] = {**stated, "type": kind}
    start: Pointer = ("properties", "x")
    if is_inside:
        tried, start = {"type": "array", "items": tried}, (*start, "items")
    made = define(GroupDefinition, msgspec.json.encode({"properties": {"x": tried}}))
    return {
        one.pointer[len(start) :]: one
        for one in (made if isinstance(made, tuple) else ())
        if one.pointer[: len(start)] == start
    }


_ANY_VALUE: Final = frozenset({"default", "examples"})


def _empty_keys(data: object, pointer: Pointer, *, names: bool = False) -> Iterator[ShapeDefect]:
    """Keys without a value: a limit that somebody forgot to write would silently limit nothing."""
    if isinstance(data, dict):
        for key, value in data.items():
            if not names and key in _ANY_VALUE:
                continue
            if value is None:
                yield ShapeDefect(
                    rule="format/wrong-type",
                    message=f"{quoted(key)} has no value; write one or leave the key out",
                    pointer=(*pointer, key),
                )
            yield from _empty_keys(value, (*pointer, key), names=not names and key == "properties")
    elif isinstance(data, list):
        for index, value in enumerate(data):
            yield from _empty_keys(value, (*pointer, index))


def _defect(kind: type[BaseModel], details: ErrorDetails) -> ShapeDefect:
    pointer, owner = _locate(kind, details["loc"])
    error = details["type"]
    key = str(pointer[-1]) if pointer else ""
    if error == "extra_forbidden":
        return replace(_unknown_key(key, _keys_of(owner), _of(owner)), pointer=pointer)
    if error == "union_tag_not_found":
        return ShapeDefect(
            rule="format/missing-key",
            message=f"property {quoted(key)} has no 'type'; one of {', '.join(TYPE_NAMES)}",
            pointer=pointer,
        )
    if error == "union_tag_invalid":
        given = details["input"].get("type") if isinstance(details["input"], dict) else None
        return ShapeDefect(
            rule="format/unknown-type",
            message=f"{_wrong_type(given)}; {_right_type(given)}",
            pointer=(*pointer, "type"),
            of_value=True,
        )
    if error == "missing":
        return ShapeDefect(
            rule="format/missing-key", message=f"{quoted(key)} is missing{_of(owner)}", pointer=pointer[:-1]
        )
    if error == "value_error":
        return ShapeDefect(rule="format/misplaced-key", message=str(details["ctx"]["error"]), pointer=pointer)
    return ShapeDefect(
        rule="format/wrong-type",
        message=wrong_value(pointer, details),
        pointer=pointer,
        of_value="[key]" not in details["loc"],
    )


def keys_of_type(kind: str) -> frozenset[str]:
    """The keys that a property of a type can have."""
    return _keys_of(_TYPES[kind])


def _keys_of(model: type[BaseModel]) -> frozenset[str]:
    return frozenset(field.alias or name for name, field in model.model_fields.items())


def _unknown_key(key: str, known: Collection[str], where: str) -> ShapeDefect:
    hint = nearest(key, known)
    right = f"did you mean '{hint[0]}'" if hint else f"known here: {', '.join(sorted(known))}"
    return ShapeDefect(
        rule="format/unknown-key", message=f"unknown key {quoted(key)}{where}; {right}", pointer=()
    )


def _wrong_type(given: object) -> str:
    return f"unknown type {quoted(given)}" if isinstance(given, str) else f"'type' is {described(given)}"


def _right_type(given: object) -> str:
    """What to write in place of an unknown type; JSON Schema's list of types is a habit many bring along."""
    if isinstance(given, list):
        others = [kind for kind in given if kind not in ("null", None)]
        if len(others) == 2 and "boolean" in others and "string" in others:
            also = " and 'nullable: true'" if len(others) < len(given) else ""
            return f"a property has one type: write 'type: flag'{also} for the value of a feature flag"
        if len(others) == 1 and len(others) < len(given) and others[0] in TYPE_NAMES:
            return f"a property has one type: write 'type: {others[0]}' and 'nullable: true'"
        return f"a property has one of the types {', '.join(TYPE_NAMES)}"
    hint = nearest(given, TYPE_NAMES) if isinstance(given, str) else ()
    return f"did you mean '{hint[0]}'" if hint else f"one of {', '.join(TYPE_NAMES)}"


_CONTAINERS: Final = {"items", "values"}


def _locate(kind: type[BaseModel], location: tuple[int | str, ...]) -> tuple[Pointer, type[BaseModel]]:
    """Pydantic's location without the names of union members, and the model that the last key belongs to.

    After `properties/<name>`, `items` or `values` of a property, pydantic puts the type's name in.
    """
    pointer: list[str | int] = []
    owner = kind
    expect_tag = expect_name = in_properties = False
    for step in location:
        if expect_tag:
            expect_tag = False
            if step in _TYPES:
                owner = _TYPES[str(step)]
                continue
        if expect_name:
            pointer.append(step)
            expect_name, expect_tag = False, in_properties
            continue
        if step == "[key]" or step in _UNION_MEMBERS:
            continue
        pointer.append(step)
        if step in _CONTAINERS and step in owner.model_fields and owner in _TYPES.values():
            expect_tag = True
        else:
            expect_name = _has_names(owner, step)
            in_properties = step == "properties"
            owner = owner if in_properties else _inner(owner, step)
    return tuple(pointer), owner


_UNION_MEMBERS: Final = frozenset(
    {
        "bool",
        "int",
        "float",
        "str",
        "Anonymous",
        "literal['user_id','none']",
        "constrained-str",
        "tuple[constrained-str, ...]",
        "constrained-int",
    }
)


def _has_names(owner: type[BaseModel], step: str | int) -> bool:
    """Whether names of somebody's choice stand below a key, and not the keys of a model."""
    field = _field(owner, step)
    return field is not None and get_origin(field.annotation) is Mapping


def _field(owner: type[BaseModel], step: str | int) -> FieldInfo | None:
    return next((field for name, field in owner.model_fields.items() if (field.alias or name) == step), None)


def _inner(owner: type[BaseModel], step: str | int) -> type[BaseModel]:
    """The model below a key, when the key's values are models; else the same one."""
    field = _field(owner, step)
    return owner if field is None else (_model_in(field.annotation) or owner)


def _model_in(annotation: object) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for argument in getattr(annotation, "__args__", ()):
        found = _model_in(argument)
        if found is not None:
            return found
    origin = getattr(annotation, "__origin__", None)
    return None if origin is None or origin is annotation else _model_in(origin)


def _of(owner: type[BaseModel]) -> str:
    name = next((name for name, model in _TYPES.items() if model is owner), None)
    if name is not None:
        return f" in a property of type {name}"
    return " under 'keys'" if owner is MapKeys else ""
