"""Finding the sinks of a code base that declares none, and its call sites by them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from catalog.adoption.project_file import project_file
from catalog.baseline.project import project_of
from catalog.scan.preset import PRESETS, preset
from catalog.scan.proposal import Proposal
from catalog.scan.scan import Scan
from catalog.scan.settings import ScanSettings, default_settings, scan_settings
from catalog.scan.trackers import trackers_in
from catalog.scan.wrappers import wrappers_of

_ROUNDS: Final = 3
"""Wrappers of wrappers of wrappers: so often what was found is looked for in turn."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """What was found, and the project file that finds it again; None where the project has its own sinks."""

    scan: Scan
    text: str | None
    proposals: tuple[Proposal, ...] = ()


Scanning = Callable[[ScanSettings], Scan]


def searched(
    scanning: Scanning, folder: Path, catalog: str, source: str, *, now_ns: int, jobs: int
) -> Search:
    """Scan by every preset, then by the wrappers and trackers that this shows, until there are no more.

    `folder` is where the project file will lie.
    """
    found = scanning(default_settings())
    text = project_file(catalog, source, PRESETS, ())
    proposals: tuple[Proposal, ...] = ()
    for number in range(_ROUNDS):
        names = [name for name in PRESETS if _is_used(name, found)]
        declared = _callees(names, proposals)
        new = wrappers_of(found.sites, found.collection, declared)
        if number == 0:
            known = declared | {one.callee for one in new}
            new = (*new, *trackers_in(found.collection.tree, known, now_ns=now_ns, jobs=jobs))
        proposals = (*proposals, *new)
        text = project_file(catalog, source, names, proposals)
        if not new:
            break
        found = scanning(scan_settings(project_of(folder, text, None)))
    return Search(scan=found, text=text, proposals=proposals)


def _is_used(name: str, found: Scan) -> bool:
    ids = {sink.id for sink in preset(name)}
    return any(
        site.sink.preset is not None and site.sink.id in ids for site in found.sites if not site.is_decoy
    )


def _callees(presets: list[str], proposals: tuple[Proposal, ...]) -> frozenset[str]:
    own = {one.callee for one in proposals}
    return frozenset(own | {sink.callee for name in presets for sink in preset(name)})


WORDS: Final[Mapping[str, str]] = {
    "posthog": "Product analytics in PostHog.",
    "segment": "Events that Segment passes on.",
    "rudderstack": "Events that RudderStack passes on.",
    "amplitude": "Product analytics in Amplitude.",
    "mixpanel": "Product analytics in Mixpanel.",
    "snowplow": "Events for Snowplow's pipeline.",
    "log": "The application's own log.",
}
"""What the destinations of presets are; others are where the application's own functions send."""
OWN: Final = "Where the application's own functions send events."
