"""Contracts as JSON Schema, and the patterns that every engine reads alike."""

from catalog.schema.contract import Contract, contract
from catalog.schema.digests import contract_digest
from catalog.schema.json_schema import dumps, property_schema, to_json_schema

__all__ = ["Contract", "contract", "contract_digest", "dumps", "property_schema", "to_json_schema"]
