"""What was wrong before: in a catalog that is being adopted it warns, and what a branch adds is an error."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from types import MappingProxyType

from catalog.findings import Finding, Severity
from catalog.loading.folder import FOLDERS, path_of_event
from catalog.model.names import EventName

Owed = tuple[str, str, str | None, str | None, str]
"""A finding as far as it stays the same when lines move: rule, file, event, property and message.

With the message, so that what grows is new: an address that goes to one more destination.
"""


def owed(findings: Iterable[Finding], renamed: Mapping[str, str] = MappingProxyType({})) -> frozenset[Owed]:
    """What was wrong with a catalog; `renamed` has the newer names of events that have others now."""
    return frozenset(_key(_moved(finding, renamed)) for finding in findings)


def _moved(finding: Finding, renamed: Mapping[str, str]) -> Finding:
    name = renamed.get(finding.event or "")
    if name is None or finding.event is None:
        return finding
    message = finding.message.replace(finding.event, name)
    return replace(finding, event=name, path=path_of_event(EventName(name)), message=message)


def as_debt(findings: Iterable[Finding], debt: Collection[Owed] | None) -> tuple[Finding, ...]:
    """The findings with those of `debt` as warnings; None is a catalog of which nothing is new.

    A property that an event had, and that a group has now, is the same property: that the group repeats what
    was wrong with it is not new.
    """
    moved = frozenset() if debt is None else frozenset((rule, name, said) for rule, _, _, name, said in debt)
    return tuple(
        replace(finding, severity=Severity.WARNING)
        if finding.severity is Severity.ERROR and (debt is None or _is_owed(finding, debt, moved))
        else finding
        for finding in findings
    )


def _is_owed(
    finding: Finding, debt: Collection[Owed], moved: Collection[tuple[str, str | None, str]]
) -> bool:
    if _key(finding) in debt:
        return True
    is_of_group = FOLDERS.get(finding.path.partition("/")[0]) == "group"
    return (
        is_of_group
        and finding.property is not None
        and (finding.rule, finding.property, finding.message) in moved
    )


def _key(finding: Finding) -> Owed:
    return finding.rule, finding.path, finding.event, finding.property, finding.message
