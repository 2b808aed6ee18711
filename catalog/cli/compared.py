"""Two catalogs by reference, loaded and assessed: what `diff`, `check --against` and `release` begin with."""

import json
import os
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from catalog.baseline.history import earlier_releases
from catalog.baseline.reading import Baseline, read_reference
from catalog.baseline.reference import Folder, Reference, ReleaseFile, parse_reference
from catalog.baseline.release_catalog import loaded_release
from catalog.baseline.release_file import RELEASE_NAME
from catalog.baseline.surroundings import Surroundings
from catalog.cli.reference import Meant, folder_today
from catalog.cli.render.findings_json import plain_finding
from catalog.cli.report import counted
from catalog.cli.storage import cache_folder
from catalog.cli.terminal import json_printable, machine_output, say
from catalog.diff.compare import Side
from catalog.errors import CatalogError
from catalog.findings import Finding, Severity
from catalog.gate.admitted import Admitted, admitted
from catalog.gate.assessment import Assessment, assess
from catalog.gate.next_release import released_catalog
from catalog.gate.unused import unused_allowances
from catalog.loading import Loaded
from catalog.loading.shared import Shared
from catalog.model.settings import Mode
from catalog.rules.allowed import Allowed
from catalog.rules.runner import KNOWN_RULES
from catalog.rules.view import View, view

_TRANSITIVE: Final = frozenset({Mode.BACKWARD_TRANSITIVE, Mode.FORWARD_TRANSITIVE, Mode.FULL_TRANSITIVE})


class Damaged(CatalogError):
    """A side of a comparison does not load, so nothing is judged."""

    def __init__(self, which: str, baseline: Baseline) -> None:
        self.baseline = baseline
        self.findings: tuple[Finding, ...] = baseline.loaded.findings
        super().__init__(
            f"{which} catalog, {baseline.shown}, has {counted(len(self.findings), 'finding')} of the format, "
            "so it is not compared; mend it first"
        )


def tell_damaged(damaged: Damaged, form: str) -> int:
    """Say what keeps a side from being compared, and give the exit code of a catalog with findings.

    With the format json the findings stand on standard output too, as `check` writes them.
    """
    return tell_findings(damaged.findings, damaged.baseline, str(damaged), form)


def tell_findings(findings: Iterable[Finding], baseline: Baseline, why: str, form: str) -> int:
    """Say why a command did not do what it was asked for, and give the exit code."""
    placed = [replace(finding, path=baseline.place_of(finding.path)) for finding in findings]
    for finding in placed:
        say(f"{finding.path}:{finding.line}:{finding.column}: {finding.message} ({finding.rule})")
    say(f"rollcall: {why}")
    if form == "json":
        errors = sum(finding.severity is Severity.ERROR for finding in placed)
        document = {
            "findings": [plain_finding(finding) for finding in placed],
            "summary": {"errors": errors, "warnings": len(placed) - errors},
            "reason": why,
        }
        machine_output().write(json_printable(json.dumps(document, ensure_ascii=False, indent=2)) + "\n")
    return 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """Both catalogs and what lies between them."""

    old: Baseline
    new: Baseline
    assessment: Assessment
    seen: View
    """The newer catalog as rules see it."""
    allowed: Allowed
    admitted: tuple[Admitted, ...] = ()
    """What breaks and is allowed."""


def compared(old: Reference, meant: Meant, here: Path) -> Compared:
    """Load and assess two catalogs. Raises Damaged, and what reading a reference raises."""
    cache = cache_folder(os.environ)
    around = Surroundings(
        here=here,
        catalog=_folder(meant, here),
        environment=os.environ,
        cache_folder=cache,
        shared=Shared(),
    )
    before = read_reference(old, around)
    after = read_reference(meant.reference, around)
    for baseline in (before, after):
        if baseline.remark is not None:
            say(f"rollcall: {baseline.remark}")
    return assessed(before, after, around)


def assessed(before: Baseline, after: Baseline, around: Surroundings) -> Compared:
    """Two catalogs that were read, assessed. Raises Damaged, and NoHistory for a mode that is transitive."""
    require_whole("the older", before)
    require_whole("the newer", after)
    release, seen = before.release, seen_of(after.loaded)
    allowed = allowed_in(seen)
    released = None
    is_ahead = release is not None and not before.is_release
    if release is not None and is_ahead and released_catalog(before.loaded.definitions) != release.catalog:
        released = replace(side_of(loaded_release(release)), release=release.number)
    earlier: list[Side] = []
    both = (before.loaded.snapshot.settings, after.loaded.snapshot.settings)
    if any(mode in _TRANSITIVE for settings in both for mode in settings.modes.values()):
        earlier += [] if released is None else [released]
        earlier += [
            replace(side_of(loaded_release(one)), release=one.number)
            for one in earlier_releases(before, around)
        ]
    found = assess(
        side_of(before.loaded),
        side_of(after.loaded),
        sources=after.loaded.sources,
        allowed=allowed,
        today=datetime.now(UTC).date(),
        release=release,
        released=released,
        earlier=earlier,
    )
    let = admitted(
        found.comparison, sources=after.loaded.sources, seen=seen, allowed=allowed, kept=found.kept
    )
    return Compared(old=before, new=after, assessment=found, seen=seen, allowed=allowed, admitted=let)


def unused_allowances_of(found: Compared) -> tuple[Finding, ...]:
    """The allowances for breaking changes that admit nothing any more, where the older one is a release."""
    if not found.old.is_release:
        return ()
    return tuple(unused_allowances(found.seen, found.new.loaded.sources, found.allowed))


def require_whole(which: str, baseline: Baseline) -> None:
    """Raise Damaged when a catalog has findings of the format."""
    if baseline.loaded.findings:
        raise Damaged(which, baseline)


def side_of(loaded: Loaded) -> Side:
    """A loaded catalog as one side of a comparison."""
    return Side(snapshot=loaded.snapshot, definitions=loaded.definitions)


def seen_of(loaded: Loaded) -> View:
    """A loaded catalog as rules see it today."""
    return view(loaded, datetime.now(UTC).date(), KNOWN_RULES)


def allowed_in(seen: View) -> Allowed:
    """What a catalog excuses."""
    return Allowed(seen.layout.allowances, KNOWN_RULES)


def older(text: str | None, meant: Meant, here: Path) -> Reference:
    """What a catalog is compared with: what is stated, else its last release, else the last commit."""
    if text is not None:
        return parse_reference(text, here)
    last = _folder(meant, here) / RELEASE_NAME
    if not last.is_file():
        return parse_reference("git:HEAD", here)
    if isinstance(meant.reference, Folder):
        return ReleaseFile(path=meant.reference.path / RELEASE_NAME)
    return ReleaseFile(path=last)


def _folder(meant: Meant, here: Path) -> Path:
    """The folder that the newer catalog lies in, or would lie in."""
    if isinstance(meant.reference, Folder):
        return here / meant.reference.path
    return folder_today(here, meant.project)
