"""Finding the sinks of a code base that declares none, and its call sites by them."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from catalog.adoption.project_file import project_file
from catalog.baseline.project import project_of
from catalog.scan.preset import PRESETS, preset
from catalog.scan.proposal import Proposal
from catalog.scan.scan import Scan
from catalog.scan.settings import default_settings, scan_settings
from catalog.scan.suggesting import Scanning, suggestions


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """What was found, and the project file that finds it again; None where the project has its own sinks."""

    scan: Scan
    text: str | None
    proposals: tuple[Proposal, ...] = ()


def searched(
    scanning: Scanning, folder: Path, catalog: str, source: str, *, now_ns: int, jobs: int
) -> Search:
    """Scan by every preset, then by the wrappers and trackers that this shows, until there are no more.

    `folder` is where the project file will lie.
    """
    found, proposals = suggestions(scanning, default_settings(), now_ns=now_ns, jobs=jobs)
    used = [name for name in PRESETS if _is_used(name, found)]
    met = {site.sink.preset for site in found.sites}
    # What only tests call by a preset's names is something else; a library that is not there yet may come.
    presets = [name for name in PRESETS if name in used or name not in met]
    text = project_file(catalog, source, presets, used, proposals)
    # By what is written, so that the next scan finds what this one did.
    found = scanning(scan_settings(project_of(folder, text, None)))
    return Search(scan=found, text=text, proposals=proposals)


def _is_used(name: str, found: Scan) -> bool:
    """Whether the application itself sends by a preset; a test may call anything by such a name."""
    ids = {sink.id for sink in preset(name)}
    return any(
        site.sink.preset == name and site.sink.id in ids
        for site in found.sites
        if not site.is_decoy and site.scope == "app"
    )


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
