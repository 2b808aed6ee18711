"""A report as Markdown, for a comment on a change or the summary of a job."""

from collections.abc import Iterator
from typing import Final

from catalog.cli.render.since import as_comment, since
from catalog.cli.report import Report, counted
from catalog.cli.terminal import Paper, printable

_MARKS: Final = str.maketrans({mark: f"\\{mark}" for mark in "\\`*_[]<>|#~"})


def render(report: Report, _: Paper) -> Iterator[str]:
    """A heading with the counts and a table of findings."""
    verdict = "failed" if report.errors else "passed"
    yield f"## Rollcall {report.command} {verdict}\n\n"
    yield f"{report.counts} in {report.scope}.\n"
    if report.unjudged:
        yield f"\n{report.unjudged[:1].upper()}{report.unjudged[1:]}.\n"
    compared = since(report)
    findings = report.findings
    if compared is not None:
        yield from as_comment(compared, findings)
        told = {(broken.rule, broken.message) for _, broken in compared.broken}
        findings = tuple(finding for finding in findings if (finding.rule, finding.message) not in told)
    if not findings:
        return
    if compared is not None:
        yield f"\n### {counted(len(findings), 'other finding')}\n"
    yield "\n| | place | what | rule |\n| --- | --- | --- | --- |\n"
    for finding in findings:
        place = _escaped(f"{finding.path}:{finding.line}:{finding.column}")
        yield (
            f"| {finding.severity.value} | {place} | {_escaped(finding.message)} "
            f"| [{_escaped(finding.rule)}]({finding.url}) |\n"
        )


def _escaped(text: str) -> str:
    return printable(text).translate(_MARKS)
