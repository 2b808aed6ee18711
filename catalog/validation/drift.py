"""Drift in payloads: what personal data a property declared to be about nobody holds, as problems."""

from collections.abc import Mapping
from typing import Final

from catalog.model.settings import Drift
from catalog.privacy.drift import Watched
from catalog.validation.explain import Explainer, Json
from catalog.validation.problems import Context, Problem

CODE: Final = "drift"


def tell_drift(
    policy: Drift, watched: Watched, members: Mapping[str, Json], path: str, explainer: Explainer
) -> None:
    """Note the drift in one object of a payload."""
    for name, sighting in watched.sightings(members):
        context: Context = {
            "detector": sighting.hit.detector,
            "category": sighting.hit.category,
            "policy": policy.value,
        }
        if sighting.is_declared:
            context = {**context, "declared": "none"}
        explainer.add(CODE, explainer.path_to(path, (name, *sighting.place)), context)


def is_quarantined(problem: Problem) -> bool:
    """Whether a problem sets the payload aside."""
    return problem.code == CODE and problem.context["policy"] == Drift.QUARANTINE
