"""Small source trees and what a scan says of them."""

import time
from collections.abc import Mapping
from pathlib import Path

from catalog.baseline.project import project_of
from catalog.scan.scan import Scan, scan
from catalog.scan.settings import ScanSettings, default_settings, scan_settings
from catalog.scan.sites import Site

TRACK = """\
[[scan.sinks]]
callee = "track"
event = {position = 0, keyword = "event"}
properties = {position = 1, keyword = "properties"}
"""


def settings_of(text: str) -> ScanSettings:
    """The settings that a rollcall.toml says."""
    return scan_settings(project_of(Path("."), text, None))


def write(folder: Path, files: Mapping[str, str | bytes]) -> None:
    """Write a source tree."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())


def scanned(
    folder: Path,
    files: Mapping[str, str | bytes] | None = None,
    settings: ScanSettings | str = TRACK,
    *,
    cache: Path | None = None,
    jobs: int = 1,
    now_ns: int | None = None,
) -> Scan:
    """Write a source tree into a folder, if one is given, and scan the folder."""
    write(folder, files or {})
    return scan(
        [Path()],
        folder,
        settings_of(settings) if isinstance(settings, str) else settings,
        cache_folder=cache,
        now_ns=time.time_ns() if now_ns is None else now_ns,
        jobs=jobs,
    )


def site_of(folder: Path, source: str, settings: ScanSettings | str = TRACK, name: str = "app.py") -> Site:
    """The one site of one file."""
    (site,) = scanned(folder, {name: source}, settings).sites
    return site


def told(site: Site) -> tuple[tuple[str, ...], str | None]:
    """The names of a site, sorted, and why there may be others."""
    return tuple(sorted(site.texts.names)), site.texts.reason


PRESETS = default_settings()
