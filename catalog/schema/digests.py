"""Digests of contracts: what payloads may be, without the words about it."""

from catalog.model.canonical import digest_of
from catalog.model.snapshot import Event, Snapshot
from catalog.schema.contract import contract, event_of
from catalog.schema.json_schema import JsonSchema, properties_schema


def contract_digest(snapshot: Snapshot, event: str | Event, destination: str | None = None) -> str:
    """SHA-256, in lower-case hex, of what decides whether a payload of an event is valid.

    `event` is one of the snapshot's, or its name.

    Descriptions, titles, examples, defaults, data categories and the order of keys do not change it; whether
    a payload arrives under another name does neither. Raises UnknownName for an unknown event or destination,
    PatternError for a pattern outside the subset.
    """
    found = event if isinstance(event, Event) else event_of(snapshot, event)
    properties = contract(found, destination).properties
    return digest_of(_canonical(properties_schema(properties, annotated=False)))


def _canonical(schema: JsonSchema) -> JsonSchema:
    """The schema with its sets in a fixed order."""
    canonical: JsonSchema = {}
    for keyword, value in schema.items():
        match keyword, value:
            case (("required" | "enum"), list()):
                canonical[keyword] = sorted(value, key=lambda item: (item is None, item))
            case "properties", dict():
                canonical[keyword] = {name: _canonical(inner) for name, inner in value.items()}
            case (("items" | "additionalProperties"), dict()):
                canonical[keyword] = _canonical(value)
            case _:
                canonical[keyword] = value
    return canonical
