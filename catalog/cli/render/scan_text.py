"""A scan for people: each call with its events, then what else the reader should know."""

from collections.abc import Iterator, Sequence

from catalog.cli.render.findings_text import listed, summary
from catalog.cli.render.scan_json import broken
from catalog.cli.report import Report, counted
from catalog.cli.terminal import Paper, printable
from catalog.scan.proposal import Proposal
from catalog.scan.reasons import PARAMETER, REASONS
from catalog.scan.report import ScanReport
from catalog.scan.sites import Site
from catalog.scan.told import Hole

_MAX_NAMES = 4
_MAX_SKIPPED = 20


def render(
    report: ScanReport, wrappers: Sequence[Proposal], paper: Paper, judged: Report | None
) -> Iterator[str]:
    """The findings, or without a catalog one line a call; then wrappers, what was skipped, and a summary."""
    scan = report.scan
    if judged is None:
        yield from _calls(report, paper)
    else:
        yield from listed(judged, paper, with_source=True)
    for one in wrappers:
        place = printable(f"{one.path}:{one.line}")
        yield f"{paper.warning('wrapper')} {place}: {printable(f'{one.callee} {one.why}')}\n"
    for skipped in scan.skipped:
        yield f"{paper.faint('skipped')} {printable(skipped.path)}: {printable(skipped.reason)}\n"
    yield f"{paper.strong(_summary(report, is_judged=judged is not None))}\n"
    if wrappers:
        yield "Declare wrappers as sinks, and their callers are found too: --suggest-sinks prints them.\n"
    if judged is not None:
        yield f"{summary(judged, paper)}\n"


def _calls(report: ScanReport, paper: Paper) -> Iterator[str]:
    for site in report.scan.sites:
        place = printable(f"{site.path}:{site.call.line}:{site.call.column}")
        yield f"{paper.faint(place + ':')} {printable(_said(site))}\n"
    for path, where in sorted(report.scan.broken.items()):
        yield f"{paper.warning('broken')} {printable(path)}: {broken(where)}\n"


def scope(report: ScanReport, *, with_tests: bool, old: int) -> str:
    """How much was judged and how much was not, and how many old findings are left out, in words."""
    sites = [site for site in report.scan.sites if not site.is_decoy]
    judged = [site for site in sites if with_tests or site.scope == "app"]
    said = f"{counted(len(judged), 'call')} in {counted(report.scan.read, 'file')}"
    parts = [f"{counted(len(report.scan.skipped), 'file')} skipped"] if report.scan.skipped else []
    if len(judged) < len(sites):
        parts.append(f"{counted(len(sites) - len(judged), 'call')} in tests not judged")
    if old:
        parts.append(f"{counted(old, 'old finding')} left out")
    return f"{said}; {', '.join(parts)}" if parts else said


def skipped(report: ScanReport) -> Iterator[str]:
    """A line for each file that was not read, for formats that have no place for it; of many, the first."""
    found = report.scan.skipped
    for one in found[:_MAX_SKIPPED]:
        yield f"skipped {one.path}: {one.reason}"
    if len(found) > _MAX_SKIPPED:
        yield f"skipped {len(found) - _MAX_SKIPPED:,} more; --format json lists them all"


def _said(site: Site) -> str:
    names = site.texts.names
    what = " | ".join(names[:_MAX_NAMES])
    if len(names) > _MAX_NAMES:
        what += f" | {len(names) - _MAX_NAMES} more"
    reason = site.texts.reason
    if site.texts.patterns:
        pattern = "".join(
            f"{{{part.source}}}" if isinstance(part, Hole) else part for part in site.texts.patterns[0]
        )
        what = f"{pattern} ({what or 'no registered name'})"
    elif reason == PARAMETER and site.passed_on:
        what = f"{what}{' | ' if what else ''}what its callers say"
    elif reason is not None:
        what = f"{what}{' | ' if what else ''}unknown: {REASONS.get(reason, reason)}"
    if site.is_decoy:
        return f"no event, it only looks like '{site.sink.id}'"
    return f"{what} by {site.sink.id}{' in a test' if site.scope == 'test' else ''}"


def _summary(report: ScanReport, *, is_judged: bool) -> str:
    scan, use = report.scan, report.use
    sites = [site for site in scan.sites if not site.is_decoy]
    files = len({site.path for site in sites})
    names = {name for site in sites for name in site.texts.names}
    calls = f"{counted(len(sites), 'call')} of {counted(len(names), 'name')}"
    parts = [f"{calls} in {files:,} of {counted(scan.read, 'file')}"]
    if use.registered:
        parts.append(f"{len(use.used):,} of {counted(len(use.registered), 'registered event')} used")
    parts.append(f"{counted(len(use.unregistered), 'name')} not registered")
    if scan.skipped and not is_judged:
        parts.append(f"{counted(len(scan.skipped), 'file')} skipped")
    if scan.broken:
        parts.append(f"{counted(len(scan.broken), 'file')} only in part")
    return ", ".join(parts) + "."
