"""The result of a check, kept between runs: an unchanged catalog answers without being parsed again."""

import gc
import hashlib
import os
import time
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from datetime import date
from pathlib import Path
from typing import Final

import msgspec

from catalog.cli.fingerprint import Fingerprint, fingerprint, stamp_of
from catalog.cli.report import Report, unjudged_files
from catalog.findings import Finding, Severity

_FORMAT: Final = 2
_KEEP_DAYS: Final = 30
_NAMES: Final = ("checked-", "parsed-")


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


def checked(
    catalog: Path,
    today: date,
    cache_folder: Path | None,
    waiting: Callable[[int], AbstractContextManager[object]],
) -> Report:
    """Every finding of a catalog, from the cache when nothing has changed.

    `waiting` gets the number of files and wraps the part that takes time. Raises NotACatalog.
    """
    before = fingerprint(catalog, today) if cache_folder is not None else None
    place = _place(cache_folder, catalog) if cache_folder is not None else None
    if place is not None and before is not None:
        kept = _read(place, before.digest)
        if kept is not None:
            return kept
    with waiting(before.files if before is not None else 0):
        report = _judge(catalog, today, cache_folder, before.contents if before is not None else {})
    if place is not None and before is not None:
        _keep(place, catalog, before, report)
    return report


def _judge(catalog: Path, today: date, cache_folder: Path | None, contents: Mapping[str, bytes]) -> Report:
    # Heavy, and not needed when the result is known.
    from catalog import rules
    from catalog.loading import load
    from catalog.loading.folder import SETTINGS_FILE, path_of_event

    gc.disable()  # nothing made here is garbage, and looking for some costs a tenth of the time
    try:
        loaded = load(catalog, cache_folder=cache_folder, contents=contents)
        findings = rules.run(loaded, today=today)
    finally:
        gc.enable()
    events = loaded.snapshot.events
    in_part = {path_of_event(name) for name in loaded.salvaged}
    if loaded.settings is not None:
        in_part.add(SETTINGS_FILE)
    return Report(
        findings=findings,
        events=len(events),
        properties=sum(len(event.properties) for event in events.values()),
        unjudged=unjudged_files(loaded.findings, in_part),
    )


def _place(cache_folder: Path, catalog: Path) -> Path:
    name = hashlib.sha256(os.fsencode(catalog.absolute())).hexdigest()[:32]
    return cache_folder / f"checked-{name}.msgpack"


def _read(place: Path, key: bytes) -> Report | None:
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
    )


def _keep(place: Path, catalog: Path, before: Fingerprint, report: Report) -> None:
    """Keep the report, unless a file changed while it was made; whatever goes wrong, the check stands."""
    from catalog.loading.cache import write_whole

    if stamp_of(catalog) != before.stamp:
        return
    kept = _Kept(
        version=_FORMAT,
        key=before.digest,
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
