"""Drift in payloads: what personal data a property declared to be about nobody holds, as problems."""

from collections.abc import Mapping
from typing import Final

from catalog.model.event import Undeclared
from catalog.model.settings import Drift
from catalog.model.snapshot import Snapshot
from catalog.model.types import Property
from catalog.privacy.drift import Sighting, Watch, watch_of, watch_undeclared
from catalog.validation.explain import Explainer, Json
from catalog.validation.problems import Problem

CODE: Final = "drift"


class DriftWatch:
    """Looks for drift as a catalog's `drift` says."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._policy: Drift = snapshot.settings.drift

    def watches(self, properties: Mapping[str, Property]) -> Mapping[str, Watch]:
        """What looks at each property, for those that are looked at."""
        found = {name: watch_of(name, definition) for name, definition in properties.items()}
        return {name: watch for name, watch in found.items() if watch is not None}

    def judge(
        self, watches: Mapping[str, Watch], members: Mapping[str, Json], path: str, explainer: Explainer
    ) -> None:
        """Note the drift in declared properties."""
        for name, watch in watches.items():
            if name in members:
                for sighting in watch(members[name]):
                    self._tell(sighting, explainer.path_to(path, (name,)), explainer)

    def judge_undeclared(
        self, known: Mapping[str, Property], members: Mapping[str, Json], path: str, explainer: Explainer
    ) -> None:
        """Note the drift in properties that no definition names, where they are kept."""
        if explainer.undeclared is Undeclared.KEEP:
            for name, member in members.items():
                if name not in known:
                    for sighting in watch_undeclared(name, member):
                        self._tell(sighting, explainer.path_to(path, (name,)), explainer)

    def _tell(self, sighting: Sighting, path: str, explainer: Explainer) -> None:
        explainer.add(
            CODE,
            explainer.path_to(path, sighting.place),
            {
                "detector": sighting.hit.detector,
                "category": sighting.hit.category,
                "policy": self._policy.value,
            },
        )


def is_quarantined(problem: Problem) -> bool:
    """Whether a problem sets the payload aside."""
    return problem.code == CODE and problem.context["policy"] == Drift.QUARANTINE
