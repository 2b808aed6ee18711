"""Definitions and treatments as JSON: what the runtimes of trackers read, whatever their language."""

from collections.abc import Callable, Mapping
from functools import cache
from typing import assert_never

from catalog.model.category import Handling
from catalog.model.types import ArrayType, MapType, ObjectType, Property, StringType
from catalog.model.values import Json
from catalog.privacy.refusal import refuses
from catalog.schema.formats import pattern_of
from catalog.schema.leaving import characters_left, sent_name
from catalog.schema.patterns import Pattern
from catalog.schema.treatment import Cut, Entries, Fields, Items, Leaf, Treatment, is_gone

Printer = Callable[[Pattern], str]
"""Prints a pattern for the engine of a language."""

_KEYWORDS = (
    ("enum", "enum"),
    ("const", "const"),
    ("min_length", "minLength"),
    ("max_length", "maxLength"),
    ("minimum", "minimum"),
    ("maximum", "maximum"),
    ("exclusive_minimum", "exclusiveMinimum"),
    ("exclusive_maximum", "exclusiveMaximum"),
    ("multiple_of", "multipleOf"),
    ("min_items", "minItems"),
    ("max_items", "maxItems"),
    ("max_properties", "maxProperties"),
)


def encoded_definition(definition: Property, printed: Printer) -> dict[str, Json]:
    """What a value has to be, by the catalog's own keywords; what is not stated is absent.

    Raises PatternError for a pattern outside the subset.
    """
    made: dict[str, Json] = {"type": definition.type}
    if definition.required:
        made["required"] = True
    if definition.nullable:
        made["nullable"] = True
    for attribute, key in _keywords_of(type(definition)):
        stated = getattr(definition, attribute)
        if stated is not None:
            made[key] = list(stated) if isinstance(stated, tuple) else stated
    match definition:
        case ArrayType():
            made["items"] = encoded_definition(definition.items, printed)
            if definition.unique_items:
                made["uniqueItems"] = True
        case ObjectType():
            made["properties"] = encoded_definitions(definition.properties, printed)
        case MapType():
            keys: dict[str, Json] = {}
            if definition.keys.pattern is not None:
                keys["pattern"] = printed(pattern_of(definition.keys.pattern))
            if definition.keys.max_length is not None:
                keys["maxLength"] = definition.keys.max_length
            made |= {"keys": keys, "values": encoded_definition(definition.values, printed)}
        case StringType(pattern=str(pattern)):
            made["pattern"] = printed(pattern_of(pattern))
        case _:
            pass
    return made


@cache
def _keywords_of(kind: type[Property]) -> tuple[tuple[str, str], ...]:
    """The keywords that a type has, by their attributes."""
    return tuple((attribute, key) for attribute, key in _KEYWORDS if attribute in kind.model_fields)


def encoded_definitions(properties: Mapping[str, Property], printed: Printer) -> dict[str, Json]:
    """The same of named properties."""
    return {name: encoded_definition(definition, printed) for name, definition in properties.items()}


def encoded_members(treated: Mapping[str, Treatment], destination: str) -> dict[str, Json]:
    """Name → the name it is sent under and what is done to it; what does not leave is left out.

    Of two that would be sent under one name, the first is. What a destination refuses stays, since a value
    there keeps the whole payload back.
    """
    made: dict[str, Json] = {}
    taken: set[str] = set()
    for name, one in treated.items():
        sent = sent_name(name, one.definition, destination)
        if not is_gone(one) and sent not in taken:
            taken.add(sent)
            made[name] = [sent, encoded_treatment(one, destination)]
        elif refuses(one):
            encoded = encoded_treatment(one, destination)
            assert isinstance(encoded, dict)
            made[name] = [name, encoded if "do" in encoded else {**encoded, "gone": True}]
    return made


def encoded_treatment(treated: Treatment, destination: str) -> Json:
    """What a destination does to a value; null: nothing.

    `{"do": "refuse"}` keeps the payload back for any value but null, and for an array or object that holds
    one; what holds none is left out. `"gone": true` is an array, an object or a map that is left out although
    something in it may keep the payload back.
    """
    if is_gone(treated) and _refuses_all(treated):
        return {"do": Handling.REFUSE.value}
    gone: dict[str, Json] = {"gone": True} if is_gone(treated) else {}
    match treated:
        case Leaf():
            return _leaf(treated)
        case Items():
            items = encoded_treatment(treated.items, destination)
            return None if items is None else {"items": items, **gone}
        case Fields():
            # also where all of them are kept: of what an object holds besides, nothing leaves
            return {"fields": encoded_members(treated.members, destination), **gone}
        case Entries():
            keys, values = _leaf(treated.keys), encoded_treatment(treated.values, destination)
            return None if keys is None and values is None else {"keys": keys, "values": values, **gone}
        case _:
            assert_never(treated)


def _refuses_all(treated: Treatment) -> bool:
    match treated:
        case Leaf():
            return treated.handling is Handling.REFUSE
        case Items():
            return _refuses_all(treated.items)
        case Fields():
            return bool(treated.members) and all(map(_refuses_all, treated.members.values()))
        case Entries():
            return False  # a key counts without a value
        case _:
            assert_never(treated)


def _leaf(leaf: Leaf) -> Json:
    match leaf.handling:
        case Handling.KEEP:
            return None
        case Handling.TRUNCATE:
            return {"do": "truncate", **_cut(leaf)}
        case Handling.MASK:
            return {"do": "mask", "hide": True} if leaf.tells_by_shape else {"do": "mask"}
        case Handling.HASH | Handling.DROP | Handling.REFUSE:
            return {"do": leaf.handling.value}
        case _:
            assert_never(leaf.handling)


def _cut(leaf: Leaf) -> dict[str, Json]:
    cut, limits = leaf.cut, leaf.limits
    assert cut is not None
    match cut:
        case Cut.CHARACTERS:
            return {"cut": cut.value, "keep": characters_left(leaf)}
        case Cut.NETWORK:
            return {"cut": cut.value, "ipv4": limits.ipv4, "ipv6": limits.ipv6}
        case Cut.ORIGIN:
            return {"cut": cut.value}
        case Cut.TIME:
            return {"cut": cut.value, "keep": limits.time}
        case Cut.DATE:
            return {"cut": cut.value, "keep": limits.date}
        case Cut.DIGITS:
            return {"cut": cut.value, "keep": limits.digits}
        case _:
            assert_never(cut)
