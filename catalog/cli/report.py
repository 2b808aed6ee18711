"""What a check reports: findings under the paths that a reader can open, and the counts."""

import os
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from catalog.baseline.checkout import repository_of
from catalog.findings import Finding, Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Findings, sorted by file and line, and how much was judged.

    `events` counts those that could be loaded, `properties` those of all of them, each with what it includes.
    """

    findings: tuple[Finding, ...]
    events: int
    properties: int
    unjudged: str = ""
    """The sentence of `unjudged_files`."""
    against: str = ""
    """What changed since another catalog, as the JSON text that `changes_json` writes; empty without one."""
    command: str = "check"
    """The command that judged."""
    calls: str = ""
    """What was judged where it is source code, in words."""

    @property
    def errors(self) -> int:
        """How many findings fail the check."""
        return sum(finding.severity is Severity.ERROR for finding in self.findings)

    @property
    def warnings(self) -> int:
        """How many do not."""
        return len(self.findings) - self.errors

    @property
    def counts(self) -> str:
        """What was found, in words."""
        return f"{counted(self.errors, 'error')} and {counted(self.warnings, 'warning')}"

    @property
    def scope(self) -> str:
        """What was judged, in words."""
        if self.calls:
            return self.calls
        return f"{counted(self.events, 'event')} with {counted(self.properties, 'property', 'properties')}"


_NO_DEFINITION: Final = frozenset({"format/stray-file", "format/no-settings"})


def unjudged_files(findings: Iterable[Finding], salvaged: Collection[str]) -> str:
    """Says which part of a catalog only the rules of the format have seen; empty when they all saw all of it.

    `findings` have paths relative to the catalog, as have those of `salvaged` files, whose rest was judged.
    """
    found = [finding for finding in findings if finding.rule.startswith("format/")]
    files = {finding.path for finding in found if finding.rule not in _NO_DEFINITION}
    partly = files.intersection(salvaged)
    said = []
    for count, how in ((len(files - partly), "not judged"), (len(partly), "judged only in part")):
        if count:
            said.append(
                f"{counted(count, 'file')} {'was' if count == 1 else 'were'} {how} by the other rules; "
                f"mend {'its' if count == 1 else 'their'} format first"
            )
    if any(finding.path == "catalog.yaml" for finding in found) and "catalog.yaml" not in salvaged:
        said.append("rules that need catalog.yaml did not run")
    return "; ".join(said)


def counted(number: int, one: str, many: str | None = None) -> str:
    """`1 error`, `1,234 errors`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def found_from(report: Report, folder: str) -> Report:
    """The report with every path below `folder` instead of relative to the catalog."""
    return replace(report, findings=tuple(_moved(report.findings, folder)))


def _moved(findings: Iterable[Finding], folder: str) -> Iterable[Finding]:
    for finding in findings:
        path = finding.path if folder in ("", ".") else f"{folder.rstrip('/')}/{finding.path}"
        yield replace(finding, path=path)


def found_at(report: Report, name: Callable[[str], str], *, has_lines: bool = True) -> Report:
    """The report with every path as `name` has it; without lines, where a file is one line."""
    moved = (replace(finding, path=name(finding.path)) for finding in report.findings)
    if not has_lines:
        moved = (replace(finding, line=1, column=1) for finding in moved)
    return replace(report, findings=tuple(moved))


def seen_from_here(catalog: Path, here: Path) -> str:
    """The catalog's folder as seen from our working directory: relative if it lies below."""
    absolute = here / catalog
    if catalog.is_absolute() and absolute.is_relative_to(here):
        return absolute.relative_to(here).as_posix()
    return Path(os.path.normpath(catalog)).as_posix()


def seen_from_repository(catalog: Path, here: Path, workspace: str | None) -> str:
    """The catalog's folder for services that show findings in a repository's files.

    Relative to the workspace of the CI job where there is one, else to the top of the catalog's checkout,
    else to our working directory; annotations only land on paths that are.
    """
    absolute = (here / catalog).resolve()
    tops = [Path(workspace).resolve()] if workspace else []
    top = repository_of(absolute)
    tops += [top] if top is not None else []
    for place in (*tops, here.resolve()):
        if absolute.is_relative_to(place):
            return absolute.relative_to(place).as_posix()
    return absolute.as_posix()
