"""How strictly a repository takes the rules of its catalog: the words of a roll-out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Final, assert_never

from catalog.findings import Finding, Severity
from catalog.model.nearest import nearest

FORMAT: Final = "format"
"""The family that nothing makes milder: a file that cannot be read says nothing."""

BREAKING: Final = "breaking/"
"""How the rules begin that judge what a branch changes."""


class Strictness(StrEnum):
    """What becomes of the findings of a rule or a family."""

    OFF = "off"
    WARN = "warn"
    ERROR = "error"


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorFrom:
    """They warn before a day, and are errors from that day on."""

    day: date


Enforcement = Strictness | ErrorFrom


class NoEnforcement(ValueError):
    """A value that is none of the words."""


_RIGHT: Final = 'write "off", "warn", "error" or {error_from = 2027-01-31}'


def enforcement(value: object) -> Enforcement:
    """What a value of TOML says. Raises NoEnforcement."""
    match value:
        case "off" | "warn" | "error":
            return Strictness(value)
        case {"error_from": datetime(), **rest} if not rest:
            raise NoEnforcement(f"has a time, and a day is meant; {_RIGHT}")
        case {"error_from": date() as day, **rest} if not rest:
            return ErrorFrom(day=day)
        case {"error_from": str(), **rest} if not rest:
            raise NoEnforcement("has a day in quotes; write it without: {error_from = 2027-01-31}")
        case str():
            near = nearest(value, [one.value for one in Strictness])
            right = f"did you mean '{near[0]}'" if near else _RIGHT
            raise NoEnforcement(f"cannot be '{value}'; {right}")
        case _:
            raise NoEnforcement(f"says nothing that can be enforced; {_RIGHT}")


def enforced(
    findings: Iterable[Finding], enforce: Mapping[str, Enforcement], today: date
) -> tuple[Finding, ...]:
    """The findings as a repository takes them; what it does not name stays as the catalog has it.

    A rule's id counts before its family. Findings of the format stay as they are.
    """
    taken = ((finding, severity_of(finding, enforce, today)) for finding in findings)
    return tuple(replace(finding, severity=one) for finding, one in taken if one is not None)


def severity_of(finding: Finding, enforce: Mapping[str, Enforcement], today: date) -> Severity | None:
    """How a repository takes a finding; None where it is switched off."""
    family = finding.rule.partition("/")[0]
    stated = enforce.get(finding.rule) or enforce.get(family)
    if stated is None or family == FORMAT:
        return finding.severity
    match stated:
        case Strictness.OFF:
            return None
        case Strictness.WARN:
            return Severity.WARNING
        case Strictness.ERROR:
            return Severity.ERROR
        case ErrorFrom():
            return Severity.ERROR if today >= stated.day else Severity.WARNING
        case _:
            assert_never(stated)


def enforced_since(
    findings: Iterable[Finding],
    enforce: Mapping[str, Enforcement],
    formerly: Mapping[str, Enforcement],
    today: date,
) -> tuple[Finding, ...]:
    """The same for what a branch changes: breaks are taken as before, unless that is stricter now."""
    taken: list[Finding] = []
    for finding in findings:
        found = [severity_of(finding, enforce, today)]
        if finding.rule.startswith(BREAKING):
            found.append(severity_of(finding, formerly, today))
        counted = [one for one in found if one is not None]
        if counted:
            severity = Severity.ERROR if Severity.ERROR in counted else counted[0]
            taken.append(replace(finding, severity=severity))
    return tuple(taken)
