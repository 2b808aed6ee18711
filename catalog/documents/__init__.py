"""JSON Schema documents as sets of values: what changed between two, and whether it breaks."""

from catalog.documents.changes import ChangeKind, SchemaChange
from catalog.documents.comparison import Mode, SchemaVerdict, UnknownMode, compare_schemas

__all__ = ["ChangeKind", "Mode", "SchemaChange", "SchemaVerdict", "UnknownMode", "compare_schemas"]
