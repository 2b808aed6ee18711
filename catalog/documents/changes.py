"""What changed between two documents: a closed family of facts, each with what it breaks."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from catalog.model.values import Json


class ChangeKind(StrEnum):
    """What a change is."""

    WORDS_CHANGED = "words-changed"
    DIALECT_CHANGED = "dialect-changed"
    FORMAT_ADDED = "format-added"
    FORMAT_REMOVED = "format-removed"
    FORMAT_CHANGED = "format-changed"
    TYPE_WIDENED = "type-widened"
    TYPE_NARROWED = "type-narrowed"
    TYPE_CHANGED = "type-changed"
    ENUM_VALUE_ADDED = "enum-value-added"
    ENUM_VALUE_REMOVED = "enum-value-removed"
    CONSTRAINT_ADDED = "constraint-added"
    CONSTRAINT_REMOVED = "constraint-removed"
    CONSTRAINT_TIGHTENED = "constraint-tightened"
    CONSTRAINT_LOOSENED = "constraint-loosened"
    CONSTRAINT_CHANGED = "constraint-changed"
    REQUIRED_ADDED = "required-added"
    REQUIRED_REMOVED = "required-removed"
    PROPERTY_ADDED = "property-added"
    PROPERTY_REMOVED = "property-removed"
    CONTENT_MODEL_OPENED = "content-model-opened"
    CONTENT_MODEL_PARTIALLY_OPEN = "content-model-partially-open"
    CONTENT_MODEL_CLOSED = "content-model-closed"
    ITEM_ADDED = "item-added"
    ITEM_REMOVED = "item-removed"
    BRANCH_ADDED = "branch-added"
    BRANCH_REMOVED = "branch-removed"
    SCHEMA_ADDED = "schema-added"
    SCHEMA_REMOVED = "schema-removed"
    SCHEMA_CHANGED = "schema-changed"
    REFERENCE_CHANGED = "reference-changed"
    VALUES_NARROWED = "values-narrowed"
    UNDECIDED = "undecided"


class ContentModel(StrEnum):
    """What an object or a tuple may hold beside what its schema names."""

    OPEN = "open"
    PARTIALLY_OPEN = "partially open"
    CLOSED = "closed"


MODEL_CHANGES: Final = {
    ContentModel.OPEN: ChangeKind.CONTENT_MODEL_OPENED,
    ContentModel.PARTIALLY_OPEN: ChangeKind.CONTENT_MODEL_PARTIALLY_OPEN,
    ContentModel.CLOSED: ChangeKind.CONTENT_MODEL_CLOSED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemaChange:
    """One fact about two documents.

    `pointer` (RFC 6901, as a URI fragment) is where it stands in the new document, or in the old one when it
    is gone. `breaking`: whether data that one side accepts is refused for it in the direction that was asked
    for; None when that is undecided.
    """

    kind: ChangeKind
    pointer: str
    keyword: str
    old: Json = None
    new: Json = None
    breaking: bool | None = False
    message: str

    def to_json(self) -> dict[str, Json]:
        """The change as JSON; `breaking` is true, false or "undecided"."""
        return {
            "kind": self.kind.value,
            "pointer": self.pointer,
            "keyword": self.keyword,
            "old": self.old,
            "new": self.new,
            "breaking": "undecided" if self.breaking is None else self.breaking,
            "message": self.message,
        }


def object_model(schema: Mapping[str, object]) -> ContentModel:
    """What an object may hold beside its `properties`."""
    rest = schema.get("additionalProperties", schema.get("unevaluatedProperties", True))
    if schema.get("patternProperties"):
        return ContentModel.PARTIALLY_OPEN
    return _model(rest)


def tuple_model(schema: Mapping[str, object]) -> ContentModel:
    """What an array may hold after the items that it names by place."""
    named = "additionalItems" if isinstance(schema.get("items"), list) else "items"
    return _model(schema.get(named, schema.get("unevaluatedItems", True)))


def _model(rest: object) -> ContentModel:
    if rest is False:
        return ContentModel.CLOSED
    return ContentModel.OPEN if rest is True or rest == {} else ContentModel.PARTIALLY_OPEN
