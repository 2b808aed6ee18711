"""YAML → model, with every finding of the format at once; and back to canonical YAML."""

from catalog.loading.dump import dump
from catalog.loading.format_rules import FORMAT_RULES
from catalog.loading.load import Loaded, load

__all__ = ["FORMAT_RULES", "Loaded", "dump", "load"]
