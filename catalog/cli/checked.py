"""The result of a check, kept between runs: an unchanged catalog answers without being parsed again."""

import gc
import hashlib
import os
import time
from collections.abc import Callable, Collection, Mapping
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec

from catalog.cli.fingerprint import Fingerprint, fingerprint, stamp_of
from catalog.cli.report import Report, found_at, unjudged_files
from catalog.findings import Finding, Severity

if TYPE_CHECKING:
    from catalog.baseline.project import Project
    from catalog.cli.reference import Meant
    from catalog.loading import Loaded
    from catalog.rules.debt import Owed

_FORMAT: Final = 4
_KEEP_DAYS: Final = 30
_NAMES: Final = ("checked-", "parsed-", "scanned-")


class _Row(msgspec.Struct, array_like=True):
    rule: str
    severity: str
    message: str
    path: str
    line: int
    column: int
    event: str | None
    property: str | None


class _Kept(msgspec.Struct, array_like=True):
    version: int
    key: bytes
    findings: list[_Row]
    unjudged: str
    events: int
    properties: int
    against: str


def checked(
    catalog: Path,
    today: date,
    cache_folder: Path | None,
    waiting: Callable[[int], AbstractContextManager[object]],
    project: "Project | None" = None,
) -> Report:
    """Every finding of a catalog as a project takes them, from the cache when nothing has changed.

    `waiting` gets the number of files and wraps the part that takes time. Raises NotACatalog, and
    WrongProject when the project enforces a rule that does not exist.
    """
    before = fingerprint(catalog, today) if cache_folder is not None else None
    key = None if before is None else key_of(before, project)
    place = place_of(cache_folder, catalog) if cache_folder is not None else None
    if place is not None and key is not None:
        kept = read_kept(place, key)
        if kept is not None:
            return enforced_by(kept, project, today)
    with waiting(before.files if before is not None else 0):
        report = _judge(catalog, today, cache_folder, before.contents if before is not None else {}, project)
    if place is not None and before is not None and key is not None:
        keep(place, catalog, before, key, report)
    return enforced_by(report, project, today)


def checked_elsewhere(
    meant: "Meant",
    here: Path,
    today: date,
    cache_folder: Path | None,
    waiting: Callable[[int], AbstractContextManager[object]],
    project: "Project | None",
    *,
    lock: bool,
    repository: bool,
) -> Report:
    """Every finding of a catalog that lies in no folder, under the paths that its reference gives them.

    `lock` writes the project's lock anew; without it, the catalog is the one that is locked, if any is. With
    `repository` the paths are those of files that a reader of the repository can open. Raises what reading a
    reference raises, and WrongProject.
    """
    from catalog.cli.reading import read_and_lock, read_locked

    found = read_and_lock(meant, here, cache_folder) if lock else read_locked(meant, here, cache_folder)
    with waiting(len(found.loaded.definitions.events)):
        report = enforced_by(report_of(found.loaded, today, project), project, today)
    if repository:
        return found_at(report, found.file_of, has_lines=not found.is_release)
    return found_at(report, found.place_of)


def key_of(before: Fingerprint, project: "Project | None") -> bytes:
    """What a kept report is about: the catalog, and the rules that the project names, all of them known."""
    if project is None or not project.enforce:
        return before.digest
    return hashlib.sha256(before.digest + repr(sorted(project.enforce)).encode()).digest()


def enforced_by(report: Report, project: "Project | None", today: date) -> Report:
    """The report as a project takes it."""
    if project is None or not project.enforce:
        return report
    from catalog.baseline.enforcement import enforced

    return replace(report, findings=enforced(report.findings, project.enforce, today))


def _judge(
    catalog: Path,
    today: date,
    cache_folder: Path | None,
    contents: Mapping[str, bytes],
    project: "Project | None",
) -> Report:
    # Heavy, and not needed when the result is known.
    from catalog.loading import load

    gc.disable()  # nothing made here is garbage, and looking for some costs a tenth of the time
    try:
        loaded = load(catalog, cache_folder=cache_folder, contents=contents)
        return report_of(loaded, today, project)
    finally:
        gc.enable()


def report_of(
    loaded: "Loaded",
    today: date,
    project: "Project | None",
    *,
    debt: "Collection[Owed] | None" = None,
) -> Report:
    """Every finding of a loaded catalog; `debt` is what only warns while it is being adopted."""
    from catalog import rules
    from catalog.baseline.project import require_known
    from catalog.loading.folder import SETTINGS_FILE, path_of, path_of_event
    from catalog.rules.runner import KNOWN_RULES

    if project is not None:
        require_known(project, KNOWN_RULES)
    findings = rules.run(loaded, today=today, debt=debt)
    events = loaded.definitions.events
    resolved = loaded.snapshot.events
    in_part = {path_of_event(name) for name in loaded.salvaged}
    in_part |= {path_of(kind, name) for kind, name in loaded.parts}
    if loaded.settings is not None:
        in_part.add(SETTINGS_FILE)
    return Report(
        findings=findings,
        events=len(events),
        properties=sum(len(resolved.get(name, event).properties) for name, event in events.items()),
        unjudged=unjudged_files(loaded.findings, in_part),
    )


def place_of(cache_folder: Path, catalog: Path, against: bytes = b"") -> Path:
    """The file that keeps the report on a catalog, or on what it is since another one."""
    name = hashlib.sha256(os.fsencode(catalog.absolute()) + against).hexdigest()[:32]
    return cache_folder / f"checked-{name}.msgpack"


def read_kept(place: Path, key: bytes) -> Report | None:
    """The kept report, if it is whole and about these very files."""
    try:
        content = place.read_bytes()
        if hashlib.sha256(content[32:]).digest() != content[:32]:
            return None
        kept = msgspec.msgpack.decode(content[32:], type=_Kept)
    except (OSError, msgspec.DecodeError):
        return None
    if (kept.version, kept.key) != (_FORMAT, key):
        return None
    findings = tuple(
        Finding(
            rule=row.rule,
            severity=Severity(row.severity),
            message=row.message,
            path=row.path,
            line=row.line,
            column=row.column,
            event=row.event,
            property=row.property,
        )
        for row in kept.findings
    )
    return Report(
        findings=findings,
        events=kept.events,
        properties=kept.properties,
        unjudged=kept.unjudged,
        against=kept.against,
    )


def keep(place: Path, catalog: Path, before: Fingerprint, key: bytes, report: Report) -> None:
    """Keep the report, unless a file changed while it was made; whatever goes wrong, the check stands."""
    from catalog.loading.cache import write_whole

    if stamp_of(catalog) != before.stamp:
        return
    kept = _Kept(
        version=_FORMAT,
        key=key,
        findings=[
            _Row(
                rule=finding.rule,
                severity=finding.severity.value,
                message=finding.message,
                path=finding.path,
                line=finding.line,
                column=finding.column,
                event=finding.event,
                property=finding.property,
            )
            for finding in report.findings
        ],
        unjudged=report.unjudged,
        events=report.events,
        properties=report.properties,
        against=report.against,
    )
    try:
        content = msgspec.msgpack.encode(kept)
        place.parent.mkdir(parents=True, exist_ok=True)
        write_whole(place, hashlib.sha256(content).digest() + content)
        _forget_old(place.parent)
    except (OSError, ValueError):  # ValueError: a file name that is not UTF-8
        return


def _forget_old(folder: Path) -> None:
    """Remove what no check has written for a month, so that catalogs long gone leave nothing behind."""
    limit = time.time() - _KEEP_DAYS * 86_400
    for entry in os.scandir(folder):
        if entry.name.startswith(_NAMES) and entry.stat().st_mtime < limit:
            os.unlink(entry.path)
