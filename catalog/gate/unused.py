"""Allowances for breaking changes that admit nothing any more."""

from collections.abc import Iterator
from typing import Final

from catalog.findings import Finding, Severity, SourceMap
from catalog.loading.folder import path_of
from catalog.model.settings import Level
from catalog.rules.allowed import Allowed
from catalog.rules.catalog import unused_allowance
from catalog.rules.view import View

_FAMILY: Final = "breaking/"


def unused_allowances(seen: View, sources: SourceMap, allowed: Allowed) -> Iterator[Finding]:
    """The allowances of a catalog for breaking changes that excused nothing since its last release.

    `allowed` has been asked about everything that broke. They are found against a release alone: what was
    merged since is excused by them until the next release.
    """
    rule = unused_allowance.RULE
    stated = seen.settings.severities
    level = stated.get(rule.id) or stated.get(rule.family) or Level(rule.severity.value)
    if level is Level.OFF:
        return
    for item in seen.layout.allowances:
        is_mine = item.rule.startswith(_FAMILY) and seen.known_rules.get(item.rule) and item.reason.strip()
        if is_mine and not allowed.used(item):
            defect = item.defect(
                f"'{item.rule}' admits nothing since the last release; leave the allowance out"
            )
            place = sources.place(path_of(defect.kind, defect.name), defect.pointer)
            yield Finding(
                rule=rule.id,
                severity=Severity(level.value),
                message=defect.message,
                path=place.path,
                line=place.line,
                column=place.column,
                event=defect.name if defect.kind == "event" else None,
            )
