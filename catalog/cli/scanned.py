"""What `rollcall scan` finds wrong: the calls judged, less what is frozen or was there before."""

import os
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from catalog.baseline.enforcement import enforced
from catalog.baseline.project import Project, require_known
from catalog.baseline.reading import Baseline
from catalog.baseline.reference import Folder
from catalog.baseline.release_file import RELEASE_NAME, read_release
from catalog.cli.storage import writing
from catalog.errors import CatalogError
from catalog.findings import Finding
from catalog.loading.cache import write_whole
from catalog.rules.runner import KNOWN_RULES
from catalog.rules.usage.baseline import (
    Entry,
    NotABaseline,
    Standing,
    identity_of,
    read_baseline,
    written_baseline,
)
from catalog.rules.usage.runner import judge_usage
from catalog.scan.scan import Scan


class NoBaseline(CatalogError):
    """The file of frozen findings cannot be read."""


class Lines:
    """The lines of source files, each file read once when somebody asks."""

    def __init__(self, here: Path) -> None:
        self._here = here
        self._known: dict[str, list[str]] = {}

    def of(self, path: str, number: int) -> str:
        """A line of a file; empty where it cannot be read."""
        if path not in self._known:
            self._known[path] = self._read(path)
        lines = self._known[path]
        return lines[number - 1] if 0 < number <= len(lines) else ""

    def _read(self, path: str) -> list[str]:
        try:
            return (self._here / path).read_bytes().decode("utf-8-sig", "replace").split("\n")
        except OSError:
            return []


@dataclass(frozen=True, slots=True, kw_only=True)
class Judging:
    """How a scan is judged: beside which catalog, and what does not count."""

    catalog: Baseline
    released: Collection[str] | None
    is_main: bool
    with_tests: bool
    baseline: Path | None = None

    @property
    def folder(self) -> str:
        """The catalog's folder as people see it; empty where it is none."""
        origin = self.catalog.origin
        return origin.path.as_posix() if isinstance(origin, Folder) else ""


def released_events(found: Baseline, here: Path) -> frozenset[str] | None:
    """The events of the release that a catalog is, or that lies beside it; None without one."""
    if found.release is not None:
        return frozenset(found.release.catalog.events)
    if isinstance(found.origin, Folder):
        place = found.origin.path / RELEASE_NAME
        if os.path.lexists(here / place):
            return frozenset(read_release(here / place, str(place)).catalog.events)
    return None


def findings_of(scan: Scan, judging: Judging, here: Path) -> tuple[Finding, ...]:
    """The findings of a scan, without those that its baseline freezes. Raises NoBaseline, NotABaseline."""
    frozen = None
    if judging.baseline is not None:
        frozen = _frozen(judging.baseline, scan, here)
    return judge_usage(
        (*scan.sites, *scan.handed_on),
        scan.broken,
        scan.linker,
        scan.collection,
        judging.catalog.loaded,
        released=judging.released,
        is_main=judging.is_main,
        line_of=Lines(here).of,
        folder=judging.folder,
        frozen=frozen,
        with_tests=judging.with_tests,
    )


def as_project_takes(
    findings: tuple[Finding, ...], project: Project | None, today: date
) -> tuple[Finding, ...]:
    """The findings as `enforce` in rollcall.toml has them. Raises WrongProject for a rule that is none."""
    if project is None:
        return findings
    require_known(project, KNOWN_RULES)
    return enforced(findings, project.enforce, today)


def freeze(scan: Scan, judging: Judging, here: Path) -> int:
    """Write the baseline anew, with all that is found now; how many findings it freezes.

    What it froze in files that are there and were not looked at stays in it.
    """
    assert judging.baseline is not None
    lines = Lines(here)
    found = [
        identity_of(finding, lines.of) for finding in findings_of(scan, replace(judging, baseline=None), here)
    ]
    try:
        before = _frozen(judging.baseline, scan, here)
    except (NoBaseline, NotABaseline):
        before = ()
    found += [entry.identity for entry in before if entry.standing is Standing.UNSEEN]
    with writing(judging.baseline):
        write_whole(here / judging.baseline, written_baseline(found).encode())
    return len(found)


def _frozen(file: Path, scan: Scan, here: Path) -> tuple[Entry, ...]:
    """The entries of a baseline, each with what has become of its file."""
    skipped = {one.path for one in scan.skipped}
    seen = scan.collection.tree.stamps.keys() - skipped

    def standing(path: str) -> Standing:
        if path in seen:
            return Standing.SEEN
        return Standing.UNSEEN if os.path.lexists(here / path) else Standing.GONE

    entries = read_baseline(_content(file, here), file.as_posix())
    return tuple(entry._replace(standing=standing(entry.identity.path)) for entry in entries)


def _content(file: Path, here: Path) -> bytes:
    try:
        return (here / file).read_bytes()
    except FileNotFoundError:
        raise NoBaseline(f"{file}: no such file; write it with --update-baseline") from None
    except OSError as error:
        raise NoBaseline(f"{file}: {(error.strerror or 'unreadable').lower()}") from None
