"""Plain data of one file → its definition, or defects with the place and the sentence for each."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final, TypeVar, get_origin

import msgspec
from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from catalog.findings import Pointer
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


def define(kind: type[Made], content: bytes) -> Made | tuple[ShapeDefect, ...]:
    """Build a definition from a file's plain data as JSON; every defect of the file at once."""
    seen: dict[tuple[Pointer, bool], ShapeDefect] = {}
    if b"null" in content:
        seen = {(defect.pointer, True): defect for defect in _empty_keys(msgspec.json.decode(content), ())}
    try:
        made = kind.model_validate_json(content)
    except ValidationError as error:
        listed = error.errors(include_url=False, include_input=True)
        for details in listed:
            if details["type"] == "literal_error" and isinstance(details["input"], dict):
                continue  # a mapping was meant: the union's other member says what is wrong inside it
            if details["type"] in ("model_type", "model_attributes_type") and "Anonymous" in details["loc"]:
                continue  # a word was meant: the union's other member lists the words
            found = _defect(kind, details)
            seen[found.pointer, found.rule == "format/wrong-type"] = (
                found  # of a union, the last one's sentence
            )
            if details["type"] in ("union_tag_invalid", "union_tag_not_found"):
                pointer = found.pointer if details["type"] == "union_tag_not_found" else found.pointer[:-1]
                for other in _besides_the_type(details["input"], pointer):
                    seen.setdefault((other.pointer, other.rule == "format/wrong-type"), other)
        if not seen:  # no member of a union was there to say it
            found = _defect(kind, listed[0])
            seen[found.pointer, True] = found
        return tuple(seen.values())
    return tuple(seen.values()) if seen else made


def _besides_the_type(stated: object, pointer: Pointer) -> Iterator[ShapeDefect]:
    """What else is wrong with a property whose type is missing or unknown: under every type it may be."""
    if not isinstance(stated, dict):
        return
    types = _possible_types(stated)
    found = [_defects_as(kind, stated, is_inside=_is_inside(pointer)) for kind in types]
    for place, defect in found[0].items():
        if all(place in others for others in found):
            known = {key for kind in types for key in _keys_of(_TYPES[kind])}
            if defect.rule == "format/unknown-key" and len(place) == 1 and len(types) > 1:
                defect = _unknown_key(str(place[0]), known, " in a property")
            yield replace(defect, pointer=(*pointer, *place))


def _is_inside(pointer: Pointer) -> bool:
    """Whether a property is what a list or a map holds, and so has no name of its own."""
    return pointer[-1] in _CONTAINERS and pointer[-2:-1] != ("properties",)


def _possible_types(stated: Mapping[str, object]) -> tuple[str, ...]:
    """The type that is probably meant: by its name, else by a key that it alone has; else any scalar."""
    given = stated.get("type")
    hint = nearest(given, TYPE_NAMES) if isinstance(given, str) else ()
    if hint:
        return hint
    for key, kind in {"properties": "object", "items": "array", "values": "map", "keys": "map"}.items():
        if key in stated:
            return (kind,)
    return tuple(kind for kind in TYPE_NAMES if kind not in ("array", "object", "map"))


def _defects_as(kind: str, stated: Mapping[str, object], *, is_inside: bool) -> dict[Pointer, ShapeDefect]:
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
                    message=f"{_quoted(key)} has no value; write one or leave the key out",
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
            message=f"property {_quoted(key)} has no 'type'; one of {', '.join(TYPE_NAMES)}",
            pointer=pointer,
        )
    if error == "union_tag_invalid":
        given = details["input"].get("type") if isinstance(details["input"], dict) else None
        return ShapeDefect(
            rule="format/unknown-type",
            message=f"{_wrong_type(given)}; {_right_type(given)}",
            pointer=(*pointer, "type"),
        )
    if error == "missing":
        return ShapeDefect(
            rule="format/missing-key", message=f"{_quoted(key)} is missing{_of(owner)}", pointer=pointer[:-1]
        )
    if error == "value_error":
        return ShapeDefect(rule="format/misplaced-key", message=str(details["ctx"]["error"]), pointer=pointer)
    return ShapeDefect(rule="format/wrong-type", message=_wrong_value(pointer, details), pointer=pointer)


def _keys_of(model: type[BaseModel]) -> frozenset[str]:
    return frozenset(field.alias or name for name, field in model.model_fields.items())


def _unknown_key(key: str, known: Collection[str], where: str) -> ShapeDefect:
    hint = nearest(key, known)
    right = f"did you mean '{hint[0]}'" if hint else f"known here: {', '.join(sorted(known))}"
    return ShapeDefect(
        rule="format/unknown-key", message=f"unknown key {_quoted(key)}{where}; {right}", pointer=()
    )


def _wrong_type(given: object) -> str:
    return f"unknown type {_quoted(given)}" if isinstance(given, str) else f"'type' is {_described(given)}"


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


_RIGHT: Final[Mapping[str, str]] = {
    "bool_type": "true or false",
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "string_type": "text",
    "list_type": "a list, such as [a, b]",
    "tuple_type": "a list, such as [a, b]",
    "dict_type": "a mapping of keys to values",
    "mapping_type": "a mapping of keys to values",
    "model_type": "a mapping of keys to values",
    "model_attributes_type": "a mapping of keys to values",
    "date_from_datetime_parsing": "a date, such as 2027-03-31",
    "date_parsing": "a date, such as 2027-03-31",
    "date_type": "a date, such as 2027-03-31",
    "string_too_short": "some text or leave it out",
}
"""Pydantic's kinds of error → what to write instead."""

_FORMS: Final[Mapping[str, str]] = {
    r"^[a-z0-9][a-z0-9_-]*$": "small letters, digits, '_' and '-', a letter or a digit first",
    r"^https?://[^\s#?]+$": "an http or https address without '?', '#' and spaces",
}
"""The patterns of the settings, in words."""


def _wrong_value(pointer: Pointer, details: ErrorDetails) -> str:
    """What one value is, and what to write instead."""
    error, context, given = details["type"], details.get("ctx", {}), details["input"]
    subject = _subject(pointer)
    if "[key]" in details["loc"]:
        return f"a name{_under(pointer)} is empty; write one, or leave the entry out"
    if error in ("enum", "literal_error"):
        choices = str(context["expected"]).replace("'", "").replace(" or ", ", ").split(", ")
        hint = nearest(given, choices) if isinstance(given, str) else ()
        if len(choices) == 1:
            return f"{subject} is {_described(given)}; write {choices[0]}"
        if pointer and pointer[-1] == "identity":
            choices.append("{anonymous: pattern}")  # the other member of its union
        hinted = f"did you mean '{hint[0]}'" if hint else f"one of {', '.join(choices)}"
        return f"{subject} cannot be {_shown(given)}; {hinted}"
    if error == "string_too_long":
        length = len(given) if isinstance(given, str) else 0
        return f"{subject} has {length:,} characters; write at most {context['max_length']}"
    if not pointer and error in ("model_type", "model_attributes_type"):
        return f"{subject} is {_described(given)}; a definition is a mapping of keys to values"
    wrong, right = _described(given), _RIGHT.get(error)
    if error.startswith("int_") and isinstance(given, float) and given.is_integer() and abs(given) < 1e15:
        wrong, right = f"the number {wrong}", f"a whole number: {int(given)}"
    elif error == "string_type" and isinstance(given, int | float):
        wrong = wrong if isinstance(given, bool) else f"the number {wrong}"
        right = "it in quotes if it is a text"
    elif error == "greater_than_equal":
        right = f"{context['ge']} or more"
    elif error == "less_than_equal":
        right = f"{context['le']} or less"
    elif error == "string_pattern_mismatch":
        right = _FORMS.get(context["pattern"], f"text that matches {context['pattern']}")
    if given is None and len(pointer) > 1 and pointer[-2] == "enum":
        return f"{subject} is null; leave it out, 'nullable: true' adds null to the values"
    if right is None:
        return f"{subject} does not fit: {details['msg'][:1].lower()}{details['msg'][1:]}"
    return f"{subject} is {wrong}; write {right}"


def _under(pointer: Pointer) -> str:
    """Which mapping an entry stands in."""
    around = [step for step in pointer[:-1] if isinstance(step, str) and step]
    return f" under {_quoted(around[-1])}" if around else ""


def _described(value: object) -> str:
    """A value of the file, named so that nobody takes it for what it is not."""
    if isinstance(value, str):
        return f"the text {_quoted(value)}" if value else "an empty text"
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None:
        return "empty"
    if isinstance(value, dict):
        return "a mapping"
    return "a list" if isinstance(value, list) else str(value)[:60]


def _subject(pointer: Pointer) -> str:
    names = [step for step in pointer if isinstance(step, str)]
    if not names:
        return "the file"
    member = f" member {pointer[-1] + 1}" if isinstance(pointer[-1], int) else ""
    return _quoted(names[-1]) + member


def _of(owner: type[BaseModel]) -> str:
    name = next((name for name, model in _TYPES.items() if model is owner), None)
    if name is not None:
        return f" in a property of type {name}"
    return " under 'keys'" if owner is MapKeys else ""


def _quoted(text: str) -> str:
    clean = text if text.isprintable() else text.encode("unicode_escape").decode("ascii")
    return f"'{clean[:60]}…'" if len(clean) > 60 else f"'{clean}'"


def _shown(value: object) -> str:
    return _quoted(value) if isinstance(value, str) else _described(value)
