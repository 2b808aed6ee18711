"""A check of what a branch changes: every finding, and what is different since another catalog."""

import gc
import hashlib
import json
import os
from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from catalog.baseline.reference import Folder, Reference
from catalog.cli.checked import checked, enforced_by, keep, key_of, place_of, read_kept, report_of
from catalog.cli.fingerprint import Fingerprint, fingerprint
from catalog.cli.report import Report, counted
from catalog.errors import CatalogError

if TYPE_CHECKING:
    from catalog.baseline.project import Project
    from catalog.baseline.reading import Baseline
    from catalog.baseline.surroundings import Surroundings
    from catalog.cli.compared import Compared
    from catalog.findings import Finding
    from catalog.loading import Loaded


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviewing:
    """The reviews that must meet the approvals; without a file, approvals are told and not asked for."""

    file: Path | None
    authors: frozenset[str]


class NoReviews(CatalogError):
    """The file of reviews cannot be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Job:
    """What is compared with what, and how the result is taken."""

    folder: Path
    old: Reference
    reviews: bytes | None
    reviewing: Reviewing
    today: date
    around: "Surroundings"
    project: "Project | None"

    @property
    def key(self) -> bytes | None:
        """All that the result depends on beside the catalog's own files; None where only reading tells."""
        if isinstance(self.old, Folder):
            found = fingerprint(self.around.here / self.old.path, self.today)
            base = None if found is None else found.digest
        else:
            from catalog.baseline.surroundings import stamp_of

            base = stamp_of(self.old, self.around)
        if base is None:
            return None
        reviews = hashlib.sha256(self.reviews or b"").digest() if self.reviews is not None else b""
        # The folder and the reference as they are written stand in the report's places.
        written = (str(self.folder), str(self.old), str(self.reviewing.file), sorted(self.reviewing.authors))
        return hashlib.sha256(repr((base, reviews, written)).encode("utf-8", "surrogateescape")).digest()


def checked_against(
    folder: Path,
    old: Reference,
    reviewing: Reviewing,
    here: Path,
    today: date,
    cache: Path | None,
    waiting: Callable[[int], AbstractContextManager[object]],
    project: "Project | None",
) -> Report:
    """Every finding of a catalog, with those of what it changes and of approvals that are missing.

    When one of the two catalogs has errors of the format, nothing is compared: those of the older one stand
    in the report as well. Kept like every check, by the digests of both catalogs and of the reviews. Raises
    what reading a reference raises, NoHistory, NotReviews and NoReviews.
    """
    from catalog.baseline.surroundings import Surroundings  # with git, which a plain check does not need

    around = Surroundings(here=here, catalog=here / folder, environment=os.environ, cache_folder=cache)
    job = _Job(
        folder=folder,
        old=old,
        reviews=_content_of(reviewing.file, here),
        reviewing=reviewing,
        today=today,
        around=around,
        project=project,
    )
    before = fingerprint(folder, today) if cache is not None else None
    beside = job.key if before is not None else None
    place = key = None
    if cache is not None and before is not None and beside is not None:
        key = hashlib.sha256(key_of(before, project) + beside).digest()
        place = place_of(cache, folder, str(old).encode("utf-8", "surrogateescape"))
        kept = read_kept(place, key)
        if kept is not None:
            return _as_before(kept, job)
    with waiting(before.files if before is not None else 0):
        report, is_final = _judged(job, before)
    if report is None:
        plain = checked(folder, today, cache, waiting, project)
        note = f"not compared with {old}, for files have errors of the format"
        return replace(plain, unjudged=f"{plain.unjudged}; {note}" if plain.unjudged else note)
    if place is not None and before is not None and key is not None and is_final:
        keep(place, folder, before, key, report)
    return _as_before(report, job)


def _as_before(report: Report, job: _Job) -> Report:
    """The report as the project takes it; breaks as it took them before the branch, if that was stricter."""
    if job.project is None or not job.project.enforce:
        return report
    from catalog.baseline.enforcement import BREAKING, enforced_since
    from catalog.baseline.former import formerly_enforced

    if not any(finding.rule.startswith(BREAKING) for finding in report.findings):
        return enforced_by(report, job.project, job.today)
    formerly = formerly_enforced(job.old, job.project, job.around)
    if formerly is None:
        return enforced_by(report, job.project, job.today)
    findings = enforced_since(report.findings, job.project.enforce, formerly, job.today)
    return replace(report, findings=findings)


def _judged(job: _Job, before: Fingerprint | None) -> tuple[Report | None, bool]:
    """The report, None when this catalog has errors of the format; and whether it may be kept."""
    # Heavy, and not needed when the result is known.
    from catalog.baseline.reading import Baseline, read_reference
    from catalog.cli.compared import assessed
    from catalog.cli.terminal import say
    from catalog.loading import load
    from catalog.loading.shared import Shared
    from catalog.rules.runner import in_touched

    job = replace(job, around=replace(job.around, shared=Shared()))
    contents: Mapping[str, bytes] = {} if before is None else before.contents
    gc.disable()  # nothing made here is garbage, and looking for some costs a tenth of the time
    try:
        base = read_reference(job.old, job.around)
        if base.remark is not None:
            say(f"rollcall: {base.remark}")
        loaded = load(
            job.folder, cache_folder=job.around.cache_folder, contents=contents, shared=job.around.shared
        )
        if base.loaded.findings:
            return _without_older(job, base, loaded), False
        if loaded.findings:
            return None, False
        new = Baseline(loaded=loaded, release=None, origin=Folder(path=job.folder))
        found = assessed(base, new, job.around)
        touched = {reach.name for reach in found.assessment.comparison.touched}
        is_adopted = loaded.snapshot.settings.profile == "standard"
        plain = _plain(job, loaded, before) if is_adopted else _since(job, found)
        stated = loaded.snapshot.settings.severities
        report = replace(plain, findings=(*in_touched(plain.findings, touched, stated),))
        report, is_final = _with_changes(report, found, job)
        # Of a catalog that was moved, the remark is told by every run.
        return report, is_final and base.remark is None
    finally:
        gc.enable()


def _since(job: _Job, found: "Compared") -> Report:
    """What a check reports of a catalog that is being adopted: what the older one has too is debt."""
    from catalog.rules import run
    from catalog.rules.debt import owed

    pairs = found.assessment.comparison.pairs
    renamed = {str(before): str(after) for before, after in pairs if before and after and before != after}
    debt = owed(run(found.old.loaded, today=job.today), renamed)
    return report_of(found.new.loaded, job.today, job.project, debt=debt)


def _plain(job: _Job, loaded: "Loaded", before: Fingerprint | None) -> Report:
    """What a check that compares with nothing reports, which may be kept, and is kept now."""
    cache = job.around.cache_folder
    if cache is None or before is None:
        return report_of(loaded, job.today, job.project)
    place, key = place_of(cache, job.folder), key_of(before, job.project)
    report = read_kept(place, key)
    if report is None:
        report = report_of(loaded, job.today, job.project)
        keep(place, job.folder, before, key, report)
    return report


def _without_older(job: _Job, base: "Baseline", loaded: "Loaded") -> Report:
    """The report when the older catalog is damaged: its findings at the file where they have to be mended."""
    report = report_of(loaded, job.today, job.project)
    count = counted(len(base.loaded.findings), "finding")
    note = f"not compared with {job.old}, which has {count} of the format"
    told = (
        replace(
            finding,
            message=f"in {base.place_of(finding.path)}:{finding.line}:{finding.column}, which is compared "
            f"with: {finding.message}",
            line=1,
            column=1,
        )
        for finding in base.loaded.findings
    )
    return replace(
        report,
        findings=_sorted([*report.findings, *told]),
        unjudged=f"{report.unjudged}; {note}" if report.unjudged else note,
    )


def _with_changes(report: Report, found: "Compared", job: _Job) -> tuple[Report, bool]:
    from catalog.cli.compared import unused_allowances_of
    from catalog.cli.render.changes_json import document

    content = document(found)
    findings: list[Finding] = [*report.findings, *found.assessment.findings, *unused_allowances_of(found)]
    is_final = True
    if job.reviews is not None:
        from catalog.cli.approved import Reviewed
        from catalog.gate.missing import missing_approvals
        from catalog.gate.reviews import read_reviews

        known = read_reviews(job.reviews, str(job.reviewing.file))
        reviewed = Reviewed(found, job.around)
        standings = reviewed.standings(known, job.reviewing.authors)
        findings += missing_approvals(standings, found.new.loaded.sources)
        is_final = not reviewed.unread
        content["reviews_read"] = len(known)
        content["reviews"] = [
            {
                "role": one.demand.role,
                "change": one.demand.change.fingerprint,
                "approved_by": [*one.approved_by],
                "why": one.why,
            }
            for one in standings
        ]
    against = json.dumps(content, ensure_ascii=False)
    return replace(report, findings=_sorted(findings), against=against), is_final


def _sorted(findings: "Iterable[Finding]") -> "tuple[Finding, ...]":
    return tuple(sorted(findings, key=lambda finding: finding.order))


def _content_of(file: Path | None, here: Path) -> bytes | None:
    if file is None:
        return None
    try:
        return (here / file).read_bytes()
    except OSError as error:
        raise NoReviews(f"{file}: {(error.strerror or 'unreadable').lower()}") from None
