"""A scan for programs: one JSON document, one call a line."""

import json
from collections.abc import Iterator

from catalog.cli.render.findings_json import plain_finding
from catalog.cli.terminal import json_printable
from catalog.scan.report import ScanReport
from catalog.scan.sites import Site
from catalog.scan.truth import REPORT_FORMAT


def render(report: ScanReport) -> Iterator[str]:
    """`{"repository", "commit", "scanned_at", "files", "skipped", "calls", "findings", "events", …}`."""
    scan, use = report.scan, report.use
    head = {
        "repository": report.repository,
        "commit": report.commit,
        "scanned_at": report.scanned_at.isoformat(timespec="seconds").replace("+00:00", "Z"),
        "files": scan.read,
        "skipped": [
            *({"path": one.path, "reason": one.reason} for one in scan.skipped),
            *({"path": path, "reason": broken(place)} for path, place in sorted(scan.broken.items())),
        ],
    }
    yield _document(head)[:-1]
    yield from _listed("calls", [plain_site(site, scan.declared) for site in scan.sites])
    yield from _listed("findings", [plain_finding(finding) for finding in report.findings])
    events = {
        "registered": use.registered,
        "used": use.used,
        "unused": use.unused,
        "unregistered": use.unregistered,
    }
    whole = _document(report.is_whole)
    yield f', "events": {_document(events)}, "whole": {whole}, "format": {REPORT_FORMAT}}}\n'


def plain_site(site: Site, declared: frozenset[str]) -> dict[str, object]:
    """One call as plain JSON values; `event` is its name when it can be only one.

    `wrapper` is one whose function is among the `declared` sinks, so that its callers are calls of their own.
    """
    call, names = site.call, site.texts.names
    return {
        "path": site.path,
        "line": call.line,
        "column": call.column,
        "end_line": call.end_line,
        "sink": site.sink.id,
        "event": names[0] if len(names) == 1 and site.texts.reason is None else None,
        "names": list(names),
        "dynamic": site.texts.reason,
        "properties": list(dict.fromkeys(one.name for one in site.properties.given)),
        "open": site.properties.open,
        "scope": site.scope,
        "decoy": site.is_decoy,
        "wrapper": bool(site.passed_on) and not declared.isdisjoint(call.scope),
    }


def broken(place: tuple[int, int]) -> str:
    """What is said of a file of which a part does not parse."""
    return f"line {place[0]}, column {place[1]} does not parse; the rest was scanned"


def _listed(key: str, rows: list[dict[str, object]]) -> Iterator[str]:
    yield f', "{key}": ['
    for number, row in enumerate(rows):
        yield f"{',' if number else ''}\n  {_document(row)}"
    yield "\n]" if rows else "]"


def _document(value: object) -> str:
    return json_printable(json.dumps(value, ensure_ascii=False))
