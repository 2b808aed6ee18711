"""Findings: what is wrong with a catalog or with source code, and where."""

from catalog.findings.finding import Finding, RuleText, Severity
from catalog.findings.source_map import Marks, Part, Place, Pointer, SourceMap
from catalog.findings.spot import Kind, Spot

__all__ = [
    "Finding",
    "Kind",
    "Marks",
    "Part",
    "Place",
    "Pointer",
    "RuleText",
    "Severity",
    "SourceMap",
    "Spot",
]
