"""What was wrong before: in a catalog that is being adopted it warns, and what a branch adds is an error."""

from collections.abc import Collection, Iterable
from dataclasses import replace

from catalog.findings import Finding, Severity

Owed = tuple[str, str, str | None, str | None]
"""A finding as far as it stays the same when lines move: rule, file, event and property."""


def owed(findings: Iterable[Finding]) -> frozenset[Owed]:
    """What was wrong with a catalog."""
    return frozenset(map(_key, findings))


def as_debt(findings: Iterable[Finding], debt: Collection[Owed] | None) -> tuple[Finding, ...]:
    """The findings with those of `debt` as warnings; None is a catalog of which nothing is new."""
    return tuple(
        replace(finding, severity=Severity.WARNING)
        if finding.severity is Severity.ERROR and (debt is None or _key(finding) in debt)
        else finding
        for finding in findings
    )


def _key(finding: Finding) -> Owed:
    return finding.rule, finding.path, finding.event, finding.property
