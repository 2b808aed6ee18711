"""Findings: what is wrong with a catalog or with source code, and where."""

from catalog.findings.finding import Finding, RuleText, Severity
from catalog.findings.source_map import Place, Pointer, SourceMap

__all__ = ["Finding", "Place", "Pointer", "RuleText", "Severity", "SourceMap"]
