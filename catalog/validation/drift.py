"""Drift in payloads: what personal data a property declared to be about nobody holds, as problems."""

from collections.abc import Mapping
from typing import Final

from catalog.model.settings import Drift
from catalog.privacy.drift import Sighting, Watched
from catalog.validation.envelope import WATCHED_STAMPS
from catalog.validation.explain import Explainer, Json
from catalog.validation.problems import Context, Problem

CODE: Final = "drift"

_CLASSIFY: Final = "classify it"
_DECLARE: Final = "declare it"
_LEAVE_OUT: Final = "leave it out"


def tell_drift(
    policy: Drift, watched: Watched, members: Mapping[str, Json], path: str, explainer: Explainer
) -> None:
    """Note the drift in one object of a payload, as long as it is told."""
    for name, sighting in watched.sightings(members):
        declared = "none" if sighting.is_declared else None
        remedy = _CLASSIFY if sighting.is_declared else _LEAVE_OUT if sighting.in_name else _DECLARE
        _tell(policy, sighting, explainer.path_to(path, (name, *sighting.place)), declared, remedy, explainer)
        if explainer.is_full:
            return


def tell_drift_of_stamps(policy: Drift, value: Mapping[str, Json], explainer: Explainer) -> None:
    """Note the drift in what a program says of itself, which no catalog declares."""
    stamps = {name: value[name] for name in WATCHED_STAMPS.watches if name in value}
    if not stamps:
        return
    for name, sighting in WATCHED_STAMPS.sightings(stamps):
        _tell(policy, sighting, f"/{name}", None, _LEAVE_OUT, explainer)


def _tell(
    policy: Drift, sighting: Sighting, path: str, declared: str | None, remedy: str, explainer: Explainer
) -> None:
    context: Context = {
        "detector": sighting.hit.detector,
        "category": sighting.hit.category,
        "policy": policy.value,
        **({} if declared is None else {"declared": declared}),
        "remedy": remedy,
    }
    explainer.add(CODE, path, context)


def is_quarantined(problem: Problem) -> bool:
    """Whether a problem sets the payload aside."""
    return problem.code == CODE and problem.context["policy"] == Drift.QUARANTINE
