"""The drafts of JSON Schema, and which of them a document is to be read by."""

from collections.abc import Iterator, Mapping
from enum import IntEnum
from typing import Final


class Draft(IntEnum):
    """A published draft; later ones are greater."""

    DRAFT_4 = 4
    DRAFT_6 = 6
    DRAFT_7 = 7
    DRAFT_2019_09 = 2019
    DRAFT_2020_12 = 2020


_URIS: Final = {
    "http://json-schema.org/draft-04/schema": Draft.DRAFT_4,
    "http://json-schema.org/draft-06/schema": Draft.DRAFT_6,
    "http://json-schema.org/draft-07/schema": Draft.DRAFT_7,
    "https://json-schema.org/draft-04/schema": Draft.DRAFT_4,
    "https://json-schema.org/draft-06/schema": Draft.DRAFT_6,
    "https://json-schema.org/draft-07/schema": Draft.DRAFT_7,
    "http://json-schema.org/draft/2019-09/schema": Draft.DRAFT_2019_09,
    "http://json-schema.org/draft/2020-12/schema": Draft.DRAFT_2020_12,
    "https://json-schema.org/draft/2019-09/schema": Draft.DRAFT_2019_09,
    "https://json-schema.org/draft/2020-12/schema": Draft.DRAFT_2020_12,
}
_ANY_DRAFT: Final = ("http://json-schema.org/schema", "https://json-schema.org/schema")

_ONLY_EARLIER: Final = frozenset({"additionalItems", "dependencies"})
_ONLY_LATER: Final = frozenset(
    {
        "prefixItems",
        "dependentRequired",
        "dependentSchemas",
        "unevaluatedItems",
        "unevaluatedProperties",
        "minContains",
        "maxContains",
        "$anchor",
        "$dynamicRef",
        "$dynamicAnchor",
    }
)
_BESIDE_REF: Final = frozenset(
    {"$ref", "$comment", "title", "description", "default", "examples", "$defs", "definitions", "deprecated"}
    | {"$schema", "$id", "readOnly", "writeOnly"}
)
MAX_DEPTH: Final = 60
"""How deep a document may be nested to be read."""


def stated_draft(document: object) -> Draft | None:
    """The draft that `$schema` names; None when it names none that we know."""
    if not isinstance(document, Mapping):
        return None
    stated = document.get("$schema")
    return _URIS.get(stated.removesuffix("#")) if isinstance(stated, str) else None


def unknown_dialect(document: object) -> str | None:
    """A `$schema` that names a meta-schema which we do not know."""
    if not isinstance(document, Mapping):
        return None
    stated = document.get("$schema")
    if stated is None or stated_draft(document) is not None:
        return None
    if isinstance(stated, str) and stated.removesuffix("#") in _ANY_DRAFT:
        return None
    return str(stated)


def readings(document: object) -> tuple[Draft, ...]:
    """The drafts by which a document may be meant: the stated one, else those that its keywords speak of.

    A document that states no draft is read by 2020-12, by draft-07 when it has keywords that only earlier
    drafts read, and by both when it has keywords of both, or some that the two read differently.
    """
    stated = stated_draft(document)
    if stated is not None:
        return (stated,)
    earlier = later = differs = False
    for schema in _subschemas(document):
        items = schema.get("items")
        earlier = earlier or isinstance(items, list) or bool(_ONLY_EARLIER & schema.keys())
        later = later or bool(_ONLY_LATER & schema.keys())
        differs = differs or ("$ref" in schema and bool(schema.keys() - _BESIDE_REF))
        if isinstance(schema.get("exclusiveMinimum"), bool) or isinstance(
            schema.get("exclusiveMaximum"), bool
        ):
            return (Draft.DRAFT_4,)
    if earlier and not later:
        return (Draft.DRAFT_7,)
    if later and not earlier and not differs:
        return (Draft.DRAFT_2020_12,)
    if earlier or later or differs:
        return (Draft.DRAFT_2020_12, Draft.DRAFT_7)
    return (Draft.DRAFT_2020_12,)


_DATA: Final = frozenset({"enum", "const", "default", "examples", "required", "type"})
_NAMED: Final = frozenset(
    {"properties", "patternProperties", "$defs", "definitions", "dependentSchemas", "dependencies"}
)


def _subschemas(document: object, depth: int = 0) -> Iterator[Mapping[str, object]]:
    if depth > MAX_DEPTH:
        return
    if isinstance(document, Mapping):
        yield document
        for key, value in document.items():
            if key in _NAMED and isinstance(value, Mapping):
                for each in value.values():
                    yield from _subschemas(each, depth + 1)
            elif key not in _DATA:
                yield from _subschemas(value, depth + 1)
    elif isinstance(document, list):
        for item in document:
            yield from _subschemas(item, depth + 1)
