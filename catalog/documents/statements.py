"""What a schema states, read without judging it: its keywords, its types, where it leads."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final, cast

from catalog.documents.effects import Side
from catalog.documents.formulas import text_of
from catalog.model.values import Json

_TYPES: Final = ("null", "boolean", "integer", "number", "string", "array", "object")


def reached(schema: object, path: Sequence[str | int], steps: Sequence[str | int]) -> Json:
    """What stands at the end of a path; of `required`, whether the name is in it."""
    found = schema
    for step in path:
        found = _next(found, step)
        if found is None:
            return None
    if path == ["required"] and steps:
        return isinstance(found, list) and steps[0] in found
    return cast(Json, found)


def _next(value: object, step: str | int) -> object | None:
    if isinstance(value, Mapping):
        return value.get(step)
    is_there = isinstance(value, list) and isinstance(step, int) and step < len(value)
    return value[step] if is_there else None  # type: ignore[index]  # it is a list, as was just seen


def followed(side: Side) -> Side | None:
    """Where a schema leads that is nothing but a reference."""
    if not isinstance(side.schema, Mapping) or "$ref" not in side.schema:
        return None
    says = [*side.reader.keywords(side.schema, side.at)]
    at = replace(side.at, base=side.reader.places.base_of(side.schema, side.at.base))
    found = side.reader.target(side.schema["$ref"], at) if says in ([], ["$ref"]) else None
    return None if found is None else replace(side, schema=found[0], at=found[1])


def keys(side: Side) -> Iterator[str]:
    """The keywords of a schema."""
    return keys_of(side.schema)


def keys_of(schema: object) -> Iterator[str]:
    """The keywords of what may be a schema."""
    return iter(schema if isinstance(schema, Mapping) else ())


def mapping(value: object) -> Mapping[str, object]:
    """The value if it is an object, else an empty one."""
    return value if isinstance(value, Mapping) else {}


def listed(value: object) -> list[object]:
    """The value if it is a list, else an empty one."""
    return value if isinstance(value, list) else []


def names(value: object) -> list[str]:
    """The texts of a list."""
    return [name for name in listed(value) if isinstance(name, str)]


def member(side: Side, name: str) -> object:
    """The schema of a property; None when there is none."""
    return mapping(side.stated("properties")).get(name)


def types_of(side: Side) -> frozenset[str]:
    """The types that a schema allows; a number may be an integer."""
    stated = side.stated("type")
    found = names(stated) if isinstance(stated, list) else [stated] if isinstance(stated, str) else _TYPES
    return frozenset(found) | (frozenset({"integer"}) if "number" in found else frozenset())


def is_taken(texts: list[str], text: str) -> bool:
    """Whether the text is among them; then it is one fewer."""
    if text not in texts:
        return False
    texts.remove(text)
    return True


def an(words: str) -> str:
    """The words with their article."""
    return f"{'an' if words[0] in 'aeiou' else 'a'} {words}"


def shown(value: object) -> str:
    """A value, short enough to be part of a sentence."""
    text = text_of(value) if value is not None else "any"
    return text if len(text) <= 60 else text[:59] + "…"
