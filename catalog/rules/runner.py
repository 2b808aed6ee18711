"""Runs the rules over a loaded catalog: places, severities, allowances, one sorted report."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from catalog.findings import Finding, Kind, Part, Pointer, Severity, SourceMap, Spot
from catalog.loading import FORMAT_RULES, Loaded
from catalog.loading.folder import path_of
from catalog.model.settings import Level
from catalog.rules.allowed import Allowed
from catalog.rules.breaking.ids import BREAKING_IDS
from catalog.rules.catalog import unused_allowance
from catalog.rules.debt import Owed, as_debt
from catalog.rules.defect import Defect
from catalog.rules.rule import Rule, Scope
from catalog.rules.table import RULES
from catalog.rules.usage.ids import USAGE_IDS
from catalog.rules.view import View, settings_are_broken, view

KNOWN_RULES: Final[Mapping[str, bool]] = {
    **{rule.id: False for rule in FORMAT_RULES},
    **{rule.id: rule.scope is not Scope.CATALOG for rule in RULES},
    **dict.fromkeys(BREAKING_IDS, True),
    **USAGE_IDS,
}
"""Every rule's id, and whether an allowance can excuse it."""

FORMAT: Final = "format"
"""The family that loading reports: a file that cannot be read is an error, whatever catalog.yaml says."""


def run(
    loaded: Loaded,
    *,
    today: date,
    touched: Collection[str] = (),
    rules: Sequence[Rule] = RULES,
    debt: Collection[Owed] | None = None,
) -> tuple[Finding, ...]:
    """Every finding of a catalog: those of the format and those of the rules, sorted by file and line.

    `touched` names the events that a branch changes. A rule about dates is an error only there; elsewhere
    it warns, so that no build turns red because a day has passed, unless catalog.yaml calls it an error.
    Under `profile: adopt` what rules find in `debt` only warns, as does everything where there is no `debt`.
    """
    seen = view(loaded, today, KNOWN_RULES)
    stated = seen.settings.severities
    report = _Report(seen, loaded.sources)
    settings_known = not settings_are_broken(loaded)
    ran: set[str] = set()
    for rule in rules:
        level = _level(rule, stated)
        if (
            rule is unused_allowance.RULE
            or level is Level.OFF
            or (rule.needs_settings and not settings_known)
        ):
            continue
        judged = seen.for_rule(rule.id)
        if judged is None:
            continue
        ran.add(rule.id)
        is_mild = _is_an_error_where_touched(rule, stated)
        report.take(rule, Level.WARNING if is_mild else level, rule.check(judged))
        partial = seen.partial_for_rule(rule.id)
        if partial is not None:
            report.take_partial(rule, level, rule.check(partial))
    last = unused_allowance.RULE
    level = _level(last, stated)
    # What an allowance excuses may be in a part that could not be read.
    if last in rules and level is not Level.OFF and not seen.broken:
        unused = [
            item
            for item in seen.layout.allowances
            if item.rule in ran
            and item.reason.strip()
            and KNOWN_RULES.get(item.rule)
            and not report.allowed.used(item)
        ]
        report.take(last, level, last.check(replace(seen, unused=unused)))
    found: Iterable[Finding] = in_touched(report.findings, touched, stated)
    if seen.settings.profile == "adopt":
        found = as_debt(found, debt)
    return tuple(sorted((*loaded.findings, *found), key=lambda finding: finding.order))


def in_touched(
    findings: Iterable[Finding], touched: Collection[str], stated: Mapping[str, Level]
) -> Iterator[Finding]:
    """Findings as they are taken where a branch changes these events; `stated` is what catalog.yaml says."""
    mild = {rule.id for rule in RULES if _is_an_error_where_touched(rule, stated)}
    events = frozenset(touched)
    for finding in findings:
        is_meant = finding.event in events and finding.rule in mild
        yield replace(finding, severity=Severity.ERROR) if is_meant else finding


def _is_an_error_where_touched(rule: Rule, stated: Mapping[str, Level]) -> bool:
    """Whether a rule is about dates and warns elsewhere."""
    return rule.dated and rule.severity is Severity.ERROR and _stated(rule, stated) is None


def _level(rule: Rule, stated: Mapping[str, Level]) -> Level:
    """How seriously a rule is taken: as catalog.yaml says of it or of its family, else as it says itself."""
    found = _stated(rule, stated)
    return Level(rule.severity.value) if found is None else found


def _stated(rule: Rule, stated: Mapping[str, Level]) -> Level | None:
    """What catalog.yaml says of a rule, else of its family."""
    return stated.get(rule.id) or stated.get(rule.family)


class _Report:
    """Turns defects into findings, unless an allowance excuses them."""

    def __init__(self, seen: View, sources: SourceMap) -> None:
        self.findings: list[Finding] = []
        self._seen = seen
        self._sources = sources
        parts = (part for part in (seen, seen.partial) if part is not None)
        allowances = (item for part in parts for item in part.layout.allowances)
        self.allowed = Allowed(allowances, KNOWN_RULES)

    def take(self, rule: Rule, level: Level, defects: Iterable[Defect]) -> None:
        """Add the findings of one rule, at most one for each place."""
        places: set[tuple[Kind, str, Pointer]] = set()
        for defect in defects:
            where = (defect.kind, defect.name, defect.pointer)
            if where in places or self._is_excused(rule.id, *where) or self._seen.is_silent_on(*where):
                continue
            places.add(where)
            self._add(rule, level, defect)

    def take_partial(self, rule: Rule, level: Level, defects: Iterable[Defect]) -> None:
        """Add what a rule finds in the sound keys of properties that have a slip."""
        places: set[tuple[Kind, str, Pointer]] = set()
        for defect in defects:
            where = (defect.kind, defect.name, defect.pointer)
            if (
                where not in places
                and self._seen.says_by_itself(*where)
                and not self._is_excused(rule.id, *where)
            ):
                places.add(where)
                self._add(rule, level, defect)

    def _add(self, rule: Rule, level: Level, defect: Defect) -> None:
        place = self._sources.place(path_of(defect.kind, defect.name), defect.pointer, Part.STATED)
        self.findings.append(
            Finding(
                rule=rule.id,
                severity=Severity(level.value),
                message=defect.message,
                path=place.path,
                line=place.line,
                column=place.column,
                event=defect.name if defect.kind == "event" else None,
                property=_property_in(defect.pointer),
            )
        )

    def _is_excused(self, rule: str, kind: Kind, name: str, pointer: Pointer) -> bool:
        return self.allowed.excuses(rule, Spot(kind=kind, name=name, pointer=pointer))


def _property_in(pointer: Pointer) -> str | None:
    """The property that a place belongs to: the name below the file's `properties`."""
    if len(pointer) > 1 and pointer[0] == "properties":
        return str(pointer[1])
    return None
