"""Approvals that are missing, as findings: what keeps a check of changes red until somebody approves."""

from collections.abc import Iterable
from typing import Final

from catalog.diff.sentences import said
from catalog.findings import Finding, Severity, SourceMap
from catalog.gate.reviews import Standing
from catalog.loading.folder import path_of
from catalog.rules.gate_rules import MISSING_APPROVAL

_NAMED: Final = 3


def missing_approvals(states: Iterable[Standing], sources: SourceMap) -> tuple[Finding, ...]:
    """A finding for each change that a role has not approved, where the newer catalog says the change.

    `sources` are the newer catalog's. No allowance and no severity makes it milder: a branch could add both.
    """
    return tuple(_finding(state, sources) for state in states if not state.is_met)


def _finding(state: Standing, sources: SourceMap) -> Finding:
    demand = state.demand
    change, spot = demand.change, demand.change.now or demand.change.was or demand.spot
    place = sources.place(path_of(spot.kind, spot.name), spot.pointer)
    names = [reach.name for reach in change.reaches]
    shown = ", ".join(names[:_NAMED]) + (f" and {len(names) - _NAMED:,} more" if len(names) > _NAMED else "")
    where = f"{shown}: " if len(names) > 1 else ""
    return Finding(
        rule=MISSING_APPROVAL.id,
        severity=Severity.ERROR,
        message=f"{where}{said(change)}; {demand.role} must approve it, by '{demand.condition}': {state.why}",
        path=place.path,
        line=place.line,
        column=place.column,
        event=names[0] if len(names) == 1 else None,
        property=change.path[0] if change.path and spot.kind == "event" else None,
    )
