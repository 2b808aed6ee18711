"""A report for programs: one JSON document."""

import json
from collections.abc import Iterator

from catalog.cli.report import Report
from catalog.cli.terminal import Paper, json_printable
from catalog.findings import Finding


def render(report: Report, _: Paper) -> Iterator[str]:
    """`{"findings": […], "summary": {…}}`, one finding per line."""
    yield '{"findings": ['
    for number, finding in enumerate(report.findings):
        document = json.dumps(plain_finding(finding), ensure_ascii=False)
        yield f"{',' if number else ''}\n  {json_printable(document)}"
    counts = {
        "errors": report.errors,
        "warnings": report.warnings,
        "events": report.events,
        "properties": report.properties,
    }
    since = f', "against": {json_printable(report.against)}' if report.against else ""
    yield f'{chr(10) if report.findings else ""}], "summary": {json.dumps(counts)}{since}}}\n'


def plain_finding(finding: Finding) -> dict[str, object]:
    """One finding as plain JSON values."""
    return {
        "rule": finding.rule,
        "severity": finding.severity.value,
        "message": finding.message,
        "path": finding.path,
        "line": finding.line,
        "column": finding.column,
        "event": finding.event,
        "property": finding.property,
        "url": finding.url,
    }
