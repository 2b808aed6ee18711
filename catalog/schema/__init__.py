"""Contracts as JSON Schema, and the patterns that every engine reads alike."""
