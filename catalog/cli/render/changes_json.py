"""A comparison as one JSON document."""

import json
from collections.abc import Iterator

from catalog.baseline.reading import Baseline
from catalog.cli.compared import Compared
from catalog.cli.terminal import json_printable
from catalog.diff.change import plain_change
from catalog.diff.sentences import said
from catalog.findings import Spot
from catalog.gate.approvals import Demand
from catalog.gate.assessment import Assessed
from catalog.gate.versions import Bump
from catalog.loading.folder import path_of
from catalog.model.values import Json
from catalog.rules.breaking.rule import Judgement


def render(compared: Compared) -> Iterator[str]:
    """Changes, versions, approvals and the counts."""
    yield json_printable(json.dumps(document(compared), ensure_ascii=False, indent=2)) + "\n"


def document(compared: Compared) -> dict[str, Json]:
    """The comparison as plain JSON values."""
    assessment = compared.assessment
    errors = assessment.errors
    return {
        "old": compared.old.shown,
        "new": compared.new.shown,
        "changes": [_change(one, compared) for one in assessment.changes],
        "breaks_without_change": [_judgement(one) for one in assessment.loose],
        "allowed": [
            {
                **_judgement(one.judgement),
                "reason": one.reason,
                "change": None
                if one.judgement.breach.change is None
                else one.judgement.breach.change.fingerprint,
            }
            for one in compared.admitted
        ],
        "versions": [plain_bump(bump) for bump in assessment.moved],
        "approvals": [approval(demand, compared) for demand in assessment.demands],
        "summary": {
            "changes": len(assessment.changes),
            "errors": errors,
            "warnings": len(assessment.judgements) - errors,
            "allowed": len(compared.admitted),
        },
    }


def approval(demand: Demand, compared: Compared) -> dict[str, Json]:
    """One demand: who must approve which change, and by which line."""
    return {
        "role": demand.role,
        "users": [*demand.users],
        "change": demand.change.fingerprint,
        "sentence": said(demand.change),
        "condition": demand.condition,
        "by": _place(demand.spot, compared.old if demand.is_older else compared.new),
        "risk": demand.risk.value,
    }


def _change(one: Assessed, compared: Compared) -> dict[str, Json]:
    return {
        **plain_change(one.change),
        "sentence": said(one.change),
        "was": None if one.change.was is None else _place(one.change.was, compared.old),
        "now": None if one.change.now is None else _place(one.change.now, compared.new),
        "fingerprint": one.fingerprint,
        "risk": one.risk.value,
        "breaks": [_judgement(judgement) for judgement in one.judgements],
        "reaches": {
            "destinations": [*one.blast.destinations],
            "functions": [*one.blast.functions],
            "readers": [{"team": reader.team, "url": reader.url} for reader in one.blast.readers],
        },
        "roles": [*one.roles],
    }


def _judgement(judgement: Judgement) -> dict[str, Json]:
    finding, proof = judgement.finding, judgement.breach.proof
    return {
        "rule": finding.rule,
        "category": judgement.category.value,
        "severity": finding.severity.value,
        "message": finding.message,
        "event": finding.event,
        "undecided": judgement.breach.undecided,
        "accepted": judgement.lasting,
        "counter_example": None if proof is None else dict(proof.payload),
        "destination": None if proof is None else proof.destination,
        "problems": [] if proof is None else [*proof.problems],
        "url": finding.url,
    }


def plain_bump(bump: Bump) -> dict[str, Json]:
    """What became of one event's version."""
    return {
        "event": bump.reach.name,
        "renamed_from": bump.reach.before if bump.reach.before != bump.reach.after else None,
        "before": None if bump.before is None else str(bump.before),
        "after": None if bump.after is None else str(bump.after),
        "step": bump.step.name.lower(),
        "breaks": [*bump.breaks],
    }


def _place(spot: Spot, side: Baseline) -> dict[str, Json]:
    place = side.loaded.sources.place(path_of(spot.kind, spot.name), spot.pointer)
    return {"path": side.place_of(place.path), "line": place.line, "column": place.column}
