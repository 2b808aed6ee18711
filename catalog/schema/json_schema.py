"""Contracts as JSON Schema 2020-12: self-contained, closed, and only with what engines read alike."""

import json
from collections.abc import Mapping
from typing import Final, assert_never
from urllib.parse import quote

from catalog.errors import NotSentThere
from catalog.model.event import Alias, Status
from catalog.model.names import EventName, action_of, resource_of
from catalog.model.snapshot import Event
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
    Scalar,
    StringType,
    TimestampType,
    UriType,
    UuidType,
)
from catalog.model.values import MAX_SAFE_INTEGER
from catalog.schema.contract import Contract, contract
from catalog.schema.formats import FORMATS, pattern_of
from catalog.schema.leaving import leaving_contract

JsonSchema = dict[str, object]
"""A JSON Schema as plain JSON values."""

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"

_NOTHING: Final = "not"


def to_json_schema(
    event: Event, destination: str | None = None, leaving: bool = False, *, alias: Alias | None = None
) -> JsonSchema:
    """The contract of an event: of its payloads before handling, or of what leaves for a destination.

    Without a destination it is the union of the event's destinations. `leaving` needs one: after handling,
    under the names that it receives. Raises UnknownName for a destination that the catalog lacks,
    NotSentThere for one that the event does not go to, PatternError for a pattern outside the subset,
    ValueError for `leaving` without a destination.
    """
    given: object = event
    if not isinstance(given, Event):
        kind = type(given).__name__
        raise TypeError(f"give an Event, such as snapshot.events['resource.action']; this is a {kind}")
    arriving = contract(event, destination, alias)
    if destination is not None and destination not in event.destinations:
        raise NotSentThere(event.name, destination, event.destinations)
    if not leaving:
        return contract_schema(arriving, title=event.wire if alias is None else alias.name)
    if destination is None:
        raise ValueError("what leaves is a matter of one destination: name it")
    title = event.definition.send_as.get(destination, event.wire)
    return contract_schema(leaving_contract(arriving, destination), title=title, leaving=True)


def contract_schema(subject: Contract, *, title: str, leaving: bool = False) -> JsonSchema:
    """The document for a contract, under the name that its payloads have."""
    definition = subject.event.definition
    schema: JsonSchema = {"$schema": DIALECT}
    if subject.event.settings.base_url is not None and subject.alias is None:
        schema["$id"] = _id(subject.event.settings.base_url, subject, leaving=leaving)
    schema["title"] = title
    if definition.description is not None:
        schema["description"] = definition.description
    if definition.status is Status.DEPRECATED:
        schema["deprecated"] = True
    schema |= properties_schema(subject.properties)
    if definition.examples and subject.destination is None and subject.alias is None:
        schema["examples"] = [dict(example) for example in definition.examples]
    return schema


def properties_schema(properties: Mapping[str, Property], *, annotated: bool = True) -> JsonSchema:
    """The closed object that named properties form; `annotated` False leaves only what decides validity."""
    schema: JsonSchema = {"type": "object"}
    schema["properties"] = {
        name: property_schema(definition, annotated=annotated) for name, definition in properties.items()
    }
    required = [name for name, definition in properties.items() if definition.required]
    if required:
        schema["required"] = required
    schema["additionalProperties"] = False
    return schema


def property_schema(definition: Property, *, annotated: bool = True) -> JsonSchema:
    """The schema of one property's values. Raises PatternError for a pattern outside the subset."""
    schema: JsonSchema = {}
    if annotated:
        if definition.description is not None:
            schema["description"] = definition.description
        if definition.deprecated:
            schema["deprecated"] = True
    schema |= _values_of(definition, annotated=annotated)
    if definition.nullable:
        kinds = schema["type"]
        schema["type"] = [*(kinds if isinstance(kinds, list) else [kinds]), "null"]
    if annotated:
        if definition.states("default"):
            schema["default"] = definition.default
        if definition.examples:
            schema["examples"] = list(definition.examples)
    return schema


def dumps(schema: JsonSchema) -> str:
    """The document as text: the same bytes for the same contract, readable, with a final newline."""
    return json.dumps(schema, indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def _values_of(definition: Property, *, annotated: bool) -> JsonSchema:
    match definition:
        case StringType():
            schema: JsonSchema = {"type": "string"} | _choice(definition)
            if definition.pattern is not None:
                schema["pattern"] = pattern_of(definition.pattern).json_schema()
            return schema | _present(minLength=definition.min_length or None, maxLength=definition.max_length)
        case IntegerType():
            return {"type": "integer"} | _choice(definition) | _integer_bounds(definition)
        case NumberType():
            return (
                {"type": "number"}
                | _choice(definition)
                | _present(
                    minimum=definition.minimum,
                    exclusiveMinimum=definition.exclusive_minimum,
                    maximum=definition.maximum,
                    exclusiveMaximum=definition.exclusive_maximum,
                )
            )
        case BooleanType():
            return {"type": "boolean"} | _choice(definition)
        case FlagType():
            return (
                {"type": ["boolean", "string"]}
                | _choice(definition)
                | _present(minLength=1, maxLength=definition.max_length)
            )
        case TimestampType() | DateType() | UuidType():
            return {"type": "string"} | _choice(definition) | _format(definition.type, annotated=annotated)
        case UriType():
            return (
                {"type": "string"}
                | _choice(definition)
                | _format(definition.type, annotated=annotated)
                | _present(minLength=definition.min_length or None, maxLength=definition.max_length)
            )
        case ArrayType():
            return {
                "type": "array",
                "items": property_schema(definition.items, annotated=annotated),
            } | _present(
                minItems=definition.min_items or None,
                maxItems=definition.max_items,
                uniqueItems=definition.unique_items or None,
            )
        case ObjectType():
            return properties_schema(definition.properties, annotated=annotated)
        case MapType():
            return _map(definition, annotated=annotated)
        case _:
            assert_never(definition)


def _map(definition: MapType, *, annotated: bool) -> JsonSchema:
    keys = _present(maxLength=definition.keys.max_length)
    if definition.keys.pattern is not None:
        keys["pattern"] = pattern_of(definition.keys.pattern).json_schema()
    schema: JsonSchema = {"type": "object"}
    if keys:
        schema["propertyNames"] = {"type": "string"} | keys
    schema["additionalProperties"] = property_schema(definition.values, annotated=annotated)
    return schema | _present(maxProperties=definition.max_properties)


def _integer_bounds(definition: IntegerType) -> JsonSchema:
    """Both bounds always: beyond 2^53 engines hold different numbers."""
    return _present(
        minimum=-MAX_SAFE_INTEGER if definition.minimum is None else definition.minimum,
        exclusiveMinimum=definition.exclusive_minimum,
        maximum=MAX_SAFE_INTEGER if definition.maximum is None else definition.maximum,
        exclusiveMaximum=definition.exclusive_maximum,
        multipleOf=definition.multiple_of,
    )


def _choice(definition: Scalar) -> JsonSchema:
    """`enum` and `const` together as one keyword, with null when that is a value too."""
    allowed: list[object] | None = None
    if definition.enum is not None:
        allowed = list(dict.fromkeys(definition.enum))
    if definition.const is not None:
        allowed = [definition.const] if allowed is None or definition.const in allowed else []
    if allowed is None:
        return {}
    if definition.nullable:
        return {"enum": [*allowed, None]}
    if definition.enum is None:
        return {"const": definition.const}
    # Some engines refuse a document with an empty enum.
    return {"enum": allowed} if allowed else {_NOTHING: {}}


def _format(name: str, *, annotated: bool) -> JsonSchema:
    text = FORMATS[name]
    note: JsonSchema = {"format": text.format} if annotated else {}
    return note | {"pattern": text.json_schema}


def _present(**keywords: object) -> JsonSchema:
    return {name: value for name, value in keywords.items() if value is not None}


def _id(base_url: str, subject: Contract, *, leaving: bool) -> str:
    """`BASE/resource/action.json`, `…/action/DESTINATION.json` or `…/action/DESTINATION.leaving.json`."""
    # A base URL may hold what RFC 3986 wants encoded; what is encoded already stays.
    base = quote(base_url.rstrip("/"), safe="/:@!$&'()*+,;=%[]~")
    return f"{base}/{path_of_contract(subject.event.name, subject.destination, leaving=leaving)}"


def path_of_contract(event: EventName, destination: str | None, *, leaving: bool = False) -> str:
    """Where an event's contract lies below the catalog's base URL, and below a folder of contracts."""
    parts = [resource_of(event), action_of(event)]
    if destination is not None:
        parts.append(destination)
    path = "/".join(quote(part, safe="") for part in parts)
    return f"{path}{'.leaving' if leaving else ''}.json"
