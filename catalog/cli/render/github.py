"""A report as GitHub's workflow commands, which become annotations on the lines they name."""

# https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands

from collections.abc import Iterator
from typing import Final

from catalog.cli.render.since import since
from catalog.cli.report import Report
from catalog.cli.terminal import Paper, printable

_DATA: Final = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_VALUE: Final = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A", ":": "%3A", ",": "%2C"})


def render(report: Report, _: Paper) -> Iterator[str]:
    """One command per finding, then a line for the log. The escapes are those of GitHub's own toolkit."""
    compared = since(report)
    proven = {} if compared is None else compared.proven
    for finding in report.findings:
        broken = proven.get((finding.rule, finding.message))
        place = (
            f"file={printable(finding.path).translate(_VALUE)},line={finding.line},col={finding.column},"
            f"title={finding.rule.translate(_VALUE)}"
        )
        proof = "" if broken is None else f"\n{broken.which}: {broken.brief}"
        message = f"{printable(finding.message)} ({finding.url}){proof}"
        yield f"::{finding.severity.value} {place}::{message.translate(_DATA)}\n"
    yield f"{report.counts} in {report.scope}\n"
