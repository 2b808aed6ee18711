"""A report as JUnit XML: what fails is a failure, what warns passes and says so."""

from collections.abc import Iterator

from catalog.cli.render.since import Broken, since
from catalog.cli.report import Report
from catalog.cli.terminal import Paper
from catalog.findings import Finding, Severity


def render(report: Report, _: Paper) -> Iterator[str]:
    """One test case per finding, and one for the check itself, so that a clean catalog is no empty suite."""
    tests = len(report.findings) + 1
    counts = f'tests="{tests}" failures="{report.errors}" errors="0" skipped="0"'
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield f'<testsuites name="rollcall {report.command}" {counts}>\n'
    yield f'  <testsuite name="rollcall {report.command}" {counts} time="0">\n'
    yield (
        f'    <testcase classname="rollcall" name="{report.command}" time="0">\n'
        f"      <system-out>{report.counts} in {report.scope}</system-out>\n"
        "    </testcase>\n"
    )
    compared = since(report)
    proven = {} if compared is None else compared.proven
    for finding in report.findings:
        yield from _case(finding, proven.get((finding.rule, finding.message)))
    yield "  </testsuite>\n</testsuites>\n"


def _case(finding: Finding, broken: Broken | None) -> Iterator[str]:
    place = f"{finding.path}:{finding.line}:{finding.column}"
    name = f"{finding.rule} {finding.line}:{finding.column}"
    yield (
        f'    <testcase classname="{_escaped(finding.path)}" name="{_escaped(name)}" '
        f'file="{_escaped(finding.path)}" line="{finding.line}" time="0">\n'
    )
    proof = "" if broken is None else f"\n{broken.which}: {broken.proof}"
    text = _escaped(f"{place}: {finding.message}{proof}\n{finding.url}")
    if finding.severity is Severity.ERROR:
        yield (
            f'      <failure type="{_escaped(finding.rule)}" message="{_escaped(finding.message)}">'
            f"{text}</failure>\n"
        )
    else:
        yield f"      <system-out>warning: {text}</system-out>\n"
    yield "    </testcase>\n"


def _escaped(text: str) -> str:
    """Text for an XML 1.0 document; characters that it cannot hold at all (§2.2) stand as Python escapes."""
    kept = "".join(
        character if _is_xml(character) else character.encode("unicode_escape").decode("ascii")
        for character in text
    )
    for character, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;")):
        kept = kept.replace(character, entity)
    return kept


def _is_xml(character: str) -> bool:
    code = ord(character)
    if code < 0x20:
        return character == "\n"  # tab and CR are allowed too, but attributes would lose them
    return code < 0x7F or (0x9F < code < 0xD800) or (0xDFFF < code < 0xFFFE) or code > 0xFFFF
