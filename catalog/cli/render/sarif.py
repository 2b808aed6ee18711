"""A report as SARIF 2.1.0, the format of code scanning services."""

# https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html

import hashlib
import json
from collections.abc import Iterator
from typing import Final
from urllib.parse import quote

from catalog import __version__
from catalog.cli.render.since import Broken, since
from catalog.cli.report import Report
from catalog.cli.terminal import Paper, json_printable, printable
from catalog.findings import Finding
from catalog.findings.finding import rule_url
from catalog.rules.explain import rule_texts

_SCHEMA: Final = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_HOME: Final = "https://rollcall-catalog.readthedocs.io/"


def render(report: Report, _: Paper) -> Iterator[str]:
    """One run with the rules that found something, paths relative to the top of the repository."""
    rules = sorted({finding.rule for finding in report.findings})
    index = {rule: number for number, rule in enumerate(rules)}
    driver = {
        "name": "rollcall",
        "semanticVersion": __version__,
        "informationUri": _HOME,
        "rules": [_rule(rule) for rule in rules],
    }
    compared = since(report)
    proven = {} if compared is None else compared.proven
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [
            _result(finding, index[finding.rule], proven.get((finding.rule, finding.message)))
            for finding in report.findings
        ],
    }
    document = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    yield json_printable(json.dumps(document, indent=1, ensure_ascii=False)) + "\n"


def _rule(rule: str) -> dict[str, object]:
    described: dict[str, object] = {"id": rule, "helpUri": rule_url(rule)}
    text = next((text for family in rule_texts().values() for text in family if text.id == rule), None)
    if text is not None:
        described["shortDescription"] = {"text": text.summary}
        described["fullDescription"] = {"text": text.why}
        described["defaultConfiguration"] = {"level": text.severity.value}
    return described


def _result(finding: Finding, rule_index: int, broken: Broken | None) -> dict[str, object]:
    location: dict[str, object] = {
        "physicalLocation": {
            "artifactLocation": {"uri": _uri(finding.path), "uriBaseId": "%SRCROOT%"},
            "region": {"startLine": finding.line, "startColumn": finding.column},
        }
    }
    if finding.event is not None:
        name = finding.event if finding.property is None else f"{finding.event}.{finding.property}"
        location["logicalLocations"] = [{"fullyQualifiedName": printable(name)}]
    result: dict[str, object] = {
        "ruleId": finding.rule,
        "ruleIndex": rule_index,
        "level": finding.severity.value,
        "message": {"text": printable(finding.message)},
        "locations": [location],
        "partialFingerprints": {"rollcall/v1": _fingerprint(finding)},
    }
    if broken is not None:
        result["properties"] = {
            "counterExample": broken.counter_example,
            "counterExampleIs": broken.which,
        }
    return result


def _uri(path: str) -> str:
    return quote(path.encode("utf-8", "surrogateescape"))


def _fingerprint(finding: Finding) -> str:
    """The same for the same finding after lines have moved."""
    identity = (finding.rule, finding.path, finding.event, finding.property, finding.message)
    return hashlib.sha256(repr(identity).encode("utf-8", "backslashreplace")).hexdigest()
